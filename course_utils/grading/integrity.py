"""Whose answers are these? Wrong values that are right for a classmate, and how likely by chance.

A flag is a reason to look, never a mark: the points stay those of the student's own values.
"""

from collections.abc import Iterable

import numpy as np

from course_utils.grading.adapter import Release
from course_utils.grading.folder import CourseFolder
from course_utils.grading.marking import Record, answers_of
from course_utils.i18n import T, number
from course_utils.task import Task, draw_cases

DRAWS = 5000  # random variants that the probability is estimated from


def classmates(course: CourseFolder, name: str, students: Iterable[str]) -> dict[str, list[str]]:
    """Return, for each student concerned, one sentence per classmate whose answers fit theirs.

    Only value tasks count, and only wrong answers: a right one needs no explanation. Nothing is
    found where all students have the same values.
    """
    if course.variants(name) != "student":
        return {}
    releases = {student: Release(course, name, student) for student in course.roster}
    tasks = (
        [t for t in next(iter(releases.values())).assignment.tasks.values() if t.value]
        if releases
        else []
    )
    found: dict[str, list[str]] = {}
    for student in students:
        record = Record.read(releases[student].record_path)
        wrong = {
            task.name: answers[0].value
            for task in tasks
            if (mark := record.marks.get(task.name))
            and mark.points == 0
            and (answers := answers_of(record, task.name))
            and answers[0].value is not None
        }
        if not wrong:
            continue
        for other, release in releases.items():
            if other == student:
                continue
            same = [
                t
                for t in tasks
                if t.name in wrong and _fits(t, release.variant.graded, wrong[t.name])
            ]
            if same:
                found.setdefault(student, []).append(
                    _sentence(same, wrong, other, len(releases) - 1)
                )
    return found


def _fits(task: Task, seed: int, value) -> bool:
    [inputs] = draw_cases(task, seed)
    try:
        return task.compare(task.reference(**inputs), value) is None
    except Exception:
        return False


def coincidence(tasks: list[Task], values: dict, draws: int = DRAWS) -> float:
    """Estimate the probability that answers fit a random variant in all these tasks at once.

    The rule (k + 1) / (n + 1) of a Monte-Carlo test (Davison & Hinkley 1997, section 4.2.1) never
    claims zero: n draws cannot show less than 1 / (n + 1). The draws are the same on every run.
    """
    seeds = np.random.default_rng(0).integers(2**63, size=draws)
    hits = sum(all(_fits(task, int(seed), values[task.name]) for task in tasks) for seed in seeds)
    return (hits + 1) / (draws + 1)


def _sentence(tasks: list[Task], values: dict, other: str, classmates: int) -> str:
    names = ", ".join(task.name for task in tasks)
    one = coincidence(tasks, values)
    chance = number(100 * (1 - (1 - one) ** classmates), 2)  # whoever of the class it had been
    return T(
        f"réponses fausses ici mais justes pour {other} : {names} ; probabilité d'une coïncidence avec "
        f"l'un des {classmates} autres : {chance} % au plus",
        f"answers wrong here but right for {other}: {names}; probability of a coincidence with one of "
        f"the {classmates} others: {chance}% at most",
    )
