"""Tasks: what the comparison says, and what an evaluation finds."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from course_utils import session
from course_utils.exercises import check
from course_utils.i18n import Text, use_language
from course_utils.records import RECORD
from course_utils.task import (
    Answer,
    Mistake,
    Result,
    Task,
    compare_values,
    describe,
    draw_cases,
    evaluate,
    generator,
    judge,
)

HINTS = (Text("a", "a"),) * 3
NAN, INF = float("nan"), float("inf")

SAME = [
    (3, 3),
    (3, 3.0),
    (np.int64(3), 3),
    (1.0, 1 + 1e-7),
    (0.0, 1e-9),
    (True, np.True_),
    ("same", "same"),
    ((1, 2), [1, 2]),
    ((np.ones(2), 1), [[1, 1], 1]),
    (np.arange(3), [0, 1, 2]),
    (np.arange(3, dtype=np.uint8), np.arange(3.0)),
    (NAN, NAN),
    (np.array([1, NAN, INF]), np.array([1, NAN, INF])),
    (2j, 2j),
]

# (expected, got, what the French message says, what the English one says)
DIFFERENT = [
    (3, None, "renvoie None : il manque sans doute un `return`", "returns None: a `return`"),
    ("same", "valid", "Attendu 'same', obtenu 'valid'.", "Expected 'same', got 'valid'."),
    ("same", 3, "Attendu 'same', obtenu 3.", "Expected 'same', got 3."),
    ((1, 2), (1, 2, 3), "Il faut 2 valeurs, et non 3", "2 values are needed"),
    ((np.ones(2), 1), 3, "Il faut un tuple de 2 valeurs.", "A tuple of 2 values is needed."),
    ((np.ones(2), 1), ([1, 1], 2), "Attendu 1, obtenu 2.", "Expected 1, got 2."),
    (3, "3", "Il faut un nombre, et non '3' (type str)", "a number is needed"),
    (
        np.ones(2),
        {1},
        "un tableau de forme (2,), et non {1}",
        "an array of shape (2,)",
    ),
    (np.ones(2), [[1], [2, 3]], "(type list)", "(type list)"),
    (1.0, 1 + 5j, "(type complex)", "(type complex)"),
    (np.ones(2), np.ones((2, 1)), "La forme attendue est (2,)", "The expected shape is (2,)"),
    (
        3,
        np.array([3]),
        "Il faut un seul nombre",
        "A single number is needed, not array of shape (1,)",
    ),
    ((1, np.zeros(2)), (1, np.ones(2)), "Valeur 2 : Attendu", "Value 2: Expected"),
    (
        (np.zeros(2), 1),
        (np.zeros(3), 1),
        "Valeur 1 : La forme",
        "Value 1: The expected shape is (2,)",
    ),
    (1.0, NAN, "contient NaN ou l'infini", "contains NaN or infinity"),
    (np.ones(2), [1, INF], "contient NaN ou l'infini", "contains NaN or infinity"),
    (INF, 1.0, "Attendu inf, obtenu 1.", "Expected inf, got 1."),
    (True, np.array(False), "Attendu True, obtenu False.", "Expected True, got False."),
    (3.0, 4.0, "Attendu 3, obtenu 4.", "Expected 3, got 4."),
    (
        np.arange(3),
        [0, 1, 3],
        "tableau de forme (3,) [0, 1, 2], obtenu",
        "array of shape (3,) [0, 1, 2]",
    ),
    (
        np.zeros((4, 5)),
        np.eye(4, 5),
        "Valeurs fausses : 4 sur 20 ; la première, à l'indice [0, 0] : attendu 0, obtenu 1.",
        "Wrong values: 4 out of 20; the first one, at index [0, 0]: expected 0, got 1.",
    ),
]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("expected", "got"), SAME)
def test_equal_values(expected, got):
    assert compare_values(expected, got) is None


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("expected", "got", "french", "english"), DIFFERENT)
def test_different_values_are_explained_in_both_languages(expected, got, french, english):
    assert french in compare_values(expected, got)
    use_language("en")
    assert english.lower() in compare_values(expected, got).lower()


def test_tolerances():
    assert compare_values(1.0, 1.01) is not None
    assert compare_values(1.0, 1.01, rtol=0.1) is None
    assert compare_values(0.0, 0.01, atol=0.1) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.zeros((3, 28, 28)), "tableau de forme (3, 28, 28)"),
        (np.array([0.5, 1]), "tableau de forme (2,) [0.5, 1. ]"),
        (np.float64(0.123456789), "0.123457"),
        (np.array(2), "2"),
        ("a", "'a'"),
        (list(range(100)), "…"),
    ],
)
def test_descriptions_are_short(value, text):
    assert describe(value).endswith(text)
    assert len(describe(value)) <= 60


# --- evaluation -------------------------------------------------------------------------------


def inputs(rng):
    return {"x": rng.normal(size=4), "n": int(rng.integers(2, 9))}


TASK = Task(
    "scale",
    1,
    inputs,
    lambda x, n: x * n,
    HINTS,
    (Mistake(lambda x, n: x / n, Text("Il faut multiplier.", "Multiply instead.")),),
)


def failure(function, lang="fr"):
    use_language(lang)
    result = evaluate(TASK, function)
    assert (result.task, result.status) == ("scale", "fail")
    return result.message


def test_pass():
    result = evaluate(TASK, lambda x, n: n * x)
    assert (result.task, result.status, result.message) == ("scale", "pass", "Réussi !")


def test_todo():
    def scale(x, n):
        raise NotImplementedError

    assert evaluate(TASK, scale).status == "todo"
    assert evaluate(TASK, scale).message == "À faire : complétez le code."


def test_none():
    assert "renvoie None" in failure(lambda x, n: None)


def test_what_differs_first_is_shown_with_the_call():
    message = failure(lambda x, n: x * n + 1)
    assert message.startswith("Attendu tableau de forme (4,)")
    assert "Appel : scale(x=tableau de forme (4,)" in message
    assert "Call: scale(x=array of shape (4,)" in failure(lambda x, n: x * n + 1, "en")


@pytest.mark.parametrize("function", [lambda x: x, lambda x, m: x, lambda: 1, lambda x, n, more: x])
def test_wrong_signature(function):
    assert "doit accepter les arguments (x, n)" in failure(function)
    assert "must accept the arguments (x, n)" in failure(function, "en")


def test_more_arguments_with_defaults_are_fine():
    assert evaluate(TASK, lambda x, n, more=1: x * n).status == "pass"


def test_changed_arguments():
    def scale(x, n):
        x *= n
        return x

    assert "modifie son argument x :" in failure(scale)
    assert "modifies its argument x:" in failure(scale, "en")


def test_an_exception_is_shown_with_the_learners_own_line():
    def scale(x, n):
        y = np.zeros(3)
        return np.add(x, y)

    message = failure(scale)
    assert message.startswith("ValueError: operands could not be broadcast")
    assert message.endswith("(ligne : `return np.add(x, y)`)")
    assert failure(scale, "en").endswith("(line: `return np.add(x, y)`)")


def test_a_type_error_inside_is_no_wrong_signature():
    message = failure(lambda x, n: len(n))
    assert message.startswith("TypeError: object of type 'int' has no len()")


def test_the_learners_deepest_line_is_shown():
    def helper(n):
        return [][n]

    message = failure(lambda x, n: helper(n))
    assert "`return [][n]`" in message


def test_a_listed_mistake_has_its_own_message():
    assert failure(lambda x, n: x / n) == "Il faut multiplier."
    assert failure(lambda x, n: x / n, "en") == "Multiply instead."


def test_a_mistake_must_explain_every_case():
    calls = iter(range(TASK.cases))
    message = failure(lambda x, n: x / n if next(calls) < TASK.cases - 1 else x)
    assert "Il faut multiplier" not in message
    assert "Attendu" in message


def test_a_listed_mistake_that_raises_is_passed_over():
    broken = Mistake(lambda x, n: 1 / 0, Text("a", "a"))
    task = Task("scale", 1, inputs, TASK.reference, HINTS, (broken, *TASK.mistakes))
    assert evaluate(task, lambda x, n: x / n).message == "Il faut multiplier."


def test_answers_do_not_share_memory_with_the_reference():
    """A reference or a mistake that writes into its inputs must not disturb the others."""

    def writing(x, n):
        x *= n
        return x

    task = Task("scale", 1, inputs, writing, HINTS, (Mistake(writing, Text("a", "a")),))
    assert evaluate(task, lambda x, n: x * n).status == "pass"
    assert "Attendu" in evaluate(task, lambda x, n: x + n).message


def test_own_comparison():
    def compare(expected, got):
        return None if len(got) == 4 else "Non."

    task = Task("scale", 1, inputs, TASK.reference, HINTS, compare=compare)
    assert evaluate(task, lambda x, n: x).status == "pass"
    assert evaluate(task, lambda x, n: x[1:]).message.startswith("Non. Appel : scale(")


def test_inputs_depend_on_seed_and_name_only():
    def drawn(task, seed):
        calls = []

        def spy(x, n):
            calls.append((x.tolist(), n))
            return x * n

        assert evaluate(task, spy, seed).status == "pass"
        assert len(calls) == task.cases
        return calls

    other = Task("other", 1, inputs, TASK.reference, HINTS)
    np.random.seed(1)
    first = drawn(TASK, 0)
    np.random.seed(2)
    assert drawn(TASK, 0) == first
    assert drawn(TASK, 1) != first
    assert drawn(other, 0) != first
    # The same on every machine and in every process: hash() would not do.
    assert generator(TASK, 0).integers(1000, size=3).tolist() == [46, 308, 275]


def test_global_random_state_is_left_alone():
    np.random.seed(0)
    before = np.random.get_state()[1].copy()
    evaluate(TASK, lambda x, n: x)
    assert np.array_equal(np.random.get_state()[1], before)


# --- the check in a lesson --------------------------------------------------------------------


@pytest.fixture
def lesson(monkeypatch):
    running = session.Session("x")
    running.tasks = SimpleNamespace(TASKS=(TASK,))
    monkeypatch.setattr(session, "_session", running)


@pytest.mark.parametrize(
    ("function", "symbol", "status"),
    [(lambda x, n: x * n, "✓", "pass"), (lambda x, n: x / n, "✗", "fail")],
)
def test_check_says_and_records_the_result(lesson, notebook, function, symbol, status):
    function.__name__ = "scale"
    check(function)
    [output] = notebook
    message = evaluate(TASK, function).message
    assert output.data["text/plain"] == f"{symbol} scale : {message}"
    wanted = {"type": "check", "task": "scale", "status": status, "message": message}
    assert output.data[RECORD] == wanted


def test_check_of_a_result_asks_for_the_function(lesson, notebook):
    check(3)
    assert "Donnez la fonction elle-même, sans parenthèses" in notebook[0].data["text/plain"]
    use_language("en")
    check(None)
    assert "Give the function itself, without parentheses" in notebook[1].data["text/plain"]


@pytest.mark.parametrize("thing", [np.mean, lambda x: x])
def test_check_of_something_else_lists_the_exercises(lesson, notebook, thing):
    use_language("en")
    check(thing)
    assert notebook[0].data["text/plain"].endswith("Give one of these functions: scale.")
    assert RECORD not in notebook[0].data


def test_answers_that_are_missing_never_pass():
    cases = draw_cases(TASK)
    right = [Answer(TASK.reference(**case)) for case in cases]
    assert judge(TASK, cases, right) == Result("scale", "pass", "Réussi !", 1.0)
    assert judge(TASK, cases, []).status == "fail"
    assert judge(TASK, cases, right[:-1]).status == "fail"
    assert judge(TASK, cases, [Answer(error=""), *right[1:]]).status == "fail"


def test_a_listed_mistake_keeps_its_share_of_the_points():
    half = Mistake(lambda x, n: x + n, Text("Il faut multiplier.", "Multiply."), credit=0.5)
    task = dataclasses.replace(TASK, mistakes=(half,))
    assert evaluate(task, lambda x, n: x + n).credit == 0.5
    assert evaluate(task, lambda x, n: x - n).credit == 0


def test_a_comparison_that_fails_on_a_strange_value_is_a_wrong_answer():
    def compare(expected, got):
        return None if got["a"] == 1 else "Non."

    task = dataclasses.replace(TASK, compare=compare)
    result = evaluate(task, lambda x, n: 3)
    assert result.status == "fail" and "TypeError" in result.message


def test_a_value_task_has_one_case_and_none_means_to_do():
    task = dataclasses.replace(TASK, value=True)
    [case] = draw_cases(task)
    assert judge(task, [case], [Answer(None)]).status == "todo"
    assert judge(task, [case], [Answer(TASK.reference(**case))]).status == "pass"
    wrong = judge(task, [case], [Answer(TASK.reference(**case) + 1)])
    assert wrong.status == "fail" and "Appel" not in wrong.message


def test_a_modified_argument_is_no_listed_mistake():
    """A mistake that gives right values on these very cases must not lend its message."""
    lucky = Mistake(lambda x, n: x * n, Text("Un faux ami.", "A false friend."))
    task = dataclasses.replace(TASK, mistakes=(lucky,))
    cases = draw_cases(task)
    right = [Answer(TASK.reference(**case), modified="x") for case in cases]
    result = judge(task, cases, right)
    assert result.status == "fail" and "modifie son argument x" in result.message
