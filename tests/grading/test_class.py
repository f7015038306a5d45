"""A whole class with every fault and every cheat of the table, graded once, end to end.

Each row of FAULTS changes the solved notebook of one student (or what lies in the folder) and says
what must come out. To add a case, write a function of the notebook and one row.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest

pytest.importorskip("nbgrader")

from demo_kit import set_secret

from course_utils.grading import sandbox
from course_utils.grading.adapter import Release
from course_utils.grading.export import export
from course_utils.grading.feedback import feedback
from course_utils.grading.folder import CourseFolder
from course_utils.grading.init import create
from course_utils.grading.release import gradebook, release
from course_utils.grading.run import run
from course_utils.grading.sandbox import Limits

pytestmark = pytest.mark.skipif(
    sandbox.missing() is not None, reason="bubblewrap is not usable here"
)

NAME = "neuron"
POINTS = {"after_correction": 3, "separator": 4, "batch_step": 4, "pocket": 5}
ALL = sum(POINTS.values())
LIMITS = Limits(cell_seconds=6, total_seconds=60)


@dataclass(frozen=True)
class Fault:
    """What a student did, the automatic points that come of it, and a word that a flag must hold.

    `lost` names the tasks without points; `flag` is part of a flag or note, "" for none needed.
    """

    act: Callable
    lost: tuple[str, ...] = ()
    flag: str = ""
    reason: str = ""


# --- acting on a notebook -----------------------------------------------------------------------


def cell_of(nb, grade_id):
    return next(c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def answer(task: str, code: str, keep=False):
    """Replace the answer to a task (or add to it)."""

    def act(nb, folder):
        cell = cell_of(nb, f"{task}-answer")
        cell.source = f"{cell.source}\n{code}" if keep else code

    return act


def first(code: str):
    """Add a cell of the student's own at the top."""

    def act(nb, folder):
        nb.cells.insert(0, nbformat.v4.new_code_cell(code))

    return act


def cheat(code: str):
    """Hand in the untouched release with nothing but this code."""

    def act(nb, folder):
        untouched(nb, folder)
        first(code)(nb, folder)

    return act


def last(code: str):
    def act(nb, folder):
        nb.cells.append(nbformat.v4.new_code_cell(code))

    return act


def inside(code: str):
    """Have a function do something when the grader calls it, then answer rightly."""
    body = "\n".join(f"        {line}" for line in code.split("\n"))
    wrapper = f"\n_right = batch_step\ndef batch_step(X, y, w, b, rate):\n    try:\n{body}\n    except Exception:\n        pass\n    return _right(X, y, w, b, rate)"
    return answer("batch_step", wrapper, keep=True)


def on_cell(grade_id: str, change: Callable):
    def act(nb, folder):
        change(nb, cell_of(nb, grade_id))

    return act


def untouched(nb, folder):
    nb.cells[:] = folder_release(folder).notebook().cells


def folder_release(folder: Path) -> Release:
    return Release(CourseFolder(folder.parents[2]), NAME, folder.parent.name)


def set_metadata(**values):
    return lambda nb, cell: cell.metadata.nbgrader.update(values)


def strip_metadata(nb, folder):
    for cell in nb.cells:
        cell.metadata.clear()


def old_format(nb, folder):
    for cell in nb.cells:
        cell.pop("id", None)
    nb.nbformat_minor = 4


def by_colab(nb, folder):
    """What Colab saves: lists of lines, no ids but its own in the metadata, its own keys, minor 0."""
    for number, cell in enumerate(nb.cells):
        cell.pop("id")
        cell["source"] = cell.source.splitlines(keepends=True)
        cell.metadata |= {
            "id": f"Zk3_{number}",
            "outputId": f"5d0e{number}",
            "colab": {"height": 35},
        }
        if cell.cell_type == "code":
            cell["outputs"], cell["execution_count"] = [], None
    nb.metadata = {
        "accelerator": "GPU",
        "colab": {"provenance": [{"file_id": "1x", "timestamp": 1}], "gpuType": "T4"},
        "kernelspec": {"display_name": "Python 3", "name": "python3"},
        "language_info": {"name": "python"},
    }
    nb.nbformat_minor = 0


