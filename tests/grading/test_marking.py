"""Points and reasons: right credit, no marked value in the student's words, nothing run twice."""

import json
import re

import numpy as np
import pytest
from demo_kit import ANSWERS, cell, solve
from nbgrader.utils import determine_grade

from course_utils.grading import marking, plain
from course_utils.grading.assignment import Variant
from course_utils.grading.executor import Cell, Outcome, Question
from course_utils.grading.marking import Mark, Record, answer, evaluated, judge_all
from course_utils.grading.sandbox import Limits
from course_utils.i18n import language, use_language
from course_utils.task import Answer, draw_cases

SEED = 11


def record_of(**answers):
    """Return a record with these answers, as the executor's are stored."""
    return Record(
        answers={
            name: [
                {"value": None, "error": None, "todo": False, "modified": None} | one
                for one in given
            ]
            for name, given in answers.items()
        }
    )


def values(task, function, **more):
    return [{"value": plain.encode(function(**case)), **more} for case in draw_cases(task, SEED)]


def marks(demo, lang="en", **answers):
    return judge_all(demo, SEED, lang, record_of(**answers))


# --- points --------------------------------------------------------------------------------------


def test_points_of_right_answers(demo):
    answers = {name: values(task, task.reference) for name, task in demo.tasks.items()}
    found = marks(demo, **answers)
    assert {name: mark.points for name, mark in found.items()} == demo.points
    assert {mark.status for mark in found.values()} == {"pass"}


@pytest.mark.parametrize(
    ("function", "points", "reason"),
    [
        (lambda x, factor: -x * factor, 2, "The sign."),
        (lambda x, factor: x + factor, 0, "A sum!"),
        (lambda x, factor: x * factor + 1, 0, "At least one value is wrong"),
        (lambda x, factor: (x * factor)[:2], 0, "The expected shape is (3,)"),
        (lambda x, factor: x * factor * np.nan, 0, "NaN"),
        (lambda x, factor: None, 0, "`return`"),
        (lambda x, factor: "12", 0, "array of shape (3,) is needed"),
        (lambda x, factor: 10**400, 0, "array of shape (3,) is needed"),
        (lambda x, factor: [[1], [2, 3]], 0, "array of shape (3,) is needed"),
        (lambda x, factor: {"a": 1}, 0, "array of shape (3,) is needed"),
    ],
)
def test_points_and_reasons_of_wrong_answers(demo, function, points, reason):
    found = marks(demo, scale=values(demo.tasks["scale"], function))["scale"]
    assert (found.points, found.max, found.status) == (points, 4, "fail")
    assert reason in found.reason


@pytest.mark.parametrize(
    ("stored", "status", "said"),
    [
        ([], "fail", "no answer"),
        ([{"todo": True}], "todo", "To do"),
        ([{"error": "ValueError: no"}], "fail", "ValueError: no"),
        ([{"value": {"array": [1], "dtype": "object"}}], "fail", ""),
        ([{"value": {"forged": 1}}], "fail", "unexpected"),
        ([{"value": 1, "extra": 2}], "fail", "extra"),
    ],
)
def test_answers_without_a_value(demo, stored, status, said):
    found = marks(demo, scale=stored)["scale"]
    assert (found.points, found.status) == (0, status)
    assert found.reason and said in found.reason


def test_a_value_left_at_none_is_todo(demo):
    assert marks(demo, total=[{"value": None}])["total"].status == "todo"


def test_points_are_rounded(demo, monkeypatch):
    monkeypatch.setitem(demo.points, "scale", 1.25)
    negative = values(demo.tasks["scale"], lambda x, factor: -x * factor)
    assert marks(demo, scale=negative)["scale"].points == 0.62


def test_the_language_is_the_students(demo):
    use_language("en")
    found = marks(demo, "fr", scale=values(demo.tasks["scale"], lambda x, factor: x + factor))
    assert found["scale"].reason == "Une somme !" and language() == "en"


# --- no values for a second try ------------------------------------------------------------------


def hidden_numbers(demo):
    found = set()
    for task in demo.tasks.values():
        for case in draw_cases(task, SEED):
            expected = np.ravel(task.reference(**case)).tolist()
            found |= (
                {f"{x:.6g}" for x in expected}
                | {f"{x:.4f}" for x in expected}
                | {repr(x) for x in expected}
            )
    return found - {"0", "0.0000"}


