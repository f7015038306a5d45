"""French and English from one source: bilingual texts and number formats."""

import os
from typing import NamedTuple

LANGUAGES = ("fr", "en")
_current = "en" if os.environ.get("COURSE_LANG") == "en" else "fr"


class Text(NamedTuple):
    """A text in both languages; `str()` gives the one of the current language."""

    fr: str
    en: str

    def __str__(self) -> str:
        return self[LANGUAGES.index(_current)]


def T(fr: str, en: str) -> str:
    """Return the text of the current language (French unless told otherwise).

    In a lesson source the build replaces the whole call by one of its two literals.
    """
    return str(Text(fr, en))


def language() -> str:
    """Return the current language, "fr" or "en"."""
    return _current


def use_language(lang: str) -> None:
    """Make `lang` ("fr" or "en") the language of every message.

    Raises:
        ValueError: `lang` is not one of the two.
    """
    global _current
    if lang not in LANGUAGES:
        raise ValueError(
            f"langue inconnue / unknown language: {lang!r} (possible: {', '.join(LANGUAGES)})"
        )
    _current = lang


def number(value: float, digits: int = 2) -> str:
    """Format `value` with `digits` decimals and the language's separators (−1 234,5 or −1,234.5).

    A negative number has a true minus sign; one that rounds to zero has none.
    """
    text = f"{value:z,.{digits}f}".replace("-", "\N{MINUS SIGN}")
    if _current == "en":
        return text
    return text.translate({ord(","): "\u202f", ord("."): ","})


def percent(fraction: float, digits: int = 1) -> str:
    """Format a fraction of 1 as a percentage: 99,2 % in French, 99.2% in English."""
    return number(100 * fraction, digits) + T("\u202f%", "%")