def by_vs_code(nb, folder):
    """What VS Code saves: new ids, the language of each cell, the environment's name as kernel."""
    for number, cell in enumerate(nb.cells):
        cell["id"] = f"{number:08x}"
        cell.metadata["vscode"] = {"languageId": "python"}
    nb.metadata.kernelspec = {"display_name": ".venv (3.12.1)", "language": "python", "name": "x"}
    nb.metadata.language_info |= {"version": "3.12.1", "pygments_lexer": "ipython3"}


def by_ipython(nb, folder):
    """What IPython's notebook saved until 2014: format 3, worksheets, `input` and `prompt_number`."""
    old = nbformat.writes(nbformat.convert(nb, 3), 3)
    (folder / f"{NAME}.ipynb").write_text(old, encoding="utf-8")
    return False


def in_latin_1(nb, folder):
    cell_of(nb, "pocket-answer").source += "\n# vérifié à la main"
    text = json.dumps(nb, ensure_ascii=False)
    (folder / f"{NAME}.ipynb").write_bytes(text.encode("latin-1", errors="replace"))
    return False


def other_kernel(nb, folder):
    nb.metadata.kernelspec = {"name": "julia-1.9", "display_name": "Julia", "language": "julia"}


def faked_outputs(nb, folder):
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.v4.new_output("execute_result", {"text/plain": "100"}, execution_count=1)
            ]
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith("-answer"):
            cell.source = "pass"


def file(text: bytes, name=f"{NAME}.ipynb"):
    """Hand in these bytes instead of a notebook."""

    def act(nb, folder):
        (folder / name).write_bytes(text)
        return False

    return act


def nothing(nb, folder):
    return False


def renamed(nb, folder):
    nbformat.write(nb, folder / "Mon devoir (1).ipynb")
    return False


def twice(nb, folder):
    blank = folder_release(folder).notebook()
    nbformat.write(blank, folder / "copie.ipynb")


def classmate(nb, folder):
    """Answer with the values of the first student of the roster."""
    other = Release(CourseFolder(folder.parents[2]), NAME, "s00")
    nb.cells[:] = other.notebook(solved=True).cells
    nb.metadata.course = other.notebook().metadata.course
    given = cell_of(nb, "values").source
    own = cell_of(folder_release(folder).notebook(), "values").source
    cell_of(nb, "values").source = own
    cell_of(nb, "after_correction-answer").source = (
        given + "\n" + cell_of(nb, "after_correction-answer").source
    )
    cell_of(nb, "separator-answer").source = given + "\n" + cell_of(nb, "separator-answer").source


def split_answer(nb, folder):
    """As Jupyter splits a cell: both halves have its metadata."""
    cell = cell_of(nb, "batch_step-answer")
    helper = nbformat.from_dict({**cell, "source": "def helper(z):\n    return z > 0"})
    nb.cells.insert(nb.cells.index(cell), helper)
    cell.source += "\nassert helper(1)\n_right = batch_step\ndef batch_step(X, y, w, b, rate):\n    helper(1)\n    return _right(X, y, w, b, rate)"


def many_outputs(nb, folder):
    nb.cells += [nbformat.v4.new_code_cell("print('x' * 99_999)") for _ in range(1000)]


