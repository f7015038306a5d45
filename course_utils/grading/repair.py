"""From whatever was handed in to the notebook that is graded: the student's answers, our cells.

Marks, roles, checks and values always come from the student's own release, made anew; only the
answers and the student's extra cells come from the file. What had to be mended is noted.
"""

import ast
import json
import re
import warnings
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course_utils.i18n import T

MAX_BYTES = 25_000_000  # larger files are not read
MAX_CELLS = 2_000
MAX_TEXT = 2_000_000  # characters in all cells; outputs and images do not count
MAX_PARSED = 200_000  # characters; the tree of a longer cell could fill the memory
_KIND, _BASE64 = re.compile(r"image/[\w.+-]+", re.ASCII), re.compile(r"[\w+/=\s]+", re.ASCII)
_KEYS = ("grade_id", "points", "grade", "solution", "locked", "cell_type")


@dataclass
class Submission:
    """What is graded for one student.

    Attributes:
        notebook: the mended notebook, without outputs; the untouched release if there was none.
        flags: what the instructor should know, one sentence each.
        missing: nothing readable was handed in.
    """

    notebook: nbformat.NotebookNode
    flags: list[str] = field(default_factory=list)
    missing: bool = False


def read(folder: Path, assignment: str, fresh: nbformat.NotebookNode) -> Submission:
    """Read a student's files and mend them.

    Args:
        folder: the files as they were handed in.
        assignment: name of the assignment, the expected name of the file.
        fresh: the student's own release.
    """
    files = sorted(folder.glob("*.ipynb")) if folder.is_dir() else []
    if not files:
        others = (
            [p.name for p in sorted(folder.iterdir()) if p.name != "timestamp.txt"]
            if folder.is_dir()
            else []
        )
        if others:
            names = ", ".join(others[:5])
            return _nothing(
                fresh, T(f"aucun notebook, seulement : {names}", f"no notebook, only: {names}")
            )
        return _nothing(fresh, T("rien n'a été rendu", "nothing was handed in"))
    flags, readable, room = [], [], MAX_BYTES
    for path in sorted(files, key=lambda path: path.stem != assignment):
        try:
            readable.append((path, _parse(path, room)))
            room -= path.stat().st_size
        except Exception as error:
            reason = "".join(filter(str.isprintable, str(error).split("\n")[0][:200]))
            flags.append(
                T(f"{path.name} est illisible : {reason}", f"{path.name} cannot be read: {reason}")
            )
    if not readable:
        return Submission(fresh, flags, missing=True)
    path, notebook = _choose(readable, assignment, fresh)
    if len(files) > 1:
        flags.append(
            T(
                f"{len(files)} notebooks rendus, noté : {path.name}",
                f"{len(files)} notebooks handed in, marked: {path.name}",
            )
        )
    elif path.stem != assignment:
        flags.append(T(f"nom de fichier : {path.name}", f"file name: {path.name}"))
    mended, found = mend(notebook, fresh)
    return Submission(mended, flags + found)


def _nothing(fresh, reason: str) -> Submission:
    return Submission(fresh, [reason], missing=True)


def _parse(path: Path, room: int) -> nbformat.NotebookNode:
    """Read a notebook of at most `room` bytes and any format, as forgivingly as nbformat allows."""
    if path.stat().st_size > room:
        raise ValueError(f"{path.stat().st_size / 1e6:.0f} MB > {room / 1e6:.0f} MB")
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:  # saved by an editor of another age
        text = data.decode("latin-1")
    found = json.loads(text)
    if isinstance(found, dict) and "cells" not in found:  # formats 1 to 3
        found = nbformat.convert(nbformat.reader.reads(text), 4)
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise ValueError(T("ce n'est pas un notebook", "this is no notebook"))
    return _tidy(found)


