"""Releasing and grading: late work, extensions, resubmission, late enrolment, interruption, plain nbgrader."""

import datetime as dt
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("nbgrader")

from demo_kit import ANSWERS, ROSTER, cell, set_secret, write_bank

from course_utils.grading import run as running
from course_utils.grading import sandbox
from course_utils.grading.adapter import Release, late_penalty
from course_utils.grading.export import export
from course_utils.grading.folder import CourseFolder, GradingError
from course_utils.grading.init import create
from course_utils.grading.release import gradebook, release
from course_utils.grading.run import run

needs_sandbox = pytest.mark.skipif(
    sandbox.missing() is not None, reason="bubblewrap is not usable here"
)
DUE = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
NAME = "demo"


@pytest.fixture
def course(tmp_path):
    """A course with one small assignment, due, and three students."""
    root = tmp_path / "course"
    create(root)
    set_secret(root)
    write_bank(root / "bank" / NAME)
    (root / "roster.csv").write_text(
        ROSTER.replace("bob,Bob B,,en,", "bob,Bob B,,en,2"), encoding="utf-8"
    )
    (root / "course.toml").write_text(
        f"[assignments.{NAME}]\ndue = {DUE.isoformat()}\nlate_penalty = 0.25\n"
    )
    return CourseFolder(root)


def hand_in(course, student, answers=ANSWERS, hours_late=-1.0):
    """Put a notebook with these answers into the student's folder, and the time beside it."""
    folder = course.submitted(student, NAME)
    folder.mkdir(parents=True, exist_ok=True)
    notebook = Release(course, NAME, student).notebook()
    for name, text in answers.items():
        cell(notebook, name).source = text
    nbformat.write(notebook, folder / f"{NAME}.ipynb")
    time = DUE + dt.timedelta(hours=hours_late)
    (folder / "timestamp.txt").write_text(time.strftime("%Y-%m-%d %H:%M:%S UTC"))


def score(course, student):
    with gradebook(course) as book:
        found = book.find_submission(NAME, student)
        return found.score, found.late_submission_penalty, found.total_seconds_late


# --- giving out -------------------------------------------------------------------------------


def test_release_is_repeatable_and_takes_late_enrolments(course):
    first = release(course, NAME)
    assert [path.name for path in first] == [f"{NAME}_{s}.ipynb" for s in ("ana", "bob", "cy")]
    assert release(course, NAME) == []
    with open(course.root / "roster.csv", "a") as roster:
        roster.write("dan,Dan D,,en,\n")
    again = CourseFolder(course.root)
    assert [path.name for path in release(again, NAME)] == [f"{NAME}_dan.ipynb"]
    with gradebook(again) as book:
        assert {s.id for s in book.students} == {"ana", "bob", "cy", "dan"}
        assert book.find_assignment(NAME).max_score == 13.5
        assert book.find_assignment(NAME).duedate == DUE.replace(tzinfo=None)


@pytest.mark.parametrize("variants", ["cohort", "none"])
def test_one_variant_for_all_is_one_file_per_language(course, variants):
    names = [path.name for path in release(course, NAME, variants)]
    assert names == [f"{NAME}_fr.ipynb", f"{NAME}_en.ipynb"]
    assert Release(course, NAME, "ana").variant == Release(course, NAME, "bob").variant


def test_the_kind_of_variants_cannot_change_under_handed_out_files(course):
    release(course, NAME, "student")
    with pytest.raises(GradingError, match="student"):
        release(course, NAME, "cohort")
    with pytest.raises(GradingError, match="--variants"):
        release(course, NAME, "everybody")
    assert course.variants(NAME) == "student"


# --- grading ----------------------------------------------------------------------------------


def test_no_sandbox_no_grading(course, monkeypatch):
    monkeypatch.setattr(sandbox, "missing", lambda: "installez bubblewrap")
    with pytest.raises(GradingError, match="bubblewrap"):
        next(run(course, NAME))


def test_an_unknown_student_is_an_error(course):
    with pytest.raises(GradingError, match="zoe"):
        next(run(course, NAME, student="zoe", isolated=False))


@pytest.mark.parametrize(
    "points, rate, days, lost", [(10, 0.1, 0, 0), (10, 0.1, 3, 3), (10, 0.5, 3, 10), (0, 0.5, 1, 0)]
)
def test_late_penalty(points, rate, days, lost):
    assert late_penalty(points, rate, days) == lost


@needs_sandbox
def test_a_term(course):
    """On time, late within an extension, nothing; then resubmission, late enrolment, plain nbgrader."""
    release(course, NAME)
    hand_in(course, "ana", hours_late=30)  # two days begun: half of the points
    hand_in(course, "bob", hours_late=30)  # two days of extension
    results = {one.student: one for one in run(course, NAME, jobs=2)}
    assert {s: sum(one.after.values()) for s, one in results.items()} == {
        "ana": 10,
        "bob": 10,
        "cy": 0,
    }
    assert results["cy"].missing and not results["ana"].missing
    assert score(course, "ana") == (10, 5, 30 * 3600)
    assert score(course, "bob") == (10, 0, 0)
    assert score(course, "cy") == (0, 0, 0)
    lines = export(course, "csv").read_text(encoding="utf-8-sig").splitlines()
    assert "manquant" in lines[3] and "2 jour(s) de retard" in lines[1]

    # Somebody hands in again, somebody enrols late and never does.
    worse = {**ANSWERS, "largest-answer": "def largest(x):\n    raise ValueError('oh')"}
    hand_in(course, "bob", worse)
    with open(course.root / "roster.csv", "a") as roster:
        roster.write("dan,Dan D,,en,\n")
    course = CourseFolder(course.root)
    results = {one.student: one for one in run(course, NAME)}
    assert results["bob"].changes == {"largest": (3, 0)} and not results["ana"].changes
    assert results["dan"].missing and score(course, "dan") == (0, 0, 0)

    # nbgrader by itself comes to the same marks.
    before = score(course, "bob")
    command = [sys.executable, "-m", "nbgrader", "autograde", NAME, "--student", "bob", "--force"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert score(course, "bob")[0] == before[0] == 7


@needs_sandbox
def test_an_interruption_loses_nothing_and_grades_nothing_twice(course, monkeypatch):
    release(course, NAME)
    for student in ("ana", "bob", "cy"):
        hand_in(course, student)
    grading = run(course, NAME)
    first = next(grading)
    grading.close()  # as Ctrl-C does between two students
    booked = Path(course.root, "autograded", first.student, NAME, f"{NAME}.ipynb")
    stamp = booked.stat().st_mtime_ns
    ran = []
    monkeypatch.setattr(running, "nbgrader_api", _spy(running.nbgrader_api, ran))
    results = list(run(course, NAME))
    assert {one.student for one in results} == {"ana", "bob", "cy"}
    assert all(sum(one.after.values()) == 10 for one in results)
    assert booked.stat().st_mtime_ns == stamp and len(ran) == 2


def _spy(function, calls):
    def spied(*args, **kwargs):
        calls.append(args)
        return function(*args, **kwargs)

    return spied


@needs_sandbox
def test_one_broken_submission_does_not_stop_the_class(course, monkeypatch):
    release(course, NAME)
    hand_in(course, "ana")
    hand_in(course, "bob")
    book = running._book

    def broken(course, name, student):
        if student == "ana":
            raise OSError("disk full")
        return book(course, name, student)

    monkeypatch.setattr(running, "_book", broken)
    results = {one.student: one for one in run(course, NAME)}
    assert "disk full" in results["ana"].error
    assert sum(results["bob"].after.values()) == 10 and results["cy"].missing