EQUAL_HASHES = """
import course_utils.grading.kernel_side as side
pairs = ",".join(f"[{k * (2**61 - 1)},0]" for k in range(1, 150_000))
side.answers = lambda *a: '[{"value":{"dict":[' + pairs + "]}}]"
"""
LOOP = "def batch_step(X, y, w, b, rate):\n    while True:\n        try:\n            while True: pass\n        except BaseException:\n            pass"
DEAF = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nimport time\nwhile True: time.sleep(1)"
CHEATS = {
    "patched NumPy and builtins": """
import builtins, numpy as np
np.isclose = np.allclose = np.array_equal = lambda *a, **k: True
builtins.all = builtins.any = lambda *a: True
""",
    "patched json": """
import json
json.dumps = lambda *a, **k: '[{"value": {"tuple": [1, 1]}, "credit": 1, "status": "pass"}]'
""",
    "patched grader in the kernel": """
import course_utils.task as task, course_utils.grading.kernel_side as side
task.ask = lambda f, inputs: task.Answer(value=inputs)
task.judge = lambda *a, **k: task.Result("x", "pass", "", 1.0)
side.answers = lambda *a, **k: '[{"value": 1}]'
""",
    "IPython hooks": """
shell = get_ipython()
shell.user_expressions = lambda expressions: {k: {"status": "ok", "data": {"text/plain": "100"}} for k in expressions}
shell.input_transformers_cleanup.append(lambda lines: ["1\\n"] if "check" in "".join(lines) else lines)
shell.display_formatter.format = lambda *a, **k: ({"text/plain": "100"}, {})
""",
    "answers that equal everything": """
class Same:
    def __eq__(self, other): return True
    def __array__(self, *a, **k): raise TypeError
    def __float__(self): return 1.0
after_correction = separator = Same()
""",
}
SPY = """
import os
found = []
for root in ("/", "/root", "/home", "/tmp", "/work", "/etc"):
    for folder, _, names in list(os.walk(root))[:3000]:
        found += [os.path.join(folder, n) for n in names if n in ("gradebook.db", "secret", "roster.csv", "tasks.py")]
for name in found:
    if "/course_utils/tasks" not in name and "site-packages" not in name:
        print("SEEN", name)
print([k for k in os.environ if "PRIVATE" in k])
"""
NETWORK = "import socket\nsocket.create_connection(('127.0.0.1', 22), 2)\nprint('SEEN network')"
WRITE = "import course_utils, pathlib\nopen(pathlib.Path(course_utils.__file__).parent / 'SEEN.txt', 'w').write('x')"
CHILDREN = """
import subprocess, sys
for _ in range(50):
    subprocess.Popen([sys.executable, "-c", "import time; marker = 'left-behind-by-a-student'; time.sleep(600)"], start_new_session=True)
"""
MANY = """
import os, time
for _ in range(300):
    if os.fork() == 0:
        time.sleep(30); os._exit(0)
"""
NOISE = (
    "import sys, os\nos.write(2, b'W tensorflow/core: noise\\n'); print('noise', file=sys.stderr)"
)

WRONG_VALUES = {
    "nan": "after_correction = (float('nan'), 2)",
    "infinite": "after_correction = (float('inf'), 2)",
    "shape": "after_correction = [1, 2, 3]",
    "text": "after_correction = 'two'",
    "huge": "after_correction = (10 ** 5000, 10 ** 5000)",
    "object": "import numpy as np\nafter_correction = np.array([object(), object()])",
}

