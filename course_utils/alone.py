"""One process at a time in a folder that two would spoil for each other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ModuleNotFoundError:  # Windows: nobody is kept out
    fcntl = None

from course_utils.i18n import T


class Busy(Exception):
    """Another process is at work; the message names it."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock file for the duration of the block.

    The system gives the lock back when the process ends, however it ends.

    Raises:
        Busy: another process holds it.
    """
    with open(lock, "a+") as file:
        try:
            if fcntl:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Busy(file.read().strip()) from None
        file.truncate(0)
        file.write(T(f"processus {os.getpid()}", f"process {os.getpid()}"))
        file.flush()
        yield
