"""What a released assignment offers its student: checks on public examples, before submitting.

The examples come from a seed of their own: they say nothing about the values that are marked.
Only this module of `grading` runs on a student's machine; it needs neither nbgrader nor jupytext.
"""

import base64
import contextlib
import zlib

import numpy as np

from course_utils.grading import plain
from course_utils.i18n import T, Text, use_language
from course_utils.records import say
from course_utils.task import Mistake, Result, Task, ask, compare_values, describe, judge


class SelfCheck:
    """Checks a student's functions and values against the examples packed into the notebook.

    Args:
        lang: language of the messages.
        packed: what `Assignment.examples` returned.
    """

    def __init__(self, lang: str, packed: str):
        use_language(lang)
        self._tasks = plain.loads(zlib.decompress(base64.b64decode(packed)).decode())

    def __call__(self, function=None, /, **values) -> None:
        """Check a function, `check(name)`, or a value, `check(name=name)`, and say the result."""
        if values:
            for name, value in values.items():
                self._say(name, self._value(name, value))
        else:
            name = getattr(function, "__name__", repr(function))
            self._say(name, self._function(name, function))

    def _function(self, name: str, function) -> tuple[str, str]:
        facts = self._tasks.get(name, {"value": True})
        if facts["value"] or not callable(function):
            known = ", ".join(n for n, f in self._tasks.items() if not f["value"])
            return "fail", T(
                f"Ce n'est pas une fonction de ce devoir ; il y a : {known}.",
                f"This is no function of this assignment; there are: {known}.",
            )
        cases = facts["cases"]
        answers = [ask(function, case) for case in cases]
        if "expected" not in facts:
            errors = [a.error for a in answers if a.error is not None]
            if any(a.todo for a in answers):
                return "todo", T("À faire.", "To do.")
            if errors:
                return "fail", errors[0]
            return "note", T(
                "La fonction s'exécute ; sa réponse sera jugée à la correction.",
                "The function runs; its answer will be judged when marked.",
            )
        result: Result = judge(_rebuilt(name, facts), cases, answers)
        if result.status == "pass":
            return "ok", T(
                f"Juste sur {len(cases)} exemples ; la note se calcule sur d'autres valeurs.",
                f"Right on {len(cases)} examples; the mark is computed on other values.",
            )
        return result.status, result.message

    def _value(self, name: str, value) -> tuple[str, str]:
        facts = self._tasks.get(name, {"value": False})
        if not facts["value"]:
            known = ", ".join(n for n, f in self._tasks.items() if f["value"])
            return "fail", T(
                f"Aucune valeur de ce devoir ne s'appelle {name} ; il y a : {known}.",
                f"No value of this assignment is called {name}; there are: {known}.",
            )
        if value is None:
            return "todo", T("À faire.", "To do.")
        if "form" in facts and (problem := form_problem(facts["form"], value)):
            return "fail", problem
        return "note", T(
            "La forme convient ; la valeur sera jugée à la correction.",
            "The form is right; the value will be judged when marked.",
        )

    @staticmethod
    def _say(name: str, found: tuple[str, str]) -> None:
        status, message = found
        record = {"type": "check", "task": name, "status": status, "message": message}
        say(T(f"{name} : {message}", f"{name}: {message}"), status, record)


def _rebuilt(name: str, facts: dict) -> Task:
    """Make a task out of the packed examples: answers are looked up, nothing is computed."""
    keys = [plain.dumps(case) for case in facts["cases"]]

    def looked_up(values):
        table = dict(zip(keys, values, strict=True))
        return lambda **inputs: table[plain.dumps(inputs)]

    mistakes = [Mistake(looked_up(vs), Text(fr, en)) for fr, en, vs in facts["mistakes"]]
    reference = looked_up(facts["expected"])
    return Task(name, 1, lambda rng: {}, reference, (), tuple(mistakes), cases=len(keys))


def form_problem(form, value) -> str | None:
    """Say what is wrong with a value before anyone looks at its numbers: kind, shape, integers.

    Args:
        form: the expected value, blanked (`plain.blank`).
        value: the student's.
    """
    if isinstance(form, tuple) and isinstance(value, (tuple, list)) and len(value) == len(form):
        for place, (one, other) in enumerate(zip(form, value, strict=True), 1):
            if problem := form_problem(one, other):
                return T(f"Valeur {place} : {problem}", f"Value {place}: {problem}")
        return None
    if not isinstance(form, (str, tuple, list, dict)) and not np.ndim(form) and _is_array(value):
        return T(
            f"Il faut un seul nombre, et non {describe(value)}.",
            f"A single number is needed, not {describe(value)}.",
        )
    blanked = value
    with contextlib.suppress(Exception):  # a kind that is wrong anyway, an integer beyond NumPy's
        blanked = plain.blank(value)
    try:
        return compare_values(form, blanked) or _not_whole(form, value)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _is_array(value) -> bool:
    return isinstance(value, (list, tuple)) or (hasattr(value, "shape") and len(value.shape) > 0)


def _not_whole(form, value) -> str | None:
    """Say that an integer is needed, where the reference gives one."""
    if isinstance(form, str) or np.asarray(form).dtype.kind not in "iu":
        return None
    if np.all(np.asarray(value) == np.round(np.asarray(value, float))):
        return None
    if np.ndim(form):
        return T("Il faut des nombres entiers.", "Whole numbers are needed.")
    return T(
        f"Il faut un nombre entier, et non {describe(value)}.",
        f"A whole number is needed, not {describe(value)}.",
    )
