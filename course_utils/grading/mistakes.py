"""What the assignments of the bank share about mistakes: those of "debug" tasks, and telling all apart."""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from course_utils.i18n import Text
from course_utils.task import Mistake, Task

_COUNT = {2: Text("deux", "two"), 3: Text("trois", "three"), 4: Text("quatre", "four")}


def left_in(make: Callable[..., Callable], bugs: dict[str, Text]) -> tuple[Mistake, ...]:
    """Return a mistake for each set of bugs that somebody may leave in, the largest set first.

    The code as handed out, all bugs in, comes first and earns nothing; of n bugs, each one that
    is fixed earns 1 / (n + 1).

    Args:
        make: called with the names of bugs, each True; returns the solution that has them.
        bugs: name -> what is wrong while it is there: a clause without a full stop.
    """
    many = _COUNT[len(bugs)]
    untouched = Text(
        f"C'est le résultat du code de départ : ses {many.fr} défauts sont encore là.",
        f"This is what the code you were given returns: its {many.en} bugs are still there.",
    )
    mistakes = [Mistake(make(**dict.fromkeys(bugs, True)), untouched)]
    for fixed in range(1, len(bugs)):
        for left in combinations(bugs, len(bugs) - fixed):
            fr = " ; ".join(bugs[bug].fr for bug in left)
            en = "; ".join(bugs[bug].en for bug in left)
            message = Text(
                f"Défauts réparés : {fixed} sur {len(bugs)}. Il reste : {fr}.",
                f"Bugs fixed: {fixed} out of {len(bugs)}. Left: {en}.",
            )
            wrong = make(**dict.fromkeys(left, True))
            mistakes.append(Mistake(wrong, message, credit=fixed / (len(bugs) + 1)))
    return tuple(mistakes)


def all_differ(task: Task, inputs: dict, tolerance: float = 1e-3) -> bool:
    """Say whether the reference and every listed mistake give clearly different values.

    Args:
        task: its functions return a number, an array, or a tuple of these.
        inputs: what they are called with.
        tolerance: relative, with 1 as the least scale.
    """
    functions = task.reference, *(mistake.wrong for mistake in task.mistakes)
    values = [_flat(one(**inputs)) for one in functions]
    return all(
        len(a) != len(b) or np.any(np.abs(a - b) > tolerance * np.maximum(1, np.abs(b)))
        for a, b in combinations(values, 2)
    )


def _flat(value) -> np.ndarray:
    parts = value if isinstance(value, tuple) else (value,)
    return np.concatenate([np.ravel(part) for part in parts])
