"""The executor against submissions that hang, die, flood or lie; and nothing is left behind."""

import json
import multiprocessing
import os
import re
import resource
import signal
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor

import nbformat
import numpy as np
import psutil
import pytest

from course_utils.grading import executor, plain, sandbox
from course_utils.grading.executor import Cell, Question, execute
from course_utils.grading.folder import GradingError
from course_utils.grading.sandbox import Limits, missing
from course_utils.i18n import Text, use_language
from course_utils.task import Answer, Task, judge

needs_sandbox = pytest.mark.skipif(bool(missing()), reason=str(missing()))
CASES = [{"x": 2}, {"x": 5}]
GOOD = "def double(x):\n    return 2 * x"
RIGHT = [Answer(4), Answer(10)]
NUMBER = f"3599.{os.getpid()}"  # argument of `sleep` that tells our processes from all others
POPEN = f"import subprocess, time\ncall = ['sleep', '{NUMBER}']\n"


def small(**changes):
    return Limits(**{"cell_seconds": 1, "total_seconds": 60, "output_bytes": 2000} | changes)


def ask(name="double", cases=CASES, lang="en"):
    return Question(name, cases and plain.dumps(cases), lang)


@needs_sandbox
@pytest.mark.parametrize(
    "lost",
    [
        "sys.stderr = None",
        "sys.stdout = None",
        "sys.stderr = 3",
        "sys.stdout.close()",
        "sys.stdout = open('log', 'w'); sys.stdout.close()",
        "sys.stderr.close(); sys.stdout.close()",
    ],
)
def test_a_cell_that_loses_a_stream_costs_nothing_else(lost):
    steps = [Cell("bad", f"import sys\n{lost}"), Cell("good", f"print('here')\n{GOOD}"), ask()]
    done = execute(steps, small())
    assert done.answers["double"] == RIGHT and not done.notes
    assert [output.text for output in done.outputs["good"]] == ["here\n"]


@pytest.mark.parametrize(
    "value",
    [
        # as a value: hours, gigabytes, gigabytes of messages, beyond what `encode` writes
        {"dict": [[k * (2**61 - 1), 0] for k in range(1, 20_000)]},
        {"dict": [[{"tuple": [k * (2**61 - 1)]}, 0] for k in range(1, 20_000)]},
        ["x" * 25_000] + [""] * 400_000,
        [[]] * 60_000,
        [[[[[[[[[[[[[[[1]]]]]]]]]]]]]]],
        {"array": [], "shape": [10**12], "dtype": "float64"},
    ],
    ids=["equal hashes", "equal hashes of tuples", "texts", "lists", "depth", "shape"],
)
def test_a_value_that_weighs_more_than_its_text(value):
    begin = time.process_time()
    shown = {"data": {"text/plain": repr(json.dumps([{"value": value}]).encode().hex())}}
    [found] = executor._read(shown, 1, 10_000_000, "en")
    assert found == Answer(error="unreadable answer")
    assert time.process_time() - begin < 5


def test_values_of_honest_size_are_read():
    for value in (
        {k: k for k in range(20_000)},
        {(k, -k): 1.5 for k in range(5000)},
        np.ones((300, 400)),
        [[0.5] * 100] * 1000,
        ["word"] * 40_000,
        {-1: 0, -2: 1, True: 2, None: 3, "x": 4},
    ):
        text = '[{"value": ' + plain.dumps(value) + "}]"
        shown = {"data": {"text/plain": repr(text.encode().hex())}}
        [found] = executor._read(shown, 1, 10_000_000, "en")
        assert found.error is None and plain.dumps(found.value) == plain.dumps(value)


@needs_sandbox
def test_many_small_outputs_do_not_add_up():
    cells = [Cell(str(n), "print('x' * 19_999)\n1 / 0") for n in range(200)]
    done = execute(cells, small(output_bytes=20_000))
    size = len(json.dumps(done.outputs))
    assert size < 2_200_000  # (50 whole pages, then a tenth each, and every traceback; not 4 MB)
    assert all(page[-1].output_type == "error" for page in done.outputs.values())
    assert len(done.notes) == executor.NOTES + 1


def status(answers):
    """Judge answers about `double`."""
    hints = (Text("", ""),) * 3
    task = Task("double", 1, lambda rng: {"x": 2}, lambda x: 2 * x, hints, cases=2)
    return judge(task, CASES, answers).status


