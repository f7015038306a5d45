"""`notebooks/measurements.json`: what the last full execution of each notebook measured.

Written only by `course build --execute`, read by headers, the index, the README and checks.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

from course_utils.authoring.paths import MEASUREMENTS
from course_utils.i18n import T


def read() -> dict:
    """Return {lesson: {lang: {...}}}; empty before the first execution."""
    return _stored(MEASUREMENTS)


def _stored(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def store(path: Path, lesson: str, lang: str, entry: dict) -> None:
    """Write the entry of a notebook into a file of {lesson: {lang: entry}}, in place of an older one."""
    every = _stored(path)
    every.setdefault(lesson, {})[lang] = entry
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(every, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8")


def record(report: dict, lesson_hash: str, outputs_hash: str) -> None:
    """Store one entry of a run report (see `execute`) for a notebook.

    Args:
        report: the entry of one executed notebook.
        lesson_hash: hash of the code that ran.
        outputs_hash: hash of the outputs as stored.
    """
    entry = {
        "hash": lesson_hash,
        "outputs": outputs_hash,
        "date": date.today().isoformat(),
        "seconds": report["seconds"],
        "peak_mb": report["peak_mb"],
        "data": report["data"],
        "claims": report["claims"],
    }
    store(MEASUREMENTS, report["lesson"], report["lang"], entry)


def hash_outputs(notebook) -> str:
    """Return a hash of all outputs of a notebook: a hand-made output shows."""
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps(outputs, sort_keys=True).encode()).hexdigest()[:16]


def seconds_and_memory(lesson: str) -> tuple[int, int] | None:
    """Return (seconds rounded up to 5, MB rounded up to 100), the larger of the two languages."""
    entries = read().get(lesson, {}).values()
    if not entries:
        return None
    seconds, memory = (max(entry[key] for entry in entries) for key in ("seconds", "peak_mb"))
    return -int(-seconds // 5) * 5, -int(-memory // 100) * 100


def cost(lesson: str, lang: str) -> str:
    """Return the end of the header's time line: measured run time and memory."""
    measured = seconds_and_memory(lesson)
    if measured is None:
        return ""
    seconds, memory = measured
    gigabytes = f"{memory / 1000:.1f}"
    return T(
        f" ; exécution mesurée : {seconds} s sur 2 cœurs, {gigabytes.replace('.', ',')} Go de mémoire",
        f"; measured run time: {seconds} s on 2 cores, {gigabytes} GB of memory",
    )
