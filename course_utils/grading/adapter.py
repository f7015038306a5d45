"""nbgrader's side: with this configuration plain `nbgrader autograde` marks as we do.

nbgrader's pipeline stays: a submission is sanitised, evaluated, its points are written into the
gradebook. Two of its steps are ours: `Restore` puts the answers into the student's own release,
`Evaluate` runs them in isolation and compares outside the kernel.
"""

import math
import os
import sys
from functools import lru_cache
from pathlib import Path

from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.preprocessors import (
    AssignLatePenalties,
    ClearOutput,
    ComputeChecksums,
    LockCells,
    NbGraderPreprocessor,
    OverwriteKernelspec,
    SaveAutoGrades,
    SaveCells,
)
from traitlets import Bool

from course_utils.grading import assignment as assignments
from course_utils.grading import marking, repair
from course_utils.grading.folder import CourseFolder, Student
from course_utils.grading.sandbox import Limits

# nbgrader starts alembic by name to make its tables: it must find this environment's.
_bin = str(Path(sys.executable).parent)
if _bin not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([_bin, os.environ.get("PATH", os.defpath)])


def configure(c) -> None:
    """Set nbgrader's options for a course folder (called by its nbgrader_config.py)."""
    c.GenerateAssignment.preprocessors = [LockCells, ComputeChecksums, SaveCells]
    c.Autograde.sanitize_preprocessors = [ClearOutput, OverwriteKernelspec, Restore]
    c.Autograde.autograde_preprocessors = [Evaluate, SaveAutoGrades, AssignLatePenalties]
    c.AssignLatePenalties.plugin_class = DailyPenalty
    # Nothing that a student wrote may act in the reader's browser.
    c.HTMLExporter.sanitize_html = True


class Release:
    """One student's own notebook, and what it takes to mark it."""

    def __init__(self, course: CourseFolder, name: str, student: str):
        self.course, self.name = course, name
        self.student = course.roster.get(student) or Student(student)
        self.assignment = _load(course.bank(name), _stamp(course.bank(name)))
        self.variant = assignments.variant(course.secret, name, course.variants(name), student)

    @property
    def lang(self) -> str:
        return self.student.language

    def notebook(self, solved: bool = False):
        return self.assignment.notebook(self.lang, self.variant, self.student.id, solved)

    @property
    def record_path(self) -> Path:
        return self.course.results(self.name) / f"{self.student.id}.json"

    def mark(
        self, submission: repair.Submission, limits: Limits, isolated: bool = True
    ) -> marking.Record:
        """Answer, judge and store; the record keeps earlier answers where nothing changed.

        Raises:
            GradingError: no sandbox, or the kernel does not start.
        """
        old, seed = marking.Record.read(self.record_path), self.variant.graded
        if submission.missing:
            record = marking.Record(key="missing", booked=old.booked)
        else:
            record = marking.answer(
                self.assignment, submission.notebook, seed, self.lang, old, limits, isolated
            )
        record.flags, record.missing = submission.flags, submission.missing
        record.marks = marking.judge_all(self.assignment, seed, self.lang, record)
        if submission.missing:
            for mark in record.marks.values():
                mark.reason = mark.detail = "; ".join(submission.flags)
        record.write(self.record_path)
        return record


@lru_cache
def _load(folder: Path, stamp: tuple) -> assignments.Assignment:
    """Read an assignment once, and again when one of its files changed (`stamp`)."""
    return assignments.load(folder)


def _stamp(folder: Path) -> tuple:
    return tuple(path.stat().st_mtime_ns for path in sorted(folder.glob("*.py")))


class _Step(NbGraderPreprocessor):
    def release(self, resources) -> Release:
        # exporter, then converter: nbgrader hands itself down as `parent`
        course = CourseFolder(self.parent.parent.coursedir.root)
        return Release(
            course, resources["nbgrader"]["assignment"], resources["nbgrader"]["student"]
        )


class Restore(_Step):
    """Put the answers of a submission into the student's own release."""

    def preprocess(self, nb, resources):
        mended, flags = repair.mend(nb, self.release(resources).notebook())
        for flag in flags:
            self.log.warning("%s: %s", resources["nbgrader"]["student"], flag)
        return mended, resources


class Evaluate(_Step):
    """Run a restored submission in isolation and write points and reasons into its check cells."""

    isolated = Bool(True, help="Run submissions in a bubblewrap sandbox.").tag(config=True)

    def preprocess(self, nb, resources):
        release = self.release(resources)
        old = marking.Record.read(release.record_path)
        flags, missing = old.flags, old.missing and _untouched(nb, release)
        record = release.mark(repair.Submission(nb, flags, missing), Limits(), self.isolated)
        return marking.evaluated(nb, release.assignment, record), resources


class Enter(_Step):
    """Write the points and reasons of the stored record into a submission that was just marked."""

    def preprocess(self, nb, resources):
        release = self.release(resources)
        record = marking.Record.read(release.record_path)
        return marking.evaluated(nb, release.assignment, record), resources


def _untouched(nb, release: Release) -> bool:
    return [cell.source for cell in nb.cells] == [c.source for c in release.notebook().cells]


class DailyPenalty(LateSubmissionPlugin):
    """A share of the score for every day begun after the deadline (course.toml, late_penalty)."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        root = self.parent.parent.parent.coursedir.root
        rate = CourseFolder(root).settings(self.parent.assignment_id).late_penalty
        return late_penalty(score, rate, math.ceil(total_seconds_late / 86400))


def late_penalty(score: float, rate: float, days: int) -> float:
    """Return the points lost: `rate` of the score for every day begun, at most all of it."""
    return round(score * min(1.0, rate * days), 2)
