"""nbgrader's exchange on a JupyterHub: released, fetched, submitted and collected by its commands."""

import os
import pwd
import shutil
import subprocess
import sys

import nbformat
import pytest

pytest.importorskip("nbgrader")

from demo_kit import ANSWERS, cell

from course_utils.grading import sandbox
from course_utils.grading.release import release
from course_utils.grading.run import run


@pytest.mark.skipif(sandbox.missing() is not None, reason="bubblewrap is not usable here")
def test_one_variant_for_all_travels_through_the_exchange(demo_course, tmp_path):
    me = pwd.getpwuid(os.getuid()).pw_name  # to the exchange a student is a login
    roster = demo_course.root / "roster.csv"
    roster.write_text(f"{roster.read_text().rstrip()}\n{me},Me,,fr,\n")
    exchange, home = tmp_path / "exchange", tmp_path / "home"
    home.mkdir()
    exchange.mkdir()
    exchange.chmod(0o777)

    def nbgrader(command, cwd):
        line = [sys.executable, "-m", "nbgrader", command, "demo", f"--Exchange.root={exchange}"]
        line.append(f"--CourseDirectory.course_id={demo_course.root.name}")
        env = {**os.environ, "JUPYTER_CONFIG_DIR": str(home / ".jupyter")}
        done = subprocess.run(line, cwd=cwd, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr[-2000:]

    # As the guide says: what is handed out takes the place of the release that nbgrader made.
    handed_out = release(demo_course, "demo", variants="cohort")
    released = demo_course.root / "release" / "demo"
    for old in released.glob("*.ipynb"):
        old.unlink()
    for path in handed_out:
        shutil.copy(path, released)
    nbgrader("release_assignment", demo_course.root)
    nbgrader("fetch_assignment", home)
    mine = home / "demo" / "demo_fr.ipynb"
    notebook = nbformat.read(mine, as_version=4)
    for name, text in ANSWERS.items():
        cell(notebook, name).source = text
    nbformat.write(notebook, mine)
    nbgrader("submit", home)
    nbgrader("collect", demo_course.root)
    results = {one.student: one for one in run(demo_course, "demo")}
    assert sum(results[me].after.values()) == 10, results[me]
    assert "demo_fr.ipynb" in " ".join(results[me].flags)  # of two notebooks, the answered one
    assert all(one.missing for student, one in results.items() if student != me)