FAULTS = (
    {f"cheat: {name}": Fault(cheat(code), tuple(POINTS)) for name, code in CHEATS.items()}
    | {
        "solved": Fault(lambda nb, folder: None),
        "untouched": Fault(untouched, tuple(POINTS)),
        "one missing": Fault(answer("separator", "separator = None"), ("separator",)),
        "endless loop": Fault(
            answer("batch_step", "def batch_step(X, y, w, b, rate):\n    while True: pass"),
            ("batch_step",),
            "6 s",
        ),
        "loop that swallows everything": Fault(
            answer("batch_step", LOOP), ("batch_step",), "batch_step"
        ),
        "deaf to SIGINT": Fault(answer("batch_step", DEAF), ("batch_step",), "6 s"),
        "sys.exit": Fault(answer("batch_step", "import sys\nsys.exit()"), ("batch_step",)),
        "os._exit": Fault(
            answer("batch_step", "import os\nos._exit(0)"), ("batch_step",), "batch_step-answer"
        ),
        "segfault": Fault(
            answer("batch_step", "import ctypes\nctypes.string_at(0)"),
            ("batch_step",),
            "batch_step-answer",
        ),
        "8 GB": Fault(
            answer("batch_step", "import numpy as np\nx = np.ones(10**9)\nx.sum()"), ("batch_step",)
        ),
        "50 children": Fault(first(CHILDREN)),
        "no standard error": Fault(first("import sys\nsys.stderr = None")),
        "300 processes": Fault(last(MANY), (), "extra"),
        "200 MB of output": Fault(last("print('x' * 200_000_000)"), (), "extra"),
        "check cell deleted": Fault(
            on_cell("pocket", lambda nb, c: nb.cells.remove(c)), (), "pocket"
        ),
        "check cell edited": Fault(
            on_cell("pocket", lambda nb, c: c.update(source="5")), (), "pocket"
        ),
        "check cell duplicated": Fault(
            on_cell("pocket", lambda nb, c: nb.cells.append(nbformat.from_dict(c))), (), "pocket"
        ),
        "points raised": Fault(on_cell("pocket", set_metadata(points=500)), (), "points"),
        "role changed": Fault(
            on_cell("pocket", set_metadata(grade=False, solution=True)), (), "grade"
        ),
        "metadata stripped": Fault(strip_metadata, (), "métadonnées"),
        "values edited": Fault(
            on_cell("values", lambda nb, c: c.update(source="given = {}")), (), "values"
        ),
        "answer deleted": Fault(
            on_cell("pocket-answer", lambda nb, c: nb.cells.remove(c)), ("pocket",), "pocket"
        ),
        "corrupt JSON": Fault(file(b'{"cells": ['), tuple(POINTS), "illisible"),
        "missing notebook": Fault(nothing, tuple(POINTS), "rien"),
        "a PDF": Fault(file(b"%PDF", "devoir.pdf"), tuple(POINTS), "devoir.pdf"),
        "wrong name": Fault(renamed, (), "Mon devoir"),
        "two notebooks": Fault(twice, (), "2 notebooks"),
        "unknown kernel": Fault(other_kernel),
        "format 4.4": Fault(old_format),
        "saved by Colab": Fault(by_colab),
        "saved by VS Code": Fault(by_vs_code),
        "format 3": Fault(by_ipython),
        "not UTF-8": Fault(in_latin_1),
        "faked outputs": Fault(
            faked_outputs, ("after_correction", "separator", "batch_step", "pocket")
        ),
        "answer split over two cells": Fault(split_answer, (), "batch_step"),
        "reset in the first cell": Fault(first("%reset -f")),
        "100 MB in small outputs": Fault(many_outputs, (), "extra"),
        "values of equal hash": Fault(cheat(EQUAL_HASHES), tuple(POINTS)),
        "an image that is missing": Fault(
            on_cell("two_claims", lambda nb, c: c.update(source="![i](attachment:i.png)"))
        ),
        "spy": Fault(first(SPY)),
        "network": Fault(first(NETWORK)),
        "writes to the package": Fault(first(WRITE)),
        "spy within a call": Fault(inside("open('/etc/shadow').read(); print('SEEN')")),
        "HTML": Fault(
            last(
                "from IPython.display import HTML, display\ndisplay(HTML('<script>SEEN()</script>'))\nprint('<script>SEEN()</script>')"
            )
        ),
        "noise on stderr": Fault(first(NOISE)),
        "a classmate's values": Fault(classmate, ("after_correction", "separator"), "s00"),
    }
    | {
        f"value: {name}": Fault(answer("after_correction", code), ("after_correction",))
        for name, code in WRONG_VALUES.items()
    }
)

