"""Run a submission's cells in a kernel of its own and ask it the grader's questions.

The kernel is the student's: every message from it is untrusted, read within limits, and at worst
leads to a wrong or missing answer. A kernel that hangs, dies or floods is replaced: the cells so
far run again, without the guilty one, and the run goes on.
"""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

import nbformat
import zmq
from jupyter_client.session import Session

from course_utils.grading import plain
from course_utils.grading.folder import GradingError
from course_utils.grading.sandbox import Limits, Sandbox, missing
from course_utils.i18n import LANGUAGES, T, Text
from course_utils.task import Answer
from course_utils.widgets import WIDGET_VIEW

START = 60  # seconds for a kernel to answer for the first time, on a busy machine
GRACE = 2  # seconds for an interrupted cell to end
FLOOD = 100  # times the bytes kept of an output: more, and the kernel is stopped
PAGES = 50  # times the bytes kept of an output: all that a whole run may show, errors aside
NOTES = 20  # kept of a run
CONTAINERS = 50_000  # lists, tuples and dictionaries in one answer
ROOM = 25_000_000  # characters if all parts of an answer were as long as its longest text
SAME_HASH = 50  # keys of a dictionary; thousands would take hours

DIED = Text("le noyau Python est mort brutalement", "the Python kernel died")
FLOODED = Text("sortie beaucoup trop longue", "far too much output")
_SIDE = "__import__('course_utils.grading.kernel_side', fromlist=['answers'])"
_GUARD = "__import__('course_utils.grading.streams', fromlist=['keep']).keep(get_ipython())"


@dataclass(frozen=True)
class Cell:
    """A cell to run."""

    id: str
    source: str


@dataclass(frozen=True)
class Question:
    """What to ask the kernel: see `kernel_side.answers` for the attributes."""

    name: str
    cases: str | None
    lang: str


@dataclass
class Outcome:
    """What a run gave.

    Attributes:
        outputs: nbformat outputs of each cell, by id.
        answers: those to each question, by name: one per case, or fewer and the last is an error.
        notes: what was stopped or cut, and where, in the current language.
        seconds: wall-clock time of the run.
    """

    outputs: dict[str, list] = field(default_factory=dict)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0