def _tidy(notebook) -> nbformat.NotebookNode:
    """Return what is used of a notebook, each part of the right type whatever is in the file."""
    made, room = new_notebook(), MAX_TEXT
    if isinstance(notebook.get("metadata"), dict):
        made["metadata"] = notebook["metadata"]
    if len(notebook["cells"]) > MAX_CELLS:
        raise ValueError(T(f"plus de {MAX_CELLS} cellules", f"more than {MAX_CELLS} cells"))
    for cell in notebook["cells"]:
        if not isinstance(cell, dict):
            continue
        source = cell.get("source")
        source = "".join(map(str, source)) if isinstance(source, list) else str(source or "")
        if (room := room - len(source)) < 0:
            raise ValueError(
                T(f"plus de {MAX_TEXT} caractères", f"more than {MAX_TEXT} characters")
            )
        new = new_code_cell if cell.get("cell_type") == "code" else new_markdown_cell
        tidy = new(_storable(source))
        tidy["id"] = cell.get("id")
        if isinstance(cell.get("metadata"), dict):
            tidy["metadata"] = cell["metadata"]
        if tidy.cell_type == "markdown" and (images := _images(cell.get("attachments"))):
            tidy["attachments"] = images
        made.cells.append(tidy)
    return made


def _storable(text: str) -> str:
    """Return a text without halves of surrogate pairs, which no file can hold, nor Windows' ends."""
    return text.encode(errors="replace").decode().replace("\r\n", "\n")


def _images(attachments) -> dict:
    """Return the images pasted into a Markdown cell."""
    found = {}
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        pairs = bundle.items() if isinstance(bundle, dict) else ()
        texts = {k: v for k, v in pairs if isinstance(v, str)}
        if kept := {k: v for k, v in texts.items() if _KIND.fullmatch(k) and _BASE64.fullmatch(v)}:
            found[_storable(name)] = kept
    return found


def _choose(readable: list, assignment: str, fresh) -> tuple[Path, nbformat.NotebookNode]:
    """Of several notebooks take the one with most answers; among equals the one of the right name."""
    ours = _named(fresh)

    def worth(pair):
        path, notebook = pair
        answers, _ = _answers(notebook, _names(notebook, ours), ours)
        answered = [name for name, cells in answers.items() if _changed(cells, ours[name])]
        return len(answered), path.stem == assignment, path.stat().st_mtime

    return max(readable, key=worth)


def mend(notebook, fresh) -> tuple[nbformat.NotebookNode, list[str]]:
    """Put a student's answers and extra cells into the release; mending twice changes nothing more.

    Args:
        notebook: what was handed in, format 4.
        fresh: the student's own release.

    Returns:
        (the notebook to grade, what was mended in one sentence each).
    """
    notebook, ours = _tidy(notebook), _named(fresh)
    names = _names(notebook, ours)
    answers, elsewhere = _answers(notebook, names, ours)
    flags = _tampering(notebook, names, fresh)
    bare = not any(map(_nbgrader, notebook.cells))  # then nothing is where nbgrader's ids say
    extras = _extras(notebook, names, answers, elsewhere, ours)
    # Nothing of the student's runs before the values are set.
    early = list(ours)[: list(ours).index("examples") + 1]
    extras["examples"] = [cell for key in (None, *early) for cell in extras.pop(key, ())]
    for cell in extras["examples"]:  # a habit of the first cell; here it would take the values away
        cell["source"] = re.sub(r"^%reset\b", "# %reset", cell.source, flags=re.MULTILINE)
    made = nbformat.from_dict(fresh)  # a deep copy
    made["cells"] = []

    def add(extra, kind: str) -> None:
        new = new_code_cell if kind == "code" else new_markdown_cell
        copy = new(extra.source)
        copy["id"] = f"extra-{len(made.cells)}"
        _keep_images(copy, [extra])
        made.cells.append(copy)

    for name, ready in _named(nbformat.from_dict(fresh)).items():
        if _role(ready, "solution"):
            for part in _earlier(ready, answers.get(name, []), ours):
                add(part, "code")
            flags += _answer(ready, answers.get(name, []), name in elsewhere and not bare)
        made.cells.append(ready)
        for extra in extras.get(name, ()):
            add(extra, extra.cell_type)
    return made, flags


def _named(fresh) -> dict[str, nbformat.NotebookNode]:
    """Return the cells of a release by name: nbgrader's id, else the notebook format's."""
    return {_nbgrader(cell).get("grade_id") or cell.id: cell for cell in fresh.cells}


