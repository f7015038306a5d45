"""A PDF of each lesson of the site, printed by Chromium."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from course_utils.authoring.paths import CourseError

_MARGIN = {"top": "15mm", "bottom": "18mm", "left": "15mm", "right": "15mm"}
_FOOTER = (
    '<div style="width:100%;text-align:center;font:8pt sans-serif;color:#555">'
    '<span class="title"></span> · <span class="pageNumber"></span>/<span class="totalPages"></span></div>'
)


def chromium() -> str:
    """Return the path of Chromium or of Chrome.

    Raises:
        CourseError: neither is here.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise CourseError(
        "the PDFs need Chromium (Debian: apt install chromium); without them: course site --no-pdf"
    )


@contextmanager
def browser() -> Iterator:
    """Give a headless Chromium, as Playwright's `Browser`.

    Raises:
        CourseError: there is none.
    """
    from playwright.sync_api import sync_playwright

    path = chromium()
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        started = playwright.chromium.launch(executable_path=path, args=options)
        yield started
        started.close()


def print_pages(pages: Iterable[Path]) -> None:
    """Write `pdf/NAME.pdf` beside each page `NAME.html`, with its folded parts open.

    Raises:
        CourseError: there is no Chromium.
    """
    with browser() as started:
        tab = started.new_page(color_scheme="light")
        for page in pages:
            tab.goto(page.resolve().as_uri())
            tab.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
            (page.parent / "pdf").mkdir(exist_ok=True)
            tab.pdf(
                path=page.parent / "pdf" / f"{page.stem}.pdf",
                format="A4",
                margin=_MARGIN,
                scale=0.8,  # a line of code is up to 100 characters
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=_FOOTER,
                tagged=True,
                outline=True,
            )
