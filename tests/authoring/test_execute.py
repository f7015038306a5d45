"""Executing notebooks: reports, and what is said about an error, a claim, an exercise, a dead kernel."""

import json
import os
import signal
import subprocess
import sys
import time

import bare
import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.authoring.execute import (
    Job,
    collect,
    problems,
    run_jobs,
    tidy_outputs,
    write_report,
)
from course_utils.authoring.paths import CourseError
from course_utils.records import RECORD
from course_utils.widgets import WIDGET_VIEW

START = """\
from course_utils import claim, start
from course_utils.records import say
lesson = start("01_demo", "fr", use_keras=False)"""

NOTEBOOKS = {
    "fine": [
        START,
        'import os\nprint(os.environ["COURSE_STATIC"], os.environ["COURSE_DATA"], os.getcwd())',
        'claim("Une identité", True)\nclaim("Une mesure", 0.5, at_least=0.9)',
        'say("x", record={"type": "data", "name": "textures", "asked": "mnist", "origin": "sample"})',
        'say("x", record={"type": "check", "task": "double", "status": "todo", "message": "À faire."})',
    ],
    "false": [
        START,
        'claim("Une identité", False)\nclaim("Une mesure", float("nan"), at_least=0.9)',
    ],
    "error": [START, "x = 1", "def f():\n    raise ValueError('<non>')\n\nf()", "print('après')"],
    "busy": [
        "import time\nwhile time.process_time() < 2:\n    sum(range(10_000))",
        "time.sleep(3)",
    ],
    "forks": [
        "import os, time\nheld = bytes(range(256)) * 2_000_000",  # 512 MB
        "for _ in range(30):\n    child = os.fork()\n"
        "    if child == 0:\n        time.sleep(0.05)\n        os._exit(0)\n    os.waitpid(child, 0)",
    ],
    "dead": ["print(6 * 7)", "import os\nos._exit(3)", "print('après')"],
}


