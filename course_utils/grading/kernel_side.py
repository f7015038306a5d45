"""What runs inside the isolated kernel when the grader asks for a task's answers.

The kernel belongs to the student: whatever this module returns may be forged. It knows the inputs
of the question it is asked and nothing else; the grader reads its JSON and judges outside.
"""

import json

from course_utils.grading import plain
from course_utils.i18n import T, use_language
from course_utils.task import ask


def answers(namespace: dict, name: str, cases: str | None, lang: str) -> str:
    """Return the JSON list of a task's answers, one object per case.

    Args:
        namespace: the notebook's variables.
        name: the function (or, without cases, the variable) that the task asks for.
        cases: plain JSON of a list of keyword arguments; None asks for the variable itself.
        lang: language of the messages about exceptions.

    Returns:
        JSON list of objects with the keys "value" (plain form) or "error" (one line) or
        "todo" (true), and possibly "modified" (name of an argument changed in place).
    """
    use_language(lang)
    if name not in namespace:
        undefined = T(
            f"{name} n'est pas défini : la cellule a-t-elle échoué ?",
            f"{name} is not defined: did its cell fail?",
        )
        return json.dumps([{"error": undefined}])
    if cases is None:
        return json.dumps([_plain(namespace[name])])
    found = []
    for inputs in plain.loads(cases):
        answer = ask(namespace[name], inputs)
        if answer.todo:
            found.append({"todo": True})
        elif answer.error is not None:
            found.append({"error": str(answer.error)[:2000]})
        else:
            found.append(_plain(answer.value))
            if answer.modified is not None:
                found[-1]["modified"] = answer.modified
        if "value" not in found[-1]:
            break
    return json.dumps(found)


def _plain(value) -> dict:
    try:
        return {"value": plain.encode(value)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:2000]}
