"""Every exercise of every lesson: its reference, its stub, its mistakes, its printed solution."""

import copy
import dataclasses
import functools
import importlib
import pickle
import pkgutil
import re

import numpy as np
import pytest

import course_utils.tasks
from course_utils.authoring.localize import split_solution, translate_code
from course_utils.authoring.paths import SOURCES, lesson_names
from course_utils.authoring.render import EXERCISE
from course_utils.authoring.source import read_lesson
from course_utils.i18n import LANGUAGES, Text, use_language
from course_utils.task import evaluate, generator

MODULES = {
    info.name: importlib.import_module(f"course_utils.tasks.{info.name}")
    for info in pkgutil.iter_modules(course_utils.tasks.__path__)
}
TASKS = [(slug, task) for slug, module in MODULES.items() for task in module.TASKS]
every_module = pytest.mark.parametrize("slug", MODULES)
every_task = pytest.mark.parametrize(
    ("slug", "task"), TASKS, ids=[f"{slug}-{task.name}" for slug, task in TASKS]
)


@functools.cache
def remembering(task):
    """Return the task with a reference that is asked once for each input (some build layers)."""
    known = {}

    def reference(**inputs):
        key = pickle.dumps(inputs)
        if key not in known:
            known[key] = task.reference(**inputs)
        return copy.deepcopy(known[key])

    return dataclasses.replace(task, reference=reference)


def exercises(slug: str) -> dict[str, str]:
    """Return {function: code of its exercise cell} of the lesson with this slug."""
    [name] = [name for name in lesson_names() if name[3:] == slug]
    cells = [cell for cell in read_lesson(name).cells if EXERCISE in cell.tags]
    return {re.findall(r"^def (\w+)\(", c.code, re.MULTILINE)[-1]: c.code for c in cells}


def defined(code: str, name: str, namespace: dict):
    """Execute a cell and return one of its functions."""
    exec(code, namespace)
    return namespace[name]


def imports(slug: str) -> dict:
    """Execute the import lines of the lesson, which its exercises may use."""
    [name] = [name for name in lesson_names() if name[3:] == slug]
    lines = [
        line
        for cell in read_lesson(name).cells
        if cell.kind == "code"
        for line in cell.code.splitlines()
        if re.match(r"(import|from) [\w.]+", line) and not line.rstrip().endswith("(")
    ]
    namespace = {"np": np}
    exec("\n".join(lines), namespace)
    return namespace


@every_module
def test_a_tasks_module_belongs_to_one_lesson(slug):
    assert [path.stem[3:] for path in SOURCES.glob("[0-9][0-9]_*.py")].count(slug) == 1


@every_module
def test_names_are_unique(slug):
    names = [task.name for task in MODULES[slug].TASKS]
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


@every_task
def test_stars_and_three_hints(slug, task):
    assert task.stars in (1, 2, 3)
    assert len(task.hints) == 3
    for text in [*task.hints, *(mistake.message for mistake in task.mistakes)]:
        assert isinstance(text, Text)
        assert text.fr.strip() and text.en.strip()
        assert text.fr.count("`") % 2 == text.en.count("`") % 2 == 0, text
    assert len({mistake.message for mistake in task.mistakes}) == len(task.mistakes)


@every_task
def test_the_reference_passes_on_200_seeds_in_both_languages(slug, task):
    quick = remembering(task)
    for seed in range(200):
        use_language(LANGUAGES[seed % 2])
        # The first seeds ask the reference twice: it must not depend on chance.
        one = task if seed < 5 else quick
        result = evaluate(one, one.reference, seed)
        assert result.status == "pass", f"seed {seed}: {result.message}"


@every_task
def test_inputs_vary_with_the_seed(slug, task):
    if not task.inputs(generator(task)):
        pytest.skip("a function without arguments")
    drawn = {repr(task.inputs(generator(task, seed))) for seed in range(20)}
    assert len(drawn) > 10


@every_task
def test_an_untouched_stub_is_to_do(slug, task):
    def stub(*args, **kwargs):
        raise NotImplementedError

    for lang in LANGUAGES:
        use_language(lang)
        result = evaluate(task, stub)
        assert result.status == "todo"
        assert result.message


@every_task
def test_each_mistake_gets_its_own_message_on_50_seeds(slug, task):
    task = remembering(task)
    for mistake in task.mistakes:
        for seed in range(50):
            lang = LANGUAGES[seed % 2]
            use_language(lang)
            result = evaluate(task, mistake.wrong, seed)
            wanted = mistake.message[LANGUAGES.index(lang)]
            assert (result.status, result.message) == ("fail", wanted), f"seed {seed}"


@every_task
def test_the_printed_solution_passes_and_the_printed_stub_is_to_do(slug, task):
    cells, names, quick = exercises(slug), imports(slug), remembering(task)
    assert task.name in cells, f"no exercise of the lesson defines {task.name}"
    for lang in LANGUAGES:
        stub, solution = split_solution(translate_code(cells[task.name], lang), lang)
        assert evaluate(quick, defined(stub, task.name, dict(names))).status == "todo"
        solve = defined(solution, task.name, dict(names))
        for seed in range(20):
            result = evaluate(quick, solve, seed)
            assert result.status == "pass", f"{lang}, seed {seed}: {result.message}"


def test_the_output_size_of_lesson_09_is_that_of_keras():
    from keras.layers import Conv2D

    from course_utils.tasks.mnist_cnn import OUTPUT_SIZE

    rng = generator(OUTPUT_SIZE, 1)
    for inputs in (OUTPUT_SIZE.inputs(rng) for _ in range(30)):
        layer = Conv2D(1, inputs["kernel"], strides=inputs["stride"], padding=inputs["padding"])
        shape = layer.compute_output_shape((None, inputs["size"], inputs["size"], 1))
        assert OUTPUT_SIZE.reference(**inputs) == shape[1], inputs
