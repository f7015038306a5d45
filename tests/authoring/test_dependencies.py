"""Which modules count for a lesson's outputs: those that it imports, however indirectly."""

import subprocess
import sys
from dataclasses import replace

import pytest

from course_utils.authoring import dependencies
from course_utils.authoring.source import Cell, read_lesson


def modules(lesson):
    return {path.stem for path in dependencies.runtime_files(lesson)}


def add(course, name, text):
    path = course.root / "course_utils" / f"{name}.py"
    path.write_text(text, encoding="utf-8")


def test_what_is_imported_counts_and_what_is_not_does_not(course):
    for name in ("plots", "explorers", "widgets", "pad", "data", "unused"):
        add(course, name, "")
    add(course, "explorers", "def f():\n    from course_utils.widgets import show_widget\n")
    add(course, "session", "import os\nif os.name:\n    from course_utils import data as d\n")
    assert modules(course.lesson()) == {"demo", "session", "plots", "explorers", "widgets", "data"}


@pytest.mark.parametrize(
    "line",
    [
        "import course_utils.extra as e",
        "from course_utils.extra import (\n    a,\n    b,\n)",
        "from course_utils import extra",
        "%timeit -n 1 1 + 1\nfrom course_utils.extra import a",
    ],
)
def test_every_way_of_importing(course, line):
    add(course, "extra", "from course_utils.extra import a  # a circle\n")
    assert "extra" not in modules(course.lesson())
    lesson = course.lesson()
    more = Cell("code", "one more cell", code=line)
    assert "extra" in modules(replace(lesson, cells=[*lesson.cells, more]))


def test_the_lessons_of_the_course():
    neuron, mnist = (modules(read_lesson(name)) for name in ("02_neuron", "09_mnist_cnn"))
    assert {"session", "i18n", "datasets", "plots", "task", "claims", "quizzes"} <= neuron & mnist
    assert {"pad", "training", "mnist_cnn"} <= mnist - neuron
    assert not {"cli", "build", "render", "__init__"} & (neuron | mnist)


def test_what_a_lesson_loads_at_run_time_is_counted():
    code = (
        "import sys; from course_utils import *;"
        "lesson = start('09_mnist_cnn', 'fr', data='sample'); load('mnist'); lesson.tasks;"
        "print(*(m.split('.')[-1] for m in sys.modules if m.startswith('course_utils.')))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(shown.stdout.splitlines()[-1].split())
    assert {"session", "datasets", "mnist_cnn"} <= loaded
    # The environment's check and the progress, which `import *` loads, belong to lesson 00 alone.
    alone = {"tasks", "doctor", "colab", "live", "progress"}
    assert loaded - alone <= modules(read_lesson("09_mnist_cnn"))
