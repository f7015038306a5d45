"""The time left in a long cell, from what it took when its lesson was last measured.

`data/durations/cells.json`, written by `course build --execute`, holds the seconds of each cell.
Estimates follow the pace of this machine, as earlier cells of the lesson showed it.
"""

import contextvars
import hashlib
import json
import threading
import time

from course_utils.downloads import DataError
from course_utils.files import shipped
from course_utils.i18n import T
from course_utils.widgets import InPlace

LONG = 2.0  # seconds; a shorter cell needs no estimate
STEADY = 0.5  # seconds; a shorter duration is chance, and says nothing about the machine
_EVERY = 1.0  # seconds between two updates
_timer = None


def attach(shell, session) -> None:
    """Announce the long cells of the lesson of `session` in an IPython shell.

    Args:
        shell: the running IPython shell.
        session: the `Session`; outside the full profile no cell was measured, and none announced.
    """
    global _timer
    measured = seconds_of(session.lesson) if session.profile == "full" else {}
    if _timer is None or _timer.shell is not shell:
        _timer = Timer(shell, measured)
    _timer.measured = measured  # the cell that attaches again is being timed: it must end its line


def cell_id(source: str, kind: str = "code") -> str:
    """Return the id that the build gives to a cell, from its source alone: a kernel knows it too.

    Args:
        source: of the cell.
        kind: "code" or "markdown".
    """
    return hashlib.sha256(f"{kind}\n{source}".encode()).hexdigest()[:12]


def seconds_of(lesson: str) -> dict[str, float]:
    """Return {id of a code cell: seconds that it took}, both languages together."""
    try:
        text = shipped("durations", "cells.json").read_text(encoding="utf-8")
    except (DataError, OSError):  # estimates are a comfort: a lesson runs without them
        return {}
    languages = json.loads(text).get(lesson, {}).values()
    return {key: seconds for cells in languages for key, seconds in cells.items()}


class Timer:
    """Shows how long the running cell will still take, once a second, in place.

    Args:
        shell: the IPython shell whose cells are timed.
        measured: {id of a cell: seconds on the machine that measured}.

    Attributes:
        shell, measured: as given; `measured` may be replaced.
        pace: seconds here for one second there.
    """

    def __init__(self, shell, measured: dict[str, float]):
        self.pace = 1.0
        self.shell, self.measured = shell, measured
        self._here = self._there = 0.0
        self._begin = None  # of the running cell; none for the one that attaches
        shell.events.register("pre_run_cell", self._before)
        shell.events.register("post_run_cell", self._after)

    def expected(self, code: str, front_end_id: str | None = None) -> float:
        """Return the seconds measured for a cell, 0 for one that nobody measured.

        A cell that the learner has changed keeps its id in front ends that send it.
        """
        return self.measured.get(cell_id(code)) or self.measured.get(front_end_id, 0.0)

    def _before(self, info) -> None:
        self._there_now = self.expected(info.raw_cell, getattr(info, "cell_id", None))
        self._begin, self._end = time.perf_counter(), threading.Event()
        self._line = None
        # `LiveCurves` has a line of its own, which knows the epochs.
        if self._there_now * self.pace >= LONG and "LiveCurves(" not in info.raw_cell:
            self._line = InPlace(self._left(0.0))
            context = contextvars.copy_context()  # ipykernel's outputs belong to a context
            self._ticking = threading.Thread(target=context.run, args=(self._tick,), daemon=True)
            self._ticking.start()

    def _tick(self) -> None:
        while not self._end.wait(_EVERY):
            self._line.show({"text/plain": self._left(time.perf_counter() - self._begin)})

    def _left(self, spent: float) -> str:
        left = self._there_now * self.pace - spent
        if left < 1:
            return T(f"{spent:.0f} s, plus que prévu", f"{spent:.0f} s, longer than expected")
        filled = int(20 * spent / (spent + left))
        bar = f"{'█' * filled}{'░' * (20 - filled)}"
        return T(f"{bar} encore environ {left:.0f} s", f"{bar} about {left:.0f} s left")

    def _after(self, result) -> None:
        if self._begin is None:
            return
        spent = time.perf_counter() - self._begin
        self._end.set()
        if self._line is not None:
            self._ticking.join()  # what it shows must not replace what follows
            took = T(f"durée : {spent:.0f} s", f"took {spent:.0f} s")
            self._line.show({"text/plain": took})
        if result.success and self._there_now >= STEADY:
            self._here, self._there = self._here + spent, self._there + self._there_now
            self.pace = self._here / self._there
