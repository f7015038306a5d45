"""Write the texts of the lessons into three files, for lessons 14 and 16 to learn from.

    python data/course_text/make.py 00 01 02 …

Run by hand, and seldom: a lesson that is edited does not change what these learn from.
"""

import ast
import contextlib
import hashlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from course_utils.authoring import markup
from course_utils.authoring.paths import TASKS
from course_utils.authoring.source import Lesson, read_lessons, text_calls

HERE = Path(__file__).resolve().parent
MARK = "\N{REPLACEMENT CHARACTER}"
# Code, formulas and links; tables and placeholders; references.
NOT_WORDS = re.compile(rf"{MARK}|[|{{}}]|doi:|arXiv|et al\.|\(\d{{4}}\),")


def prose(markdown: str) -> list[str]:
    """Return the paragraphs of a Markdown text, without the sentences that are not only words."""
    for pattern in (markup.FENCE, markup.TAG):
        markdown = pattern.sub(" ", markdown)
    markdown = markup.TARGET.sub("]", markdown)
    for pattern in (markup.CODE, markup.MATH, markup.URL):
        markdown = pattern.sub(MARK, markdown)
    paragraphs = []
    for line in markdown.splitlines():
        line = re.sub(r"^[\s#>*\-]+|[*\[\]]|\b_|_\b", "", line)
        line = unicodedata.normalize("NFC", re.sub(r"\s+", " ", line)).strip()
        sentences = re.split(r"(?<=[.!?…])\s(?=\W*[A-ZÀ-Ý])", line)
        kept = " ".join(s for s in sentences if not NOT_WORDS.search(s))
        if len(kept.split()) >= 6:
            paragraphs.append(kept)
    return paragraphs


def translations(lesson: Lesson) -> Iterator[tuple[str, str]]:
    """Yield the French and English texts of a lesson's exercises and quiz."""
    for pair in text_calls(TASKS / f"{lesson.slug}.py"):
        with contextlib.suppress(ValueError):  # an f-string: its values are missing
            yield ast.literal_eval(f"({pair.fr})"), ast.literal_eval(f"({pair.en})")


def main(numbers: list[str]) -> None:
    lessons = read_lessons(numbers)
    pairs = list(dict.fromkeys(pair for lesson in lessons for pair in translations(lesson)))
    texts = {"pairs.json": json.dumps(pairs, ensure_ascii=False, indent=0)}
    for i, lang in enumerate(("fr", "en")):
        cells = [cell.text(lang) for lesson in lessons for cell in lesson.cells]
        found = [line for text in (*cells, *(pair[i] for pair in pairs)) for line in prose(text)]
        texts[f"{lang}.txt"] = "\n".join(dict.fromkeys(found))  # each paragraph once, in order
    about = {"lessons": [lesson.name for lesson in lessons], "date": date.today().isoformat()}
    for name, text in texts.items():
        (HERE / name).write_text(text + "\n", encoding="utf-8", newline="\n")
        about[name] = {
            "characters": len(text) + 1,
            "sha256": hashlib.sha256((HERE / name).read_bytes()).hexdigest(),
        }
    (HERE / "about.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(about, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
