"""Read a lesson source: jupytext percent script -> metadata and cells in both languages."""

import ast
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import jupytext

from course_utils.authoring.localize import Pair, arguments, code_pairs, line_starts
from course_utils.authoring.paths import SOURCES, TASKS, CourseError, lesson_names


@dataclass(frozen=True)
class Cell:
    """A cell of the source: a bilingual Markdown text (`fr`, `en`) or one code (`code`)."""

    kind: str
    where: str
    tags: list[str] = field(default_factory=list)
    fr: str = ""
    en: str = ""
    code: str = ""

    def text(self, lang: str) -> str:
        return self.fr if lang == "fr" else self.en


@dataclass(frozen=True)
class Lesson:
    """A lesson as its author wrote it.

    `meta` is the block `jupyter: lesson:` of the file's header: `title`, `objectives`,
    `next` (each with `fr` and `en`), `prerequisites` (lesson numbers), `reading` (minutes).
    """

    name: str
    meta: dict
    cells: list[Cell]

    @property
    def number(self) -> str:
        return self.name[:2]

    @property
    def slug(self) -> str:
        return self.name[3:]

    def title(self, lang: str) -> str:
        return self.meta["title"][lang]


def read_lesson(name: str) -> Lesson:
    """Read `notebooks/source/NAME.py`.

    Raises:
        CourseError: header or language pairs are not as they should be; the message says where.
    """
    return _lesson(name, (SOURCES / f"{name}.py").read_text(encoding="utf-8"))


@lru_cache(maxsize=64)  # every link to a lesson asks for its title
def _lesson(name: str, text: str) -> Lesson:
    filename = f"{name}.py"
    notebook = jupytext.reads(text, fmt="py:percent")
    meta = notebook.metadata.get("lesson")
    if not meta:
        raise CourseError(f"{filename}: the header has no 'lesson:' block (see CONTRIBUTING)")
    for key in ("title", "objectives", "prerequisites", "reading", "next"):
        if key not in meta:
            raise CourseError(f"{filename}: 'lesson:' has no {key!r}")
        if key in ("title", "objectives", "next") and set(meta[key] or ()) != {"fr", "en"}:
            raise CourseError(f"{filename}: 'lesson:' needs {key!r} in both languages, fr and en")
    return Lesson(name, dict(meta), read_cells(notebook, filename))


def read_cells(notebook, filename: str) -> list[Cell]:
    """Return the cells of a source read by jupytext, Markdown cells joined to bilingual pairs.

    Raises:
        CourseError: a Markdown cell lacks its partner; the message says where.
    """
    cells: list[Cell] = []
    raw = list(notebook.cells)
    while raw:
        cell = raw.pop(0)
        where = f"{filename}, cell {len(cells) + 1} ({_first_words(cell.source)})"
        tags = list(cell.metadata.get("tags", []))
        if cell.cell_type == "code":
            cells.append(Cell("code", where, tags, code=cell.source))
            continue
        partner = raw.pop(0) if raw else None
        languages = [c.metadata.get("lang") for c in (cell, partner) if c is not None]
        if cell.cell_type != "markdown" or languages != ["fr", "en"]:
            raise CourseError(
                f'{where}: Markdown cells come in adjacent pairs, lang="fr" then lang="en"; found {languages}'
            )
        cells.append(
            Cell("markdown", where, tags, fr=cell.source.strip(), en=partner.source.strip())
        )
    return cells


def read_lessons(wanted: list[str] | None = None) -> list[Lesson]:
    """Read all lessons, or those wanted (numbers or names), in order."""
    return [read_lesson(name) for name in lesson_names(wanted)]


def _first_words(text: str, count: int = 6) -> str:
    words = re.sub(r"[#*`]", "", text).split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")


def pairs(lesson: Lesson) -> list[Pair]:
    """Return every bilingual text of a lesson: header, Markdown, code, tasks and quiz."""
    found = []
    for key in ("title", "next"):
        found.append(
            Pair(f"{lesson.name}.py, header, {key}", lesson.meta[key]["fr"], lesson.meta[key]["en"])
        )
    objectives = lesson.meta["objectives"]
    if len(objectives["fr"]) != len(objectives["en"]):
        raise CourseError(f"{lesson.name}.py: not as many objectives in French as in English")
    for fr, en in zip(objectives["fr"], objectives["en"], strict=True):
        found.append(Pair(f"{lesson.name}.py, header, objectives", fr, en))
    for cell in lesson.cells:
        if cell.kind == "markdown":
            found.append(Pair(cell.where, cell.fr, cell.en))
        else:
            found += code_pairs(cell.code, cell.where)
    tasks = TASKS / f"{lesson.slug}.py"
    return found + (text_calls(tasks) if tasks.exists() else [])


def text_calls(path: Path) -> list[Pair]:
    """Return the `Text(fr, en)` and `T(fr, en)` literals of a module.

    Raises:
        CourseError: a call has more or less than the two texts.
    """
    code = path.read_bytes()
    starts = line_starts(code)
    found = []
    for node in ast.walk(ast.parse(code)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("T", "Text")
        ):
            literals = arguments(node, code, starts)
            where = f"{path.parent.name}/{path.name}, line {node.lineno}"
            if len(literals) != 2:
                raise CourseError(f"{where}: {node.func.id} takes French, English")
            found.append(Pair(where, *literals))
    return found
