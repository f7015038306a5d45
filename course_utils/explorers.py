"""Interactive explorers: a function that draws a figure, with sliders for its arguments."""

import inspect
import sys
from collections.abc import Callable
from functools import cache
from html import escape

from course_utils.i18n import T
from course_utils.plots import png
from course_utils.records import in_notebook
from course_utils.widgets import picture, show_widget, widgets_wanted


def explore(draw: Callable, alt: str, labels: dict[str, str] | None = None, **ranges) -> None:
    """Draw `draw(...)` with one control per argument; the figure follows the controls.

    The picture is an ordinary image inside the output, redrawn on every change: nothing stacks
    up, nothing needs a JavaScript plotting library, and without widgets the figure of the
    default values remains.

    Args:
        draw: returns a Matplotlib figure; its default arguments are the controls' first values.
        alt: what the figure shows, for whoever cannot see it.
        labels: argument name -> text beside the control (default: the name).
        ranges: argument name -> (minimum, maximum, step) for a slider, or a list of choices.

    Raises:
        TypeError: a range names no argument of `draw`, or that argument has no default.
    """
    first = {}
    for name in ranges:
        parameter = inspect.signature(draw).parameters.get(name)
        if parameter is None or parameter.default is inspect.Parameter.empty:
            raise TypeError(
                f"explore(): {draw.__name__}() needs an argument {name!r} with a default value"
            )
        first[name] = parameter.default
    image = png(draw())
    if not in_notebook():
        return
    fallback = {"image/png": image, "text/plain": alt}
    children = _controls(draw, alt, labels or {}, ranges, first, image) if widgets_wanted() else []
    show_widget(children, fallback, {"image/png": {"alt": alt}})


def _controls(draw, alt, labels, ranges, first, image):
    import ipywidgets

    view = ipywidgets.HTML(picture(image, alt))
    controls = {
        name: _control(labels.get(name, name), choices, first[name])
        for name, choices in ranges.items()
    }

    def redraw(_change):
        try:
            view.value = picture(png(draw(**{name: c.value for name, c in controls.items()})), alt)
        except Exception as error:
            problem = T("La figure n'a pas pu être tracée :", "The figure could not be drawn:")
            view.value = f"<p>✗ {problem} {escape(f'{type(error).__name__}: {error}')}</p>"

    for control in controls.values():
        control.observe(redraw, "value")
    # Colab asks before it shows widgets that are not its own, and shows its own without this one.
    names = [] if "google.colab" in sys.modules else [_names_class()()]
    return [*controls.values(), view, *names]


def _control(label: str, choices, value):
    import ipywidgets

    shared = {
        "description": label,
        "value": value,
        "style": {"description_width": "12em"},
        "layout": ipywidgets.Layout(width="min(32em, 95%)"),
    }
    if isinstance(choices, list):
        return ipywidgets.Dropdown(options=choices, **shared)
    low, high, step = choices
    kind = (
        ipywidgets.IntSlider if all(isinstance(v, int) for v in choices) else ipywidgets.FloatSlider
    )
    # Dragging stays fluid on a slow kernel: ipywidgets sends no new value before the last is drawn.
    return kind(min=low, max=high, step=step, **shared)


@cache
def _names_class():
    """Make the widget class on first use: anywidget is only needed where there is a front end."""
    import anywidget

    class SliderNames(anywidget.AnyWidget):
        _esm = _JAVASCRIPT

    return SliderNames


# ipywidgets (8.1) does not tie the handle of a slider to the label beside it: without a name a
# screen reader would say a number alone. Views are put into their box one by one, in any order.
_JAVASCRIPT = """
function name(box) {
  for (const slider of box.querySelectorAll(".widget-slider")) {
    const label = slider.querySelector("label"), handle = slider.querySelector(".noUi-handle");
    if (label && handle) handle.setAttribute("aria-label", label.textContent.trim());
  }
}
function render({ el }) {
  let observer, frame;
  function watch() {
    const box = el.parentElement;
    if (!box) return void (frame = requestAnimationFrame(watch));
    name(box);
    observer = new MutationObserver(() => name(box));
    observer.observe(box, { childList: true, subtree: true });
  }
  el.style.display = "none";
  watch();
  return () => { cancelAnimationFrame(frame); observer?.disconnect(); };
}
export default { render };
"""
