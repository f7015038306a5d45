"""Give out an assignment: one notebook per student, and the assignment's place in the gradebook."""

import datetime as dt
import re
import warnings
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config, PyFileConfigLoader

from course_utils.grading import assignment as assignments
from course_utils.grading.adapter import Release
from course_utils.grading.folder import VARIANTS, CourseFolder, GradingError
from course_utils.i18n import LANGUAGES, T


def release(course: CourseFolder, name: str, variants: str | None = None) -> list[Path]:
    """Write the notebooks to give out; return the files that changed.

    With variants per student there is one file per student, named after assignment and id, in the
    student's language; otherwise one file per language. Running it again adds late enrolments.

    Raises:
        GradingError: the kind of variants would change after files were handed out.
    """
    variants = variants or course.variants(name)
    if variants not in VARIANTS:
        raise GradingError(f"--variants {variants!r} ({' | '.join(VARIANTS)})")
    mark = course.handout(name) / ".variants"
    if mark.exists() and mark.read_text().strip() != variants:
        raise GradingError(
            T(
                f"{name} a déjà été distribué avec --variants {mark.read_text().strip()} : les notes en "
                f"dépendent. Pour repartir de zéro, supprimez {mark.parent}.",
                f"{name} was already handed out with --variants {mark.read_text().strip()}: marks depend "
                f"on it. To start afresh, delete {mark.parent}.",
            )
        )
    made = assignments.load(course.bank(name))
    written: list[Path] = []
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(variants + "\n")
    if variants == "student":
        for student in course.roster:
            one = Release(course, name, student)
            path = course.handout(name) / f"{name}_{student}.ipynb"
            written += _write(path, one.notebook())
    else:
        shared = assignments.variant(course.secret, name, variants, "")
        for lang in LANGUAGES:
            path = course.handout(name) / f"{name}_{lang}.ipynb"
            written += _write(path, made.notebook(lang, shared))
    source = course.root / "source" / name / f"{name}.ipynb"
    _write(source, made.notebook("fr", assignments.Variant(0, 1)))
    register(course, name)
    return written


def _write(path: Path, notebook) -> list[Path]:
    text = nbformat.writes(notebook) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)
    return [path]


def nbgrader_config(course: CourseFolder, **coursedir) -> Config:
    """Return the configuration of nbgrader_config.py for use inside this process."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course.root)).load_config()
    config.CourseDirectory.root = str(course.root)
    config.CourseDirectory.update(coursedir)
    return config


def nbgrader_api(course: CourseFolder, **coursedir) -> NbGraderAPI:
    """Return nbgrader's own interface to a course folder."""
    # nbgrader 0.9 and SQLAlchemy 2.1: harmless words about the order of additions
    warnings.filterwarnings("ignore", category=SAWarning)
    config = nbgrader_config(course, **coursedir)
    return NbGraderAPI(CourseDirectory(config=config), config=config)


def failure(outcome: dict) -> str:
    """Return the last exception that nbgrader logged, not its own guess at what it means."""
    log = f"{outcome.get('error') or ''}\n{outcome.get('log') or ''}"
    named = [
        line for line in log.split("\n") if re.match(r"[\w.]*(Error|Exception|Warning)\b", line)
    ]
    causes = [line for line in named if "NbGraderException" not in line]
    return (causes or named or log.strip().split("\n"))[-1]


def gradebook(course: CourseFolder) -> Gradebook:
    """Open the gradebook (a context manager)."""
    api = nbgrader_api(course)
    return Gradebook(api.coursedir.db_url, api.coursedir.course_id)


def register(course: CourseFolder, name: str) -> None:
    """Enter cells, deadline and students into the gradebook.

    Raises:
        GradingError: nbgrader refuses the cells, for instance because tasks were added or removed
            after submissions were graded.
    """
    found = nbgrader_api(course).generate_assignment(name, force=True, create=True)
    if not found["success"]:
        raise GradingError(f"nbgrader, {name}: {failure(found)}")
    due = course.settings(name).due
    with gradebook(course) as book:
        naive = due.astimezone(dt.UTC).replace(tzinfo=None) if due else None
        book.update_or_create_assignment(name, duedate=naive)
        for student in course.roster.values():
            first, _, last = student.name.rpartition(" ")
            book.update_or_create_student(
                student.id, first_name=first, last_name=last, email=student.email
            )
