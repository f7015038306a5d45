"""How each task went: its difficulty, whether it tells students apart, what went wrong most often.

Classical item analysis (Crocker & Algina 1986, chapter 14). Nobody is named: the numbers of a class
can be discussed with colleagues, or shown to the class.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from course_utils.grading.folder import CourseFolder
from course_utils.grading.marking import Record
from course_utils.grading.snapshot import snapshot
from course_utils.i18n import T

FEWEST = 10  # students; a correlation over fewer says nothing
SHARED = 3  # students with the same reason; fewer could be recognised


@dataclass(frozen=True)
class Item:
    """One task of an assignment, over all submissions.

    Attributes:
        assignment: its name.
        task: its name.
        points: the most that it gives.
        students: how many submissions it was marked in.
        mean: share of the points given on average (the difficulty index; 1: everybody had them all).
        full: share of students with all the points.
        none: share of students with no point.
        discrimination: correlation of its points with those of the rest of the assignment; near 0
            or below, it asks something else than the rest, or its statement misleads. None where
            it is not defined: few students, or all with the same points.
        reason: what most students who lost points on it were told, and how many; ("", 0) if every
            reason is rarer than `SHARED`.
    """

    assignment: str
    task: str
    points: float
    students: int
    mean: float
    full: float
    none: float
    discrimination: float | None
    reason: tuple[str, int]


def items(course: CourseFolder) -> list[Item]:
    """Return the statistics of every task of every assignment that was graded, written ones too.

    Submissions that were not handed in do not count, nor written answers that wait for their mark.

    Raises:
        GradingError: no gradebook, or one that cannot be read.
    """
    found = []
    with snapshot(course) as book:
        for assignment in book.assignments:
            points: dict[str, float] = {}
            scores: dict[str, dict[str, float]] = {}
            reasons: dict[str, Counter] = {}
            for submission in assignment.submissions:
                student = submission.student_id
                record = Record.read(course.results(assignment.name) / f"{student}.json")
                if record.missing or student not in course.roster:
                    continue
                for grade in (grade for book in submission.notebooks for grade in book.grades):
                    if not grade.needs_manual_grade:
                        points[grade.name] = grade.max_score
                        scores.setdefault(grade.name, {})[student] = grade.score
                for task, mark in record.marks.items():
                    if mark.points < mark.max:
                        reasons.setdefault(task, Counter())[mark.reason] += 1
            for task in scores:
                share, rest = _against_the_rest(task, scores)
                told = reasons.get(task, Counter()).most_common(1)
                found.append(_item(assignment.name, task, points[task], share, rest, told))
    return found


def _against_the_rest(task: str, scores: dict) -> tuple[np.ndarray, np.ndarray]:
    """Return the points of a task, and those of all tasks that the same students have marks of."""
    students = scores[task]
    others = [s for name, s in scores.items() if name != task and s.keys() >= students.keys()]
    got = np.array([students[one] for one in students])
    return got, np.array([sum(other[one] for other in others) for one in students])


def _item(assignment, task, points, got, rest, told) -> Item:
    share = got / points
    return Item(
        assignment,
        task,
        points,
        len(got),
        float(share.mean()),
        float(np.mean(share == 1)),
        float(np.mean(share == 0)),
        _correlation(got, rest),
        told[0] if told and told[0][1] >= SHARED else ("", 0),
    )


def _correlation(a: np.ndarray, b: np.ndarray) -> float | None:
    if len(a) < FEWEST or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def table(course: CourseFolder) -> list[list]:
    """Return the rows of a table for people, its head first; numbers as numbers, empty as None."""
    head = [
        T("devoir", "assignment"),
        T("tâche", "task"),
        T("points", "points"),
        T("copies", "submissions"),
        T("part moyenne", "mean share"),
        T("tous les points", "all points"),
        T("aucun point", "no points"),
        T("discrimination", "discrimination"),
        T("remarque la plus fréquente", "most frequent reason"),
        T("combien", "how often"),
    ]
    rows = [
        [
            one.assignment,
            one.task,
            one.points,
            one.students,
            one.mean,
            one.full,
            one.none,
            one.discrimination,
            one.reason[0],
            one.reason[1] or None,
        ]
        for one in items(course)
    ]
    return [head, *rows]
