"""What JupyterLab's page needs for the controls of a lesson to serve everybody.

Keys: outside of text fields, JupyterLab takes them for commands. An arrow leaves a list or the
answers of a quiz for the next cell, and `b` adds a cell; it leaves alone what carries the
attribute below. Narrow windows: a label stands above its control instead of pushing it out.
"""

_SCRIPT = """\
if (!window.coursePage) {
  window.coursePage = true;
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(".jp-OutputArea-output :is(select, input, button, [tabindex])"))
      target.setAttribute("data-lm-suppress-shortcuts", "true");
  });
  document.head.appendChild(document.createElement("style")).textContent = `
    .jp-OutputArea-output .widget-dropdown > select { min-width: 0; max-width: 95%; }
    @media (max-width: 600px) {
      .jp-OutputArea-output .widget-inline-hbox { flex-wrap: wrap; height: auto; }
      .jp-OutputArea-output .widget-inline-hbox > .widget-label {
        width: 100% !important; text-align: left; }
    }`;
}
"""


def attach() -> None:
    """Prepare the page, once; other front ends have no such commands and run this in vain."""
    from IPython.display import display

    display({"application/javascript": _SCRIPT, "text/plain": ""}, raw=True)
