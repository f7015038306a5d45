"""Spelling of both languages, by Hunspell (https://hunspell.github.io) and the course's own words.

The dictionaries are those of the operating system (Debian: hunspell-fr, hunspell-en-gb). The lists
in `notebooks/source` hold what they lack: `words.txt` the names and the terms that both languages
write alike, `words.fr.txt` and `words.en.txt` those of one language.
"""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterable

from course_utils.authoring.localize import Pair
from course_utils.authoring.markup import CODE, FENCE, MATH, TAG, TARGET, URL
from course_utils.authoring.paths import SOURCES
from course_utils.i18n import LANGUAGES

DICTIONARIES = {"fr": "fr_FR", "en": "en_GB"}
SHARED = SOURCES / "words.txt"
WORDS = {lang: SOURCES / f"words.{lang}.txt" for lang in LANGUAGES}

# Names with dots, placeholders and escapes of string literals, and what markup knows, are not prose.
_NAMES = re.compile(r"\b(?:doi|arXiv):\S+|\b[\w/-]+(?:\.[\w/-]+)+")
_LITERAL = re.compile(r"\{[^{}]*\}|\\[nt]|&\w+;|\b[rf]+(?=[\"'])")
_NOT_PROSE = (FENCE, CODE, MATH, TARGET, TAG, URL, _NAMES, _LITERAL)
_SECTION = r"^## (?:%s)\b.*?(?=^## |\Z)"
# The bibliography, also an item of one that goes on in a cell of its own.
_REFERENCES = re.compile(
    _SECTION % "Références|References" + r"|^- (?:[A-Z]\. |[^\n]*\]\(http)[^\n]*$",
    re.MULTILINE | re.DOTALL,
)
# A glossary has both languages, and a term in italics may be given in the other one.
_EITHER = re.compile(
    _SECTION % "Glossaire|Glossary" + r"|(?<![*\w])\*(?!\*)[^*\n]+\*(?![*\w])",
    re.MULTILINE | re.DOTALL,
)
_PARTS = re.compile(r"['-]")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=.)", re.IGNORECASE)
_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’-][^\W\d_]+)*(?!\w)")


def missing() -> str | None:
    """Return why spelling cannot be checked here, or None."""
    if shutil.which("hunspell") is None:
        return "hunspell is not installed"
    asked = subprocess.run(
        ["hunspell", "-D"], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    listed = asked.stdout + asked.stderr
    absent = [name for name in DICTIONARIES.values() if f"/{name}\n" not in listed]
    return f"Hunspell has no dictionary {', '.join(absent)}" if absent else None


def words(prose: str) -> set[str]:
    """Return the words of a text, without the 's of English.

    Words in capitals (CNN, XOR), of one letter, with digits or indices are names of things.
    """
    found = {word.removesuffix("'s") for word in _WORD.findall(prose.replace("’", "'"))}
    plain = (word for word in found if unicodedata.normalize("NFKC", word) == word)
    return {word for word in plain if len(word) > 1 and not word.isupper()}


def unknown(found: Iterable[str], lang: str) -> set[str]:
    """Return the words that neither Hunspell nor the course's own list knows.

    Raises:
        subprocess.CalledProcessError: Hunspell fails; `missing` says beforehand whether it can run.
    """
    found = set(found)
    if not found:
        return found
    done = subprocess.run(
        ["hunspell", "-d", DICTIONARIES[lang], "-i", "utf-8", "-l"],
        input="\n".join(found),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    bad = set(done.stdout.split())  # of a compound, the part that is wrong
    own = {w for path in (SHARED, WORDS[lang]) for w in path.read_text(encoding="utf-8").split()}
    return {word for word in found if bad & {word, *_PARTS.split(word)} and not _own(word, own)}


def _own(word: str, own: set[str]) -> bool:
    """Tell whether the list has a word, also after an article (l'…) or with a sentence's capital."""
    return any({w, w[0].lower() + w[1:]} & own for w in (word, _ELISION.sub("", word)))


def problems(texts: Iterable[Pair]) -> list[str]:
    """Return one sentence for each unknown word, with the first place where it stands."""
    places: dict[str, dict[str, str]] = {"fr": {}, "en": {}, "either": {}}
    for pair in texts:
        for lang, text in (("fr", pair.fr), ("en", pair.en)):
            prose = _REFERENCES.sub(" ", text)
            for pattern in _NOT_PROSE:
                prose = pattern.sub(" ", prose)
            for word in words(_EITHER.sub(" ", prose)):
                places[lang].setdefault(word, pair.where)
            for word in words(" ".join(_EITHER.findall(prose))):
                places["either"].setdefault(word, pair.where)
    bad = {lang: unknown(places[lang], lang) for lang in LANGUAGES}
    bad["either"] = unknown(unknown(places["either"], "fr"), "en")
    return [
        f"{places[lang][word]}: {word!r} ({lang}) is in no dictionary: correct it, or add it to "
        f"{WORDS.get(lang, SHARED).name}."
        for lang in places
        for word in sorted(bad[lang], key=lambda word: (places[lang][word], word))
    ]
