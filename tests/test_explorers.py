"""Explorers: a static picture everywhere, controls where there are widgets."""

import base64
import sys

import matplotlib.pyplot as plt
import pytest

from course_utils import explorers
from course_utils.explorers import explore
from course_utils.i18n import use_language
from course_utils.widgets import WIDGET_VIEW

ALT = "Un repère & rien d'autre"


def draw(width=3, kind="a", height=2.0):
    if kind == "bad":
        raise RuntimeError("<kind>")
    figure, axis = plt.subplots(figsize=(width, height))
    axis.set_title(kind)
    return figure


RANGES = {"width": (2, 6, 1), "kind": ["a", "b", "bad"], "height": (1, 3, 0.5)}


def picture(value: str) -> bytes:
    return base64.b64decode(value.partition("base64,")[2].partition('"')[0] or value)


@pytest.fixture
def controls(notebook, monkeypatch):
    """Show an explorer and return its children: three controls and the picture."""
    return children(monkeypatch)[:4]


def children(monkeypatch):
    shown = []
    monkeypatch.setattr(
        explorers, "show_widget", lambda children, *fallback: shown.extend(children)
    )
    explore(draw, ALT, {"width": "largeur"}, **RANGES)
    return shown


def test_outside_a_notebook_nothing_is_shown_but_the_figure_is_drawn(capsys):
    drawn = []

    def spy(width=3):
        drawn.append(width)
        return draw(width)

    explore(spy, ALT, width=(2, 6, 1))
    assert drawn == [3]
    assert capsys.readouterr().out == ""
    assert plt.get_fignums() == []


def test_static_output_is_a_picture_with_alternative_text(notebook, monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    explore(draw, ALT, **RANGES)
    [output] = notebook
    assert set(output.data) == {"text/plain", "image/png"}
    assert output.data["text/plain"] == ALT
    assert output.metadata == {"image/png": {"alt": ALT}}
    assert picture(output.data["image/png"]).startswith(b"\x89PNG")


def test_widget_output_carries_the_picture_too(notebook):
    explore(draw, ALT, **RANGES)
    [output] = notebook
    assert set(output.data) == {"text/plain", "image/png", WIDGET_VIEW}
    assert output.metadata == {"image/png": {"alt": ALT}}


def test_on_colab_the_widget_is_shown_alone_and_needs_no_other_library(notebook, monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", object())
    explore(draw, ALT, **RANGES)
    assert [set(output.data) for output in notebook] == [{"widget"}]
    shown = children(monkeypatch)
    assert {type(child).__module__.split(".")[0] for child in shown} == {"ipywidgets"}


def test_elsewhere_something_names_the_sliders(notebook, monkeypatch):
    """(What it does, in a browser, is `check_names` of test_browser.py.)"""
    assert "aria-label" in children(monkeypatch)[-1]._esm


def test_controls_start_at_the_defaults(controls):
    import ipywidgets

    width, kind, height, shown = controls
    assert [c.value for c in (width, kind, height)] == [3, "a", 2.0]
    assert [c.description for c in (width, kind, height)] == ["largeur", "kind", "height"]
    assert isinstance(width, ipywidgets.IntSlider)
    assert isinstance(height, ipywidgets.FloatSlider)
    assert (width.min, width.max, height.step) == (2, 6, 0.5)
    assert 'alt="Un repère &amp; rien d&#x27;autre"' in shown.value


def test_the_picture_follows_the_controls_in_place(controls):
    width, kind, _, shown = controls
    before = shown.value
    width.value = 5
    after = shown.value
    assert picture(after).startswith(b"\x89PNG") and after != before
    kind.value = "b"
    assert shown.value not in (before, after)
    kind.value, width.value = "a", 3
    assert shown.value == before, "the same settings give the same picture"
    assert plt.get_fignums() == [], "no figure stays open"


def test_an_error_while_redrawing_is_shown_and_can_be_left(controls):
    _, kind, _, shown = controls
    kind.value = "bad"
    assert "✗ La figure n'a pas pu être tracée : RuntimeError: &lt;kind&gt;" in shown.value
    use_language("en")
    kind.value = "b"
    assert "<img" in shown.value
    kind.value = "bad"
    assert "✗ The figure could not be drawn: RuntimeError" in shown.value


@pytest.mark.parametrize("function", [draw, lambda depth: None])
def test_a_range_needs_an_argument_with_a_default(function):
    with pytest.raises(TypeError, match="needs an argument 'depth' with a default value"):
        explore(function, ALT, depth=(1, 2, 1))