def _names(notebook, ours: dict) -> list[str | None]:
    """Return which of our cells each cell handed in is, None for the student's own.

    It is known by nbgrader's id, else by its text, else by the notebook format's id: those of
    statements count from the top, and shift when the instructor adds one after handing out.
    """
    # The places for written answers all have the same text.
    texts = {c.source.strip(): n for n, c in ours.items() if not _is_written(c)}
    names = []
    for cell in notebook.cells:
        ids = _nbgrader(cell).get("grade_id"), texts.get(cell.source.strip()), cell.get("id")
        names.append(next((i for i in ids if isinstance(i, str) and i in ours), None))
    for name, variable in (("values", "given"), ("examples", "check")):
        if name not in names:  # edited, and without its ids
            for number, cell in enumerate(notebook.cells):
                if names[number] is None and variable in _defined(cell):
                    names[number] = name
                    break
    return names


def _answers(notebook, names: list, ours: dict) -> tuple[dict[str, list], set[str]]:
    """Find the answers: where they belong, else wherever the stub was left alone or is missing.

    Returns:
        (cells found for each answer, names of the answers that were found elsewhere).
    """
    found: dict[str, list] = {}
    for cell, name in zip(notebook.cells, names, strict=True):
        if name and _role(ours[name], "solution"):
            found.setdefault(name, []).append(cell)
    elsewhere = set()
    for name, cell in ours.items():
        if not _role(cell, "solution") or _changed(found.get(name, ()), cell):
            continue
        if _is_written(cell):
            others = _below_question(notebook, names, name, ours)
        else:
            task, known = name.removesuffix("-answer"), {c.source.strip() for c in ours.values()}
            others = [
                c for c in notebook.cells if task in _defined(c) and c.source.strip() not in known
            ]
        if others:
            found[name] = found.get(name, []) + others
            elsewhere.add(name)
    return found, elsewhere


def _below_question(notebook, names: list, written: str, ours: dict) -> list:
    """Return the Markdown cells from a question to our next cell, the question too if edited."""
    order = list(ours)
    question = order[order.index(written) - 1]
    found, inside = [], False
    for cell, name in zip(notebook.cells, names, strict=True):
        inside = name == question or (inside and name in (None, written))
        edited = name is None or (name == question and _changed([cell], ours[question]))
        if inside and edited and cell.cell_type == "markdown" and cell.source.strip():
            found.append(cell)
    return found


def _defined(cell) -> frozenset[str]:
    """Return the functions and variables that a code cell defines at top level."""
    return _definitions(cell.source) if cell.cell_type == "code" else frozenset()


@lru_cache(maxsize=2 * MAX_CELLS)
def _definitions(source: str) -> frozenset[str]:
    source = re.sub(r"^[ \t]*[%!].*$", "", source, flags=re.MULTILINE)
    try:
        if len(source) > MAX_PARSED:
            raise MemoryError
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the student's own code
            body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset(
            a or b for a, b in re.findall(r"^(?:def (\w+)\(|(\w+) *=[^=])", source, re.MULTILINE)
        )
    found = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    for node in body:
        targets = node.targets if isinstance(node, ast.Assign) else ()
        targets = [node.target] if isinstance(node, ast.AnnAssign) else targets
        found |= {target.id for target in targets if isinstance(target, ast.Name)}
    return frozenset(found)


def _extras(notebook, names: list, answers: dict, elsewhere: set, ours: dict) -> dict:
    """Return the student's own cells, by the name of the cell of ours that they follow."""
    moved = {cell.source: name for name in elsewhere for cell in answers[name]}
    known = {"", *(cell.source.strip() for cell in ours.values())}
    extras: dict[str | None, list] = {}
    anchor, seen = None, set()
    for cell, name in zip(notebook.cells, names, strict=True):
        place = name or moved.get(cell.source)
        if place and place not in seen:  # a copy pasted further down moves nothing up
            anchor = place
            seen.add(place)
        if name is None:
            mine = cell.source not in moved
        else:
            mine = not _role(ours[name], "locked") and not _role(ours[name], "solution")
        if mine and cell.source.strip() not in known:
            extras.setdefault(anchor, []).append(cell)
    return extras


