"""One idea for exercises and grading: fresh inputs, a reference, a comparison, known mistakes.

A `Task` never looks at the learner's code: it calls it on inputs drawn from a generator and
compares results. Lessons use a fixed seed and show the message; grading draws the cases from a
secret seed, has them answered in an isolated kernel and gives the answers to the same `judge`.
"""

import copy
import inspect
import traceback
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course_utils.i18n import T, Text


@dataclass(frozen=True)
class Mistake:
    """A wrong solution that learners typically write, and what to tell its author.

    Attributes:
        wrong: called like the reference.
        message: what is wrong, in the learner's own terms.
        credit: share of the points that grading still gives, 0 to 1.
    """

    wrong: Callable
    message: Text
    credit: float = 0.0


@dataclass(frozen=True)
class Task:
    """An exercise: the learner writes a function, the task says whether it is right.

    Attributes:
        name: name of the function to write.
        stars: difficulty, 1 to 3.
        inputs: `rng -> dict` of keyword arguments for one call, from a `numpy.random.Generator`.
        reference: an independent right answer, called with the same arguments.
        hints: three hints, from a nudge to nearly the answer.
        mistakes: typical wrong solutions, each with its own message.
        compare: `(expected, got) -> None | str`, a message when `got` is wrong.
        cases: how many calls are compared.
        value: the learner computes one value from given inputs instead of writing a function;
            then `name` is that of the variable, and there is one case.
    """

    name: str
    stars: int
    inputs: Callable[[np.random.Generator], dict]
    reference: Callable
    hints: tuple[Text, Text, Text]
    mistakes: tuple[Mistake, ...] = ()
    compare: Callable = None
    cases: int = 6
    value: bool = False

    def __post_init__(self):
        if self.compare is None:
            object.__setattr__(self, "compare", compare_values)
        if self.value:
            object.__setattr__(self, "cases", 1)


@dataclass(frozen=True)
class Answer:
    """What the learner's code gave for one case: a value, or the reason why there is none.

    Attributes:
        value: what it returned.
        error: one line that names the exception, when it raised one.
        todo: it raised `NotImplementedError`, as the stub does.
        modified: name of an argument that it changed in place.
    """

    value: object = None
    error: str | None = None
    todo: bool = False
    modified: str | None = None


@dataclass(frozen=True)
class Result:
    """What an evaluation found.

    Attributes:
        task: name of the task.
        status: "pass", "fail" or "todo".
        message: tells the learner, in the current language.
        credit: share of the points earned, 0 to 1.
    """

    task: str
    status: str
    message: str
    credit: float = 0.0


