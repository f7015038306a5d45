"""Warm kernels: quick because TensorFlow is there, and as separate as ordinary ones."""

import asyncio
import contextlib
import json
import signal
import subprocess
import sys
import time

import bare
import nbformat
import psutil
import pytest

from course_utils.authoring import warm
from course_utils.authoring.execute import Job, problems, run_jobs

pytestmark = pytest.mark.skipif(not warm.AVAILABLE, reason="this system cannot fork")

LOOK = """\
import os, sys
found = "tensorflow" in sys.modules, "COURSE_MARK" in os.environ, hasattr(sys, "mark")
pids = os.getpid(), os.getpgid(0), os.getppid()
print(*found, os.getcwd(), os.environ["COURSE_PROFILE"], *pids)"""
MARK = """\
os.environ["COURSE_MARK"], sys.mark = "1", 1
import keras
print(float(keras.ops.sum(keras.ops.ones(3))), sys.modules["__main__"].mark_of_main)"""
NOTEBOOKS = {
    "first": [LOOK, "mark_of_main = 7", MARK],
    "dead": ["import os\nos._exit(3)", "print('après')"],
    "last": [LOOK, "print('mark_of_main' in globals())"],
    "ordinary": [LOOK],
}


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Run the notebooks one after the other in one process; return reports and printed texts."""
    folder = tmp_path_factory.mktemp("warm")
    jobs = []
    for name, sources in NOTEBOOKS.items():
        made = bare.notebook(*sources)
        out = folder / f"{name}.ipynb"
        jobs.append(
            Job(name, "fr", json.dumps(made), out, "fast", "sample", warm=name != "ordinary")
        )
    reports = {report["lesson"]: report for report in run_jobs(jobs, 1)}
    texts = {
        name: [
            "".join(output.get("text", "") for output in cell.outputs)
            for cell in nbformat.read(folder / f"{name}.ipynb", as_version=4).cells
        ]
        for name in ("first", "last", "ordinary")
    }
    return reports, texts


def alive(pid: int) -> bool:
    """Return whether a process is there, or still is after half a minute."""
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for _ in range(150):
            if process.status() == psutil.STATUS_ZOMBIE or not process.is_running():
                return False
            time.sleep(0.2)
        return True
    return False


def test_tensorflow_is_there_and_the_kernel_has_its_own_settings(executed):
    *found, folder, profile, pid, group, _ = executed[1]["first"][0].split()
    assert found == ["True", "False", "False"]
    assert "course-run-" in folder and profile == "fast" and pid == group


def test_it_computes_and_main_is_the_notebook(executed):
    assert executed[1]["first"][2].split() == ["3.0", "7"]
    assert not problems(executed[0]["first"]) and not problems(executed[0]["last"])


def test_a_kernel_leaves_nothing_to_the_next(executed):
    first, last = executed[1]["first"][0].split(), executed[1]["last"][0].split()
    assert last[:3] == ["True", "False", "False"] and last[3] != first[3]
    assert executed[1]["last"][1].strip() == "False"


def test_a_process_may_start_both_kinds(executed):
    assert executed[1]["ordinary"][0].split()[0] == "False", "TensorFlow is not there"


def test_a_dead_kernel_is_reported(executed):
    [problem] = problems(executed[0]["dead"])
    assert "DeadKernelError" in problem


def test_no_process_is_left(executed):
    first, last = (executed[1][name][0].split()[-3:] for name in ("first", "last"))
    assert first[2] == last[2], "one fork server for both"
    assert not any(alive(int(pid)) for pid in {*first, *last})


ORPHAN = """
import os, time
from course_utils.authoring import warm
from jupyter_client import KernelManager
if __name__ == "__main__":
    warm.choose(True)
    manager = KernelManager()
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(60)
    print(manager.provisioner.pid, flush=True)
    time.sleep(600)
"""


def test_a_kernel_does_not_outlive_whoever_started_it(tmp_path):
    (tmp_path / "orphan.py").write_text(ORPHAN)
    starter = subprocess.Popen(
        [sys.executable, str(tmp_path / "orphan.py")],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        orphan = int(starter.stdout.readline())
        parent = psutil.Process(orphan).ppid()
    finally:
        starter.send_signal(signal.SIGKILL)
        starter.wait()
    assert not alive(orphan) and not alive(parent)


def test_only_ipykernel_starts_warm():
    with pytest.raises(ValueError, match="only ipykernel"):
        asyncio.run(warm.WarmProvisioner().launch_kernel(["sleep", "60"], env={}))
