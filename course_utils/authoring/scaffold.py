"""`course new`: the two files of a lesson, from a template that already builds."""

import re
from pathlib import Path

from course_utils.authoring.paths import SOURCES, TASKS, CourseError, lesson_names

TEMPLATE = Path(__file__).with_name("template")


def new_lesson(number: str, slug: str) -> list[Path]:
    """Write `notebooks/source/NN_slug.py` and `course_utils/tasks/slug.py`; return their paths.

    Raises:
        CourseError: the number or the slug is taken, or not of the right form.
    """
    number = number.zfill(2)
    if not re.fullmatch(r"\d\d", number) or not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise CourseError("a number of at most two digits and a slug such as mnist_cnn are needed")
    if any(name[:2] == number or name[3:] == slug for name in lesson_names()):
        raise CourseError(
            f"the number {number} or the slug {slug!r} is taken: {', '.join(lesson_names())}"
        )
    name = f"{number}_{slug}"
    files = {SOURCES / f"{name}.py": "lesson.py.txt", TASKS / f"{slug}.py": "tasks.py.txt"}
    for path, template in files.items():
        text = (TEMPLATE / template).read_text(encoding="utf-8")
        path.write_text(text.replace("NUMBER", number).replace("NAME", name), encoding="utf-8")
    return list(files)
