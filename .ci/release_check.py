"""Everything that must hold before a release, including what is too slow for each change.

Usage: python .ci/release_check.py [--restart]. Every lesson and language runs in full on real
data and in a browser, every lesson on Colab's versions, every link is followed. What passed is
kept in work/release-check/state.json with the hash of what was checked: an interrupted or failed
check continues where it stopped, and a changed lesson is checked again.
"""

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from rich.console import Console
from rich.table import Table

from course_utils.authoring import build
from course_utils.authoring.paths import ROOT, WORK, lesson_names, notebook_path
from course_utils.authoring.render import lesson_hash, render, to_text
from course_utils.authoring.source import read_lesson
from course_utils.i18n import LANGUAGES

STATE = WORK / "release-check" / "state.json"
KINDS = ("links", "full", "colab", "browser")
console = Console()


def pytest(path: str, **environment: str) -> str:
    """Run one test in a process of its own; return "" or why it did not pass (a skip did not)."""
    command = [sys.executable, "-m", "pytest", "-n0", "-rs", "--tb=short", path]
    everything = {**os.environ, **environment}
    done = subprocess.run(command, cwd=ROOT, env=everything, capture_output=True, text=True)
    lines = done.stdout.strip().splitlines() or [done.stderr.strip()[-200:]]
    if done.returncode == 0 and "skipped" not in lines[-1]:
        return ""
    said = [line for line in lines if line.startswith(("E  ", "SKIPPED"))]
    return " ".join((said or lines[-1:])[0].split())[:300]


def links(name: str, lang: str) -> str:
    """Follow the outside links of a notebook (`course build` checks the others)."""
    cells = json.loads(notebook_path(name, lang).read_text("utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    found = sorted(set(re.findall(r"\]\((https?://(?:[^\s()]|\([^\s()]*\))+)\)", text)))
    with ThreadPoolExecutor(4) as pool:
        answers = dict(zip(found, pool.map(follow, found), strict=True))
    if found and set(answers.values()) == {"unreachable"}:
        return f"{len(found)} links not followed: no network"
    return ", ".join(f"{link} ({answer})" for link, answer in answers.items() if answer)


def follow(link: str) -> str:
    """Return "" for a living link; publishers that turn robots away (401, 403, 429) are alive."""
    request = urllib.request.Request(link, headers={"User-Agent": "Mozilla/5.0 (link check)"})
    try:
        with urllib.request.urlopen(request, timeout=20):
            return ""
    except urllib.error.HTTPError as error:
        return "" if error.code in (401, 403, 405, 418, 429, 503) else str(error.code)
    except (OSError, ValueError):
        return "unreachable"


def shards():
    """Yield (kind, lesson, language, hash of what is checked), cheapest kinds first."""
    pins = (ROOT / "tests" / "colab-pins.txt").read_bytes()
    for kind in KINDS:
        for name in lesson_names():
            for lang in LANGUAGES if kind != "colab" else ("",):
                notebook = render(read_lesson(name), lang or "fr")
                code, text = lesson_hash(notebook), to_text(notebook)
                content = {"full": code, "colab": code + pins.decode()}.get(kind, text)
                yield kind, name, lang, hashlib.sha256(content.encode()).hexdigest()[:16]


def check(kind: str, name: str, lang: str) -> str:
    """Run one shard; return "" or what is wrong."""
    if kind == "links":
        return links(name, lang)
    if kind == "full":
        return pytest("tests/test_full.py", COURSE_FULL_LESSONS=name, COURSE_FULL_LANG=lang)
    if kind == "colab":
        test = f"tests/test_colab.py::test_lesson_runs_on_colabs_versions[{name}]"
        return pytest(test, COURSE_COLAB_LESSONS=name)
    test = f"tests/test_browser.py::test_lesson_in_jupyterlab[{name}-{lang}]"
    pictures = STATE.parent / "screenshots"
    return pytest(test, COURSE_BROWSER_LANGS="all", COURSE_SCREENSHOTS=str(pictures))


def save(state: dict) -> None:
    partial = STATE.with_suffix(".partial")
    partial.write_text(json.dumps(state, indent=1, ensure_ascii=False, sort_keys=True))
    partial.replace(STATE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--restart", action="store_true", help="forget what passed before")
    if parser.parse_args().restart:
        STATE.unlink(missing_ok=True)
    if stale := build.check():
        console.print("\n".join(f"✗ {text}" for text in stale), markup=False)
        return 1
    STATE.parent.mkdir(parents=True, exist_ok=True)
    state = json.loads(STATE.read_text()) if STATE.exists() else {}
    todo = list(shards())
    for number, (kind, name, lang, digest) in enumerate(todo, 1):
        key, label = f"{kind}:{name}:{lang}", f"{kind} {name} {lang}".strip()
        if state.get(key, {}).get("hash") == digest and not state[key]["wrong"]:
            continue
        begin = time.monotonic()
        wrong = check(kind, name, lang)
        state[key] = {"hash": digest, "wrong": wrong, "seconds": round(time.monotonic() - begin)}
        save(state)
        console.print(f"{number}/{len(todo)} {'✗' if wrong else '✓'} {label} {wrong}", markup=False)
    table = Table("lesson", *KINDS)
    for lesson in lesson_names():
        row = dict.fromkeys(KINDS, "")
        for kind, name, lang, _ in todo:
            if name == lesson:
                done = state[f"{kind}:{name}:{lang}"]
                row[kind] += f"{'✗' if done['wrong'] else '✓'} {lang} {done['seconds']} s\n"
        table.add_row(lesson, *map(str.strip, row.values()))
    console.print(table)
    return int(any(state[f"{k}:{n}:{la}"]["wrong"] for k, n, la, _ in todo))


if __name__ == "__main__":
    sys.exit(main())
