"""TeX formulas to MathML (latex2mathml), with the thin spaces that TeX puts around named functions."""

import html
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

_FUNCTIONS = {"arg", "cos", "exp", "ln", "log", "max", "min", "sin", "tanh"}
_OPENING = {"(", "[", "|", "‖", "⌈", "⌊"}  # as latex2mathml writes them


def mathml(tex: str, block: bool = False) -> str:
    """Return a formula as a `<math>` element; `block`: on a line of its own."""
    formula = convert_to_element(tex, display="block" if block else "inline")
    for element in formula.iter():
        element.text = element.text and html.unescape(element.text)  # "&#x02212;" as it comes
    for row in formula.iter():
        if row.tag in ("mrow", "mtd"):
            _space(row)
    return ElementTree.tostring(formula, encoding="unicode")


def _space(row: ElementTree.Element) -> None:
    children = list(row)
    for before, function, after in zip(
        [None, *children], children, [*children[1:], None], strict=False
    ):
        if _base(function).text not in _FUNCTIONS:
            continue
        place = list(row).index(function)
        if after is not None and not (after.tag == "mo" and after.text in _OPENING):
            row.insert(place + 1, _thin())
        if before is not None and (before.tag != "mo" or before.text == ")"):
            row.insert(place, _thin())


def _base(element: ElementTree.Element) -> ElementTree.Element:
    """Return what an index or an exponent is written at."""
    while element.tag in ("msub", "msup", "msubsup", "munder"):
        element = element[0]
    return element


def _thin() -> ElementTree.Element:
    return ElementTree.Element("mspace", width="0.17em")
