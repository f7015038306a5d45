"""Seconds to grade a class: `course grade run --jobs 2` against nbgrader's own `nbgrader autograde`.

    python tests/benchmarks/grading_against_nbgrader.py [--students 100] [assignment …]

Both get the same submissions, every one solved by its reference, in the same run. nbgrader has its
own configuration: each notebook runs once, in an ordinary kernel without a sandbox, checks included,
one after the other, and its points are booked. Ours runs each in a sandbox, asks for the answers,
compares them outside and books the points through nbgrader. Both are timed as commands, from their
start to their end; all of ours must have full marks, and both gradebooks everyone.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from timing import timed

from course_utils.grading.adapter import Release
from course_utils.grading.folder import CourseFolder
from course_utils.grading.init import create
from course_utils.grading.marking import Record
from course_utils.grading.release import release

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def make_class(root: Path, students: int) -> CourseFolder:
    """Make a course folder with so many students."""
    create(root)
    rows = [
        f"s{number:04d},Student {number},s{number}@example.org,en," for number in range(students)
    ]
    (root / "roster.csv").write_text("\n".join(["id,name,email,language,extension", *rows]) + "\n")
    return CourseFolder(root)


def hand_in(course: CourseFolder, name: str) -> None:
    """Release an assignment, and have everyone hand it in solved."""
    release(course, name)
    for student in course.roster:
        folder = course.submitted(student, name)
        folder.mkdir(parents=True)
        notebook = Release(course, name, student).notebook(solved=True)
        nbformat.write(notebook, folder / f"{name}.ipynb")


def no_settings(root: Path) -> dict[str, str]:
    """Return the variable that keeps the user's own Jupyter settings out."""
    return {"JUPYTER_CONFIG_DIR": str(root / ".jupyter")}


def booked(root: Path, name: str) -> int:
    """Return how many submissions a gradebook holds points of."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", root.name) as book:
        return sum(one.score > 0 for one in book.assignment_submissions(name))


def lost(course: CourseFolder, name: str) -> list[str]:
    """Return the students who lost a point."""
    records = {s: Record.read(Release(course, name, s).record_path) for s in course.roster}
    return [s for s, r in records.items() if any(m.points < m.max for m in r.marks.values())]


def main() -> None:
    """Print seconds per submission and their ratio for each assignment."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignments", nargs="*", default=["neuron", "keras_first_network"])
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    for name in options.assignments:
        with tempfile.TemporaryDirectory() as folder:
            ours = make_class(Path(folder, "course"), options.students)
            hand_in(ours, name)
            theirs = Path(folder, "peer", "course")  # the same name: it is the course's id
            shutil.copytree(ours.root, theirs)
            (theirs / "nbgrader_config.py").unlink()
            run = [sys.executable, "-m", "course_utils.cli", "grade", "run", str(ours.root), name]
            mine = timed([*run, "--jobs", str(options.jobs)], ours.root, **no_settings(ours.root))
            peer = [sys.executable, "-m", "nbgrader", "autograde", name]
            peer += ["--CourseDirectory.course_id=course", "--ExecutePreprocessor.timeout=600"]
            other = timed(peer, theirs, **no_settings(theirs))
            assert not lost(ours, name), f"solved, but not full marks: {lost(ours, name)}"
            for root in (ours.root, theirs):
                assert booked(root, name) == options.students, root
        print(
            f"{name}, {options.students} submissions: course {mine / options.students:.2f} s each, "
            f"nbgrader {other / options.students:.2f} s each, {other / mine:.1f} times as fast",
            flush=True,
        )


if __name__ == "__main__":
    main()
