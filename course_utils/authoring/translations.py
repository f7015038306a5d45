"""The translation lock: no text changes in one language while the other stays behind.

The lock is a sorted set of lines, each (hash of the French text, hash of the English text),
one per bilingual text of the course that somebody accepted.
"""

import hashlib

from course_utils.authoring.localize import Pair
from course_utils.authoring.paths import LOCK


def _hash(text: str) -> str:
    return hashlib.sha256(text.strip().encode()).hexdigest()[:16]


def _key(pair: Pair) -> tuple[str, str]:
    return _hash(pair.fr), _hash(pair.en)


def read_lock() -> set[tuple[str, str]]:
    """Return the accepted pairs of hashes."""
    if not LOCK.exists():
        return set()
    return {tuple(line.split()) for line in LOCK.read_text().splitlines() if line.strip()}


def stale_pairs(current: list[Pair], lock: set[tuple[str, str]]) -> list[tuple[Pair, str]]:
    """Return the pairs of which only one side changed, with the language that did *not* change.

    A pair is stale when it is not in the lock, one of its sides is, and the accepted partner of
    that side is used nowhere any more. (The same word may well have two translations.)

    Args:
        current: every bilingual text of the course as it is now.
        lock: the accepted pairs.
    """
    keys = {_key(pair) for pair in current}
    orphans = lock - keys
    unchanged_fr = {fr for fr, _ in orphans}
    unchanged_en = {en for _, en in orphans}
    found = []
    for pair in current:
        fr, en = _key(pair)
        if (fr, en) in lock:
            continue
        if fr in unchanged_fr:
            found.append((pair, "fr"))
        elif en in unchanged_en:
            found.append((pair, "en"))
    return found


def explain(pair: Pair, unchanged: str) -> str:
    """Say in one sentence what changed and what to do."""
    changed = "English" if unchanged == "fr" else "French"
    other = "French" if unchanged == "fr" else "English"
    text = pair.en if unchanged == "fr" else pair.fr
    return (
        f"{pair.where}: the {changed} text changed, the {other} one did not. Translate the change, or "
        f"confirm that none is needed with `course build --confirm`. Now: {text.strip()[:90]!r}"
    )


def lock_text(current: list[Pair]) -> str:
    """Return the content of the lock file for these pairs."""
    return "".join(f"{fr} {en}\n" for fr, en in sorted({_key(pair) for pair in current}))
