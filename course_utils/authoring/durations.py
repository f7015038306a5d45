"""`data/durations/cells.json`: how long each cell took when its lesson was last measured.

Written only by `course build --execute`; `course_utils.live.timer` announces long cells from it.
"""

from course_utils.authoring.measurements import store
from course_utils.authoring.paths import DURATIONS
from course_utils.live.timer import STEADY


def record(lesson: str, lang: str, executed) -> None:
    """Store what papermill measured in an executed notebook, before its marks are removed.

    Args:
        lesson: file name of the lesson without extension.
        lang: "fr" or "en".
        executed: the notebook as papermill left it.
    """
    measured = {
        cell.id: cell.metadata.get("papermill", {}).get("duration") for cell in executed.cells
    }
    long = {key: round(s, 1) for key, s in measured.items() if (s or 0.0) >= STEADY}
    store(DURATIONS, lesson, lang, long)
