"""The lessons that deserve it run as learners run them: full profile, real data, ordinary kernels.

COURSE_FULL_LESSONS names other lessons, COURSE_FULL_LANG the language (French by default).
"""

import os

import peer
import pytest
from selection import slow_lessons

from course_utils.authoring import execute
from course_utils.authoring.render import render, to_text
from course_utils.authoring.source import read_lesson

MEGABYTES = 1500
LONG = ("10", "12", "15")  # these may take 300 s, the others 180 s (DESIGN.md)
CORES, TOLERANCE = 2, 1.5
LESSONS = os.environ.get("COURSE_FULL_LESSONS", "").split() or slow_lessons()


@pytest.mark.skipif(
    not os.environ.get("COURSE_DATA_DIR"), reason="COURSE_DATA_DIR is not set: no real data here"
)
@pytest.mark.parametrize("name", LESSONS)
def test_full_run_on_real_data(tmp_path, monkeypatch, name):
    for threads in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"):
        monkeypatch.delenv(threads, raising=False)  # `make test` sets them; learners do not
    lang = os.environ.get("COURSE_FULL_LANG") or "fr"
    notebook = to_text(render(read_lesson(name), lang, solutions=True))
    out = tmp_path / f"{name}.ipynb"
    job = execute.Job(name, lang, notebook, out, "full", "real", solutions=True)
    jobs = [job, peer.job(tmp_path / "peer.ipynb")]
    reports = {one["lesson"]: one for one in execute.run_jobs(jobs, workers=1)}
    report = reports[name]
    found = execute.problems(report)
    assert not found, "\n".join(found)
    assert report["peak_mb"] < MEGABYTES
    limit = 300 if name[:2] in LONG else 180
    seconds = peer.seconds(report, reports["peer"]) / CORES
    assert seconds <= limit * TOLERANCE, f"{seconds:.0f} s on {CORES} cores"
