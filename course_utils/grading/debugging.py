"""The mistakes of a task "debug": what is said to whoever leaves some of the bugs in."""

from collections.abc import Callable
from itertools import combinations

from course_utils.i18n import Text
from course_utils.task import Mistake

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