@pytest.fixture(autouse=True)
def nothing_left(monkeypatch):
    """No process, file or thread outlives a run."""
    use_language("en")
    monkeypatch.setattr(executor, "GRACE", 1)
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        if not missing():
            sandbox.zygote()  # stays as long as this process
        threads, children = threading.active_count(), set(psutil.Process().children(recursive=True))
        yield
        assert os.listdir(folder) == []
        assert threading.active_count() <= threads
        left = set(psutil.Process().children(recursive=True)) - children
        _, left = psutil.wait_procs(left, timeout=10)  # of the zygote's guardians
        assert not [p for p in left if "multiprocessing" not in " ".join(p.cmdline())]
        ours = [p for p in psutil.process_iter(["cmdline"]) if NUMBER in (p.info["cmdline"] or ())]
        for process in ours:
            process.kill()
        assert ours == []


QUIET = {  # source of a cell that costs nothing but its own output -> what it shows, what is noted
    "sys.exit": ("import sys; sys.exit(3)", "SystemExit", ""),
    "error": ("1 / 0", "ZeroDivisionError", ""),
    "syntax": ("def (", "SyntaxError", ""),
    "input": ("input()", "StdinNotImplementedError", ""),
    # What a child writes reaches the kernel through a thread: the cell gives that thread its time.
    "stderr": ("import os, time; os.system('echo noise >&2'); time.sleep(2)", "noise", ""),
    "8 GB": ("x = bytearray(8 << 30)", "MemoryError", ""),
    "300 MB file": ("open('x', 'wb').write(bytes(300 << 20))", "OSError", ""),
    "cleared": ("print('a'); import IPython.display as d; d.clear_output(); print('b')", "b", ""),
    "widget": ("import ipywidgets; ipywidgets.IntSlider()", None, ""),
    "image": (
        "import matplotlib.pyplot as plt; plt.figure(figsize=(1, 1)); plt.plot([1]);",
        "png",
        "",
    ),
    "lines": ("for _ in range(1000): print('x' * 50)", "cut at 20000", "output cut at 20000 bytes"),
    "much, then error": (
        "print('é' * 50_000)\n1 / 0",
        "ZeroDivisionError",
        "output cut at 20000 bytes",
    ),
    "forged": (
        "k = get_ipython().kernel\nfor kind in ('stream', 'error', 'display_data', 'status', 7):\n"
        " for body in ({}, [], 5, {'text': 5}, {'data': 5}, {'name': 'x', 'text': chr(0xD800)},\n"
        "  {'name': 'stdout', 'text': ['s', 't']}):\n"
        "  k.session.send(k.iopub_socket, kind, body, parent=k.get_parent())\n"
        "k.iopub_socket.send_multipart([b'<IDS|MSG>', b'', b'{', b'[' * 99999, b'', b''])\n"
        "print('end')",
        "end",
        "",
    ),
}


@needs_sandbox
def test_what_cells_show():
    steps = [Cell(name, source) for name, (source, _, _) in QUIET.items()]
    limits = small(cell_seconds=20, output_bytes=20_000, resident_mb=2000)
    outcome = execute([Cell("good", GOOD), *steps, ask()], limits)
    assert outcome.answers == {"double": RIGHT}
    notes = dict(note.split(": ", 1) for note in outcome.notes)
    for name, (_, shown, note) in QUIET.items():
        kept = json.dumps(outcome.outputs[name], ensure_ascii=False)
        assert len(kept.encode()) < 30_000, name
        assert (shown in kept) if shown else kept == "[]", f"{name}: {kept}"
        assert notes.get(name, "") == note and (note in kept), name
    assert "a" not in outcome.outputs["cleared"][0].text
    assert len(outcome.outputs["forged"]) == 1
    cells = [nbformat.v4.new_code_cell(outputs=shown) for shown in outcome.outputs.values()]
    text = nbformat.writes(nbformat.v4.new_notebook(cells=cells))
    nbformat.validate(nbformat.reads(text.encode().decode(), 4))


