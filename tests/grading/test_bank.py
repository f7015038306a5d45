"""The public bank of assignments: references, stubs, mistakes and their credit, values, notebooks."""

import copy
import functools
import json
import re
from collections import Counter

import numpy as np
import pytest
from selection import commit_date
from test_tasks import remembering

from course_utils.authoring.localize import translate_code
from course_utils.authoring.paths import ROOT
from course_utils.grading import kernel_side, plain
from course_utils.i18n import LANGUAGES, Text, use_language
from course_utils.task import Answer, compare_values, draw_cases, judge

pytest.importorskip("nbgrader", reason="the grading extra is not installed")
from course_utils.grading import assignment

BANK = ROOT / "course_utils/grading/bank"
MANY = range(300)
# Ten of the 300 seeds a day, by the date of HEAD; `course grade stress` takes them all.
SEEDS = MANY[10 * (commit_date().toordinal() % 30) :][:10]
NAMES = sorted(path.parent.name for path in BANK.glob("*/assignment.py"))
# Each call builds and trains a network: one seed is enough.
SLOW = {("mnist_cnn", "one_step"): 1, ("keras_first_network", "restarts"): 1}


@functools.cache
def loaded(name: str):
    """Return an assignment of the bank; its modules are loaded by path."""
    return assignment.load(BANK / name)


TASKS = [(name, task) for name in NAMES for task in loaded(name).tasks.values()]
every_assignment = pytest.mark.parametrize("name", NAMES)
every_task = pytest.mark.parametrize(
    ("name", "task"), TASKS, ids=[f"{name}-{task.name}" for name, task in TASKS]
)
every_value = pytest.mark.parametrize(
    ("name", "task"),
    [(name, task) for name, task in TASKS if task.value],
    ids=[f"{name}-{task.name}" for name, task in TASKS if task.value],
)


def judged(task, solution, seed):
    """Judge a solution called like the reference, for function and value tasks alike."""
    cases = drawn(task, seed)
    answers = [Answer(plain.loads(plain.dumps(solution(**copy.deepcopy(c))))) for c in cases]
    return judge(task, cases, answers)


@functools.cache
def drawn(task, seed):
    """Return the cases of a seed, drawn once."""
    return draw_cases(task, seed)


@functools.cache
def answer_cells(name: str, lang: str, solved: bool) -> dict[str, str]:
    """Return {task: code of its answer cell} as students get it, or as the author solved it."""
    made = loaded(name)
    cells = [cell for cell in made.cells if "exercise" in cell.tags]
    return {
        task.name: assignment.answer_code(
            translate_code(cell.code, lang, cell.where), task, lang, solved
        )
        for task, cell in zip(made.tasks.values(), cells, strict=True)
    }


def namespace_of(name: str, lang: str, solved: bool, seed: int) -> dict:
    """Execute the code cells of an assignment, in order, with the values of a seed."""
    made = loaded(name)
    namespace = {"__name__": "__main__"}
    answers = iter(answer_cells(name, lang, solved).values())
    for cell in made.cells:
        if "values" in cell.tags:
            namespace["given"] = plain.loads(plain.dumps(made.given(seed)))
        elif cell.kind == "code" and "source-only" not in cell.tags:
            exercise = "exercise" in cell.tags
            exec(next(answers) if exercise else translate_code(cell.code, lang), namespace)
    return namespace


def graded(task, namespace: dict, seed: int, lang: str):
    """Ask a namespace for its answers as the isolated kernel is asked, and judge them."""
    cases = drawn(task, seed)
    asked = None if task.value else plain.dumps(cases)
    found = json.loads(kernel_side.answers(namespace, task.name, asked, lang))
    answers = [
        Answer(plain.decode(one.get("value")), one.get("error"), "todo" in one, one.get("modified"))
        for one in found
    ]
    return judge(task, cases, answers)


# --- the files --------------------------------------------------------------------------------


@every_assignment
def test_points_make_20_and_name_the_tasks_in_order(name):
    made = loaded(name)
    assert sum(made.points.values()) + sum(made.written.values()) == 20
    assert list(made.points) == [task.name for task in made.module.TASKS]
    assert len(made.written) == 1
    assert all(text.strip() for text in (made.title["fr"], made.title["en"]))


