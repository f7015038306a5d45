"""A folder for one process at a time; the lock ends with the process that holds it."""

import os
import subprocess
import sys

import pytest

from course_utils.alone import Busy, alone

HOLD = """
import sys
from pathlib import Path
from course_utils.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_second_is_told_who_is_first(tmp_path):
    lock = tmp_path / "lock"
    with alone(lock), pytest.raises(Busy, match=f"processus {os.getpid()}"), alone(lock):
        raise AssertionError("two at a time")
    with alone(lock):
        pass


def test_a_killed_process_leaves_nothing_locked(tmp_path):
    lock = tmp_path / "lock"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], **pipes) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(Busy, match=f"processus {holder.pid}"), alone(lock):
            raise AssertionError("two at a time")
        holder.kill()
    with alone(lock):
        pass