HARM = {  # source of a cell -> what is noted, "" for nothing
    "loop": ("while True: pass", "endless loop"),
    "deaf": (
        "while True:\n  try:\n    while True: time.sleep(0.1)\n  except BaseException: pass",
        "endless loop",
    ),
    "no signal": (
        "import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: pass",
        "endless loop",
    ),
    "GIL": ("import ctypes; ctypes.PyDLL(None).sleep(99)", "endless loop"),
    "stopped": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "endless loop"),
    "os._exit": ("import os; os._exit(0)", "the Python kernel died"),
    "segfault": ("import ctypes; ctypes.string_at(0)", "the Python kernel died"),
    "1.5 GB": ("x = b'1' * (1500 << 20); time.sleep(9)", "more than 1200 MB"),
    "1.5 GB in all": (
        "import os\nfor _ in range(6): os.fork() or (b'1' * (250 << 20), time.sleep(9))\n"
        "time.sleep(9)",
        "more than 1200 MB",
    ),
    "children": ("for _ in range(50): subprocess.Popen(call, start_new_session=True)", ""),
    "orphans": ("for _ in range(20): subprocess.run(['setsid', '-f', *call])", ""),
    "300 processes": (
        "for _ in range(300): subprocess.Popen(call)\ntime.sleep(9)",
        "more than 150 processes",
    ),
}
FLOODS = {
    "200 MB": ("for _ in range(200): print('x' * 10**6)", "far too much output"),
    "200 MB at once": ("print('x' * (2 * 10**8))", "far too much output"),
    "2 GB of parts": (
        "k = get_ipython().kernel\nk.session.send(k.iopub_socket, 'comm_msg', {},"
        " parent=k.get_parent(), buffers=[b'x' * 100_000] * 20_000)\ntime.sleep(9)",
        "too (large|much)",
    ),
}
BARE = ("deaf", "os._exit", "1.5 GB", "children", "orphans", "300 processes")


@pytest.mark.parametrize(
    ("table", "isolated", "seconds"),
    [
        pytest.param(HARM, True, 4, marks=needs_sandbox),
        pytest.param(FLOODS, True, 30, marks=needs_sandbox),
        ({name: HARM[name] for name in BARE}, False, 4),
    ],
    ids=["harm", "floods", "no sandbox"],
)
def test_the_run_goes_on(table, isolated, seconds):
    steps = [Cell("good", GOOD + "\n" + POPEN), ask()]
    for name, (source, _) in table.items():
        cell = Cell(name, f"harmed = {name!r}\n{source}")
        steps += [cell, Cell(f"after {name}", "harmed")]
    limits = small(cell_seconds=seconds, total_seconds=200, resident_mb=1200, processes=150)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = execute([*steps, ask("call", None)], limits, isolated)
    assert outcome.answers == {"double": RIGHT, "call": [Answer(["sleep", NUMBER])]}
    notes = dict(note.split(": ", 1) for note in outcome.notes)
    for name, (_, told) in table.items():
        assert re.fullmatch(f".*({told}).*" if told else "", notes.pop(name, "")), name
        assert len(json.dumps(outcome.outputs[name])) < 9000
        # A new kernel has never run the guilty cell; an interrupted or harmless one has.
        (shown,) = outcome.outputs[f"after {name}"]
        if name in ("loop", "children", "orphans"):
            assert shown["data"]["text/plain"] == repr(name)
        else:
            assert shown.get("ename") == "NameError" or repr(name) not in str(shown), name
    assert notes == {}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < 1_500_000  # kB


QUESTIONS = {  # body of f(x) -> what its answer tells
    "while True: pass": "endless loop",
    "import os; os._exit(0)": "the Python kernel died",
    "import sys; sys.exit('bye')": "SystemExit: bye",
    "raise KeyboardInterrupt": "KeyboardInterrupt",
    "raise ValueError('bad')": "ValueError: bad",
    "return 'x' * 10**7": "too long",
    "return 10**5000": "ValueError",
    "return object()": "NotPlain: object",
    "return [[1], object()]": "NotPlain",
    "return Same()": "NotPlain: Same",
}


@needs_sandbox
def test_questions_that_fail():
    source = GOOD + "\nclass Same(float):\n  def __eq__(self, other): return True\n"
    source += "".join(f"\ndef f{i}(x):\n    {body}" for i, body in enumerate(QUESTIONS))
    steps = [ask(), *(ask(f"f{i}") for i in range(len(QUESTIONS))), ask("unknown")]
    outcome = execute([Cell("defs", source), *steps], small(output_bytes=10**6, value_bytes=10**6))
    assert outcome.answers["double"] == RIGHT
    for i, (body, told) in enumerate(QUESTIONS.items()):
        last = outcome.answers[f"f{i}"][-1]
        assert told in (last.error or ""), body
        assert status(outcome.answers[f"f{i}"]) == "fail", body
    assert "not defined" in outcome.answers["unknown"][0].error


