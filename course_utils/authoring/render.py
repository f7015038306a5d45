"""Lesson + language -> the notebook people open. Same source, same bytes."""

import hashlib
import importlib
import json
import re
from html import escape

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.authoring.dependencies import runtime_files
from course_utils.authoring.localize import split_solution, translate_code
from course_utils.authoring.measurements import cost
from course_utils.authoring.paths import ROOT, START, CourseError, lesson_names, settings
from course_utils.authoring.source import Lesson, read_lesson
from course_utils.i18n import LANGUAGES, T
from course_utils.live.timer import cell_id
from course_utils.speaking import speaking

KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}

# Cells with these tags exist in the source only / only in some renderings.
SOURCE_ONLY, EXERCISE = "source-only", "exercise"

_BADGES = {
    "Colab": "https://colab.research.google.com/assets/colab-badge.svg",
    "Binder": "https://mybinder.org/badge_logo.svg",
}
_BOOTSTRAP = """\
{purpose}
try:
    import course_utils
except ModuleNotFoundError:
{otherwise}"""

_PREPARE = """\
# fr: Prépare les outils du cours (déjà installés sur votre machine et sur Binder ; Colab les reçoit ici).
# en: Gets the course tools ready (already installed on your machine and on Binder; Colab gets them here)."""

_INSTALL = """\
    import subprocess, sys
    package = "course-utils @ git+https://github.com/{repository}@{ref}"
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--no-deps", package], check=True)
    from course_utils import colab
    colab.install_missing()"""

_LOOK = """\
# fr: Vérifie que les outils du cours sont installés.
# en: Checks that the course tools are installed."""

_REFUSE = """\
    raise SystemExit(T("Il manque le paquet du cours : suivez l'installation du README, puis relancez.", "The course package is missing: follow the installation in the README, then run again."))"""


def bootstrap(lang: str) -> str:
    """Return the first code cell, the same in every lesson."""
    purpose, otherwise = _LOOK, _REFUSE
    if settings()["repository"]:
        purpose, otherwise = _PREPARE, _INSTALL.format(**settings())
    return translate_code(_BOOTSTRAP.format(purpose=purpose, otherwise=otherwise), lang)


def render(lesson: Lesson, lang: str, solutions: bool = False) -> nbformat.NotebookNode:
    """Return the notebook of a lesson, without outputs.

    Args:
        lesson: the parsed source.
        lang: "fr" or "en".
        solutions: solved exercises instead of stubs (for checks and instructors).

    Raises:
        CourseError: something in the source cannot be rendered; the message says where.
    """
    with speaking(lang):
        cells = [new_markdown_cell(header(lesson, lang)), new_code_cell(bootstrap(lang))]
        for cell in lesson.cells:
            if SOURCE_ONLY in cell.tags:
                continue
            if cell.kind == "markdown":
                text = expand(cell.text(lang), lesson, lang, cell.where)
                cells.append(new_markdown_cell(french_spaces(text) if lang == "fr" else text))
            elif EXERCISE in cell.tags:
                cells += _exercise(lesson, cell, lang, solutions)
            else:
                made = new_code_cell(translate_code(cell.code, lang, cell.where))
                if cell.tags:
                    made.metadata["tags"] = cell.tags
                cells.append(made)
    _number(cells)
    _chain(lesson, cells)
    notebook = new_notebook(cells=cells, metadata={**KERNEL, "language_info": {"name": "python"}})
    notebook.metadata["course"] = {"lesson": lesson.name, "lang": lang}
    notebook.nbformat_minor = 5
    nbformat.validate(notebook)
    return notebook