@every_assignment
def test_every_statement_announces_its_points(name):
    made = loaded(name)
    announced = {"fr": [], "en": []}
    for cell in made.cells:
        if cell.kind == "markdown":
            for lang in LANGUAGES:
                found = re.search(r"^## (\d)\. .*\((\d+) points\)$", cell.text(lang), re.MULTILINE)
                announced[lang] += [(int(found[1]), int(found[2]))] if found else []
    expected = list(enumerate([*made.points.values(), *made.written.values()], 1))
    assert announced["fr"] == announced["en"] == expected


@every_assignment
def test_a_rubric_in_both_languages_that_no_student_sees(name):
    made = loaded(name)
    [written] = [cell for cell in made.cells if "written" in cell.tags]
    for lang in LANGUAGES:
        assert assignment.RUBRIC in written.text(lang)
        variant = assignment.variant(b"x" * 32, name, "student", "somebody")
        for cell in made.notebook(lang, variant).cells:
            assert not re.search(r"###|BEGIN|RUBRIC|rubric", cell.source), cell.source
            assert "T(" not in re.sub(r"SelfCheck\(.*", "", cell.source), cell.source


@every_task
def test_hints_and_messages_in_both_languages(name, task):
    texts = [*task.hints, *(mistake.message for mistake in task.mistakes)]
    assert len(task.hints) == 3 and len(task.mistakes) >= 3 and task.stars in (1, 2, 3)
    for text in texts:
        assert isinstance(text, Text)
        assert text.fr.strip() and text.en.strip() and text.fr != text.en
        assert text.fr.count("`") % 2 == text.en.count("`") % 2 == 0, text
    assert len({mistake.message for mistake in task.mistakes}) == len(task.mistakes)
    assert all(0 <= mistake.credit < 1 for mistake in task.mistakes)
    assert any(mistake.credit > 0 for mistake in task.mistakes)


# --- the tasks --------------------------------------------------------------------------------


@every_task
def test_the_reference_earns_everything_and_each_mistake_its_message_and_credit(name, task):
    quick = remembering(task)
    for seed in SEEDS:
        lang = LANGUAGES[seed % 2]
        use_language(lang)
        result = judged(quick, task.reference, seed)
        assert (result.status, result.credit) == ("pass", 1), f"seed {seed}: {result.message}"
        for mistake in task.mistakes:
            result = judged(quick, mistake.wrong, seed)
            wanted = mistake.message[LANGUAGES.index(lang)]
            found = (result.status, result.message, result.credit)
            assert found == ("fail", wanted, mistake.credit), f"seed {seed}"


@every_value
def test_the_answers_of_a_value_task_differ_from_student_to_student(name, task):
    answers = {plain.dumps(task.reference(**draw_cases(task, seed)[0])) for seed in MANY}
    assert len(answers) >= 0.9 * len(MANY)


def test_both_numbers_of_the_network_differ_from_student_to_student():
    task = loaded("mnist_cnn").tasks["network_size"]
    answers = [task.reference(**draw_cases(task, seed)[0]) for seed in MANY]
    sides, parameters = (Counter(part) for part in zip(*answers, strict=True))
    assert len(sides) >= 10 and max(sides.values()) < 0.2 * len(MANY)
    assert max(parameters.values()) <= 2


def test_no_line_parallel_to_an_axis_separates_widely_enough():
    task = loaded("neuron").tasks["separator"]
    for seed in MANY:
        [values] = draw_cases(task, seed)
        gaps = [
            (sign * values["ones"][:, axis]).min() - (sign * values["zeros"][:, axis]).max()
            for axis in (0, 1)
            for sign in (1, -1)
        ]
        assert max(gaps) / 2 < values["margin"], seed


@every_task
def test_most_single_cases_tell_each_mistake_from_the_right_answer(name, task):
    cases = [case for seed in range(30) for case in drawn(task, seed)][:30]
    for mistake in task.mistakes:
        shown = [
            task.compare(task.reference(**case), mistake.wrong(**case)) is not None
            for case in cases
        ]
        assert sum(shown) > len(cases) / 2, mistake.message.en


@every_task
def test_inputs_and_answers_cross_to_the_kernel_unchanged(name, task):
    for seed in range(5):
        for inputs in draw_cases(task, seed):
            crossed = plain.loads(plain.dumps(inputs))
            assert plain.dumps(crossed) == plain.dumps(inputs)
            expected, again = task.reference(**inputs), task.reference(**crossed)
            assert task.compare(expected, plain.loads(plain.dumps(again))) is None
            assert task.value is False or len(repr(inputs)) < 400  # people read them


