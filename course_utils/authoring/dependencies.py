"""Which files of the package a lesson runs: its tasks, and the modules it imports, directly or not."""

import ast
from collections.abc import Iterator
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
    code = "\n".join(TransformerManager().transform_cell(c.code) for c in lesson.cells if c.code)
    waiting = ["session", f"tasks.{lesson.slug}", *_imported(code)]
    found: set[Path] = set()
    while waiting:
        path = ROOT.joinpath("course_utils", *waiting.pop().split(".")).with_suffix(".py")
        if path not in found and path.exists():
            found.add(path)
            waiting += _imported(path.read_text(encoding="utf-8"))
    return sorted(found)


def _imported(code: str) -> Iterator[str]:
    """Yield the modules of the package that Python code imports, without `course_utils.`"""
    for node in ast.walk(ast.parse(code)):
        names = (
            [a.name for a in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        )
        if isinstance(node, ast.ImportFrom) and node.module == "course_utils":
            yield from (course_utils.module_of(name) for name in names)
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            if name.startswith("course_utils."):
                yield name.removeprefix("course_utils.")