SCALE_FAULTS = {
    "wrong": lambda right: [{"value": plain.encode(v + 1)} for v in right],
    "wrong and modified": lambda right: [
        {"value": plain.encode(v + 1), "modified": "x"} for v in right
    ],
    "wrong, then modified": lambda right: [
        {"value": plain.encode(v + (i == 0)), "modified": "x" if i == 1 else None}
        for i, v in enumerate(right)
    ],
    "wrong, then an error": lambda right: [
        {"value": plain.encode(right[0] + 1)},
        {"error": "ZeroDivisionError: no"},
    ],
    "right, then wrong": lambda right: [
        {"value": plain.encode(v + (i == 3))} for i, v in enumerate(right)
    ],
    "wrong, then another shape": lambda right: [
        {"value": plain.encode((v + 1)[: 3 - (i > 1)])} for i, v in enumerate(right)
    ],
    "a list": lambda right: [{"value": (v + 1).tolist()} for v in right],
}


@pytest.mark.parametrize("fault", SCALE_FAULTS)
def test_the_student_reads_no_marked_value_and_the_instructor_does(demo, fault):
    task = demo.tasks["scale"]
    right = [task.reference(**case) for case in draw_cases(task, SEED)]
    mark = marks(demo, scale=SCALE_FAULTS[fault](right))["scale"]
    shown = re.findall(r"-?\d+\.\d+", mark.reason)
    assert not set(shown) & hidden_numbers(demo), mark.reason
    assert set(re.findall(r"-?\d+\.\d+", mark.detail)) & hidden_numbers(demo), mark.detail


def test_a_wrong_value_is_not_told_the_right_one(demo):
    mark = marks(demo, total=[{"value": 3}])["total"]
    expected = str(sum(demo.given(SEED)["total"]["numbers"]))
    assert expected in mark.detail and expected not in mark.reason


def test_a_right_function_that_modifies_its_argument_is_told(demo):
    task = demo.tasks["scale"]
    mark = marks(demo, scale=values(task, task.reference, modified="x"))["scale"]
    assert mark.points == 0 and "modifies its argument x" in mark.reason


def test_a_custom_comparison_speaks_for_itself(demo):
    mark = marks(demo, split=[{"value": 3}])["split"]
    assert mark.reason == "The two do not add up."


# --- records -------------------------------------------------------------------------------------


def test_a_record_comes_back(tmp_path):
    path = tmp_path / "results" / "ana.json"
    made = Record("k", {"a": []}, {"f": [{"value": {"tuple": [1]}}]}, ["é"], 1.5)
    made.marks = {"f": Mark(1.5, 2.0, "fail", "r", "d")}
    made.flags, made.missing, made.booked = ["x"], True, "b"
    made.write(path)
    assert Record.read(path) == made
    assert [p.name for p in path.parent.iterdir()] == ["ana.json"]


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "[]", "3", "null", "{}", '{"version": 0}', '{"version": 1}'),
        '{"version": 1, "marks": {"f": {"points": 1}}}',
        '{"version": 1, "marks": []}',
        '{"version": 1, "marks": {}, "unknown": 1}',
    ],
)
def test_an_unreadable_record_counts_as_none(tmp_path, text):
    path = tmp_path / "ana.json"
    assert Record.read(path) == Record()
    path.write_text(text)
    assert Record.read(path) == Record()


# --- running -------------------------------------------------------------------------------------


@pytest.fixture
def runs(monkeypatch):
    """Replace the executor; return the steps of each run."""
    seen = []

    def execute(steps, limits, isolated):
        seen.append((steps, isolated, language()))
        return Outcome({"values": []}, {"total": [Answer((1, np.arange(2)))]}, ["note"], 1.234)

    monkeypatch.setattr(marking, "execute", execute)
    return seen


def go(demo, notebook, old=None, seed=SEED, lang="en", limits=None):
    return answer(demo, notebook, seed, lang, old or Record(), limits or Limits())


def test_the_executor_asks_at_each_check_and_runs_the_rest(demo, runs):
    notebook = solve(demo.notebook("en", Variant(SEED, 12), "ana"))
    record = go(demo, notebook)
    [(steps, isolated, lang)] = runs
    assert isolated and lang == "en"
    questions = [step for step in steps if isinstance(step, Question)]
    assert [q.name for q in questions] == list(demo.tasks)
    assert [q.cases is None for q in questions] == [False, True, False, True]
    ran = [step.source for step in steps if isinstance(step, Cell)]
    assert ran == [
        c.source
        for c in notebook.cells
        if c.cell_type == "code" and not c.source.startswith("check(")
    ]
    assert not [q for q in questions if q.cases and "expected" in q.cases]
    assert record.notes == ["note"] and record.seconds == 1.23
    [stored] = marking.answers_of(record, "total")
    assert stored.value[0] == 1 and stored.value[1].tolist() == [0, 1]
    json.dumps(record.answers)


