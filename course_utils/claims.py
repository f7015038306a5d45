"""Sentences that a number backs, computed in the lesson and judged by `course run`."""

import math

import numpy as np

from course_utils.i18n import T, number, percent
from course_utils.records import say
from course_utils.session import current


def claim(
    sentence: str,
    value,
    *,
    at_least: float | None = None,
    at_most: float | None = None,
    on_sample: float | None = None,
    digits: int = 2,
    as_percent: bool = False,
) -> bool:
    """State a fact and check it; never raises for a fact that does not hold.

    Two kinds. An *exact* claim has a boolean `value` (a shape, an identity, a gradient) and is
    judged on every run. A *statistical* claim has a number and one bound, and is judged in the
    "full" profile only; `on_sample` replaces the bound where the sample data stood in for the
    real ones.

    Args:
        sentence: the fact, in the user's language, without final full stop.
        value: a boolean, or a number to compare with the bound.
        at_least: lower bound (inclusive) of a statistical claim.
        at_most: upper bound (inclusive) of a statistical claim.
        on_sample: the bound on sample data; None keeps the same bound.
        digits: decimals shown.
        as_percent: show value and bound, fractions of 1, as percentages.

    Returns:
        Whether the fact holds in this run.

    Raises:
        TypeError: neither or both bounds with a number, or a bound with a boolean.
    """
    session = current()
    exact = isinstance(value, bool | np.bool_)
    bounds = [b for b in (at_least, at_most) if b is not None]
    if exact and bounds:
        raise TypeError("claim(): a boolean value takes no bound")
    if not exact and len(bounds) != 1:
        raise TypeError("claim(): a number needs exactly one of at_least, at_most")

    if exact:
        holds, judged, bound, detail = bool(value), True, None, ""
    else:
        bound = on_sample if on_sample is not None and session.on_sample else bounds[0]
        try:
            value = float(value)
        except (TypeError, ValueError):
            raise TypeError("claim(): a boolean or a number is needed") from None
        holds = math.isfinite(value) and (
            value >= bound if at_least is not None else value <= bound
        )
        judged = session.profile == "full"
        word = T("au moins", "at least") if at_least is not None else T("au plus", "at most")
        form = percent if as_percent else number
        detail = T(" : ", ": ") + f"{form(value, digits)} ({word} {form(bound, digits)})"
    if holds:
        look, end = "ok", "."
    elif judged:
        look, end = "fail", T(" — pas dans cette exécution.", " — not in this run.")
    else:
        look, end = "note", T(" — non jugé en profil fast.", " — not judged in the fast profile.")
    say(
        f"{sentence}{detail}{end}",
        look,
        {
            "type": "claim",
            "sentence": sentence,
            "kind": "exact" if exact else "statistical",
            "value": bool(value) if exact else value if math.isfinite(value) else str(value),
            "bound": bound,
            "sense": None if exact else "at_least" if at_least is not None else "at_most",
            "holds": holds,
            "judged": judged,
        },
    )
    return holds
