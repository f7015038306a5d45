"""A thousand submissions: is memory constant, is the gradebook consistent, does plain nbgrader read it?

    python tests/benchmarks/grading_thousand.py [--students 1000] [--jobs 2] [assignment …]

Two students in three have solved everything; every third has left one task as it was handed out,
another task in turn. With several assignments, one after the other is handed in and graded in the
same course. Each command runs twice. What is reported: the resident memory of the command
with all its processes, at its largest in each tenth of the submissions; points in the gradebook
against what was planted, student by student; the CSV that plain `nbgrader export` writes from that
gradebook against the same; and the second run, which must change no mark.
"""

import argparse
import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
from grading_against_nbgrader import hand_in, make_class, no_settings
from nbgrader.api import Gradebook
from timing import timed

from course_utils.grading.adapter import Release
from course_utils.grading.folder import CourseFolder


def leave_out(course: CourseFolder, name: str) -> dict[str, float]:
    """Put one task of every third student back as it was released; return the points expected."""
    expected = {}
    for number, student in enumerate(course.roster):
        release = Release(course, name, student)
        points = release.assignment.points
        expected[student] = sum(points.values())
        if number % 3 == 0:
            task = list(points)[number // 3 % len(points)]
            expected[student] -= points[task]
            path = course.submitted(student, name) / f"{name}.ipynb"
            notebook = nbformat.read(path, as_version=4)
            stub = {cell.id: cell.source for cell in release.notebook().cells}
            for cell in notebook.cells:
                if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{task}-answer":
                    assert cell.source != stub[cell.id]
                    cell.source = stub[cell.id]
            nbformat.write(notebook, path)
    return expected


def graded(course: CourseFolder, name: str, jobs: int) -> tuple[float, list[int]]:
    """Run the command; return its seconds and its largest memory in each tenth, in bytes."""
    command = [sys.executable, "-m", "course_utils.cli", "grade", "run", str(course.root), name]
    done, peaks = course.results(name), [0] * 10
    environment = {**os.environ, **no_settings(course.root)}
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as log:
        running = subprocess.Popen(
            [*command, "--jobs", str(jobs)],
            cwd=course.root,
            env=environment,
            stdout=log,
            stderr=log,
        )
        while running.poll() is None:
            tenth = len(list(done.glob("*.json"))) * 10 // len(course.roster)
            peaks[min(tenth, 9)] = max(peaks[min(tenth, 9)], memory(running.pid))
            time.sleep(0.5)
        seconds = time.perf_counter() - begin
        if running.returncode:
            log.seek(0)
            sys.exit(log.read().decode()[-3000:])
    return seconds, peaks


def memory(pid: int) -> int:
    """Return the memory of a process and its descendants; shared pages count once per process."""
    total = 0
    try:
        starter = psutil.Process(pid)
        for process in [starter, *starter.children(recursive=True)]:
            try:
                total += process.memory_info().rss
            except psutil.Error:
                continue
    except psutil.NoSuchProcess:
        pass
    return total


def points(course: CourseFolder, name: str) -> dict[str, float]:
    """Return the automatic points that the gradebook holds, by student."""
    found = {}
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", course.root.name) as book:
        for one in book.assignment_submissions(name):
            assert one.student_id not in found, f"{one.student_id} twice"
            found[one.student_id] = sum(g.auto_score or 0 for n in one.notebooks for g in n.grades)
    return found


def exported(course: CourseFolder, name: str) -> dict[str, float]:
    """Return what plain `nbgrader export` writes, by student."""
    out = course.root / "plain.csv"
    command = [sys.executable, "-m", "nbgrader", "export", "--to", str(out)]
    timed(command, course.root, **no_settings(course.root))
    with open(out, newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == name]
    assert len(rows) == len({row["student_id"] for row in rows})
    return {row["student_id"]: float(row["raw_score"]) for row in rows}


def main() -> None:
    """Print seconds and memory by tenths for each assignment; fail where something disagrees."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignments", nargs="*", default=["neuron"])
    parser.add_argument("--students", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    expected = {}
    with tempfile.TemporaryDirectory() as folder:
        course = make_class(Path(folder, "course"), options.students)
        for name in options.assignments:
            hand_in(course, name)
            expected[name] = leave_out(course, name)
            seconds, peaks = graded(course, name, options.jobs)
            again, _ = graded(course, name, options.jobs)
            with sqlite3.connect(course.root / "gradebook.db") as base:
                assert base.execute("pragma integrity_check").fetchone() == ("ok",)
            for each, marks in expected.items():  # those before it too
                assert points(course, each) == marks
                assert exported(course, each) == marks
            print(
                f"{name}, {options.students} submissions: {seconds:.0f} s "
                f"({seconds / options.students:.2f} s each), again {again:.0f} s; MB by tenths: "
                f"{[round(peak / 1e6) for peak in peaks]}; last to second "
                f"{peaks[-1] / peaks[1]:.2f}; marks, database and nbgrader's export agree",
                flush=True,
            )


if __name__ == "__main__":
    main()
