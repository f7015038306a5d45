"""Where things are in a checkout, and the settings of `[tool.course]`."""

import tomllib
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "notebooks" / "source"
LOCK = SOURCES / "translations.lock"
MEASUREMENTS = ROOT / "notebooks" / "measurements.json"
DURATIONS = ROOT / "data" / "durations" / "cells.json"
TASKS = ROOT / "course_utils" / "tasks"
WORK = ROOT / "work"
START = "00_welcome"  # the lesson that JupyterLab opens on


class CourseError(Exception):
    """A problem that its message explains to the person who can mend it."""


@cache
def settings() -> dict[str, str]:
    """Return `repository` ("owner/name", or "" for none) and `ref` (branch or tag)."""
    with open(ROOT / "pyproject.toml", "rb") as file:
        return tomllib.load(file)["tool"]["course"]


def notebook_path(name: str, lang: str) -> Path:
    """Return the generated notebook of a lesson."""
    return ROOT / "notebooks" / lang / f"{name}.ipynb"


def lesson_names(wanted: list[str] | None = None) -> list[str]:
    """Return the names of the lessons, in order; `wanted` selects by number or name.

    Raises:
        CourseError: a wanted lesson does not exist.
    """
    names = sorted(path.stem for path in SOURCES.glob("[0-9][0-9]_*.py"))
    if not wanted:
        return names
    chosen = []
    for key in wanted:
        found = [name for name in names if key in (name, name[:2]) or key.zfill(2) == name[:2]]
        if not found:
            raise CourseError(f"no lesson {key!r}; there are: {', '.join(names)}")
        chosen += found
    return sorted(set(chosen))
