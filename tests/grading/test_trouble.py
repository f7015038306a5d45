"""What happens to the machine in the middle of `course grade run`: said once, and nothing is lost."""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import psutil
import pytest

pytest.importorskip("nbgrader")

from demo_kit import hand_in_slowly

from course_utils.grading import sandbox, trouble
from course_utils.grading.folder import GradingError
from course_utils.grading.marking import Record
from course_utils.grading.release import gradebook
from course_utils.grading.run import run

pytestmark = pytest.mark.skipif(
    sandbox.missing() is not None, reason="bubblewrap is not usable here"
)
STUDENTS = [f"s{number}" for number in range(5)]


@pytest.fixture
def course(demo_course):
    """A course whose students have handed in right answers, and a cell that takes half a second."""
    hand_in_slowly(demo_course, STUDENTS, seconds=0.5)
    return demo_course


def listen():
    """Undo what a shell does to the programs that it starts in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def command(root, *before):
    """Start `course grade run` as an instructor does, in English."""
    return subprocess.Popen(
        [*before, sys.executable, "-m", "course_utils.cli", "grade", "run", str(root), "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "COURSE_LANG": "en", "COLUMNS": "200"},
        start_new_session=True,
        preexec_fn=listen,
    )


def booked(course):
    return [path for path in course.results("demo").glob("*.json") if Record.read(path).booked]


def wait_for_the_first(course, program):
    until = time.monotonic() + 60
    while not booked(course):
        assert program.poll() is None and time.monotonic() < until
        time.sleep(0.05)


def all_is_well(course):
    """Grade again, and find everyone graded once, with full marks."""
    results = list(run(course, "demo"))
    assert sorted(one.student for one in results) == STUDENTS
    assert {one.error for one in results} == {None}
    with gradebook(course) as book:
        submissions = book.assignment_submissions("demo")
        assert sorted(one.student_id for one in submissions) == STUDENTS
        assert {one.score for one in submissions} == {10}
    assert not list(course.root.rglob("*.partial"))
    return True


def test_ctrl_c(course):
    with command(course.root) as program:
        wait_for_the_first(course, program)
        family = psutil.Process(program.pid).children(recursive=True)
        os.killpg(program.pid, signal.SIGINT)  # as a terminal does: to all of them
        text, _ = program.communicate(timeout=30)
    assert program.returncode == 1
    assert "run the same command to go on" in text and "Traceback" not in text
    assert not psutil.wait_procs(family, timeout=20)[1]
    assert 1 <= len(booked(course)) < len(STUDENTS)
    assert all_is_well(course)


def test_killed_without_a_word(course):
    with command(course.root) as program:
        wait_for_the_first(course, program)
        family = psutil.Process(program.pid).children(recursive=True)
        program.kill()
        program.communicate(timeout=30)
    assert not psutil.wait_procs(family, timeout=20)[1]
    assert all_is_well(course)  # and the lock went with the process


def test_two_at_once(course):
    with command(course.root) as first:
        wait_for_the_first(course, first)
        os.killpg(first.pid, signal.SIGSTOP)  # it is not faster than the second
        with command(course.root) as second:
            text, _ = second.communicate(timeout=60)
        assert second.returncode == 1
        os.killpg(first.pid, signal.SIGCONT)
        assert f"(process {first.pid})" in text and "Traceback" not in text
        first.communicate(timeout=120)
        assert first.returncode == 0
    assert all_is_well(course)


def test_a_locked_gradebook(course):
    before = list(run(course, "demo", student="s0"))
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with command(course.root) as program:
            text, _ = program.communicate(timeout=120)
        other.rollback()
    assert program.returncode == 1
    assert "locked; close it (Formgrader" in text and "Traceback" not in text
    assert all_is_well(course)
    assert sum(before[0].after.values()) == 10


def test_a_killed_worker(course):
    with command(course.root) as program:
        wait_for_the_first(course, program)
        workers = psutil.Process(program.pid).children()
        (worker,) = [p for p in workers if "spawn_main" in " ".join(p.cmdline())]
        worker.kill()
        text, _ = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "was killed (memory?)" in text and "Traceback" not in text
    assert all_is_well(course)


FULL = """\
mount -t tmpfs -o size=4m tmpfs "$1" || exit 77
cp -r "$2/." "$1/" && head -c 1000 /dev/zero > "$1/first"
head -c 100m /dev/zero > "$1/filler" 2> /dev/null
shift 2
"$@"; full=$?
rm "$COURSE_ROOT/filler"
"$@"; free=$?
ls "$COURSE_ROOT/autograded" | wc -l
echo "status $full $free"
"""


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs a small disk")
def test_a_full_disk(course, tmp_path, monkeypatch):
    disk = tmp_path / "disk"
    disk.mkdir()
    monkeypatch.setenv("COURSE_ROOT", str(disk))
    shell = ["unshare", "--mount", "sh", "-c", FULL, "sh", str(disk), str(course.root)]
    with command(disk, *shell) as program:
        text, _ = program.communicate(timeout=200)
    if program.returncode == 77:
        pytest.skip("nothing can be mounted here")
    assert "The disk is full; free some space" in text and "Traceback" not in text
    assert text.splitlines()[-1] == "status 1 0"
    assert text.splitlines()[-2].strip() == str(len(STUDENTS))


def test_the_lock_goes_with_its_owner(tmp_path):
    second = pytest.raises(GradingError, match=str(os.getpid()))
    with trouble.alone(tmp_path), second, trouble.alone(tmp_path):
        pass
    with trouble.alone(tmp_path):
        pass


def test_other_errors_are_no_reason_to_stop():
    assert trouble.hopeless(ValueError("x")) is None
    assert trouble.hopeless(OSError(5, "Input/output error")) is None
