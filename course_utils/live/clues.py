"""What an explanation of an error can be built from: its text, the learner's line, their variables."""

import ast
import builtins
import contextlib
import difflib
import inspect
import linecache
import re
import textwrap
import traceback
from collections import ChainMap, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from course_utils.i18n import T, Text

# --- where the error happened -------------------------------------------------------------------


class Place(NamedTuple):
    """A line of the learner's that the error passed through.

    Attributes:
        number: of the line in its cell.
        source: the line.
        function: name of the function it belongs to, "" outside of one.
        trees: syntax trees of what was read, in the part of the line that failed and in all of it.
        variables: what the names on this line stand for.
        last: whether the error was raised right here, and not in code that the line called.
    """

    number: int
    source: str
    function: str
    trees: tuple[ast.AST, ...]
    variables: Mapping[str, object]
    last: bool

    def value(self, node: ast.AST) -> object:
        """Return the value of a name or dotted name; anything else is a LookupError: never run."""
        if isinstance(node, ast.Name):
            return self.variables[node.id]
        if isinstance(node, ast.Attribute):
            return getattr(self.value(node.value), node.attr)
        raise LookupError

    def named(self, wanted: Callable[[object], object], called: bool = True) -> dict[str, object]:
        """Return the names and dotted names on this line whose value is `wanted`, with the value.

        Args:
            wanted: tells from a value.
            called: False leaves out `f` in `f(x)`.
        """

        def search(node: ast.AST, is_called=False) -> Iterator[tuple[str, object]]:
            if isinstance(node, ast.Name | ast.Attribute) and (called or not is_called):
                try:
                    value = self.value(node)
                    found = bool(wanted(value))
                except Exception:  # a name that does not exist, an attribute that raises
                    found = False
                if found:
                    yield ast.unparse(node), value
                    return
            for child in ast.iter_child_nodes(node):
                yield from search(child, isinstance(node, ast.Call) and child is node.func)

        return next((found for tree in self.trees if (found := dict(search(tree)))), {})

    def nodes(self, kind: type) -> list:
        """Return the syntax nodes of this kind on the line, the failing part first."""
        return [node for tree in self.trees for node in ast.walk(tree) if isinstance(node, kind)]


def own_places(error: BaseException, names: Mapping[str, object]) -> list[Place]:
    """Return the learner's lines in the traceback, the nearest to the error last."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    # Code of a notebook runs in the user's namespace, whatever front end and version name its file.
    if not any(frame.f_globals is names for frame in frames):
        return []
    places = []
    for frame, summary in zip(frames, traceback.extract_tb(error.__traceback__), strict=True):
        # TensorFlow runs functions that it has rewritten, in the same namespace.
        if frame.f_globals is not names or "__autograph_generated_file" in summary.filename:
            continue
        name = frame.f_code.co_name
        lines = range(summary.lineno, (summary.end_lineno or summary.lineno) + 1)
        text = [linecache.getline(summary.filename, number) for number in lines]
        places.append(
            Place(
                summary.lineno,
                text[0].strip(),
                "" if name.startswith("<") else name,
                _trees(text, summary.colno, summary.end_colno),
                ChainMap(frame.f_locals, frame.f_globals, vars(builtins)),
                frame is frames[-1],
            )
        )
    return places


def _trees(lines: list[str], start: int | None, end: int | None) -> tuple[ast.AST, ...]:
    """Parse what was read between two columns, then in all of the lines; targets are not read."""
    part = [line.encode() for line in lines]
    part[-1] = part[-1][:end]  # the columns count bytes
    part[0] = part[0][start:]
    whole, targets = _parse("".join(lines)), set()
    for node in getattr(whole, "body", ()):
        if isinstance(node, ast.Assign | ast.For):
            aims = node.targets if isinstance(node, ast.Assign) else [node.target]
            targets |= {ast.unparse(aim) for aim in aims}
            whole = node.value if isinstance(node, ast.Assign) else node.iter
    failed = _parse(b"".join(part).decode(errors="replace"))
    return (whole,) if ast.unparse(failed) in targets else (failed, whole)


def _parse(text: str) -> ast.AST:
    """Parse a piece of a cell: an expression over several lines, a statement, or the head of one."""
    text = textwrap.dedent(text).strip()
    for attempt in (f"({text}\n)", text, f"{text} pass"):
        with contextlib.suppress(SyntaxError, ValueError):
            return ast.parse(attempt)
    return ast.Module([], [])


# --- what an entry of the catalogue is made of --------------------------------------------------


class Clue(NamedTuple):
    """What a message can be built from.

    Attributes:
        error: the exception.
        match: what the pattern found in its text; `clue["x"]` is its group x, None without one.
        names: the learner's namespace.
        place: the learner's line nearest to the error, None when there is none.
    """

    error: BaseException
    match: re.Match
    names: Mapping[str, object]
    place: Place | None

    def __getitem__(self, group: str) -> str | None:
        return self.match.groupdict().get(group)

    def wrote(self, text: str) -> bool:
        """Return whether the learner's line contains `text`."""
        return self.place is not None and text in self.place.source

    def named(self, wanted: Callable[[object], object], called: bool = True) -> dict[str, object]:
        """Return what `Place.named` finds on the learner's line, nothing where there is none."""
        return self.place.named(wanted, called) if self.place else {}

    def calls(self) -> dict[str, object]:
        """Return the functions called on the learner's line, None for those that have no name."""
        found = {}
        for call in self.place.nodes(ast.Call) if self.place else ():
            try:
                value = self.place.value(call.func)
            except Exception:
                value = None
            found.setdefault(ast.unparse(call.func), value)
        return found

    def call_of(self, function: str) -> str:
        """Return the function that the error names, as the learner wrote it."""
        last = function.removesuffix(".__init__").rpartition(".")[2]
        return next((name for name in self.calls() if name.rpartition(".")[2] == last), last)


