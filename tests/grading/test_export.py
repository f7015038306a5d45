"""Exports: one row per enrolled student, whatever became of the submission, in three formats."""

import csv
import datetime as dt
import hashlib
import sqlite3

import pytest

from course_utils.grading.export import export
from course_utils.grading.folder import CourseFolder, GradingError
from course_utils.i18n import use_language

nbgrader = pytest.importorskip("nbgrader.api")
DUE = dt.datetime(2026, 3, 1, 23, 0, tzinfo=dt.UTC)
NAME = "tp 1"


@pytest.fixture(scope="module")
def gradebook(tmp_path_factory):
    """The bytes of a gradebook with every kind of submission."""
    path = tmp_path_factory.mktemp("book") / "gradebook.db"
    with nbgrader.Gradebook(f"sqlite:///{path}", "c") as book:
        for assignment, points in ((NAME, 10), ("tp2", 5)):
            book.add_assignment(assignment, course_id="c")
            book.add_notebook("x", assignment)
            for cell in ("auto", "manual"):
                kind = "code" if cell == "auto" else "markdown"
                book.add_grade_cell(cell, "x", assignment, max_score=points / 2, cell_type=kind)
        days = {"ann": 0, "bob": 2.5, "eve": 9, "wait": 0, "gone": 0}
        for student, late in days.items():
            book.add_student(student)
            time = (DUE + dt.timedelta(days=late)).replace(tzinfo=None)
            book.add_submission(NAME, student, timestamp=time)
            auto = book.find_grade("auto", "x", NAME, student)
            manual = book.find_grade("manual", "x", NAME, student)
            auto.auto_score, auto.needs_manual_grade = 4.25, False
            manual.needs_manual_grade = student == "wait"
            if student != "wait":
                manual.manual_score, manual.extra_credit = 3, 0.5
        notebook = book.find_submission_notebook("x", NAME, "bob")
        notebook.late_submission_penalty = 1
        book.find_submission_notebook("x", NAME, "eve").late_submission_penalty = 99
        book.db.commit()
    return path.read_bytes()


@pytest.fixture
def course(tmp_path, gradebook):
    root = tmp_path / "c"
    root.mkdir()
    (root / "gradebook.db").write_bytes(gradebook)
    (root / "nbgrader_config.py").write_text("")
    (root / "roster.csv").write_text(
        "id,name,email,language,extension\n"
        "eve,+Ève,eve@x.org,fr,\nann,Ann Lee,ann@x.org,,\nbob,=1+1,@bob,,1\n"
        "none,No Body,,,\nfiled,Fi Led,,,\nwait,Wait Er,w@x.org,,\nslow,Slow,,,900\n"
    )
    (root / "course.toml").write_text(
        f'[assignments."{NAME}"]\ndue = {DUE.isoformat()}\nlate_penalty = 0.1\n'
        "[assignments.tp2]\ndue = 2126-01-01T00:00:00Z\n"
    )
    folder = root / "submitted" / "filed" / NAME
    folder.mkdir(parents=True)
    (folder / "x.ipynb").write_text("")
    return CourseFolder(root)


