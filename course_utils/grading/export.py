"""`course grade export`: the marks as a table for a spreadsheet, Moodle or Canvas."""

import csv
import datetime as dt
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from course_utils.grading.adapter import late_penalty
from course_utils.grading.folder import CourseFolder, GradingError, Student
from course_utils.grading.init import save
from course_utils.grading.items import table
from course_utils.grading.snapshot import snapshot
from course_utils.i18n import T, language

FORMATS = ("csv", "moodle", "canvas", "items")


@dataclass(frozen=True)
class _Mark:
    """One student's mark of one assignment; `score` is None as long as it means nothing."""

    score: float | None
    status: str
    final: bool = True


def export(
    course: CourseFolder, format: str = "csv", note: Callable[[str], None] = lambda text: None
) -> Path:
    """Write the marks of every enrolled student, in the order of the roster; return the file.

    Scores include manual marks and late penalties. Nothing handed in is a 0 once the student's
    own deadline is over; before, and while a submission waits for the grader, it is empty.

    - `csv`, for people: score, maximum and status per assignment, and the total of the scores
      given. UTF-8 with a byte-order mark, which Excel needs for accents; in French with
      semicolons and decimal commas, as a French spreadsheet reads them.
    - `moodle`, for *Grades > Import > CSV*: match "ID number" or "Email address", then each
      assignment with its grade item.
    - `canvas`, for *Grades > Import*: students are found by SIS User ID (the id of the roster) or
      SIS Login ID (the e-mail), assignments by name.
    - `items`, for people: how each task went, see `items.Item`; it names nobody.

    Both LMS files leave a mark that is not final empty, and a second import completes it.

    Args:
        course: the course folder; its gradebook is copied and never written to.
        format: one of `FORMATS`.
        note: called with each sentence that the instructor should read.

    Raises:
        GradingError: unknown format, or no gradebook, or one that cannot be read.
    """
    if format not in FORMATS:
        raise GradingError(f"--format {format!r}: {' | '.join(FORMATS)}")
    if format == "items":
        rows = [[_local(part) for part in row] for row in table(course)]
        return _save(course.root / "grades-items.csv", rows, "utf-8-sig", T(";", ","))
    roster = course.roster
    maxima, marks, others = _read(course)
    if others:
        text = ", ".join(others)
        note(
            T(
                f"Dans le carnet de notes mais plus dans roster.csv : {text}.",
                f"In the gradebook but no longer in roster.csv: {text}.",
            )
        )
    for name in maxima:
        waiting = [id for id in roster if not marks[id, name].final]
        if waiting and format != "csv":
            text = ", ".join(waiting)
            note(T(f"{name} : laissé vide pour {text}.", f"{name}: left empty for {text}."))
    note(
        T(
            "Ce fichier contient des données personnelles (noms, adresses, notes) : ne le transmettez "
            "que par les voies de votre établissement et effacez-le après l'importation.",
            "This file holds personal data (names, addresses, marks): pass it on only by your "
            "institution's own channels, and delete it once imported.",
        )
    )
    if format == "csv":
        rows = _spreadsheet(roster, maxima, marks)
        return _save(course.root / "grades.csv", rows, "utf-8-sig", T(";", ","))
    rows = (_moodle if format == "moodle" else _canvas)(roster, maxima, marks)
    return _save(course.root / f"grades-{format}.csv", rows, "utf-8", ",")


def _save(path: Path, rows: list[list[str]], encoding: str, delimiter: str) -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    save(path, text.getvalue().encode(encoding))
    return path


# --- the gradebook -------------------------------------------------------------------------------


def _read(course: CourseFolder) -> tuple[dict, dict, list[str]]:
    """Return maximum by assignment, mark by (student, assignment), and who is not enrolled."""
    with snapshot(course) as book:
        maxima = {one.name: one.max_score for one in book.assignments}
        marks = {}
        for one in book.assignments:
            submissions = {each.student_id: each for each in one.submissions}
            for id, student in course.roster.items():
                marks[id, one.name] = _mark(course, student, one, submissions.get(id))
        others = [one.id for one in book.students if one.id not in course.roster]
    return maxima, marks, others


def _mark(course: CourseFolder, student: Student, assignment, submission) -> _Mark:
    due = course.settings(assignment.name).due
    if due is None and assignment.duedate is not None:
        due = assignment.duedate.replace(tzinfo=dt.UTC)
    if due is not None:
        due += dt.timedelta(days=student.extension)
    handed_in = any(course.submitted(student.id, assignment.name).glob("*"))
    graded = submission is not None and bool(submission.notebooks)
    if handed_in and not graded:
        return _Mark(None, T("remis, pas encore noté", "handed in, not graded yet"), False)
    if not handed_in and not (graded and submission.score):  # grading gives everyone a row
        if due is not None and dt.datetime.now(dt.UTC) <= due:
            return _Mark(None, T("délai en cours", "not due yet"), False)
        return _Mark(0.0, T("manquant", "missing"))
    # Not the penalty that nbgrader stored: marks given by hand since then count as well.
    rate, days = (
        course.settings(assignment.name).late_penalty,
        _days_late(submission.timestamp, due),
    )
    score = submission.score - late_penalty(submission.score, rate, days)
    final = not submission.needs_manual_grade
    status = T("noté", "graded") if final else T("à noter à la main", "needs manual grading")
    if days:
        status += T(f", {days} jour(s) de retard", f", late by {days} day(s)")
    return _Mark(score, status, final)


def _days_late(timestamp: dt.datetime | None, due: dt.datetime | None) -> int:
    """Return the number of days begun after the deadline; nbgrader's times are UTC."""
    if timestamp is None or due is None:
        return 0
    late = timestamp.replace(tzinfo=dt.UTC) - due
    return max(0, math.ceil(late / dt.timedelta(days=1)))


# --- the tables ----------------------------------------------------------------------------------


def _spreadsheet(roster: dict[str, Student], maxima: dict, marks: dict) -> list[list[str]]:
    head = ["id", "name", "email"]
    for name in maxima:
        head += [name, f"{name} max", T(f"{name} statut", f"{name} status")]
    rows = [[_cell(text) for text in (*head, "total", "total max")]]
    for student in roster.values():
        row, total = [_cell(student.id), _cell(student.name), _cell(student.email)], 0.0
        for name, maximum in maxima.items():
            mark = marks[student.id, name]
            row += [_local(mark.score), _local(maximum), mark.status]
            total += mark.score or 0.0
        rows.append([*row, _local(total), _local(sum(maxima.values()))])
    return rows


def _moodle(roster: dict[str, Student], maxima: dict, marks: dict) -> list[list[str]]:
    rows = [["ID number", "Email address", *map(_cell, maxima)]]
    for student in roster.values():
        scores = [_final(marks[student.id, name]) for name in maxima]
        rows.append([_cell(student.id), _cell(student.email), *scores])
    return rows


def _canvas(roster: dict[str, Student], maxima: dict, marks: dict) -> list[list[str]]:
    # Canvas insists on the order of the first five; an empty "ID" makes it look at the next two.
    rows = [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *map(_cell, maxima)],
        ["    Points Possible", "", "", "", "", *map(_number, maxima.values())],
    ]
    for student in roster.values():
        who = [_cell(student.name), "", _cell(student.id), _cell(student.email), ""]
        rows.append(who + [_final(marks[student.id, name]) for name in maxima])
    return rows


def _cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def _local(value: float | str | None) -> str:
    if isinstance(value, str):
        return _cell(value)
    text = _number(value)
    return text.replace(".", ",") if language() == "fr" else text


def _final(mark: _Mark) -> str:
    return _number(mark.score if mark.final else None)
