"""Widgets that leave something readable where widgets cannot live (GitHub, PDF, no JavaScript).

One output carries both: the live widget and, beside it, a static picture or text. A front end
with widgets shows the first, every other one the second. The build stores only the second.
"""

import os
import sys
from html import escape

from course_utils.records import in_notebook

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def widgets_wanted() -> bool:
    """Return whether to make live controls: not while outputs are being recorded (COURSE_STATIC=1)."""
    return os.environ.get("COURSE_STATIC") != "1"


class InPlace:
    """One output of the cell, shown again in its place; nothing outside a notebook."""

    def __init__(self, text: str = "…"):
        self._handle = None
        if in_notebook():
            from IPython.display import display

            self._handle = display({"text/plain": text}, raw=True, display_id=True)

    def show(self, bundle: dict, metadata: dict | None = None) -> None:
        """Replace what is shown.

        Args:
            bundle: MIME type -> content.
            metadata: MIME type -> metadata.
        """
        if self._handle is not None:
            self._handle.update(bundle, raw=True, metadata=metadata or {})


def picture(image: str, alt: str) -> str:
    """Return HTML for a PNG (in base64) with alternative text."""
    return f'<img alt="{escape(alt)}" style="max-width:100%" src="data:image/png;base64,{image}">'


def show_widget(children: list, fallback: dict, metadata: dict | None = None) -> None:
    """Display `children` one below the other, with `fallback` for front ends without widgets.

    Args:
        children: ipywidgets; empty means that only the fallback is shown.
        fallback: MIME type -> content, for instance {"image/png": bytes in base64}.
        metadata: MIME type -> metadata of the fallback, for instance alternative text.
    """
    from IPython.display import display

    bundle = {"text/plain": "", **fallback}
    if children:
        import ipywidgets

        box = ipywidgets.VBox(children)
        if "google.colab" in sys.modules:
            # Colab does not document how it chooses within a bundle: give it the widget alone.
            display(box)
            return
        bundle[WIDGET_VIEW] = {"version_major": 2, "version_minor": 0, "model_id": box.model_id}
    display(bundle, raw=True, metadata=metadata or {})
