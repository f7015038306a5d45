"""Grading on a Dask cluster: a real scheduler and its workers, over TCP on this machine."""

import contextlib
import os
import re
import signal
import subprocess
import sys

import psutil
import pytest

pytest.importorskip("nbgrader")
pytest.importorskip("distributed")

from demo_kit import hand_in_slowly

from course_utils.grading import pool, sandbox
from course_utils.grading.adapter import Release
from course_utils.grading.folder import GradingError
from course_utils.grading.marking import Record
from course_utils.grading.release import gradebook
from course_utils.grading.run import run
from course_utils.i18n import use_language

needs_sandbox = pytest.mark.skipif(
    sandbox.missing() is not None, reason="bubblewrap is not usable here"
)
STUDENTS = [f"s{number}" for number in range(6)]


def dask(*arguments, wanted):
    """Start a Dask program; return it and what its log says it is called."""
    program = subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s"},
    )
    for line in program.stdout:
        if found := re.search(wanted, line):
            return program, found[1]
    pytest.fail(f"dask {' '.join(arguments)} did not start")


@pytest.fixture
def cluster(tmp_path):
    """Start a scheduler and workers; give its address, and a function that starts one more."""
    with contextlib.ExitStack() as stack:

        def start(*arguments, wanted):
            program, found = dask(*arguments, wanted=wanted)
            stack.callback(program.wait)
            stack.callback(program.kill)
            return program, found

        ports = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        _, address = start("scheduler", *ports, wanted=r"Scheduler at: +(tcp://\S+)")

        def worker(threads=1):
            settings = ["--nthreads", str(threads), "--no-nanny", "--no-dashboard"]
            settings += ["--local-directory", str(tmp_path / "dask")]
            wanted = r"Registered to: +(\S+)"
            return start("worker", address, *settings, wanted=wanted)[0]

        yield address, worker


@pytest.fixture
def handed_in(demo_course):
    """A course whose students have handed in right answers, and wait for the second."""
    hand_in_slowly(demo_course, STUDENTS, seconds=2)
    return demo_course


@needs_sandbox
def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(handed_in, cluster):
    address, worker = cluster
    doomed, _ = worker(), worker()
    results = []
    for graded in run(handed_in, "demo", scheduler=address):
        if not results:
            inside = psutil.Process(doomed.pid).children(recursive=True)
            doomed.send_signal(signal.SIGKILL)
        results.append(graded)
    assert sorted(one.student for one in results) == STUDENTS
    assert {one.error for one in results} == {None}
    assert {sum(one.after.values()) for one in results} == {10}
    with gradebook(handed_in) as book:
        submissions = book.assignment_submissions("demo")
        assert sorted(s.student_id for s in submissions) == STUDENTS
        assert {float(s.needs_manual_grade) for s in submissions} == {1}
    assert inside  # the one that was killed was at work, and nothing of it is left
    assert not psutil.wait_procs(inside, timeout=20)[1]
    assert not list(handed_in.root.rglob("*.partial"))


@needs_sandbox
def test_the_same_marks_as_on_this_machine(handed_in, cluster):
    address, worker = cluster
    worker()
    done = list(run(handed_in, "demo", student="s0", scheduler=address))
    there = Record.read(Release(handed_in, "demo", "s0").record_path)
    (handed_in.results("demo") / "s0.json").unlink()
    assert [one.after for one in run(handed_in, "demo", student="s0")] == [done[0].after]
    here = Record.read(Release(handed_in, "demo", "s0").record_path)
    assert (there.marks, there.answers, there.key) == (here.marks, here.answers, here.key)


def test_what_a_cluster_lacks_is_said(handed_in, cluster, tmp_path):
    use_language("en")
    address, worker = cluster
    with pytest.raises(GradingError, match="no workers"):
        list(run(handed_in, "demo", scheduler=address))
    worker(threads=2)
    with pytest.raises(GradingError, match="several threads"):
        list(run(handed_in, "demo", scheduler=address))
    elsewhere = pool.cluster(address, tmp_path / "elsewhere", isolated=False)
    with pytest.raises(GradingError, match="elsewhere is not visible there"), elsewhere:
        pass


def test_nobody_answers(handed_in, monkeypatch):
    use_language("en")
    monkeypatch.setattr(pool, "CONNECT", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with pytest.raises(GradingError, match=f"No Dask scheduler answers at {address}"):
            list(run(handed_in, "demo", scheduler=address))


def test_without_dask(handed_in, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(GradingError, match="cluster"):
        list(run(handed_in, "demo", scheduler="tcp://127.0.0.1:9"))