def execute(steps: Sequence[Cell | Question], limits: Limits, isolated: bool = True) -> Outcome:
    """Run cells and ask questions, in this order; an error in a cell stops nothing.

    Args:
        steps: what to do; ids and names are unique.
        limits: what the submission may use.
        isolated: in a sandbox; without, only as far as limits and the watchdog go.

    Raises:
        GradingError: no sandbox here, or the kernel does not start.
    """
    if isolated and (problem := missing()):
        raise GradingError(problem)
    code = "\n".join(step.source for step in steps if isinstance(step, Cell))
    keras = "keras" in code or "tensorflow" in code
    kernel = _Kernel(lambda: Sandbox(limits, isolated, keras), limits)
    outcome, room = Outcome(), PAGES * limits.output_bytes
    try:
        for step in steps:
            page = _Page(min(limits.output_bytes, max(room, limits.output_bytes // 10)))
            try:
                if isinstance(step, Cell):
                    outcome.outputs[step.id] = page.outputs
                    kernel.request(step.source, page)
                    kernel.cells.append(step)
                else:
                    outcome.answers[step.name] = kernel.ask(step)
            except _Stopped as stopped:
                (reason,) = stopped.args
                page.notes.append(reason)
                page.remark(reason)
                if isinstance(step, Question):
                    outcome.answers[step.name] = [Answer(error=reason[LANGUAGES.index(step.lang)])]
            name = step.id if isinstance(step, Cell) else step.name
            outcome.notes += [f"{name}: {note}" for note in page.notes]
            room -= page.used
    finally:
        kernel.close()
    if more := outcome.notes[NOTES:]:
        outcome.notes[NOTES:] = [f"… (+ {len(more)})"]
    outcome.seconds = time.monotonic() - kernel.started
    return outcome


class _Stopped(Exception):
    """A step did not end by itself; the argument is a `Text` that says why."""


class _Kernel:
    """A kernel that comes back after a loss.

    Args:
        sandbox: starts one.
        limits: what the submission may use.

    Attributes:
        started: when the run began, on the monotonic clock.
        cells: what a new kernel runs first.
    """

    def __init__(self, sandbox: Callable[[], Sandbox], limits: Limits):
        self.started, self.cells = time.monotonic(), []
        self._new_sandbox, self._limits, self._sandbox = sandbox, limits, None
        self._most = FLOOD * limits.output_bytes + 2 * limits.value_bytes  # bytes per request

    def close(self) -> None:
        """Kill the kernel, if there is one; nothing of it is left."""
        if self._sandbox is not None:
            self._sandbox.close()
            self._context.destroy(linger=0)
            self._sandbox = None

    def ask(self, question: Question) -> list[Answer]:
        """Return the answers to a question; an unreadable one becomes an error.

        Raises:
            _Stopped: as for `request`.
        """
        given = f"(get_ipython().user_ns, {question.name!r}, {question.cases!r}, {question.lang!r})"
        longest = 2 * self._limits.value_bytes  # hexadecimal digits: their repr needs no parser
        expression = f"{_SIDE}.answers{given}.encode().hex()[:{longest + 1}]"
        reply = self.request("", silent=True, user_expressions={"answers": expression})
        count = 1 if question.cases is None else len(json.loads(question.cases))
        return _read(_dig(reply, "user_expressions", "answers"), count, longest, question.lang)

    def request(self, code: str, page: "_Page | None" = None, **content) -> dict:
        """Execute code, hand its outputs to the page, and return the content of the reply.

        Raises:
            _Stopped: it was interrupted, or the kernel is lost, or no time is left.
        """
        while self._sandbox is None:
            self._start()
        content = {"store_history": page is not None, "silent": False, **content}
        content |= {"code": code, "allow_stdin": False, "stop_on_error": False}
        asked = self._session.send(self._shell, "execute_request", content)["header"]["msg_id"]
        reply, idle, received, interrupted = None, False, 0, None
        until = time.monotonic() + self._limits.cell_seconds
        while reply is None or not idle:
            self._check_time()
            if time.monotonic() > until:
                # After the reply only a message too large to get through can be missing.
                if interrupted or reply is not None:
                    self._lose(interrupted or FLOODED)
                seconds = f"{self._limits.cell_seconds:g}"
                interrupted = Text(
                    f"arrêté après {seconds} s (boucle sans fin ?)",
                    f"stopped after {seconds} s (endless loop?)",
                )
                self._session.send(self._control, "interrupt_request", {})
                until = time.monotonic() + GRACE
            for socket, frames in self._arrivals():
                received += sum(map(len, frames))
                if received > self._most:
                    self._lose(FLOODED)
                message = self._parse(frames)
                kind, body = _dig(message, "header", "msg_type"), _dig(message, "content")
                if _dig(message, "parent_header", "msg_id") != asked:
                    continue
                if socket is self._shell and kind == "execute_reply":
                    reply, until = body or {}, time.monotonic() + GRACE
                elif kind == "status":
                    idle = idle or _dig(body, "execution_state") == "idle"
                elif page is not None:
                    page.add(kind, body)
        if interrupted:
            raise _Stopped(interrupted)
        return reply

    def _start(self) -> None:
        """Start a kernel and replay the cells; one that harms now is dropped (and the kernel)."""
        self._check_time()
        self._context = zmq.Context()
        self._context.setsockopt(zmq.MAXMSGSIZE, self._most)
        self._sandbox = self._new_sandbox()
        # With a threshold, pyzmq would start a thread for large messages and keep it.
        self._session = Session(key=self._sandbox.key.encode(), copy_threshold=2**62)
        self._connect()
        self.request("", silent=True, user_expressions={"guard": _GUARD})
        for cell in tuple(self.cells):
            try:
                self.request(cell.source)
            except _Stopped:
                self.cells.remove(cell)
                if self._sandbox is None:
                    return

    def _connect(self) -> None:
        until = time.monotonic() + START
        while self._sandbox.address("shell") is None:
            self._check_start(until)
            time.sleep(0.02)
        self._shell, self._control = (self._context.socket(zmq.DEALER) for _ in range(2))
        self._iopub, self._poller = self._context.socket(zmq.SUB), zmq.Poller()
        self._iopub.subscribe(b"")
        for channel in ("shell", "control", "iopub"):
            getattr(self, f"_{channel}").connect(self._sandbox.address(channel))
        for socket in (self._shell, self._iopub):
            self._poller.register(socket, zmq.POLLIN)
        heard = set()
        while len(heard) < 2:  # a subscription takes effect some time after `connect`
            self._check_start(until)
            self._session.send(self._shell, "kernel_info_request", {})
            heard |= {socket for socket, _ in self._arrivals()}

    def _arrivals(self) -> Iterator[tuple[zmq.Socket, list[bytes]]]:
        """Yield the messages of the next 0.1 s as they come, at most one per socket.

        Raises:
            _Stopped: nothing came, and the kernel is dead.
        """
        ready = self._poller.poll(100)
        if not ready and not self._sandbox.alive:
            self._lose(self._sandbox.stopped or DIED)
        for socket, _ in ready:
            yield socket, socket.recv_multipart()

    def _parse(self, frames: list[bytes]) -> dict:
        try:
            return self._session.deserialize(self._session.feed_identities(frames)[1])
        except Exception:  # forged: whatever its bytes make the parsers raise
            return {}

    def _check_start(self, until: float) -> None:
        self._check_time()
        if time.monotonic() > until or not self._sandbox.alive:
            raise GradingError(T("Le noyau ne démarre pas.", "The kernel does not start."))

    def _check_time(self) -> None:
        total = self._limits.total_seconds
        if time.monotonic() > self.started + total:
            self._lose(
                Text(f"temps total de {total:g} s épuisé", f"total time of {total:g} s used up")
            )

    def _lose(self, reason: Text) -> NoReturn:
        self.close()
        raise _Stopped(reason)


class _Page:
    """The outputs of one cell, up to a number of bytes.

    Attributes:
        outputs: nbformat outputs.
        notes: what the instructor should know.
    """

    def __init__(self, limit: int):
        self.outputs, self.notes, self._limit, self._room = [], [], limit, limit

    def add(self, kind: str, content: dict) -> None:
        """Keep what a message shows; one that is no valid output (forged) is dropped."""
        if kind == "clear_output" and not self.notes:
            self.outputs.clear()
            self._room = self._limit
        try:
            message = {"header": {"msg_type": kind}, "content": content}
            output = nbformat.v4.output_from_msg(message)
            if kind == "stream":
                output.text = "".join(output.text)  # a list is valid too
            nbformat.validate(output, ref="output", version=4)
            size = len(json.dumps(output, ensure_ascii=False).encode())
        except Exception:
            return
        # How a cell failed is told even when it printed too much before.
        room = self._limit if kind == "error" else self._room
        if WIDGET_VIEW in output.get("data", ()) or (self.notes and kind != "error"):
            return
        if size > room and kind == "stream":
            output.text = output.text.encode()[:room].decode(errors="ignore")
        last = self.outputs[-1] if self.outputs else {}
        if kind == "stream" and last.get("name") == output.name:
            last.text += output.text
        elif size <= room or kind == "stream":
            self.outputs.append(output)
        self._room -= size
        if size > room:
            cut = Text(
                f"sortie coupée à {self._limit} octets", f"output cut at {self._limit} bytes"
            )
            self.notes.append(cut)
            self.remark(cut)

    @property
    def used(self) -> int:
        """Bytes that the outputs take, about."""
        return min(self._limit, self._limit - self._room)

    def remark(self, text: Text) -> None:
        """Add a line that the reader of the notebook sees."""
        self.outputs.append(nbformat.v4.new_output("stream", name="stderr", text=f"\n[{text}]\n"))


def _dig(message, *keys):
    """Return what lies under these keys of nested dictionaries, None where a key is missing."""
    for key in keys:
        message = message.get(key) if isinstance(message, dict) else None
    return message


def _read(shown, count: int, longest: int, lang: str) -> list[Answer]:
    """Return the answers that the kernel shows, and an error wherever one is missing."""
    answers, problem = [], Text("réponse illisible", "unreadable answer")
    try:
        if _dig(shown, "status") == "error":
            problem = 2 * (_line(f"{shown['ename']}: {shown['evalue']}"),)
        elif len(text := shown["data"]["text/plain"]) > longest + len("''"):
            problem = Text("réponse trop longue", "answer too long")
        else:
            answers = [_answer(part) for part in json.loads(bytes.fromhex(text[1:-1]))[:count]]
    except Exception:  # forged, or an integer of thousands of digits
        pass
    # The judge takes a shorter list for one whose last answer has no value.
    if len(answers) < count and not (answers and (answers[-1].todo or answers[-1].error)):
        answers.append(Answer(error=problem[LANGUAGES.index(lang)]))
    return answers


def _answer(part: dict) -> Answer:
    """Return one answer; whatever is not what `kernel_side` writes raises something."""
    if "value" in part:
        _weigh(part["value"])
        value, modified = plain.decode(part["value"]), part.get("modified")
        plain.encode(value)  # raises for what cannot be stored
        return Answer(value, modified=modified and _line(modified))
    return Answer(todo=True) if part.get("todo") is True else Answer(error=_line(part["error"]))


def _weigh(value) -> None:
    """Refuse a plain form that is short as a text and huge or slow as a value.

    NumPy gives every item of a list the room of its longest text; keys of the same hash make a
    dictionary quadratic.
    """
    parts, seen, longest, containers = [value], 0, 0, 0
    while parts:
        one = parts.pop()
        seen += 1
        if isinstance(one, str):
            longest = max(longest, len(one))
        elif isinstance(one, (list, dict)):
            containers += 1
            parts += one if isinstance(one, list) else one.values()
        if isinstance(one, dict) and "dict" in one:
            hashes = Counter(hash(_key(key)) for key, _ in one["dict"])
            if max(hashes.values(), default=0) > SAME_HASH:
                raise plain.NotPlain("keys of the same hash")
    if containers > CONTAINERS or seen * longest > ROOM:
        raise plain.NotPlain("too large")


def _key(key) -> tuple:
    """Return what is hashed of a dictionary's key: a text, a number, or a tuple of such."""
    return tuple(key["tuple"] if isinstance(key, dict) else [key])


def _line(text: str) -> str:
    """Return at most 2000 characters that every file can hold, at least one: "" is no error."""
    return text[:2000].encode(errors="replace").decode() or "?"
