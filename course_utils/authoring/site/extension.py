"""What Sphinx is taught for the site: formulas as MathML, links to the glossary."""

import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from course_utils.authoring.site.glossary import anchor
from course_utils.authoring.site.mathml import mathml

# What holds no prose, or is a link already.
_NO_PROSE = (nodes.title, nodes.reference, nodes.table, nodes.raw, nodes.literal)
_NO_PROSE += (nodes.literal_block, nodes.math, nodes.math_block)
_MARKED = (nodes.strong, nodes.emphasis)


class GlossaryLinks(SphinxTransform):
    """Link the first use of each term of a lesson's own glossary to that term's entry."""

    default_priority = 880  # after references between pages are made

    def apply(self):
        terms = json.loads(Path(self.app.srcdir, "terms.json").read_text("utf-8"))
        for term in sorted(terms.get(self.env.docname, []), key=len, reverse=True):
            found = forms(term)
            for text in self.document.findall(nodes.Text):
                match = _is_prose(text) and found.search(text)
                # "pas", "lot", "log" are mostly something else.
                if match and (len(match[0]) > 3 or match[0].isupper() or _is_in(text, _MARKED)):
                    text.parent.replace(text, _linked(text, match, term))
                    break


def forms(term: str) -> re.Pattern:
    """Return what finds a term of the glossary in a text, in the singular or the plural."""
    words = re.sub(r"\(.*?\)", "", term).split(",")
    one = "|".join(r"[sx]?\s+".join(map(re.escape, word.split())) for word in words)
    return re.compile(rf"(?<![\w-])(?:{one})[sx]?(?![\w-])", re.IGNORECASE)


def _is_prose(text: nodes.Text) -> bool:
    """Whether a text is part of the lesson's story: below the card, neither title nor code."""
    sections = 0
    node = text
    while node := node.parent:
        if isinstance(node, _NO_PROSE):
            return False
        sections += isinstance(node, nodes.section)
    return sections > 1


def _is_in(node: nodes.Node, kinds: tuple) -> bool:
    while node := node.parent:
        if isinstance(node, kinds):
            return True
    return False


def _linked(text: nodes.Text, match: re.Match, term: str) -> list[nodes.Node]:
    """Return the text with the match as a link."""
    link = nodes.reference(
        "", match[0], internal=True, refuri=f"glossary.html#{anchor(term)}", classes=["course-term"]
    )
    return [nodes.Text(text[: match.start()]), link, nodes.Text(text[match.end() :])]


def visit_math(writer, node: nodes.math) -> None:
    """Write a formula within a line."""
    writer.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def visit_math_block(writer, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, which scrolls when it is wider than the page."""
    formula = mathml(node.astext(), block=True)
    writer.body.append(f'<div class="course-formula" tabindex="0">{formula}</div>')
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict:
    """Called by Sphinx."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
    app.add_transform(GlossaryLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
