"""Which files of the package a lesson runs: its tasks, and the modules it imports, directly or not."""

import ast
from functools import cache
from pathlib import Path

from IPython.core.inputtransformer2 import TransformerManager

import course_utils
from course_utils.authoring.paths import ROOT
from course_utils.authoring.source import Lesson


def runtime_files(lesson: Lesson) -> list[Path]:
    """Return the files of the package on which the outputs of a lesson depend, sorted.

    Imports count wherever they stand, within functions too. `course_utils/__init__.py` only says
    which module a name comes from: the module counts, the list of names does not.
    """
    waiting = ["session", f"tasks.{lesson.slug}"]
    for cell in lesson.cells:
        waiting += _imported(_python(cell.code)) if cell.code else ()
    found: set[Path] = set()
    while waiting:
        path = ROOT.joinpath("course_utils", *waiting.pop().split(".")).with_suffix(".py")
        if path not in found and path.exists():
            found.add(path)
            waiting += _imported(path.read_text(encoding="utf-8"))
    return sorted(found)


@cache
def _python(code: str) -> str:
    """Return a cell's code without IPython's magics."""
    return TransformerManager().transform_cell(code)


@cache
def _imported(code: str) -> frozenset[str]:
    """Return the modules of the package that Python code imports, without `course_utils.`"""
    found: list[str] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "course_utils":
            found += [f"course_utils.{course_utils.module_of(alias.name)}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
    prefix = "course_utils."
    return frozenset(name.removeprefix(prefix) for name in found if name.startswith(prefix))
