"""Put one language into a code cell: `T(fr, en)` calls, comment pairs, solution regions."""

import ast
import re
from functools import cache
from typing import NamedTuple

from course_utils.authoring.paths import CourseError
from course_utils.i18n import LANGUAGES

_PAIR = re.compile(r"^(?P<indent>[ \t]*)# fr: ?(?P<fr>.*)\n[ \t]*# en: ?(?P<en>.*)$", re.MULTILINE)
_LONE = re.compile(r"^[ \t]*# (fr|en):", re.MULTILINE)
_SOLUTION = re.compile(
    r"^(?P<indent>[ \t]*)### BEGIN SOLUTION[ \t]*\n(?P<body>.*?)\n[ \t]*### END SOLUTION[ \t]*$",
    re.MULTILINE | re.DOTALL,
)


class Pair(NamedTuple):
    """The same text in both languages, and where it stands (for messages)."""

    where: str
    fr: str
    en: str


@cache
def _calls(code: str, where: str) -> tuple[ast.Call, ...]:
    """Return the calls of `T` in Python code; the same cell is asked for several times."""
    try:
        tree = ast.parse(code)
    except SyntaxError as error:
        raise CourseError(f"{where}: line {error.lineno}: {error.msg}") from error
    inside = {
        id(node)
        for joined in ast.walk(tree)
        if isinstance(joined, ast.JoinedStr)
        for node in ast.walk(joined)
    }
    calls = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "T":
            if id(node) in inside:
                raise CourseError(
                    f'{where}: T(…) inside an f-string; write T(f"…", f"…") around the whole text'
                )
            literals = all(
                isinstance(a, ast.JoinedStr)
                or (isinstance(a, ast.Constant) and isinstance(a.value, str))
                for a in node.args
            )
            if len(node.args) != 2 or node.keywords or not literals:
                raise CourseError(
                    f"{where}: line {node.lineno}: T takes two literal strings, French then English"
                )
            calls.append(node)
    return tuple(calls)


def line_starts(data: bytes) -> list[int]:
    """Return where each line of a source begins, in bytes, and where the last one ends."""
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def span(node: ast.AST, starts: list[int]) -> tuple[int, int]:
    """Return the bytes (begin, end) of a node in the source whose lines start at `starts`."""
    return (
        starts[node.lineno - 1] + node.col_offset,
        starts[node.end_lineno - 1] + node.end_col_offset,
    )


def _put(data: bytes, begin: int, end: int, literal: bytes) -> bytes:
    """Put a literal in the place of T(…), in parentheses where it needs them to stay one text."""
    bare = data[:begin] + literal + data[end:]
    if b"\n" not in literal:
        return bare
    safe = data[:begin] + b"(" + literal + b")" + data[end:]
    try:
        return bare if ast.dump(ast.parse(bare)) == ast.dump(ast.parse(safe)) else safe
    except SyntaxError:  # "…" on one line, "…" on the next, outside any parentheses
        return safe


def translate_code(code: str, lang: str, where: str = "cell") -> str:
    """Return the code as a learner of one language sees it.

    Every `T(fr, en)` becomes its literal of that language, every pair of lines `# fr:` / `# en:`
    one plain comment. A `T("…", "…")` that stands alone first in a function becomes its docstring.

    Raises:
        CourseError: T with anything but two literals, T inside an f-string, half a comment pair.
    """
    data = code.encode()
    starts = line_starts(data)
    for node in sorted(_calls(code, where), key=lambda n: (n.lineno, n.col_offset), reverse=True):
        begin, end = span(node, starts)
        kept = span(node.args[LANGUAGES.index(lang)], starts)
        data = _put(data, begin, end, data[kept[0] : kept[1]])
    code = _PAIR.sub(lambda m: f"{m['indent']}# {m[lang]}", data.decode())
    if _LONE.search(code):
        raise CourseError(f"{where}: a comment '# fr:' needs '# en:' on the next line, and back")
    return code


def arguments(call: ast.Call, data: bytes, starts: list[int]) -> list[str]:
    """Return the arguments of a call as they are written in the source."""
    return [data[slice(*span(argument, starts))].decode() for argument in call.args]


def code_pairs(code: str, where: str) -> list[Pair]:
    """Return the bilingual texts of a code cell: literals of `T` and comment pairs."""
    data = code.encode()
    starts = line_starts(data)
    pairs = [Pair(where, *arguments(node, data, starts)) for node in _calls(code, where)]
    return pairs + [Pair(where, m["fr"], m["en"]) for m in _PAIR.finditer(code)]


def split_solution(code: str, lang: str) -> tuple[str, str]:
    """Split an exercise cell into the stub that learners get and the solved cell.

    Args:
        code: a cell, already in one language, with one region between the lines
            `### BEGIN SOLUTION` and `### END SOLUTION` (nbgrader's markers).
        lang: language of the stub's comment.

    Returns:
        (stub, solution); the stub runs and raises NotImplementedError when called.
    """
    todo = {"fr": "# À vous de jouer", "en": "# Your turn"}[lang]
    stub = _SOLUTION.sub(
        lambda m: f"{m['indent']}{todo}\n{m['indent']}raise NotImplementedError", code
    )
    solution = _SOLUTION.sub(lambda m: m["body"], code)
    return stub, solution
