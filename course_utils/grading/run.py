"""Grade an assignment: submissions in parallel, one writer for the gradebook.

Each student goes through three steps, each of which can be repeated without harm: the submission
is mended and staged, its answers are computed and stored as a record, the marks are booked by
nbgrader. An interruption loses at most the steps under way.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from unittest.mock import patch

import nbformat
import nbgrader.api
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import AssignLatePenalties, ClearOutput, SaveAutoGrades

from course_utils.grading import pool, repair, trouble
from course_utils.grading.adapter import Enter, Release
from course_utils.grading.folder import CourseFolder, GradingError
from course_utils.grading.marking import Record, harmless
from course_utils.grading.release import failure, gradebook, nbgrader_api, register
from course_utils.grading.sandbox import Limits
from course_utils.i18n import T, language, use_language

STAGING = "staging"


@dataclass
class Graded:
    """What happened to one student's submission.

    Attributes:
        before: automatic points of each task until now (empty: first time).
        after: automatic points of each task.
        flags: what the instructor should know.
        error: why it could not be graded; the earlier marks stand.
        missing: nothing readable was handed in.
    """

    student: str
    before: dict[str, float] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    error: str | None = None
    missing: bool = False

    @property
    def changes(self) -> dict[str, tuple[float, float]]:
        """Task -> (points before, points now), where a mark existed and changed."""
        return {
            task: (self.before[task], points)
            for task, points in self.after.items()
            if task in self.before and self.before[task] != points
        }


def run(
    course: CourseFolder,
    name: str,
    jobs: int = 1,
    student: str | None = None,
    isolated: bool = True,
    limits: Limits | None = None,
    scheduler: str | None = None,
) -> Iterator[Graded]:
    """Grade every enrolled student, or one; yield what happened to each as it is booked.

    Args:
        course: the course folder.
        name: the assignment.
        jobs: submissions at a time on this machine.
        student: only this one.
        isolated: in a sandbox.
        limits: what a submission may use.
        scheduler: address of a Dask scheduler whose workers do the work instead of this machine.

    Raises:
        GradingError: no sandbox, no such student, no cluster, another run in the same folder, an
            assignment that cannot be read, a full disk, a locked gradebook.
    """
    if student is not None and student not in course.roster:
        raise GradingError(
            T(f"{student!r} n'est pas dans roster.csv.", f"{student!r} is not in roster.csv.")
        )
    students = [student] if student else list(course.roster)
    limits = limits or Limits()
    here = (
        pool.cluster(scheduler, course.root, isolated) if scheduler else pool.local(jobs, isolated)
    )
    with trouble.explained(), trouble.alone(course.root), _one_engine(), here as workers:
        register(course, name)
        waiting = {
            workers.submit(examine, course.root, name, one, isolated, limits, language()): one
            for one in students
        }
        for future in as_completed(waiting):
            one = waiting[future]
            try:
                future.result()
                graded = _book(course, name, one)
            except Exception as error:
                if trouble.hopeless(error):
                    raise
                graded = Graded(one, error=f"{type(error).__name__}: {error}")
            yield graded


@contextmanager
def _one_engine() -> Iterator[None]:
    """Have nbgrader open the gradebook with the same SQLAlchemy engine each time.

    It opens it eight times per student, and each engine compiles every statement anew: a third of
    the time that booking takes. What an engine was disposed of, it opens again by itself.
    """
    with patch.object(nbgrader.api, "create_engine", cache(nbgrader.api.create_engine)):
        yield


def examine(root: Path, name: str, student: str, isolated: bool, limits: Limits, lang: str) -> None:
    """Mend and stage one submission, and store the record of its answers (in a worker).

    What the instructor reads of it is in the language `lang`.
    """
    use_language(lang)
    course = CourseFolder(root)
    release = Release(course, name, student)
    folder = course.submitted(student, name)
    submission = repair.read(folder, name, release.notebook())
    staged = course.root / STAGING / student / name
    staged.mkdir(parents=True, exist_ok=True)
    nbformat.write(submission.notebook, staged / f"{name}.ipynb")
    stamp = folder / "timestamp.txt"
    (staged / stamp.name).unlink(missing_ok=True)
    if stamp.exists() and not submission.missing:
        shutil.copyfile(stamp, staged / stamp.name)
    release.mark(submission, limits, isolated)


def _book(course: CourseFolder, name: str, student: str) -> Graded:
    """Have nbgrader write the marks of one staged submission, unless it holds them already."""
    release = Release(course, name, student)
    record = Record.read(release.record_path)
    graded = Graded(student, flags=record.flags + record.notes, missing=record.missing)
    graded.after = {task: mark.points for task, mark in record.marks.items()}
    staged = course.root / STAGING / student / name
    digest = _digest(course, name, release, record, staged)
    unchanged = _answers(staged) & _answers(course.root / "autograded" / student / name)
    with gradebook(course) as book:
        before = {g.name: g for g in _grades(book, name, student)}
        graded.before = {
            task: before[task].auto_score
            for task in record.marks
            if task in before and before[task].auto_score is not None
        }
        settled = {
            g.name
            for g in before.values()
            if g.manual_score is not None and not g.needs_manual_grade
        }
        if digest == record.booked and graded.before == graded.after:
            return graded
        book.update_or_create_submission(name, student)
        book.grant_extension(name, student, minutes=release.student.extension * 1440)
    api = nbgrader_api(course, submitted_directory=STAGING)
    # `examine` has restored (kernel included) and evaluated it a moment ago.
    api.config.Autograde.sanitize_preprocessors = [ClearOutput]
    api.config.Autograde.autograde_preprocessors = [Enter, SaveAutoGrades, AssignLatePenalties]
    done = api.autograde(name, student, force=True, create=True)
    if not done["success"]:
        raise GradingError(f"nbgrader: {failure(done)}")
    with gradebook(course) as book:
        for grade in _grades(book, name, student):
            # nbgrader wants every mark given by hand looked at again: only a new answer needs it.
            if grade.name in settled & {answer for answer, _ in unchanged}:
                grade.needs_manual_grade = False
        book.db.commit()
    record = Record.read(release.record_path)
    record.booked = digest
    record.write(release.record_path)
    return graded


def _grades(book: Gradebook, name: str, student: str) -> list:
    try:
        return list(book.find_submission_notebook(name, name, student).grades)
    except MissingEntry:
        return []


def _answers(folder: Path) -> set[tuple[str, str]]:
    """Return (nbgrader's id, text) of every cell in a folder's notebook that a person marks."""
    return {
        (cell.metadata.nbgrader.grade_id, harmless(cell.source))
        for path in folder.glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }


def _digest(course, name: str, release: Release, record: Record, staged) -> str:
    """Return a digest of everything that the gradebook and the graded notebook show."""
    settings = course.settings(name)
    parts = [
        [(mark.points, mark.max, mark.reason) for mark in record.marks.values()],
        [str(settings.due), settings.late_penalty, release.student.extension, release.lang],
        [path.read_text(encoding="utf-8") for path in sorted(staged.iterdir())],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
