"""The glossary of the site, from the tables at the end of the lessons."""

import re
import unicodedata
from typing import NamedTuple

from course_utils.authoring.source import Lesson
from course_utils.i18n import T

_HEADING = re.compile(r"## (Glossaire|Glossary)\n")


class Entry(NamedTuple):
    """A line of a lesson's glossary: a term, the same in the other language, what it means."""

    term: str
    translation: str
    meaning: str


def entries(lesson: Lesson, lang: str) -> list[Entry]:
    """Return the glossary of a lesson in one language; empty where it has none."""
    for cell in lesson.cells:
        if cell.kind == "markdown" and _HEADING.match(text := cell.text(lang)):
            rows = [line for line in text.splitlines() if line.startswith("|")][2:]
            return [Entry(*(part.strip() for part in row.strip("|").split("|"))) for row in rows]
    return []


def anchor(term: str) -> str:
    """Return the place of a term on the page: ASCII letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", term).encode("ascii", "ignore").decode().lower()
    return "term-" + re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def page(lessons: list[tuple[Lesson, list[Entry]]]) -> str:
    """Return all entries in alphabetical order as Markdown; meanings of one term stand together."""
    found: dict[str, list[tuple[Lesson, Entry]]] = {}
    for lesson, listed in lessons:
        for entry in listed:
            found.setdefault(entry.term, []).append((lesson, entry))
    lines = [f"# {T('Glossaire', 'Glossary')}", ""]
    for term in sorted(found, key=anchor):
        translations = dict.fromkeys(entry.translation for _, entry in found[term])
        other = T("en", "fr")
        lines += [
            f"({anchor(term)})=",
            f'{term} (<span lang="{other}">{", ".join(translations)}</span>)',
        ]
        meanings: dict[str, list[str]] = {}
        for lesson, entry in found[term]:
            link = f"[{lesson.number}]({lesson.name}.ipynb)"
            meanings.setdefault(entry.meaning, []).append(link)
        lines += [f": {meaning} ({', '.join(links)})\n" for meaning, links in meanings.items()]
    return "\n".join(lines)
