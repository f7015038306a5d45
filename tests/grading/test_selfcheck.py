"""The checks in the student's notebook: right, wrong, to do; and no marked answer in them."""

import base64
import re
import zlib

import numpy as np
import pytest

from course_utils.grading import plain
from course_utils.grading.assignment import Variant
from course_utils.grading.selfcheck import SelfCheck, form_problem
from course_utils.i18n import use_language
from course_utils.task import draw_cases

MINE = Variant(11, 12)


@pytest.fixture(params=["fr", "en"])
def lang(request):
    return request.param


@pytest.fixture
def say(demo, lang, capsys):
    """Return what the check of a release says, as one line."""
    check = SelfCheck(lang, demo.examples(MINE))

    def said(*function, **values):
        assert check(*function, **values) is None
        return capsys.readouterr().out.strip()

    return said


def scale(x, factor):
    return x * factor


def named(name, body):
    body.__name__ = name
    return body


def todo(x, factor):
    raise NotImplementedError


def broken(x, factor):
    return 1 / 0


def careless(x, factor):
    x *= factor
    return x


@pytest.mark.parametrize(
    ("body", "symbol", "fr", "en"),
    [
        (scale, "✓", "Juste sur 3 exemples", "Right on 3 examples"),
        (todo, "○", "À faire", "To do"),
        (broken, "✗", "ZeroDivisionError", "ZeroDivisionError"),
        (careless, "✗", "modifie son argument x", "modifies its argument x"),
        (lambda x, factor: x + factor, "✗", "Une somme !", "A sum!"),
        (lambda x, factor: -x * factor, "✗", "Le signe.", "The sign."),
        (lambda x, factor: x, "✗", "Attendu", "Expected"),
        (lambda x, factor: None, "✗", "renvoie None", "returns None"),
        (lambda x, factor: x[:2], "✗", "forme attendue", "expected shape"),
        (lambda x, factor: x * np.nan, "✗", "NaN", "NaN"),
        (lambda x, factor: "text", "✗", "Il faut un tableau", "array of shape"),
        (lambda x: x, "✗", "(x, factor)", "(x, factor)"),
    ],
)
def test_a_function(say, lang, body, symbol, fr, en):
    said = say(named("scale", body))
    assert said.startswith(f"{symbol} scale")
    assert {"fr": fr, "en": en}[lang] in said and "\n" not in said


@pytest.mark.parametrize(
    ("value", "symbol", "fr", "en"),
    [
        (3, "•", "La forme convient", "The form is right"),
        (-1e9, "•", "La forme convient", "The form is right"),
        (np.int64(3), "•", "La forme convient", "The form is right"),
        (None, "○", "À faire", "To do"),
        ("3", "✗", "Il faut un nombre", "a number is needed"),
        ([1, 2], "✗", "un seul nombre, et non [1, 2]", "A single number is needed, not [1, 2]"),
        (
            np.ones(1),
            "✗",
            "un seul nombre, et non tableau de forme (1,)",
            "not array of shape (1,)",
        ),
        (3.5, "✗", "nombre entier, et non 3.5", "A whole number is needed, not 3.5"),
        (float("nan"), "✗", "NaN", "NaN"),
        (10**400, "✗", "Il faut un nombre", "a number is needed"),
        (object(), "✗", "Il faut un nombre", "a number is needed"),
        ({"a": 1}, "✗", "Il faut un nombre", "a number is needed"),
        (len, "✗", "Il faut un nombre", "a number is needed"),
    ],
)
def test_a_value_is_checked_for_its_form_only(say, lang, value, symbol, fr, en):
    said = say(total=value)
    assert said.startswith(f"{symbol} total") and {"fr": fr, "en": en}[lang] in said


def test_a_value_that_another_comparison_judges(say, lang):
    assert {"fr": "sera jugée", "en": "will be judged"}[lang] in say(split=(1, 2))
    assert "○" in say(split=None)


@pytest.mark.parametrize(
    ("function", "values"),
    [
        ((), {}),
        ((None,), {}),
        ((3,), {}),
        ((len,), {}),
        ((np.sum,), {}),
        ((named("total", lambda: 1),), {}),
        (([1],), {}),
        ((), {"unknown": 3}),
        ((), {"scale": 3}),
    ],
)
def test_what_is_not_in_the_assignment(say, lang, function, values):
    said = say(*function, **values)
    assert said.startswith("✗")
    assert {"fr": "il y a : ", "en": "there are: "}[lang] + ("total" if values else "scale") in said


def test_a_function_without_expected_values_is_only_run(tmp_path, capsys):
    facts = {"f": {"value": False, "cases": [{"x": 1}, {"x": 2}]}}
    packed = base64.b64encode(zlib.compress(plain.dumps(facts).encode())).decode()
    check = SelfCheck("en", packed)
    for body, said in (
        (lambda x: x, "• f: The function runs"),
        (lambda x: 1 / (x - 2), "✗ f: ZeroDivisionError"),
    ):
        check(named("f", body))
        assert capsys.readouterr().out.startswith(said)


def test_the_examples_hold_no_marked_answer(demo):
    text = zlib.decompress(base64.b64decode(demo.examples(MINE))).decode()
    numbers = {float(n) for n in re.findall(r"-?\d+\.?\d*(?:e-?\d+)?", text)}
    public = draw_cases(demo.tasks["scale"], MINE.public)[0]
    assert float((public["x"] * public["factor"])[0]) in numbers  # they would be found
    for name, task in demo.tasks.items():
        for inputs in draw_cases(task, MINE.graded):
            expected = np.ravel(task.reference(**inputs))
            assert not numbers & set(map(float, expected[expected != 0])), name


def test_form_problem_names_no_expected_number():
    use_language("en")
    assert form_problem((0, np.zeros(2)), (5, np.ones(2))) is None
    assert "2 values are needed" in form_problem((0, 0.0), (1, 2, 3))
    assert "(2,)" in form_problem((0, np.zeros(2)), (5, np.ones(3)))
    assert form_problem((0, 0.0), (5, 1.5)) is None and form_problem((0, 0.0), (5.0, 1)) is None
    assert form_problem((0.0, 0), (1.5, 2.5)) == "Value 2: A whole number is needed, not 2.5."
    assert form_problem(np.zeros(2, int), [1.0, 2.0]) is None
    assert form_problem(np.zeros(2, int), [1.0, 2.5]) == "Whole numbers are needed."
    assert form_problem(np.zeros(2), [[1], [2, 3]])
