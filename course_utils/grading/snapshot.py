"""A copy of the gradebook: nbgrader writes to whatever it opens, and grading may be going on."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from course_utils.grading.folder import CourseFolder, GradingError
from course_utils.i18n import T


@contextmanager
def snapshot(course: CourseFolder) -> Iterator:
    """Open a copy of the gradebook as it is now.

    Yields:
        nbgrader's `Gradebook`.

    Raises:
        GradingError: there is none, or it cannot be read.
    """
    from nbgrader.api import Gradebook
    from sqlalchemy.exc import SQLAlchemyError

    source = course.root / "gradebook.db"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "gradebook.db")
        _copy(source, copy)
        try:
            with Gradebook(f"sqlite:///{copy}") as book:
                yield book
        except SQLAlchemyError as error:
            raise _unreadable(source, error) from error


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise GradingError(
            T(
                f"{source} n'existe pas encore : corrigez d'abord un devoir (`course grade run`).",
                f"{source} does not exist yet: grade an assignment first (`course grade run`).",
            )
        )
    try:
        with (
            closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise _unreadable(source, error) from error


def _unreadable(path: Path, error: Exception) -> GradingError:
    line = str(error).partition("\n")[0]
    return GradingError(
        T(
            f"{path} est illisible ({line}) ; nbgrader mis à jour ? Alors : nbgrader db upgrade",
            f"{path} cannot be read ({line}); nbgrader updated? Then: nbgrader db upgrade",
        )
    )
