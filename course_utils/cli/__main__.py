"""`python -m course_utils.cli`: the `course` command where its script is not on the PATH."""

from course_utils.cli import app

app(prog_name="course")
