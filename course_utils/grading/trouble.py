"""What this machine does to a grading run: said in one sentence, and never at a mark's expense."""

import errno
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from course_utils.alone import Busy
from course_utils.alone import alone as held
from course_utils.grading.folder import GradingError
from course_utils.i18n import T

LOCK = ".grading"


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Keep a second run out of a course folder: two would book the same submissions.

    Raises:
        GradingError: another run is at work.
    """
    try:
        with held(root / LOCK):
            yield
    except Busy as who:
        raise GradingError(
            T(
                f"Une autre correction est en cours dans ce dossier ({who}) ; attendez sa fin.",
                f"Another run is grading in this folder ({who}); wait until it has ended.",
            )
        ) from None


@contextmanager
def explained() -> Iterator[None]:
    """Turn a hopeless error into its explanation.

    Raises:
        GradingError: instead of an error that `hopeless` explains.
    """
    try:
        yield
    except Exception as error:
        if sentence := hopeless(error):
            raise GradingError(sentence) from error
        raise


def hopeless(error: Exception) -> str | None:
    """Explain an error after which no other submission can be graded either; None for others."""
    text = str(error)
    again = T(
        "relancez la même commande : ce qui est fait le reste.",
        "run the same command again: what is done stays done.",
    )
    if "database is locked" in text:
        return T(
            "Un autre programme tient le carnet de notes (gradebook.db) verrouillé ; fermez-le "
            f"(Formgrader, éditeur de bases), puis {again}",
            "Another program keeps the gradebook (gradebook.db) locked; close it (Formgrader, a "
            f"database editor), then {again}",
        )
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or "disk is full" in text or "No space left" in text:
        return T(
            f"Le disque est plein ; libérez de la place, puis {again}",
            f"The disk is full; free some space, then {again}",
        )
    if isinstance(error, BrokenProcessPool):
        return T(
            f"Un processus de correction a été tué (mémoire ?) ; {again}",
            f"A grading process was killed (memory?); {again}",
        )
    return None
