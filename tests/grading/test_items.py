"""Statistics of the tasks: counted by hand, and nobody can be recognised in them."""

import csv
import math

import numpy as np
import pytest

from course_utils.grading.export import export
from course_utils.grading.folder import CourseFolder, GradingError
from course_utils.grading.items import items
from course_utils.grading.marking import Mark, Record
from course_utils.i18n import use_language

nbgrader = pytest.importorskip("nbgrader.api")
NAME = "tp"
# Points of task a (of 4), task b (of 2), and of the written question (of 4; None: not marked yet).
MARKS = {
    "s00": (4, 2, 4),
    "s01": (4, 2, 3),
    "s02": (4, 0, 3),
    "s03": (4, 2, 2),
    "s04": (2, 0, 2),
    "s05": (2, 2, 1),
    "s06": (0, 0, 1),
    "s07": (0, 0, 0),
    "s08": (0, 2, 0),
    "s09": (0, 0, None),
    "gone": (4, 2, 4),  # not in the roster any more
    "away": (0, 0, None),  # handed nothing in
}
COUNTED = [student for student in MARKS if student.startswith("s")]


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "c"
    root.mkdir()
    (root / "nbgrader_config.py").write_text("")
    (root / "course.toml").write_text(f"[assignments.{NAME}]\n")
    enrolled = [f"{student},,,," for student in MARKS if student != "gone"]
    (root / "roster.csv").write_text("\n".join(["id,name,email,language,extension", *enrolled]))
    made = CourseFolder(root)
    with nbgrader.Gradebook(f"sqlite:///{root / 'gradebook.db'}", "c") as book:
        book.add_assignment(NAME, course_id="c")
        book.add_notebook(NAME, NAME)
        for cell, points in (("a", 4), ("b", 2), ("why", 4)):
            kind = "markdown" if cell == "why" else "code"
            book.add_grade_cell(cell, NAME, NAME, max_score=points, cell_type=kind)
        for student, (a, b, why) in MARKS.items():
            book.add_student(student)
            book.add_submission(NAME, student)
            for cell, points in (("a", a), ("b", b)):
                grade = book.find_grade(cell, NAME, NAME, student)
                grade.auto_score, grade.needs_manual_grade = points, False
            grade = book.find_grade("why", NAME, NAME, student)
            grade.manual_score, grade.needs_manual_grade = why, why is None
            reason = "=1+1 forgotten" if student < "s08" else f"own words of {student}"
            marks = {
                "a": Mark(a, 4, "fail" if a < 4 else "pass", reason, ""),
                "b": Mark(b, 2, "fail" if b < 2 else "pass", f"own words of {student}", ""),
            }
            record = Record(marks=marks, missing=student == "away")
            record.write(made.results(NAME) / f"{student}.json")
        book.db.commit()
    return made


def test_counted_by_hand(course):
    a, b, why = items(course)
    assert [(one.assignment, one.task, one.points) for one in (a, b, why)] == [
        (NAME, "a", 4),
        (NAME, "b", 2),
        (NAME, "why", 4),
    ]
    assert [one.students for one in (a, b, why)] == [10, 10, 9]
    assert (a.mean, a.full, a.none) == (0.5, 0.4, 0.4)
    assert (b.mean, b.full, b.none) == (0.5, 0.5, 0.5)
    assert why.mean == pytest.approx(16 / 36)


def test_discrimination_is_the_correlation_with_the_rest(course):
    a, b, why = items(course)
    columns = np.array([MARKS[student][:2] for student in COUNTED])
    # The written question is not marked for everybody: it is no part of the others' rest.
    expected = np.corrcoef(columns.T)[0, 1]
    assert math.isclose(a.discrimination, expected) and math.isclose(b.discrimination, expected)
    assert why.discrimination is None  # nine students


def test_only_reasons_of_several_students_are_told(course):
    a, b, why = items(course)
    assert a.reason == ("=1+1 forgotten", 4)
    assert b.reason == ("", 0) and why.reason == ("", 0)


def test_the_table_names_nobody(course):
    use_language("en")
    notes = []
    path = export(course, "items", notes.append)
    assert path.name == "grades-items.csv" and notes == []
    with open(path, encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    assert len({len(row) for row in (head, *rows)}) == 1
    assert rows[0][:7] == [NAME, "a", "4", "10", "0.5", "0.4", "0.4"]
    assert rows[0][8:] == ["'=1+1 forgotten", "4"]  # no spreadsheet takes it for a formula
    assert rows[2][7:] == ["", "", ""]
    text = path.read_text()
    assert not any(student in text for student in MARKS)


def test_without_a_gradebook(course):
    (course.root / "gradebook.db").unlink()
    with pytest.raises(GradingError, match="course grade run"):
        export(course, "items")