class Entry(NamedTuple):
    """An entry of the catalogue, see `on`."""

    types: frozenset[str]
    patterns: tuple[re.Pattern, ...]
    message: Text | Callable[[Clue], str | None]
    show: Callable[[object], str] | None
    own: bool
    look: str

    def explanation(self, clue: Clue) -> str | None:
        """Return the message for an error that the entry recognised, None if it has nothing to say."""
        if self.own and not (clue.place and clue.place.last):
            return None
        if isinstance(self.message, Text):
            groups = {name: tidied(text) for name, text in clue.match.groupdict().items()}
            return str(self.message).format_map(defaultdict(str, groups))
        return self.message(clue)


def on(types: str, message, *patterns: str, show=None, own=False, look="fail") -> Entry:
    """Return an entry of the catalogue.

    Args:
        types: names of exception classes, which stand for their subclasses too. Names, since
            TensorFlow may not be there to import them from.
        message: a `Text` whose fields are the groups of the pattern, or `clue -> str | None`.
        patterns: regular expressions, one of which must be found in the text of the exception.
        show: `value -> str`, what to tell of the variables on the learner's line; "" for nothing,
            and an exception for the same.
        own: whether the learner's own line must have raised the exception, not a library.
        look: that of the message, see `course_utils.records.say`.
    """
    compiled = tuple(re.compile(pattern, re.S) for pattern in patterns or ("",))
    return Entry(frozenset(types.split()), compiled, message, show, own, look)


def shape_of(value) -> str:
    """Tell the shape of an array or tensor, nothing of a single number."""
    shape = tuple(value.shape)
    return T(f"de forme {shape}", f"of shape {shape}") if shape else ""


def type_of(value) -> str:
    """Tell the type of a number, text or list, or that of the numbers of an array."""
    if inspect.ismodule(value) or isinstance(value, type):
        return ""
    if isinstance(value, int | float | str | list | tuple | dict):
        name = type(value).__name__
    else:
        name = getattr(value.dtype, "name", str(value.dtype))
    return T(f"de type `{name}`", f"of type `{name}`")


def numbers_in(shape: str | None) -> tuple:
    """Read a shape, however it is written: (2,3), [2,3], [?,3], (None, 3)."""
    found = re.findall(r"\d+|None|\?", shape or "")
    return tuple(int(part) if part.isdigit() else None for part in found)


def tidied(group: str | None) -> str:
    """Return a shape as Python writes it, and any other text as it is."""
    return str(numbers_in(group)) if group and group[0] in "([" else group or ""


def closest(name: str, choices: Iterable[str]) -> str:
    """Ask whether the learner meant the choice nearest to `name`; "" when none is near."""
    public = {choice.lower(): choice for choice in choices if choice[:1] not in ("", "_")}
    close = difflib.get_close_matches(name.lower(), public, 1, 0.7)
    if not close:
        return ""
    return T(f"Vouliez-vous écrire `{public[close[0]]}` ?", f"Did you mean `{public[close[0]]}`?")
