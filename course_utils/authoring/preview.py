"""One lesson as an HTML page, executed fast, again after each change of its sources."""

from collections.abc import Callable
from pathlib import Path

import nbformat

from course_utils.authoring import execute
from course_utils.authoring.paths import SOURCES, TASKS, WORK, CourseError, lesson_names
from course_utils.authoring.render import render, to_text
from course_utils.authoring.source import read_lesson


def preview(lesson: str, lang: str, watch: bool, say: Callable) -> None:
    """Write `work/preview/NAME.LANG.html`; with `watch`, after every change until interrupted.

    Args:
        lesson: number or name.
        lang: "fr" or "en".
        watch: stay and repeat; an error is reported and waited out.
        say: called with each line to print.

    Raises:
        CourseError: the source cannot be rendered or executed (without `watch`).
    """
    name = lesson_names([lesson])[0]
    if not watch:
        say(f"✓ {_page(name, lang)}")
        return
    from watchfiles import watch as changes

    files = [SOURCES / f"{name}.py", TASKS / f"{name[3:]}.py"]
    say(f"✓ {_page_or_problem(name, lang)}")
    for _ in changes(*(path for path in files if path.exists()), raise_interrupt=False):
        say(_page_or_problem(name, lang))


def _page_or_problem(name: str, lang: str) -> str:
    try:
        return f"✓ {_page(name, lang)}"
    except CourseError as error:
        return f"✗ {error}"


def _page(name: str, lang: str) -> Path:
    from nbconvert import HTMLExporter

    out = WORK / "preview" / f"{name}.{lang}.ipynb"
    notebook = to_text(render(read_lesson(name), lang))
    [report] = execute.run_jobs([execute.Job(name, lang, notebook, out, "fast")], workers=1)
    if found := execute.problems(report):
        raise CourseError("\n".join(found))
    html, _ = HTMLExporter().from_notebook_node(nbformat.read(out, as_version=4))
    page = out.with_suffix(".html")
    page.write_text(html, encoding="utf-8")
    return page
