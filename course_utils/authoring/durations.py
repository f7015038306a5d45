"""`data/durations/cells.json`: how long each cell took when its lesson was last measured.

Written only by `course build --execute`; `course_utils.live.timer` announces long cells from it.
"""

import json

from course_utils.authoring.paths import DURATIONS

_STEADY = 0.5  # seconds; a shorter duration is chance, and would only fill the file


def record(lesson: str, lang: str, executed) -> None:
    """Store what papermill measured in an executed notebook, before its marks are removed.

    Args:
        lesson: file name of the lesson without extension.
        lang: "fr" or "en".
        executed: the notebook as papermill left it.
    """
    every = json.loads(DURATIONS.read_text(encoding="utf-8")) if DURATIONS.exists() else {}
    measured = {
        cell.id: cell.metadata.get("papermill", {}).get("duration") for cell in executed.cells
    }
    every.setdefault(lesson, {})[lang] = {
        key: round(seconds, 1) for key, seconds in measured.items() if (seconds or 0.0) >= _STEADY
    }
    DURATIONS.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(every, indent=1, sort_keys=True) + "\n"
    DURATIONS.write_text(text, encoding="utf-8")