def _earlier(ready, found: list, ours: dict) -> list:
    """Return what runs before the answer: the other parts of a cell that was split."""
    *earlier, last = _changed(found, ready) or [None]
    known = {"", *(cell.source.strip() for cell in ours.values())}
    parts = {cell.source: cell for cell in earlier if cell.source.strip() not in known}
    return [] if _is_written(ready) else [p for p in parts.values() if p.source != last.source]


def _answer(ready, found: list, elsewhere: bool) -> list[str]:
    """Put the answer that was found into its cell; return what there is to say about it."""
    name, changed = ready.metadata.nbgrader.grade_id, _changed(found, ready)
    if changed and _is_written(ready):
        ready["source"] = "\n\n".join(dict.fromkeys(cell.source for cell in changed))
        _keep_images(ready, changed)
    elif changed:  # as when the cells run: the last definition counts
        ready["source"] = changed[-1].source
    if elsewhere and changed:
        return [T(f"réponse {name} trouvée ailleurs", f"answer {name} found elsewhere")]
    if not found:
        return [T(f"réponse {name} supprimée", f"answer {name} deleted")]
    if len(found) > 1:
        return [
            T(
                f"réponse {name} en {len(found)} exemplaires",
                f"{len(found)} copies of answer {name}",
            )
        ]
    return []


def _keep_images(cell, sources: list) -> None:
    images = {k: v for source in sources for k, v in source.get("attachments", {}).items()}
    if images and cell.cell_type == "markdown":
        cell["attachments"] = images


def _changed(cells, ours) -> list:
    """Return those of the cells that do not read like ours."""
    return [cell for cell in cells if cell.source.strip() != ours.source.strip()]


def _tampering(notebook, names: list, fresh) -> list[str]:
    """Name every one of our cells that was deleted, edited, copied or given another role."""
    flags, lost = [], []
    for name, cell in _named(fresh).items():
        mine = _nbgrader(cell)
        if not mine:
            continue
        copies = [c for c, n in zip(notebook.cells, names, strict=True) if n == name]
        if mine["locked"]:
            if not copies:
                flags.append(
                    T(f"cellule {name} supprimée : remise", f"cell {name} deleted: restored")
                )
            elif _changed(copies, cell) or any(c.cell_type != cell.cell_type for c in copies):
                flags.append(
                    T(f"cellule {name} modifiée : remise", f"cell {name} edited: restored")
                )
            if len(copies) > 1:
                flags.append(
                    T(
                        f"cellule {name} dupliquée : une seule compte",
                        f"cell {name} duplicated: one counts",
                    )
                )
        marks = [mark for copy in copies if (mark := _nbgrader(copy))]
        if copies and not marks:
            lost.append(name)
        if keys := [k for k in _KEYS if any(mark.get(k) != mine.get(k) for mark in marks)]:
            flags.append(
                T(
                    f"cellule {name} : {', '.join(keys)} changés : remis",
                    f"cell {name}: {', '.join(keys)} changed: restored",
                )
            )
    if lost:
        some = ", ".join(lost[:3]) + (" …" if len(lost) > 3 else "")
        flags.append(
            T(
                f"métadonnées absentes : remises ({some})",
                f"metadata missing: restored ({some})",
            )
        )
    owner, mine = notebook.metadata.get("course"), fresh.metadata.course["student"]
    owner = owner.get("student") if isinstance(owner, dict) else None
    if mine and owner not in (None, "", mine):
        who = repr(owner)[:70]
        flags.append(T(f"exemplaire distribué à {who}", f"copy handed out to {who}"))
    return flags


def _nbgrader(cell) -> dict:
    found = cell.metadata.get("nbgrader")
    return found if isinstance(found, dict) else {}


def _role(cell, role: str) -> bool:
    return bool(_nbgrader(cell).get(role))


def _is_written(cell) -> bool:
    return cell.cell_type == "markdown" and _role(cell, "solution")