def table(path, delimiter=",") -> list[list[str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


ENGLISH = {
    "eve": ["0.77", "10", "graded, late by 9 day(s)", "0.77"],
    "ann": ["7.75", "10", "graded", "7.75"],
    "bob": ["6.2", "10", "graded, late by 2 day(s)", "6.2"],
    "none": ["0", "10", "missing", "0"],
    "filed": ["", "10", "handed in, not graded yet", "0"],
    "wait": ["4.25", "10", "needs manual grading", "4.25"],
    "slow": ["", "10", "not due yet", "0"],
}


def test_spreadsheet(course):
    use_language("en")
    path = export(course)
    assert path == course.root / "grades.csv" and path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, *rows = table(path)
    assert head[1:6] == ["name", "email", NAME, f"{NAME} max", f"{NAME} status"]
    assert head[6:] == ["tp2", "tp2 max", "tp2 status", "total", "total max"]
    assert [row[0] for row in rows] == list(course.roster)
    assert {row[0]: [*row[3:6], row[9]] for row in rows} == ENGLISH
    assert all(row[6:9] == ["", "5", "not due yet"] and row[10] == "15" for row in rows)
    assert [row[1] for row in rows[:3]] == ["'+Ève", "Ann Lee", "'=1+1"]
    assert rows[2][2] == "'@bob"


def test_spreadsheet_in_french(course):
    rows = {row[0]: row for row in table(export(course, "csv"), ";")}
    assert rows["ann"][3:6] == ["7,75", "10", "noté"]
    assert rows["bob"][5] == "noté, 2 jour(s) de retard"
    assert rows["none"][5] == "manquant"


def test_moodle(course):
    path = export(course, "moodle")
    assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert table(path) == [
        ["ID number", "Email address", NAME, "tp2"],
        ["eve", "eve@x.org", "0.77", ""],
        ["ann", "ann@x.org", "7.75", ""],
        ["bob", "'@bob", "6.2", ""],
        ["none", "", "0", ""],
        ["filed", "", "", ""],
        ["wait", "w@x.org", "", ""],
        ["slow", "", "", ""],
    ]


def test_canvas(course):
    rows = table(export(course, "canvas"))
    assert rows[0] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", NAME, "tp2"]
    assert rows[1] == ["    Points Possible", "", "", "", "", "10", "5"]
    assert rows[3] == ["Ann Lee", "", "ann", "ann@x.org", "", "7.75", ""]
    assert rows[2][0] == "'+Ève" and len(rows) == 2 + len(course.roster)


def test_notes(course):
    notes = []
    export(course, "csv", notes.append)
    assert notes[0] == "Dans le carnet de notes mais plus dans roster.csv : gone."
    assert "données personnelles" in notes[1] and len(notes) == 2
    export(course, "canvas", notes.append)
    assert f"{NAME} : laissé vide pour filed, wait, slow." in notes


def test_nbgrader_deadlines_count_without_course_toml(course):
    (course.root / "course.toml").unlink()
    use_language("en")
    rows = {row[0]: row for row in table(export(course))}
    assert rows["bob"][5] == "graded" and rows["slow"][5] == "missing"  # no deadline at all
    with nbgrader.Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "c") as book:
        book.find_assignment(NAME).duedate = DUE.replace(tzinfo=None)
        book.db.commit()
    head, *rows = table(export(course))
    column = head.index(f"{NAME} status")  # nbgrader puts assignments without a deadline first
    status = {row[0]: row[column] for row in rows}
    assert status["bob"] == "graded, late by 2 day(s)" and status["slow"] == "not due yet"


def test_the_gradebook_is_only_read(course):
    path = course.root / "gradebook.db"
    path.chmod(0o444)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    export(course)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert {p.name for p in course.root.iterdir() if "gradebook" in p.name} == {"gradebook.db"}


def test_exporting_while_grading(course):
    with sqlite3.connect(course.root / "gradebook.db") as writer:
        writer.execute("begin immediate")
        writer.execute("delete from student")
        assert len(table(export(course, "moodle"))) == 8
        writer.rollback()


def test_what_cannot_be_exported(course):
    with pytest.raises(GradingError, match=r"csv \| moodle \| canvas"):
        export(course, "xlsx")
    (course.root / "gradebook.db").write_text("no database" * 100)
    with pytest.raises(GradingError, match="illisible"):
        export(course)
    (course.root / "gradebook.db").unlink()
    with pytest.raises(GradingError, match="course grade run"):
        export(course)
    assert not (course.root / "gradebook.db").exists()


def test_an_older_database_is_explained(course):
    with sqlite3.connect(course.root / "gradebook.db") as book:
        book.execute("alter table submitted_assignment drop column timestamp")
    with pytest.raises(GradingError, match="nbgrader db upgrade"):
        export(course)
