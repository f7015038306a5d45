"""The small assignment of `demo_kit`, read, and in a course folder with three students."""

import pytest
from demo_kit import ROSTER, set_secret, write_bank

from course_utils.grading import assignment as assignments
from course_utils.grading import init
from course_utils.grading.adapter import Release
from course_utils.grading.folder import CourseFolder


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The assignment itself, read once."""
    return assignments.load(write_bank(tmp_path_factory.mktemp("public") / "demo"))


@pytest.fixture
def demo_course(tmp_path, monkeypatch):
    """A course folder with this one assignment and three students."""
    write_bank(tmp_path / "copied" / "demo")
    monkeypatch.setattr(init, "BANK", tmp_path / "copied")
    init.create(tmp_path / "course")
    set_secret(tmp_path / "course")
    (tmp_path / "course" / "roster.csv").write_text(ROSTER)
    return CourseFolder(tmp_path / "course")


@pytest.fixture
def releases(demo_course):
    """The release of each student."""
    return {student: Release(demo_course, "demo", student) for student in demo_course.roster}