IDS = {name: f"s{number:02d}" for number, name in enumerate(FAULTS)}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course folder with one student per fault, graded."""
    os.environ["PRIVATE_TOKEN"] = "SEEN by nobody"
    root = tmp_path_factory.mktemp("cours de l'été") / "course"
    create(root)
    set_secret(root)
    rows = ["id,name,email,language,extension"]
    for number, student in enumerate(IDS.values()):
        # A name that would run in a page, and both languages
        name = "<script>SEEN()</script> Zoé" if number == 0 else f"Élève {number}"
        rows.append(f"{student},{name},{student}@example.org,{'en' if number == 1 else 'fr'},")
    (root / "roster.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    course = CourseFolder(root)
    release(course, NAME)
    for fault, student in IDS.items():
        folder = course.submitted(student, NAME)
        folder.mkdir(parents=True)
        notebook = Release(course, NAME, student).notebook(solved=True)
        if FAULTS[fault].act(notebook, folder) is not False:
            # without nbformat's repairs: what students hand in is not tidy
            (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    results = {one.student: one for one in run(course, NAME, jobs=2, limits=LIMITS)}
    return course, results


@pytest.mark.parametrize("fault", FAULTS)
def test_outcome(graded, fault):
    course, results = graded
    found, expected = results[IDS[fault]], FAULTS[fault]
    assert found.error is None
    points = {task: 0 if task in expected.lost else full for task, full in POINTS.items()}
    assert found.after == points, found.flags
    said = " · ".join(found.flags)
    if fault == "a classmate's values":
        from course_utils.grading.integrity import classmates

        said += " · ".join(classmates(course, NAME, [IDS[fault]])[IDS[fault]])
        assert "%" in said
    assert expected.flag in said, said


def test_everyone_has_a_row_in_the_gradebook(graded):
    course, _ = graded
    with gradebook(course) as book:
        scores = {s.student.id: s.score for s in book.assignment_submissions(NAME)}
    for fault, student in IDS.items():
        assert scores[student] == ALL - sum(POINTS[task] for task in FAULTS[fault].lost), fault


def test_every_lost_task_has_a_reason(graded):
    course, _ = graded
    for fault, student in IDS.items():
        record = json.loads((course.results(NAME) / f"{student}.json").read_text())
        for task in FAULTS[fault].lost:
            assert len(record["marks"][task]["reason"]) > 3, fault


def test_nothing_is_left_running(graded):
    commands = [" ".join(p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"])]
    assert not [c for c in commands if "left-behind-by-a-student" in c]


def test_nothing_was_seen_and_nothing_acts_in_the_feedback(graded):
    course, _ = graded
    pages = feedback(course, NAME)
    assert len(pages) == len(IDS)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script>SEEN" not in text and "SEEN()</script>" not in text
    for student in IDS.values():
        outputs = json.loads((course.results(NAME) / f"{student}.json").read_text())["outputs"]
        shown = " ".join(str(o.get("text", "")) for cell in outputs.values() for o in cell)
        assert "SEEN /" not in shown and "SEEN network" not in shown and "PRIVATE" not in shown
    assert not list(Path(sandbox.__file__).parents[1].glob("SEEN.txt"))


def test_moodle_gets_a_line_for_everyone(graded):
    course, _ = graded
    lines = export(course, "moodle").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + len(IDS)


def test_grading_again_changes_nothing(graded):
    course, before = graded
    stamps = {p: p.stat().st_mtime_ns for p in course.root.glob(f"autograded/*/{NAME}/*.ipynb")}
    again = {one.student: one for one in run(course, NAME, jobs=2, limits=LIMITS)}
    assert {s: one.after for s, one in again.items()} == {s: one.after for s, one in before.items()}
    assert not any(one.changes for one in again.values())
    assert stamps == {p: p.stat().st_mtime_ns for p in stamps}


def test_a_corrected_reference_changes_marks_and_keeps_manual_ones(graded):
    """The reference now wants one correction fewer: everybody loses `after_correction`."""
    course, _ = graded
    student = IDS["solved"]
    with gradebook(course) as book:
        grade = book.find_grade("two_claims", NAME, NAME, student)
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        book.db.commit()
    tasks = course.bank(NAME) / "tasks.py"
    text = tasks.read_text(encoding="utf-8")
    tasks.write_text(
        text
        + "\nimport dataclasses\n_old = TASKS[0].reference\nTASKS = (dataclasses.replace(TASKS[0], reference=lambda **k: (_old(**k)[0], _old(**k)[1] - 1)), *TASKS[1:])\n",
        encoding="utf-8",
    )
    [found] = run(course, NAME, student=student, limits=LIMITS)
    assert found.changes == {"after_correction": (3, 0)}
    with gradebook(course) as book:
        grade = book.find_grade("two_claims", NAME, NAME, student)
        assert (grade.manual_score, grade.needs_manual_grade) == (3.5, False)
        assert book.find_submission(NAME, student).score == ALL - 3 + 3.5
