"""What students get: the same statement, their own values, and nothing that tells an answer."""

import ast
import base64
import re
import zlib

import nbformat
import numpy as np
import pytest
from demo_kit import cell, sources, write_bank
from nbgrader.utils import compute_checksum

from course_utils.grading import assignment as assignments
from course_utils.grading import plain
from course_utils.grading.assignment import Variant, load, variant
from course_utils.grading.folder import GradingError
from course_utils.task import draw_cases

SECRET = b"s" * 32
MINE, OTHER = Variant(11, 12), Variant(21, 22)


def code(notebook):
    return [c.source for c in notebook.cells if c.cell_type == "code"]


def without_words(source):
    """Return what code does: its tree without texts (and so without docstrings or comments)."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def unpack(notebook):
    """Return the examples that a notebook's check uses."""
    packed = re.search(r'SelfCheck\("..", "(.*)"\)', cell(notebook, "examples").source)[1]
    return plain.loads(zlib.decompress(base64.b64decode(packed)).decode())


# --- the notebook --------------------------------------------------------------------------------


def test_both_languages_run_the_same_code(demo):
    french, english = (demo.notebook(lang, MINE) for lang in ("fr", "en"))
    assert list(map(without_words, code(french))) == list(map(without_words, code(english)))
    assert [c.id for c in french.cells] == [c.id for c in english.cells]
    assert cell(french, "values").source == cell(english, "values").source
    assert "Multiplie x" in cell(french, "scale-answer").source
    assert "Multiplies x" in cell(english, "scale-answer").source
    assert "Students: read!" in english.cells[1].source
    assert (
        "étudiants\u00a0:" in french.cells[1].source or "étudiants\u202f:" in french.cells[1].source
    )


@pytest.mark.parametrize("solved", [False, True])
def test_a_notebook_is_valid_for_jupyter_and_for_nbgrader(demo, solved):
    notebook = demo.notebook("fr", MINE, "ana", solved)
    nbformat.validate(notebook, relax_add_props=False)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.course == {"assignment": "demo", "lang": "fr", "student": "ana"}
    marked = [c for c in notebook.cells if "nbgrader" in c.metadata]
    assert all(c.metadata.nbgrader.checksum == compute_checksum(c) for c in marked)
    roles = [
        (m.grade_id, m.grade, m.solution, m.locked, m.get("points"))
        for m in (c.metadata.nbgrader for c in marked)
    ]
    assert roles == [
        ("values", False, False, True, None),
        ("examples", False, False, True, None),
        ("scale-answer", False, True, False, None),
        ("scale", True, False, True, 4),
        ("total-answer", False, True, False, None),
        ("total", True, False, True, 2),
        ("largest-answer", False, True, False, None),
        ("largest", True, False, True, 3),
        ("split-answer", False, True, False, None),
        ("split", True, False, True, 1),
        ("why", True, True, False, 2.5),
        ("how", True, True, False, 1),
    ]


def test_cell_ids_are_unique_and_stay(demo):
    ids = [c.id for c in demo.notebook("fr", MINE).cells]
    assert len(set(ids)) == len(ids)
    assert ids == [c.id for c in demo.notebook("en", OTHER, "bob", True).cells]


def test_values_differ_between_students_and_stay_for_one(demo):
    once, again, other = (demo.notebook("fr", v) for v in (MINE, MINE, OTHER))
    assert nbformat.writes(once) == nbformat.writes(again)
    different = [a != b for a, b in zip(sources(once), sources(other), strict=True)]
    names = [c.metadata.get("nbgrader", {}).get("grade_id") for c in once.cells]
    assert [n for n, d in zip(names, different, strict=True) if d] == ["values", "examples"]


def test_the_values_cell_gives_what_the_marking_expects(demo):
    namespace = {}
    exec(cell(demo.notebook("fr", MINE), "values").source, namespace)
    assert set(namespace["given"]) == {"total", "split"}  # nothing for the functions
    for name, inputs in namespace["given"].items():
        assert inputs == draw_cases(demo.tasks[name], MINE.graded)[0]


@pytest.mark.parametrize(
    "value",
    [
        {"a": 0.1 + 0.2, "b": (1,), "c": [True, None, "l'été"]},
        np.array([[1.5, -2e-300]]),
        np.arange(3),
        np.float32([1, 2]),
        np.array([], dtype="int8"),
        (np.float64(2.5), (), np.bool_(False)),
    ],
)
def test_a_literal_gives_the_value_back(value):
    again = eval(assignments._literal(value), {"array": np.array})
    assert plain.dumps(again) == plain.dumps(plain.loads(plain.dumps(again)))
    same = value.tolist() if isinstance(value, np.ndarray) else value
    assert (again.tolist() if isinstance(again, np.ndarray) else again) == same
    assert getattr(again, "dtype", None) == getattr(value, "dtype", None)


# --- secrets -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_release_tells_no_answer(demo, lang):
    notebook = demo.notebook(lang, MINE)
    text = nbformat.writes(notebook)
    for secret in (
        *("RUBRIC", "caché", "hidden scale", "secret", "SOLUTION", "BUG", "x * factor", "max(x)"),
        *("sum(numbers)", 'given["split"]', "credit", "_same_sum"),
    ):
        assert secret not in text, secret
    everything = text + plain.dumps(unpack(notebook))
    assert str(sum(demo.given(MINE.graded)["total"]["numbers"])) not in everything
    for name in ("scale", "largest"):
        for case in draw_cases(demo.tasks[name], MINE.graded):
            expected = np.ravel(demo.tasks[name].reference(**case))
            assert not [x for x in expected if repr(float(x)) in everything], name