def test_nothing_is_run_twice(demo, runs):
    notebook = solve(demo.notebook("en", Variant(SEED, 12), "ana"))
    first = go(demo, notebook)
    first.booked = "b"
    first.marks, first.flags = {"old": 1}, ["old"]
    second = go(demo, notebook, first)
    assert len(runs) == 1
    assert (second.answers, second.outputs, second.notes) == (
        first.answers,
        first.outputs,
        first.notes,
    )
    assert (second.booked, second.marks, second.flags) == ("b", {}, [])


def edited_markdown(nb):
    cell(nb, "why").source = "Autre chose."


def edited_answer(nb):
    cell(nb, "scale-answer").source += "  # "


def edited_values(nb):
    cell(nb, "values").source += "\n"


@pytest.mark.parametrize(
    ("change", "more", "again"),
    [
        (edited_markdown, {}, False),
        (edited_answer, {}, True),
        (edited_values, {}, True),
        (None, {"seed": 12}, True),
        (None, {"lang": "fr"}, True),
    ],
)
def test_what_changes_the_answers_is_run_again(demo, runs, change, more, again):
    notebook = solve(demo.notebook("en", Variant(SEED, 12), "ana"))
    first = go(demo, notebook)
    if change:
        change(notebook)
    go(demo, notebook, first, **more)
    assert (len(runs) == 2) is again


# --- the graded notebook -------------------------------------------------------------------------


def test_nbgrader_reads_our_points_and_nothing_acts_in_a_browser(demo):
    notebook = solve(demo.notebook("en", Variant(SEED, 12), "ana"), ANSWERS)
    cell(notebook, "how").source = cell(demo.notebook("en", Variant(SEED, 12)), "how").source
    evil = "<script>alert('1')</script> & \"q\""
    record = Record(
        marks={
            "scale": Mark(1.25, 4, "fail", evil, evil),
            "total": Mark(2.0, 2, "pass", "r", "d"),
            "largest": Mark(0.0, 3, "todo", "r", "d"),
            "split": Mark(0.62, 1, "fail", "r", "d"),
        }
    )
    output = {"output_type": "stream", "name": "stdout", "text": "hi"}
    record.outputs = {cell(notebook, "scale-answer").id: [output]}
    made = evaluated(notebook, demo, record)
    for name, mark in record.marks.items():
        assert determine_grade(cell(made, name)) == (mark.points, mark.max)
    assert determine_grade(cell(made, "why")) == (None, 2.5)
    assert determine_grade(cell(made, "how")) == (0, 1)  # left untouched
    html = cell(made, "scale").outputs[0].data["text/html"]
    assert "<script" not in html and "&lt;script&gt;" in html and "1.25" in html
    assert cell(made, "scale-answer").outputs == [output]
    assert cell(made, "total-answer").outputs == [] and not cell(notebook, "scale").outputs
    counts = [c.execution_count for c in made.cells if c.cell_type == "code"]
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a < b et 1<2", "a < b et 1<2"),
        ("<script>x()</script>", "&lt;script>x()&lt;/script>"),
        ("<img src=x onerror=y>", "&lt;img src=x onerror=y>"),
        ("<!-- x --><?php", "&lt;!-- x -->&lt;?php"),
        ("[ici](JavaScript:alert(1))", "[ici](JavaScript :alert(1))"),
        ("$x<y$ et `x < y`", "$x&lt;y$ et `x < y`"),
        ("`a<b` et ``<b>`x``, <b>`", "`a<\u2060b` et ``<\u2060b>`x``, &lt;b>`"),
        ("[ici](java&#115;cript&colon;x())", "[ici](java& #115;cript& colon;x())"),
        ("[ici](data:text/html,x)", "[ici](data :text/html,x)"),
        ("![i](attachment:i.png)", "![i](i.png)"),  # not attached: Formgrader could not show it
    ],
)
def test_markdown_of_students_cannot_act_in_formgrader(text, shown):
    assert marking.harmless(text) == shown == marking.harmless(shown)


def test_an_attached_image_is_kept():
    text = "![i](attachment:i.png)"
    assert marking.harmless(text, {"i.png": {"image/png": "AA"}}) == text


def test_a_record_nested_too_deeply_counts_as_none(tmp_path):
    (tmp_path / "ann.json").write_text("[" * 100_000)
    assert Record.read(tmp_path / "ann.json") == Record()
