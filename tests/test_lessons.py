"""Every lesson runs with its solutions, and lesson 09 without any network.

As learners get them, the lessons run in nbval or in the browser (selection.py says which).
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import peer
import pytest

from course_utils.authoring import build, execute
from course_utils.authoring.paths import lesson_names, notebook_path
from course_utils.authoring.render import render, to_text
from course_utils.authoring.source import read_lesson
from course_utils.i18n import LANGUAGES
from course_utils.live.timer import cell_id, seconds_of

UNTIL_FIGURE = 5.0  # seconds, when the lesson was last measured
SECONDS, TOLERANCE = 30, 1.5  # of processor time; DESIGN.md's limit for the fast profile


def job(name: str, out: Path) -> execute.Job:
    """Return the fast execution of a lesson, in French with its solutions, in a warm kernel."""
    notebook = to_text(render(read_lesson(name), "fr", solutions=True))
    options = {"solutions": True, "threads": 1, "warm": True}
    return execute.Job(name, "fr", notebook, out, "fast", "sample", **options)


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Run everything once; a second process only where pytest has not already started two."""
    folder = tmp_path_factory.mktemp("lessons")
    jobs = [job(name, folder / f"{name}.ipynb") for name in lesson_names()]
    jobs.append(peer.job(folder / "peer.ipynb"))
    workers = 1 if "PYTEST_XDIST_WORKER" in os.environ else 2
    return {report["lesson"]: report for report in execute.run_jobs(jobs, workers)}


@pytest.mark.parametrize("name", lesson_names())
def test_runs_fast_on_the_sample(reports, name):
    report = reports[name]
    found = execute.problems(report)
    assert not found, "\n".join(found)
    seconds = peer.seconds(report, reports["peer"])
    assert seconds <= SECONDS * TOLERANCE, f"{name}: {seconds:.0f} s of processor time"
    # `textures` is cut from photos that the dependencies ship: always the real ones.
    downloaded = {kind for name, kind in report["data"].items() if name != "textures"}
    assert downloaded <= {"sample"}, report["data"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", lesson_names()[1:])  # 00 checks the installation first
def test_nothing_long_stands_before_the_first_figure(name, lang):
    """`tests/benchmarks/first_figure.py` compares what a learner waits for with a bare notebook."""
    notebook = nbformat.read(notebook_path(name, lang), as_version=4)
    waited, measured = {}, seconds_of(name)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            waited[cell.source] = measured.get(cell_id(cell.source), 0.0)
            if any("image/png" in output.get("data", {}) for output in cell.outputs):
                break
    after_start = list(waited.values())[3:]  # the check, the parameters, and the import of Keras
    assert sum(after_start) <= UNTIL_FIGURE, f"{sum(after_start):.1f} s"


def test_everything_generated_is_up_to_date():
    found = build.check()
    assert not found, "\n".join(found)


def isolated() -> list[str] | None:
    """Return a command prefix that cuts every network off, or None if this machine has none."""
    for prefix in (["bwrap", "--dev-bind", "/", "/", "--unshare-net"], ["unshare", "-rn"]):
        if shutil.which(prefix[0]) and subprocess.run([*prefix, "true"]).returncode == 0:
            return prefix
    return None


OFFLINE = """
import fcntl, json, socket, struct, sys
from pathlib import Path
from course_utils.authoring import execute
if __name__ == "__main__":
    with socket.socket() as s:  # `unshare -n` leaves the loopback device down; kernels need it
        try:
            fcntl.ioctl(s, 0x8914, struct.pack("16sh14x", b"lo", 0x49))
        except OSError:
            pass
    folder = Path(sys.argv[1])
    job = execute.Job("09_mnist_cnn", "fr", (folder / "in.ipynb").read_text(encoding="utf-8"),
                      folder / "out.ipynb", "fast", "auto", True, threads=1)
    print(json.dumps(list(execute.run_jobs([job], 1))))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="cutting the network off needs Linux")
def test_lesson_09_without_network_data_or_home(tmp_path):
    prefix = isolated()
    if prefix is None:
        pytest.skip("neither bubblewrap nor unshare can cut the network off here")
    [name] = lesson_names(["09"])
    (tmp_path / "home").mkdir()
    (tmp_path / "offline.py").write_text(OFFLINE)
    (tmp_path / "in.ipynb").write_text(to_text(render(read_lesson(name), "fr", True)), "utf-8")
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("COURSE_", "KERAS_", "XDG_", "JUPYTER", "IPYTHON", "MPL"))
    }
    done = subprocess.run(
        [*prefix, sys.executable, str(tmp_path / "offline.py"), str(tmp_path)],
        env={**kept, "HOME": str(tmp_path / "home"), "COURSE_DATA": "auto"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    [report] = json.loads(done.stdout.splitlines()[-1])
    assert not execute.problems(report), "\n".join(execute.problems(report))
    assert set(report["data"].values()) == {"sample"}, report["data"]
    notebook = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    said = [
        "\n".join(output.get("data", {}).get("text/plain", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
        if any(
            o.get("data", {}).get(execute.RECORD, {}).get("type") == "data" for o in cell.outputs
        )
    ]
    assert said and all("échantillon" in text.lower() for text in said), said