def test_examples_are_public_cases_only(demo):
    facts = unpack(demo.notebook("fr", MINE))
    assert {name: set(parts) for name, parts in facts.items()} == {
        "scale": {"value", "cases", "expected", "mistakes"},
        "total": {"value", "form"},
        "largest": {"value", "cases", "expected", "mistakes"},
        "split": {"value", "form"},
    }
    assert facts["total"]["form"] == 0 and facts["split"]["form"] == (0, 0)
    # What is wrong with code to be mended is the question: its examples do not tell.
    assert facts["largest"]["mistakes"] == [] and len(facts["scale"]["mistakes"]) == 2
    shown = {plain.dumps(case) for case in facts["scale"]["cases"]}
    marked = {plain.dumps(case) for case in draw_cases(demo.tasks["scale"], MINE.graded)}
    assert len(shown) == assignments.PUBLIC_CASES and not shown & marked


def test_every_listed_mistake_shows_in_the_examples(tmp_path):
    """A mistake that most cases take for right gets a case of its own, for every student."""
    rare = (
        "Mistake(lambda x, factor: x * (factor if factor < 8 else 8), Text('Trop.', 'Too much.')),"
    )
    folder = write_bank(
        tmp_path / "demo",
        (
            "    (\n        Mistake(lambda x, factor: x + factor",
            f"    (\n        {rare}\n        Mistake(lambda x, factor: x + factor",
        ),
    )
    demo = load(folder)
    for seed in range(20):
        cases = unpack(demo.notebook("fr", Variant(seed, seed)))["scale"]["cases"]
        assert any(case["factor"] > 8 for case in cases)
        assert 3 <= len(cases) <= 4


# --- answer cells --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "stub", "solution"),
    [
        ("scale", "raise NotImplementedError", "return x * factor"),
        ("total", "# À vous de jouer\ntotal = None", "total = sum(numbers)"),
        ("largest", "total = min(x)", "total = max(x)"),
        ("split", "split = None", 'split = (1, given["split"]["n"] - 1)'),
    ],
)
def test_stub_and_solution(demo, name, stub, solution):
    empty, solved = (
        cell(demo.notebook("fr", MINE, solved=s), f"{name}-answer").source for s in (False, True)
    )
    assert stub in empty and stub not in solved
    assert solution in solved and solution not in empty
    assert "###" not in empty + solved
    ast.parse(empty), ast.parse(solved)


def test_a_local_variable_named_like_a_task_is_no_answer(demo):
    """`largest` assigns a local `total`: the cell still belongs to `largest`."""
    assert cell(demo.notebook("fr", MINE), "largest").source == "check(largest)"


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("split: 1}", "splits: 1}", "splits"),
        ("split: 1}", "split: 1, more: 2}", "more"),
        ("scale: 4, total: 2", "total: 2, scale: 4", "'total', 'scale'"),
        ("def scale(x", "def scaled(x", "scale"),
        ("TASKS = (SCALE, TOTAL,", "TASKS = (SCALE,", "total"),
        ("why: 2.5, how: 1", "why: 2.5", "2 cells tagged written"),
        ('tags=["values"]', 'tags=["value"]', "0 tagged values"),
        ("#   assignment:", "#   exam:", "points"),
        ("scale: 4", "scale: [4]", "TypeError"),
        ("HINTS = (", "HINTS = ((", "SyntaxError"),
        ("import numpy as np", "import nampy as np", "nampy"),
        ("TASKS = (", "TASK = (", "TASKS"),
        ("import math", "x = T('a')", "T"),
        ('lang="en" tags=["written"]\n# ## 6', 'lang="fr"\n# ## 6', "adjacent pairs"),
        ("### BEGIN SOLUTION\ntotal", "### BEGIN SOLUTIONS\ntotal", "SOLUTION"),
        ("{why: 2.5", "{scale: 2.5", "scale"),
    ],
)
def test_a_source_that_does_not_fit_is_refused(tmp_path, old, new, said):
    folder = write_bank(tmp_path / "demo", (old, new))
    with pytest.raises(GradingError, match=said) as caught:
        load(folder).notebook("fr", MINE)
    assert str(folder) in str(caught.value) or "demo/assignment.py" in str(caught.value)


def test_the_source_of_these_tests_is_right(tmp_path):
    made = load(write_bank(tmp_path / "demo"))
    assert made.points == {"scale": 4, "total": 2, "largest": 3, "split": 1}
    assert made.title == {"fr": "Devoir d'essai", "en": "Trial assignment"}
    assert made.written == {"why": 2.5, "how": 1}


# --- variants ------------------------------------------------------------------------------------


def test_variants():
    ana, bob = (variant(SECRET, "demo", "student", who) for who in ("ana", "bob"))
    assert ana == variant(SECRET, "demo", "student", "ana")
    cohort = variant(SECRET, "demo", "cohort", "ana")
    assert cohort == variant(SECRET, "demo", "cohort", "bob")
    none = variant(SECRET, "demo", "none", "ana")
    assert none == variant(b"t" * 32, "tp2", "none", "bob")
    seeds = [seed for v in (ana, bob, cohort, none) for seed in (v.graded, v.public)]
    assert len(set(seeds)) == 8
    assert variant(SECRET, "tp2", "student", "ana") != ana
    assert variant(b"t" * 32, "demo", "student", "ana") != ana