VALUES = {  # expression in x -> value of the first case (x = 2)
    "float('nan')": np.nan,
    "-float('inf')": -np.inf,
    "10**400": 10**400,
    "[[1], [2, 3]]": [[1], [2, 3]],
    "(x, 'é', None, True)": (2, "é", None, True),
    "np.array([1.5, np.nan, np.inf])": np.array([1.5, np.nan, np.inf]),
    "np.zeros((2, 0), 'float32')": np.zeros((2, 0), "float32"),
    "np.array([1 + 2j])": np.array([1 + 2j]),
    "chr(0xD800)": "?",  # half a character: no file could hold it
}


@needs_sandbox
def test_values_cross_unchanged():
    source = "import numpy as np\n"
    source += "".join(f"def f{i}(x): return {body}\n" for i, body in enumerate(VALUES))
    steps = [ask(f"f{i}", CASES[:1]) for i in range(len(VALUES))]
    answers = execute([Cell("defs", source), *steps], small()).answers
    for i, value in enumerate(VALUES.values()):
        (answer,) = answers[f"f{i}"]
        assert type(answer.value) is type(value)
        np.testing.assert_equal(answer.value, value)


def shown(text):
    """Return what a kernel would have to show for this JSON text."""
    return {"answers": {"status": "ok", "data": {"text/plain": repr(text.encode().hex())}}}


FORGED = [
    *({}, None, [], 5, {"answers": 5}, {"answers": {"status": "ok"}}, {"answers": {"status": []}}),
    *(
        {"answers": {"data": {"text/plain": t}}}
        for t in (None, 5, [], {}, "", "'", "'zz'", "x" * 99)
    ),
    {"answers": {"status": "error", "ename": [], "evalue": {}}},
    {"answers": {"status": "error", "ename": json.loads("[" * 900 + "]" * 900), "evalue": ""}},
    *map(shown, ("", "{", "5", "{}", "[]", "[5]", "[null]", "[{}]", "[[]]", "[" * 99_999)),
    *map(shown, ('[{"error": ""}]', '[{"error": 5}]', '[{"error": null}]', '[{"todo": 1}]')),
    *map(shown, ('[{"value": 4}]', '[{"value": 4}, {"error": ""}]', '[{"value": {"x": 1}}]')),
    shown('[{"value": 4}, {"value": 10, "modified": 5}]'),
    shown('[{"value": 4, "todo": true}]'),
    shown(f'[{{"value": {"9" * 9999}}}]'),
    shown(f'[{{"value": {"[" * 5000}1{"]" * 5000}}}]'),
    shown('[{"value": {"dict": [[[], 1]]}}]'),
    *(
        shown(f'[{{"value": {{"array": {values}, "dtype": {dtype}}}}}]')
        for values, dtype in (
            *(("[[1], [2, 3]]", '"float64"'), ("[1]", '"O"'), ("[1]", '"(9999999,)f8"')),
            *(("[300]", '"uint8"'), ('["x"]', '"float64"'), ("[1]", "7"), ("[1]", '"complex128"')),
            ("1e999", '"int64"'),
        )
    ),
]


@needs_sandbox
def test_forged_answers_never_pass():
    source = f"{GOOD}\nimport json\nfor i in range({len(FORGED)}): globals()[f'f{{i}}'] = double"
    steps = [Cell("good", source)]
    for i, lie in enumerate(FORGED):
        code = f"get_ipython().user_expressions = lambda asked: json.loads({json.dumps(lie)!r})"
        steps += [Cell(str(i), code), ask(f"f{i}")]
    outcome = execute(steps, small(cell_seconds=20))
    assert outcome.notes == []
    for i, lie in enumerate(FORGED):
        assert status(outcome.answers[f"f{i}"]) == "fail", lie
        assert outcome.answers[f"f{i}"][-1].error, lie


PATCHES = (  # each on top of the others
    "import numpy as np; np.allclose = np.isclose = np.array_equal = lambda *a, **k: True",
    "import course_utils.task as t; t.judge = lambda *a: t.Result('double', 'pass', '', 1.0)",
    "import builtins; builtins.all = lambda what: True; builtins.any = lambda what: False",
    "import json; json.dumps = lambda *a, **k: '[]'",
    "shell = get_ipython(); shell.input_transformers_cleanup.append(lambda lines: ['print(1)'])",
    "shell.display_formatter.format = lambda *a, **k: ({'text/plain': 'True'}, {})",
    "import types; t.ask = None; import sys; sys.modules['course_utils.grading.kernel_side'] = 5",
    "builtins.__import__ = lambda *a, **k: 5",
)


