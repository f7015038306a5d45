"""Instant checks of the exercises, inside a lesson."""

from collections.abc import Callable

from course_utils.i18n import T
from course_utils.records import say
from course_utils.session import current
from course_utils.task import Result, evaluate


def check(function: Callable) -> None:
    """Check the learner's function against the exercise that bears its name, and say the result.

    Args:
        function: the function written in the exercise; its name chooses the task.
    """
    if not callable(function):
        say(
            T(
                "Donnez la fonction elle-même, sans parenthèses après son nom : check(nom).",
                "Give the function itself, without parentheses after its name: check(name).",
            ),
            "fail",
        )
        return
    tasks = {task.name: task for task in current().tasks.TASKS}
    name = getattr(function, "__name__", None)
    if name not in tasks:
        known = ", ".join(tasks)
        say(
            T(
                f"Aucun exercice de cette leçon ne s'appelle {name!r}. Donnez l'une de ces fonctions : {known}.",
                f"No exercise of this lesson is called {name!r}. Give one of these functions: {known}.",
            ),
            "fail",
        )
        return
    result: Result = evaluate(tasks[name], function)
    look = {"pass": "ok", "fail": "fail", "todo": "todo"}[result.status]
    say(
        T(f"{name} : {result.message}", f"{name}: {result.message}"),
        look,
        {"type": "check", "task": name, "status": result.status, "message": result.message},
    )