def to_text(notebook: nbformat.NotebookNode) -> str:
    """Return the file content of a notebook, with sorted keys: same notebook, same bytes."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


# --- header and links -------------------------------------------------------------------------


def header(lesson: Lesson, lang: str) -> str:
    """Return the first cell: title, badges, language switch, and the card."""
    meta = lesson.meta
    other = "en" if lang == "fr" else "fr"
    switch = {"fr": "🇬🇧 [This lesson in English]", "en": "🇫🇷 [Cette leçon en français]"}[lang]
    lines = [f"# {lesson.number} · {lesson.title(lang)}", ""]
    links = [f"{switch}(../{other}/{lesson.name}.ipynb)"]
    if lesson.number != "00":
        links.append(f"[{T('Sommaire', 'Contents')}]({START}.ipynb)")
    lines += [" · ".join([*badges(lesson.name, lang), *links]), ""]
    if meta["objectives"][lang]:
        lines += [f"**{T('À la fin, vous saurez', 'By the end you will know how to')}**", ""]
        lines += [f"- {text}" for text in meta["objectives"][lang]] + [""]
    known = meta["prerequisites"]  # lesson numbers, or words in both languages
    known = [known[lang]] if isinstance(known, dict) else [link(number, lang) for number in known]
    lines += [
        f"**{T('Prérequis :', 'Prerequisites:')}** " + (", ".join(known) or T("aucun", "none")),
        "",
        f"**{T('Durée :', 'Time:')}** "
        + T(
            f"environ {meta['reading']} minutes, exercices compris",
            f"about {meta['reading']} minutes, exercises included",
        )
        + cost(lesson.name, lang),
    ]
    return "\n".join(lines)


def badges(name: str, lang: str) -> list[str]:
    """Return Colab and Binder badges, or nothing while `tool.course.repository` is empty."""
    return [
        f"[![{place}]({_BADGES[place]})]({url})" for place, url in where_to_run(name, lang).items()
    ]


def where_to_run(name: str, lang: str) -> dict[str, str]:
    """Return the addresses that open a lesson in Colab and Binder, by place; none while unpublished."""
    repository, ref = settings()["repository"], settings()["ref"]
    if not repository:
        return {}
    path = f"notebooks/{lang}/{name}.ipynb"
    return {
        "Colab": f"https://colab.research.google.com/github/{repository}/blob/{ref}/{path}",
        "Binder": f"https://mybinder.org/v2/gh/{repository}/{ref}?labpath={path}",
    }


def link(number: str, lang: str) -> str:
    """Return a link to a lesson by its number; plain text while that lesson does not exist."""
    number = str(number).zfill(2)
    names = [name for name in lesson_names() if name.startswith(number)]
    if not names:
        return {"fr": f"leçon {number}", "en": f"lesson {number}"}[lang]
    return f"[{number} · {read_lesson(names[0]).title(lang)}]({names[0]}.ipynb)"


def report_link(lang: str) -> str:
    """Return the sentence that says where to report an error."""
    with speaking(lang):
        if settings()["repository"]:
            url = f"https://github.com/{settings()['repository']}/issues"
            return T(f"Ouvrez une fiche sur [GitHub]({url}).", f"Open an issue on [GitHub]({url}).")
        return T(
            "Écrivez à la personne qui vous a transmis ce cours.",
            "Write to the person who gave you this course.",
        )


def expand(text: str, lesson: Lesson, lang: str, where: str) -> str:
    """Replace `{{lesson 08}}` by a link, `{{index}}` by the table of lessons, `{{next}}` by what follows."""

    def replace(match: re.Match) -> str:
        word, *rest = match[1].split()
        if word == "lesson" and len(rest) == 1:
            return link(rest[0], lang)
        if word == "next":
            return expand(lesson.meta["next"][lang], lesson, lang, "next")
        if word == "report":
            return report_link(lang)
        if word in ("index", "paths"):
            from course_utils.authoring import index

            return getattr(index, word)(lang)
        raise CourseError(f"{where}: unknown placeholder {match[0]}")

    return re.sub(r"\{\{(.+?)\}\}", replace, text)


# Code, formulas, links' addresses and HTML are left alone.
_PROTECTED = re.compile(r"(```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|\]\([^)]*\)|<[^>]*>)", re.DOTALL)


def french_spaces(text: str) -> str:
    """Put no-break spaces before ; : ! ? » and after «, so that no line begins with a mark."""
    parts = _PROTECTED.split(text)
    for i in range(0, len(parts), 2):
        part = re.sub(r" ([;!?»%])", "\u202f\\1", parts[i])
        parts[i] = re.sub(r" :", "\u00a0:", part).replace("« ", "«\u202f")
    return "".join(parts)


# --- exercises --------------------------------------------------------------------------------


def _exercise(lesson: Lesson, cell, lang: str, solutions: bool) -> list:
    """Return stub (or solution), instant check, and the folded hints and solution."""
    names = re.findall(r"^def (\w+)\(", cell.code, re.MULTILINE)
    tasks = {task.name: task for task in tasks_of(lesson).TASKS}
    if not names or names[-1] not in tasks:
        raise CourseError(
            f"{cell.where}: an exercise cell defines a function that course_utils/tasks/{lesson.slug}.py "
            f"lists in TASKS; found {names}, listed {sorted(tasks)}"
        )
    if cell.code.count("### BEGIN SOLUTION") != 1 or cell.code.count("### END SOLUTION") != 1:
        raise CourseError(
            f"{cell.where}: one region between ### BEGIN SOLUTION and ### END SOLUTION is needed"
        )
    stub, solution = split_solution(translate_code(cell.code, lang, cell.where), lang)
    made = new_code_cell(solution if solutions else stub)
    made.metadata["tags"] = [EXERCISE]
    folded = []
    for number, hint in enumerate(tasks[names[-1]].hints, 1):
        folded.append(
            _details(
                {"fr": f"Indice {number}", "en": f"Hint {number}"}[lang],
                hint[LANGUAGES.index(lang)],
            )
        )
    folded.append(
        _details({"fr": "Une solution", "en": "One solution"}[lang], f"```python\n{solution}\n```")
    )
    return [made, new_code_cell(f"check({names[-1]})"), new_markdown_cell("\n\n".join(folded))]


def _details(summary: str, body: str) -> str:
    return f"<details>\n<summary>{escape(summary)}</summary>\n\n{body}\n\n</details>"


def tasks_of(lesson: Lesson):
    """Import the tasks module of a lesson."""
    return importlib.import_module(f"course_utils.tasks.{lesson.slug}")


# --- identity ---------------------------------------------------------------------------------


def _number(cells: list) -> None:
    """Give each cell an id made from its kind and source; duplicates are numbered."""
    seen: dict[str, int] = {}
    for cell in cells:
        digest = cell_id(cell.source, cell.cell_type)
        seen[digest] = seen.get(digest, 0) + 1
        cell["id"] = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"


def _chain(lesson: Lesson, cells: list) -> None:
    """Write into each code cell the hash of everything its output depends on.

    That is what the lesson runs of the package, its tasks included, and all code up to and
    including the cell: an output whose hash is unchanged is still what the cell would print.
    """
    chain = hashlib.sha256()
    for path in runtime_files(lesson):
        chain.update(
            path.relative_to(ROOT).as_posix().encode() + path.read_bytes().replace(b"\r\n", b"\n")
        )
    for cell in cells:
        if cell.cell_type == "code":
            chain.update(cell.source.encode())
            cell.metadata["course"] = {"hash": chain.hexdigest()[:16]}


def lesson_hash(notebook: nbformat.NotebookNode) -> str:
    """Return the hash of the last code cell: it changes when anything the lesson runs changes."""
    return [c for c in notebook.cells if c.cell_type == "code"][-1].metadata["course"]["hash"]


def keep_outputs(notebook: nbformat.NotebookNode, old: nbformat.NotebookNode) -> None:
    """Copy into `notebook` the outputs of `old` whose hash is unchanged."""
    stored = {
        cell.metadata.get("course", {}).get("hash"): cell
        for cell in old.cells
        if cell.cell_type == "code" and cell.get("execution_count")
    }
    for cell in notebook.cells:
        if cell.cell_type == "code" and (before := stored.get(cell.metadata["course"]["hash"])):
            cell.outputs, cell.execution_count = before.outputs, before.execution_count