def notebook(*sources):
    made = bare.notebook(*sources)
    made.cells.insert(0, new_markdown_cell("# Titre"))
    return made


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Run all notebooks, fast, in one go; return reports by name, the folder, and the progress."""
    folder = tmp_path_factory.mktemp("run")
    jobs = [
        Job(name, "fr", json.dumps(notebook(*sources)), folder / f"{name}.ipynb", "fast", "sample")
        for name, sources in NOTEBOOKS.items()
    ]
    progress = []
    reports = {r["lesson"]: r for r in run_jobs(jobs, 1, lambda *event: progress.append(event))}
    return reports, folder, progress


def test_a_report_says_what_happened(executed):
    report = executed[0]["fine"]
    assert (report["lang"], report["profile"], report["solutions"]) == ("fr", "fast", False)
    assert report["error"] is None
    assert report["data"] == {"mnist": "sample"}
    assert [(c["kind"], c["holds"], c["judged"]) for c in report["claims"]] == [
        ("exact", True, True),
        ("statistical", False, False),
    ]
    assert [c["task"] for c in report["checks"]] == ["double"]
    assert 0 < report["seconds"] < 60 and 20 < report["peak_mb"] < 2000
    assert problems(report) == [], "a statistical claim is not judged in fast"
    json.dumps(report)


def test_processor_time_is_what_was_computed_not_what_was_waited(executed):
    report = executed[0]["busy"]
    assert 1.8 < report["cpu_seconds"] < report["seconds"] - 2


def test_memory_that_a_fork_shares_with_its_parent_counts_once(executed):
    assert 512 < executed[0]["forks"]["peak_mb"] < 900


def test_settings_reach_the_kernel_which_runs_in_a_folder_of_its_own(executed):
    done = nbformat.read(executed[1] / "fine.ipynb", as_version=4)
    static, data, folder = done.cells[2].outputs[0].text.split()
    assert (static, data) == ("1", "sample")
    assert "course-run-" in folder


def test_progress_counts_cells(executed):
    events = [event for event in executed[2] if event[0] == "fine"]
    assert events[-1] == ("fine", "fr", 6, 6)
    assert [done for *_, done, _ in events] == sorted(done for *_, done, _ in events)


def test_a_false_exact_claim_is_a_problem_even_in_fast(executed):
    [problem] = problems(executed[0]["false"])
    assert problem == "false (fr, fast): claim does not hold: Une identité"


def test_an_error_names_lesson_cell_and_error(executed):
    report = executed[0]["error"]
    [problem] = problems(report)
    assert problem.startswith("error (fr, fast), cell 3: ValueError: <non>\n    def f():")
    assert "\x1b" not in problem
    done = nbformat.read(executed[1] / "error.ipynb", as_version=4)
    assert done.cells[-1].outputs == [], "nothing runs after an error"


def test_a_dead_kernel_is_reported_and_the_others_go_on(executed):
    reports = executed[0]
    assert set(reports) == set(NOTEBOOKS)
    [problem] = problems(reports["dead"])
    assert problem.startswith("dead (fr, fast), outside any cell: DeadKernelError")
    done = nbformat.read(executed[1] / "dead.ipynb", as_version=4)
    printed = [o.text for cell in done.cells for o in cell.get("outputs", []) if "text" in o]
    assert printed == ["42\n"], "what ran before is kept"


# --- judging reports --------------------------------------------------------------------------

GOOD = {
    **{"lesson": "09_x", "lang": "en", "profile": "full", "solutions": False},
    **{"claims": [], "checks": [], "error": None},
}
CLAIM = {"sentence": "Accuracy", "judged": True, "holds": False, "value": 0.98123, "bound": 0.99}


def test_a_statistical_claim_is_reported_with_value_and_bound():
    report = {**GOOD, "claims": [CLAIM, {**CLAIM, "holds": True}, {**CLAIM, "judged": False}]}
    assert problems(report) == [
        "09_x (en, full): claim does not hold: Accuracy (value 0.9812, bound 0.99)"
    ]


def test_a_claim_whose_value_is_nan_is_reported():
    [problem] = problems({**GOOD, "claims": [{**CLAIM, "value": "nan"}]})
    assert "nan" in problem


@pytest.mark.parametrize(
    ("solutions", "status", "said"),
    [
        (False, "todo", None),
        (True, "pass", None),
        (False, "pass", "exercise double is 'pass', not 'todo': why"),
        (False, "fail", "exercise double is 'fail', not 'todo': why"),
        (True, "fail", "exercise double is 'fail', not 'pass': why"),
        (True, "todo", "exercise double is 'todo', not 'pass': why"),
    ],
)
def test_stubs_are_to_do_and_solutions_pass(solutions, status, said):
    check = {"task": "double", "status": status, "message": "why"}
    found = problems({**GOOD, "solutions": solutions, "checks": [check]})
    assert found == ([f"09_x (en, full): {said}"] if said else [])


def test_long_cells_are_cut():
    error = {"cell": 1, "source": "x\n" * 99, "name": "E", "message": "m"}
    assert len(problems({**GOOD, "error": error})[0].splitlines()) == 13


def test_records_are_collected_in_order():
    one, two = new_code_cell("a"), new_code_cell("b")
    one.outputs = [new_output("display_data", {RECORD: {"n": 1}}), new_output("stream", text="x")]
    two.outputs = [new_output("display_data", {RECORD: {"n": 2}, "text/plain": "x"})]
    made = new_notebook(cells=[one, new_markdown_cell("x"), two])
    assert collect(made) == [{"n": 1}, {"n": 2}]


# --- what is stored ---------------------------------------------------------------------------


def test_tidy_outputs_keep_pictures_and_drop_widgets_and_marks():
    cell = new_code_cell("x", metadata={"papermill": {}, "execution": {}, "tags": ["a"]})
    picture = {WIDGET_VIEW: {}, "image/png": "aa", "text/plain": "x"}
    cell.outputs = [
        new_output("display_data", picture, metadata={"papermill": {}, "image/png": {"alt": "x"}}),
        new_output("display_data", {WIDGET_VIEW: {}}),
        new_output("stream", text="x"),
    ]
    made = tidy_outputs(new_notebook(cells=[cell], metadata={"widgets": {}, "a": 1}))
    kept = made.cells[0].outputs
    assert [output.output_type for output in kept] == ["display_data", "stream"]
    assert set(kept[0].data) == {"image/png", "text/plain"}
    assert kept[0].metadata == {"image/png": {"alt": "x"}}
    assert made.cells[0].metadata == {"tags": ["a"]} and made.metadata == {"a": 1}


def test_standard_error_is_refused():
    cell = new_code_cell("train()")
    cell.outputs = [new_output("stream", name="stderr", text="WARNING: all is lost")]
    with pytest.raises(CourseError) as caught:
        tidy_outputs(new_notebook(cells=[cell]))
    assert "train()" in str(caught.value) and "WARNING: all is lost" in str(caught.value)


def test_report_file(tmp_path):
    path = write_report([{"a": "é"}], tmp_path / "new")
    assert path.name == "report.json" and "é" in path.read_text("utf-8")
    assert json.loads(path.read_text("utf-8")) == [{"a": "é"}]


ENDLESS = """\
from pathlib import Path
from course_utils.authoring.execute import Job, run_jobs

if __name__ == "__main__":
    text, out = Path("endless.ipynb").read_text(), Path("out")
    list(run_jobs([Job(name, "fr", text, out / f"{name}.ipynb", "fast") for name in "ab"], 1))
"""


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_an_interrupted_run(tmp_path, how):
    started = tmp_path / "started"
    text = json.dumps(bare.notebook(f"open({str(started)!r}, 'w')\nwhile True: pass"))
    (tmp_path / "endless.ipynb").write_text(text)
    (tmp_path / "main.py").write_text(ENDLESS)
    with subprocess.Popen(
        [sys.executable, "main.py"],
        cwd=tmp_path,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        # A shell has the programs that it starts in the background ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as program:
        deadline = time.monotonic() + 60
        while not started.exists():
            assert program.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
        family = psutil.Process(program.pid).children(recursive=True)
        if how == signal.SIGINT:
            os.killpg(program.pid, how)  # as a terminal does: to all of them
        else:
            program.send_signal(how)
        assert program.wait(timeout=30) != 0
    _, left = psutil.wait_procs(family, timeout=30)
    for process in left:
        process.kill()
    assert not left
    assert not (tmp_path / "out" / "b.log").exists()  # the second one was not begun
