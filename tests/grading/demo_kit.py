"""A small assignment with every kind of task, and how to answer it."""

import copy
import json

import nbformat

from course_utils.grading.adapter import Release
from course_utils.grading.release import release

SOURCE = '''\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   assignment:
#     title: {fr: "Devoir d'essai", en: "Trial assignment"}
#     points: {scale: 4, total: 2, largest: 3, split: 1}
#     written: {why: 2.5, how: 1}
# ---

# %% tags=["source-only"]
from course_utils import T

# %% [markdown] lang="fr"
# # Devoir d'essai
#
# Les étudiants : lisez !
# %% [markdown] lang="en"
# # Trial assignment
#
# Students: read!

# %%
import math

# %% tags=["values"]
given = {}

# %% [markdown] lang="fr"
# ## 1. Échelle
# %% [markdown] lang="en"
# ## 1. Scale

# %% tags=["exercise"]
def scale(x, factor):
    T("""Multiplie x.""", """Multiplies x.""")
    ### BEGIN SOLUTION
    # fr: secret de l'auteur
    # en: the author's secret
    return x * factor
    ### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Somme
# %% [markdown] lang="en"
# ## 2. Sum

# %% tags=["exercise"]
numbers = given["total"]["numbers"]
### BEGIN SOLUTION
total = sum(numbers)
### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Le plus grand
# %% [markdown] lang="en"
# ## 3. The largest

# %% tags=["exercise"]
def largest(x):
    ### BEGIN BUG
    total = min(x)
    return total
    ### END BUG
    ### BEGIN SOLUTION
    total = max(x)
    return total
    ### END SOLUTION

# %% [markdown] lang="fr"
# ## 4. Partage
# %% [markdown] lang="en"
# ## 4. Split

# %% tags=["exercise"]
### BEGIN SOLUTION
split = (1, given["split"]["n"] - 1)
### END SOLUTION

# %% [markdown] lang="fr" tags=["written"]
# ## 5. Pourquoi ?
#
# ### RUBRIC
# barème caché
# %% [markdown] lang="en" tags=["written"]
# ## 5. Why?
#
# ### RUBRIC
# hidden scale

# %% [markdown] lang="fr" tags=["written"]
# ## 6. Comment ?
# %% [markdown] lang="en" tags=["written"]
# ## 6. How?
'''

TASKS = """\
import numpy as np

from course_utils.i18n import T, Text
from course_utils.task import Mistake, Task

HINTS = (Text("a", "a"), Text("b", "b"), Text("c", "c"))


def _same_sum(expected, got):
    try:
        right = len(got) == 2 and sum(got) == sum(expected)
    except TypeError:
        right = False
    return None if right else T("La somme des deux est fausse.", "The two do not add up.")


SCALE = Task(
    "scale",
    1,
    lambda rng: {"x": rng.uniform(1, 9, 3), "factor": float(rng.uniform(2, 9))},
    lambda x, factor: x * factor,
    HINTS,
    (
        Mistake(lambda x, factor: x + factor, Text("Une somme !", "A sum!")),
        Mistake(lambda x, factor: -x * factor, Text("Le signe.", "The sign."), credit=0.5),
    ),
    cases=5,
)
TOTAL = Task(
    "total",
    1,
    lambda rng: {"numbers": rng.integers(10**6, 10**7, 4).tolist()},
    lambda numbers: sum(numbers),
    HINTS,
    (Mistake(lambda numbers: numbers[0], Text("Le premier seul.", "Only the first.")),),
    value=True,
)
LARGEST = Task("largest", 1, lambda rng: {"x": rng.uniform(0, 1, 6)}, lambda x: max(x), HINTS)
SPLIT = Task(
    "split",
    1,
    lambda rng: {"n": int(rng.integers(10**6, 10**7))},
    lambda n: (0, n),
    HINTS,
    compare=_same_sum,
    value=True,
)
TASKS = (SCALE, TOTAL, LARGEST, SPLIT)
"""

ROSTER = """\
id,name,email,language,extension
ana,Ana A,,fr,
bob,Bob B,,en,
cy,Cy C,,en,
"""

ANSWERS = {
    "scale-answer": "def scale(x, factor):\n    return factor * x",
    "total-answer": 'total = sum(given["total"]["numbers"])',
    "largest-answer": "def largest(x):\n    return sorted(x)[-1]",
    "split-answer": 'split = (2, given["split"]["n"] - 2)',
    "why": "Parce que <b>oui</b>, é.",
    "how": "Ainsi.",
}


def set_secret(root):
    """Give a course folder the same secret on every run: chance coincidences come always or never."""
    (root / "secret").write_text("5e" * 32 + "\n")


def write_bank(folder, *changes, source=SOURCE, tasks=TASKS):
    """Write an assignment, with texts of its source or its tasks replaced; return its folder."""
    for old, new in changes:
        assert old in source or old in tasks, old
        source, tasks = source.replace(old, new), tasks.replace(old, new)
    folder.mkdir(parents=True)
    (folder / "assignment.py").write_text(source, encoding="utf-8")
    (folder / "tasks.py").write_text(tasks, encoding="utf-8")
    return folder


def cell(notebook, name):
    """Return the cell of a notebook with this nbgrader id."""
    [found] = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name]
    return found


def sources(notebook):
    return [c.source for c in notebook.cells]


def solve(notebook, answers=ANSWERS):
    """Return a copy of a notebook with answers typed in."""
    solved = copy.deepcopy(notebook)
    for name, source in answers.items():
        cell(solved, name).source = source
    return solved


def hand_in_slowly(course, students, seconds):
    """Release the assignment to these students; all hand in right answers and a cell that sleeps."""
    rows = ["id,name,email,language,extension", *(f"{one},Student,,en," for one in students)]
    (course.root / "roster.csv").write_text("\n".join(rows))
    release(course, "demo")
    for student in students:
        solved = solve(Release(course, "demo", student).notebook())
        solved.cells.append(nbformat.v4.new_code_cell(f"import time\ntime.sleep({seconds})"))
        folder = course.submitted(student, "demo")
        folder.mkdir(parents=True)
        nbformat.write(solved, folder / "demo.ipynb")


def plain_json(notebook):
    """Return a notebook as plain dictionaries, to be mistreated."""
    return json.loads(nbformat.writes(notebook))