def test_a_value_without_the_right_form_is_told_so():
    task = loaded("neuron").tasks["separator"]
    expected = task.reference(**draw_cases(task)[0])
    for got in (3, "w, b", [1, 2, 3], ([1, 2, 3], 0), ([1, float("nan")], 0), (None, None), {}):
        assert "(w, b)" in task.compare(expected, got), got
    for name, variable, form in (
        ("neuron", "after_correction", "(z, n)"),
        ("mnist_cnn", "network_size", "(map_side, parameters)"),
    ):
        task = loaded(name).tasks[variable]
        expected = task.reference(**draw_cases(task)[0])
        for got in (3, "ab", [1, 2, 3], ([1], 2), ("1", 2), None, {}, np.array(3)):
            assert form in task.compare(expected, got), got
        assert task.compare(expected, np.array(expected)) is None


# --- the notebooks ----------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@every_assignment
def test_the_solved_notebook_earns_everything(name, lang):
    use_language(lang)
    for seed in range(8):
        namespace = namespace_of(name, lang, True, seed)
        for task in loaded(name).tasks.values():
            if seed < SLOW.get((name, task.name), 8):
                result = graded(task, namespace, seed, lang)
                assert (result.status, result.credit) == ("pass", 1), f"{seed}: {result}"


@pytest.mark.parametrize("lang", LANGUAGES)
@every_assignment
def test_the_untouched_notebook_earns_nothing(name, lang):
    use_language(lang)
    for seed in SEEDS:
        namespace = namespace_of(name, lang, False, seed)
        for task in loaded(name).tasks.values():
            result = graded(task, namespace, seed, lang)
            debug = "NotImplementedError" not in answer_cells(name, lang, False)[task.name]
            status = "fail" if debug and not task.value else "todo"
            assert (result.status, result.credit) == (status, 0), f"{seed}: {result}"
            if status == "fail":  # the fault handed out is a listed mistake
                assert result.message == str(task.mistakes[0].message)


# --- what lesson 09 knows from Keras ----------------------------------------------------------


def test_the_size_of_the_network_is_that_of_keras():
    import keras

    task = loaded("mnist_cnn").tasks["network_size"]
    for seed in range(4):
        [values] = draw_cases(task, seed)
        image = keras.Input((values["side"], values["side"], values["channels"]))
        conv = functools.partial(keras.layers.Conv2D, kernel_initializer="zeros")
        x = conv(values["filters1"], values["kernel1"], strides=values["stride1"], padding="same")(
            image
        )
        x = keras.layers.MaxPooling2D(2)(x)
        x = keras.layers.MaxPooling2D(2)(conv(values["filters2"], values["kernel2"])(x))
        out = keras.layers.Dense(values["classes"], kernel_initializer="zeros")(
            keras.layers.Flatten()(x)
        )
        assert task.reference(**values) == (x.shape[1], keras.Model(image, out).count_params())


def test_the_mistakes_of_the_training_step_are_those_of_keras():
    """What students would really get must be recognised, with float32 and Keras's own Adam."""
    task = loaded("mnist_cnn").tasks["one_step"]
    code = answer_cells("mnist_cnn", "en", True)["one_step"]
    changes = {
        "return before, model.evaluate(images, labels, verbose=0)": (
            "return before, before",
            "Both losses are the one before",
        ),
        "optimizers.SGD": ("optimizers.Adam", "one of Adam"),
        "SGD(rate)": ("SGD()", "default rate"),
        "batch_size=len(images), ": ("", "default batch"),
        "epochs=1": ("epochs=2", "two steps"),
        ', activation="softmax"': ("", "Softmax is missing"),
        ', activation="relu"': ("", "ReLU"),
        "1 / 255": ("1.0", "divided by 255"),
    }
    use_language("en")
    import keras

    for old, (new, says) in changes.items():
        assert old in code
        namespace = {"keras": keras, "layers": keras.layers}
        exec(code.replace(old, new), namespace)
        result = graded(task, namespace, 0, "en")
        [mistake] = [mistake for mistake in task.mistakes if says in mistake.message.en]
        assert (result.message, result.credit) == (mistake.message.en, mistake.credit)


def test_only_values_have_a_comparison_of_their_own():
    """With `compare_values`, `check` can tell students more about a function."""
    assert all(task.value for _, task in TASKS if task.compare is not compare_values)