def describe(value, limit: int = 60) -> str:
    """Describe a value briefly: shape and type of an array, the value itself when it is short."""
    if isinstance(value, np.ndarray) and value.ndim:
        head = T(f"tableau de forme {value.shape}", f"array of shape {value.shape}")
        if value.size > 20:
            return head
        return f"{head} {np.array2string(value, precision=4, separator=', ')}".replace("\n", " ")
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.item()
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, tuple) and len(value) > 1:
        text = f"({', '.join(describe(part, limit) for part in value)})"
    else:
        text = repr(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def compare_values(expected, got, rtol: float = 1e-5, atol: float = 1e-7) -> str | None:
    """Compare a learner's value with the expected one: kind, shape, NaN, then values.

    Args:
        expected: number, boolean, string, tuple, array… given by the reference.
        got: what the learner's function returned.
        rtol, atol: tolerances of `numpy.isclose`.

    Returns:
        None when the two agree, else one sentence in the user's language.
    """
    if got is None:
        return T(
            "La fonction renvoie None : il manque sans doute un `return`.",
            "The function returns None: a `return` is probably missing.",
        )
    if isinstance(expected, str):
        same = isinstance(got, str) and got == expected
        return None if same else _differs(expected, got)
    if isinstance(expected, tuple) and isinstance(got, (tuple, list)) and len(got) != len(expected):
        return T(
            f"Il faut {len(expected)} valeurs, et non {len(got)}.",
            f"{len(expected)} values are needed, not {len(got)}.",
        )
    if isinstance(expected, tuple) and any(np.ndim(part) for part in expected):
        if not isinstance(got, (tuple, list)):
            return T(
                f"Il faut un tuple de {len(expected)} valeurs.",
                f"A tuple of {len(expected)} values is needed.",
            )
        for place, pair in enumerate(zip(expected, got, strict=True), 1):
            if problem := compare_values(*pair, rtol, atol):
                return T(f"Valeur {place} : {problem}", f"Value {place}: {problem}")
        return None
    want = np.asarray(expected)
    try:
        have = np.asarray(got)
        if have.dtype.kind not in ("biufc" if want.dtype.kind == "c" else "biuf"):
            raise TypeError
    except (TypeError, ValueError):
        return T(
            f"Il faut {_kind(want)}, et non {describe(got)} (type {type(got).__name__}).",
            f"{_kind(want)} is needed, not {describe(got)} (type {type(got).__name__}).",
        )
    if have.ndim and not want.ndim:
        return T(
            f"Il faut un seul nombre, et non {describe(got)}.",
            f"A single number is needed, not {describe(got)}.",
        )
    if have.shape != want.shape:
        return T(
            f"La forme attendue est {want.shape}, et non {have.shape}.",
            f"The expected shape is {want.shape}, not {have.shape}.",
        )
    if not np.all(np.isfinite(have)) and np.all(np.isfinite(want)):
        return T(
            "Le résultat contient NaN ou l'infini (division par zéro ? exponentielle trop grande ?).",
            "The result contains NaN or infinity (division by zero? exponential too large?).",
        )
    close = np.isclose(have, want, rtol=rtol, atol=atol, equal_nan=True)
    return None if np.all(close) else _differs(expected, got, close)


def _kind(want: np.ndarray) -> str:
    if want.ndim:
        return T(f"un tableau de forme {want.shape}", f"an array of shape {want.shape}")
    return T("un nombre", "a number")


def _differs(expected, got, close=None) -> str:
    if close is not None and close.ndim and close.size > 12:
        where = tuple(int(i) for i in np.argwhere(~close)[0])
        count, first = int(np.sum(~close)), ", ".join(map(str, where))
        expected, got = np.asarray(expected)[where], np.asarray(got)[where]
        return T(
            f"Valeurs fausses : {count} sur {close.size} ; la première, à l'indice [{first}] : "
            f"attendu {describe(expected)}, obtenu {describe(got)}.",
            f"Wrong values: {count} out of {close.size}; the first one, at index [{first}]: "
            f"expected {describe(expected)}, got {describe(got)}.",
        )
    return T(
        f"Attendu {describe(expected)}, obtenu {describe(got)}.",
        f"Expected {describe(expected)}, got {describe(got)}.",
    )


def generator(task: Task, seed: int = 0) -> np.random.Generator:
    """Return the generator of a task's inputs for a seed; tasks with other names draw others."""
    return np.random.default_rng([seed, zlib.crc32(task.name.encode())])


def draw_cases(task: Task, seed: int = 0) -> list[dict]:
    """Return the inputs of every case, drawn from the seed: the same seed gives the same inputs."""
    rng = generator(task, seed)
    return [task.inputs(rng) for _ in range(task.cases)]


def evaluate(task: Task, function: Callable, seed: int = 0) -> Result:
    """Call `function` on fresh inputs and judge what it returns.

    Args:
        task: the exercise.
        function: what the learner wrote.
        seed: chooses the inputs.
    """
    cases, answers = draw_cases(task, seed), []
    for inputs in cases:
        answers.append(ask(function, inputs))
        if answers[-1].todo or answers[-1].error is not None:
            break
    return judge(task, cases, answers)


def ask(function: Callable, inputs: dict) -> Answer:
    """Call the learner's function once, on a copy of the inputs, and catch whatever it raises."""
    given = copy.deepcopy(inputs)
    try:
        value = function(**given)
    except NotImplementedError:
        return Answer(todo=True)
    except Exception as error:
        return Answer(error=_raised(function, inputs, error))
    return Answer(value, modified=_modified(inputs, given))


def judge(task: Task, cases: list[dict], answers: list[Answer]) -> Result:
    """Compare answers with the reference.

    Args:
        task: the exercise.
        cases: the inputs of each case.
        answers: one per case; after one without a value, the others may be missing.

    Returns:
        "todo" if the stub is untouched, else "pass" or "fail" with a message: that of the
        listed mistake which gives the same values on every case, else what differs first.
    """
    if any(a.todo or (task.value and a.value is None and a.error is None) for a in answers):
        todo = T("À faire : complétez le code.", "To do: complete the code.")
        return Result(task.name, "todo", todo)
    problems = (_problem(task, *pair) for pair in zip(cases, answers, strict=False))
    failure = next((problem for problem in problems if problem is not None), None)
    if failure is None and len(answers) < len(cases):
        failure = T("Il manque des réponses.", "Some answers are missing.")
    if failure is None:
        return Result(task.name, "pass", T("Réussi !", "Passed!"), 1.0)
    complete = len(answers) == len(cases) and all(answer.error is None for answer in answers)
    # Where every value is right (and an argument was modified), no listed mistake was made.
    if complete and not _behaves_like(task, task.reference, cases, answers):
        for mistake in task.mistakes:
            if _behaves_like(task, mistake.wrong, cases, answers):
                return Result(task.name, "fail", str(mistake.message), mistake.credit)
    return Result(task.name, "fail", failure)


def _problem(task: Task, inputs: dict, answer: Answer) -> str | None:
    """Say what is wrong with one answer."""
    if answer.error is not None:
        return answer.error
    expected = task.reference(**copy.deepcopy(inputs))
    try:
        problem = task.compare(expected, answer.value)
    except Exception as error:  # a value of a kind that nobody foresaw
        problem = f"{describe(answer.value)}: {type(error).__name__}: {error}"
    if problem is not None:
        called = inputs and not task.value
        return f"{problem} {T('Appel :', 'Call:')} {_call(task, inputs)}" if called else problem
    if (name := answer.modified) is not None:
        return T(
            f"La fonction modifie son argument {name} : créez un nouveau tableau ({name} = {name} + …) "
            f"ou travaillez sur une copie ({name} = {name}.copy()).",
            f"The function modifies its argument {name}: create a new array ({name} = {name} + …) "
            f"or work on a copy ({name} = {name}.copy()).",
        )
    return None


def _behaves_like(task: Task, wrong: Callable, cases: list[dict], answers: list[Answer]) -> bool:
    try:
        return all(
            task.compare(wrong(**copy.deepcopy(inputs)), answer.value) is None
            for inputs, answer in zip(cases, answers, strict=True)
        )
    except Exception:
        return False


def _modified(before: dict, after: dict) -> str | None:
    """Return the name of the first array that the call changed in place."""
    for name, array in before.items():
        if isinstance(array, np.ndarray) and not np.array_equal(array, after[name]):
            return name
    return None


def _call(task: Task, inputs: dict) -> str:
    arguments = ", ".join(f"{key}={describe(value)}" for key, value in inputs.items())
    return f"{task.name}({arguments})"


def _raised(function: Callable, inputs: dict, error: Exception) -> str:
    """Name the error and the learner's own line that raised it."""
    if isinstance(error, TypeError):
        try:
            inspect.signature(function).bind(**inputs)
        except TypeError:
            names = ", ".join(inputs)
            return T(
                f"La fonction doit accepter les arguments ({names}) : gardez la signature de départ.",
                f"The function must accept the arguments ({names}): keep the given signature.",
            )
        except ValueError:
            pass
    frames = traceback.extract_tb(error.__traceback__)
    code = getattr(function, "__code__", None)
    own = [f for f in frames if code is not None and f.filename == code.co_filename]
    line = f" ({T('ligne :', 'line:')} `{own[-1].line}`)" if own and own[-1].line else ""
    return f"{type(error).__name__}: {error}{line}"