@needs_sandbox
def test_patching_gains_nothing():
    steps = [Cell("defs", "".join(f"def f{i}(x): return 0\n" for i in range(len(PATCHES))))]
    for i, patch in enumerate(PATCHES):
        steps += [Cell(str(i), patch), ask(f"f{i}")]
    outcome = execute(steps, small())
    for i, patch in enumerate(PATCHES):
        assert status(outcome.answers[f"f{i}"]) == "fail", patch


@needs_sandbox
def test_replay_leaves_out_what_did_harm():
    steps = [
        Cell("a", "seen = ['a']"),
        Cell("b", "seen.append('b')\nwhile True: pass"),
        Cell("c", "import os\nos._exit(1)"),
        Cell("d", "seen.append('d')"),
        Cell("e", "def die(x):\n    os._exit(1)\nimport os"),
        ask("die", lang="fr"),
        ask("seen", None),
    ]
    outcome = execute(steps, small())
    assert outcome.answers["die"] == [Answer(error="le noyau Python est mort brutalement")]
    assert outcome.answers["seen"] == [Answer(["a", "d"])]
    assert [note[0] for note in outcome.notes] == ["b", "c", "d"]


@needs_sandbox
def test_a_replay_that_harms_ends():
    with_a_trap = "import os, pathlib, time\nlate = time.time() - {} > 1.5 and os._exit(1)"
    steps = [
        Cell("a", "x = 1"),
        Cell("trap", with_a_trap.format(time.time())),
        Cell("slow", "time.sleep(2)\nos._exit(1)"),
        ask("x", None),
        ask("late", None),
    ]
    answers = execute(steps, small(cell_seconds=5)).answers
    assert answers["x"] == [Answer(1)]
    assert "not defined" in answers["late"][0].error


@needs_sandbox
def test_total_time():
    steps = [Cell("good", GOOD), ask()]
    steps += [Cell(str(i), "import time; time.sleep(0.9)") for i in range(9)] + [ask("time", None)]
    outcome = execute(steps, small(total_seconds=6))
    assert outcome.answers["double"] == RIGHT
    assert outcome.answers["time"] == [Answer(error="total time of 6 s used up")]
    assert 6 <= outcome.seconds < 20
    assert set(outcome.outputs) == {"good", *map(str, range(9))}


@needs_sandbox
def test_interrupted_grader_leaves_nothing():
    # A shell that puts pytest into the background has it ignore SIGINT.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    steps = [Cell("a", POPEN + "subprocess.Popen(call)\ntime.sleep(99)")]
    try:
        for _ in range(3):  # a signal that arrives within a callback of C code is lost
            timer = threading.Timer(2, os.kill, (os.getpid(), signal.SIGINT))
            timer.start()
            try:
                execute(steps, small(cell_seconds=9))
            except KeyboardInterrupt:
                return
            finally:
                timer.cancel()
        pytest.fail("KeyboardInterrupt never came through")
    finally:
        signal.signal(signal.SIGINT, before)


@needs_sandbox
def test_several_processes_at_the_same_time():
    steps = [Cell("good", GOOD), ask()]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        runs = [pool.submit(execute, steps, small()) for _ in range(4)]
        assert [run.result(timeout=60).answers for run in runs] == 4 * [{"double": RIGHT}]


@needs_sandbox
def test_tensorflow_fits():
    source = "import tensorflow as tf\ntotal = float(tf.reduce_sum(tf.ones((3, 4))))"
    outcome = execute([Cell("tf", source), ask("total", None)], Limits())
    assert outcome.answers == {"total": [Answer(12.0)]}
    assert outcome.notes == []


def test_no_sandbox_no_run(monkeypatch):
    monkeypatch.setattr(executor, "missing", lambda: "install bubblewrap")
    with pytest.raises(GradingError, match="install bubblewrap"):
        execute([], small())


def test_kernel_that_does_not_start():
    with pytest.raises(GradingError, match="kernel does not start"):
        execute([Cell("good", GOOD)], small(memory_mb=20), isolated=False)
