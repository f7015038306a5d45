"""Each lesson as a learner meets it: JupyterLab in a real browser, with live widgets.

COURSE_SCREENSHOTS names a folder for one full-height picture per lesson; COURSE_BROWSER_LANGS=all
asks for every lesson in both languages (otherwise those whose turn it is, see selection.py).
"""

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from selection import as_learners_get_it, needs_chromium

from course_utils.authoring.paths import lesson_names, notebook_path
from course_utils.authoring.render import EXERCISE, render, tasks_of, to_text
from course_utils.authoring.source import read_lesson
from course_utils.cli import workspace
from course_utils.i18n import use_language

pytestmark = needs_chromium

TOKEN = "course"
RUN, ANSWER = 240, 20  # seconds: a whole lesson, one reaction to the learner
ALL = os.environ.get("COURSE_BROWSER_LANGS") == "all"
CASES = [
    (name, lang)
    for name in lesson_names()
    for lang in ("fr", "en")
    if ALL or as_learners_get_it(name) == ("browser", lang)
]


# --- server and browser ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Start JupyterLab as `course lab` does, with nothing of this machine's own Jupyter settings."""
    root = tmp_path_factory.mktemp("lab")
    prefix = root / "prefix"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workspace.sys, "prefix", str(prefix))
        workspace._no_pop_ups()
    settings = root / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # JupyterLab renders only the cells in view; a picture of the whole page needs them all.
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    (root / "files").mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COURSE_", "JUPYTER"))}
    threads = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS")
    environment = {
        **kept,
        **{name: str(root / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")},
        **dict.fromkeys(threads, "1"),
        "JUPYTER_RUNTIME_DIR": str(root / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(root / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(root / "workspaces"),
        "COURSE_PROFILE": "fast",
        "COURSE_DATA": "sample",
        "COURSE_PROGRESS_DIR": str(root / "progress"),
    }
    with open(root / "log.txt", "w") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
                *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"),
                *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root / 'files'}"),
                f"--LabApp.app_settings_dir={prefix / 'share' / 'jupyter' / 'lab' / 'settings'}",
                "--LabApp.expose_app_in_browser=True",
            ],
            cwd=root,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/api?token={TOKEN}", timeout=5)
                break
            except OSError:
                assert server.poll() is None, (root / "log.txt").read_text()
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}", root / "files"
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture
def page(chromium):
    """Yield a page that reaches this machine only; afterwards nothing may have gone wrong unseen."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, service_workers="block", locale="fr-FR"
    )
    context.set_default_timeout(ANSWER * 1000)
    outside, errors = [], []

    def here(url: str) -> bool:
        return re.match(r"\w+://(127\.0\.0\.1|localhost)[:/]", url) is not None

    def filter_request(route):
        if here(route.request.url):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route(re.compile(r"^(http|ws)"), filter_request)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("websocket", lambda ws: None if here(ws.url) else outside.append(ws.url))
    yield page
    context.close()
    assert not outside, f"requests that leave this machine: {outside}"
    # A kernel that did not start is tried again; one that dies later leaves cells that did not run.
    errors = [error for error in errors if error != "Kernel is dead"]
    assert not errors, f"errors in the page: {errors}"


class Notebook:
    """A lesson open in JupyterLab."""

    def __init__(self, page, url: str, name: str):
        from playwright.sync_api import TimeoutError as TooLate

        self.page = page
        address = f"{url}/lab/workspaces/{name}/tree/{name}.ipynb?token={TOKEN}"
        page.goto(address)
        try:
            self._wait_for_kernel()
        except TooLate:
            # Two kernels that start at once can choose the same port; the loser never answers.
            page.goto(address)
            self._wait_for_kernel()
        self.cells = page.locator(".jp-Notebook .jp-Notebook-cell")

    def _wait_for_kernel(self) -> None:
        """Wait until JupyterLab is loaded (the server answers before) and the kernel has started."""
        page = self.page
        page.wait_for_selector(
            ".jp-Notebook-ExecutionIndicator[data-status=idle]", state="attached", timeout=90_000
        )
        page.wait_for_function(
            """() => {
                const session = window.jupyterapp.shell.currentWidget.sessionContext;
                const kernel = session && session.isReady && session.session?.kernel;
                return kernel && kernel.connectionStatus === "connected" && kernel.status === "idle";
            }""",
            timeout=90_000,
        )

    def run_all(self) -> None:
        """Run every cell, within a bounded time."""
        self.page.evaluate(
            "() => { window.allRan = false;"
            " window.jupyterapp.commands.execute('notebook:run-all-cells')"
            ".finally(() => { window.allRan = true; }); }"
        )
        self.page.wait_for_function("window.allRan", timeout=RUN * 1000)
        cells = [cell for cell in self.content()["cells"] if cell["cell_type"] == "code"]
        ran = sum(cell["execution_count"] is not None for cell in cells)
        assert ran == len(cells), [f"{ran} of {len(cells)} cells ran", *self.complaints()]

    def content(self) -> dict:
        """Return the notebook as JupyterLab holds it, outputs included."""
        return self.page.evaluate(
            "window.jupyterapp.shell.currentWidget.content.model.sharedModel.toJSON()"
        )

    def complaints(self) -> list[str]:
        """Return what the outputs hold of errors and of text on standard error."""
        found = []
        for cell in self.content()["cells"]:
            for output in cell.get("outputs", []):
                if output["output_type"] == "error":
                    found.append(f"{output['ename']}: {output['evalue']}")
                elif output.get("name") == "stderr":
                    found.append("".join(output["text"]))
        return found

    def write_and_run(self, index: int, code: str) -> None:
        """Replace the code of a cell as a learner would, run it and the next one."""
        editor = self.cells.nth(index).locator(".cm-content")
        editor.scroll_into_view_if_needed()
        editor.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)
        self.page.keyboard.press("Shift+Enter")
        self.page.keyboard.press("Shift+Enter")

    def wait_for_text(self, index: int, *texts: str) -> None:
        """Wait until the output of a cell holds all texts (spaces and `backquotes` aside)."""
        try:
            self.page.wait_for_function(
                """([index, texts]) => {
                    const cell = document.querySelectorAll(".jp-Notebook .jp-Notebook-cell")[index];
                    const output = cell.querySelector(".jp-OutputArea");
                    const shown = output ? output.textContent.replace(/`/g, "").replace(/\\s+/g, " ") : "";
                    return texts.every((text) => shown.includes(text.replace(/\\s+/g, " ")));
                }""",
                arg=[index, texts],
            )
        except Exception:
            shown = self.cells.nth(index).locator(".jp-OutputArea").all_inner_texts()
            raise AssertionError(f"cell {index} shows {shown}, not {texts}") from None


# --- what is tried in each lesson --------------------------------------------------------------


def try_explorers(notebook: Notebook) -> None:
    """Move each slider and each drop-down list beside a picture: the picture must change."""
    page = notebook.page
    boxes = page.locator(".jp-OutputArea-output .widget-vbox:has(> .widget-html img)")
    for box in boxes.all():
        picture = box.locator(":scope > .widget-html img").first
        # Lists first: a slider at its end may leave them nothing to change (a window of one pixel).
        for choice in box.locator(":scope > .widget-dropdown select").all():
            index = choice.evaluate("e => e.selectedIndex ? 0 : 1")
            _changes(picture, "a choice", lambda c=choice, i=index: c.select_option(index=i))
            key = "ArrowUp" if choice.evaluate("e => e.selectedIndex > 0") else "ArrowDown"
            _changes(picture, "an arrow key on a list", lambda c=choice, k=key: c.press(k))
        for handle in box.locator(":scope > .widget-slider .noUi-handle").all():
            keys = [lambda h=handle, k=key: h.press(k) for key in ("ArrowRight", "Home")]
            _changes(picture, "an arrow key on a slider", *keys)
            drags = [lambda h=handle, by=pixels: _drag(page, h, by) for pixels in (-60, 60)]
            _changes(picture, "dragging a slider", *drags)


def _drag(page, handle, pixels: int) -> None:
    """Drag the handle of a slider with the mouse."""
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=4)
    page.mouse.up()


def _changes(picture, what: str, *actions) -> None:
    """Do one action after the other until the picture changes; `what` names them."""
    before = picture.get_attribute("src")
    assert picture.get_attribute("alt"), "the picture of an explorer has no alternative text"
    for action in actions:
        action()
        for _ in range(ANSWER * 10):
            if picture.get_attribute("src") != before:
                return
            picture.page.wait_for_timeout(100)
    raise AssertionError(f"{what} changes nothing: {picture.get_attribute('alt')}")


def try_quiz(notebook: Notebook, questions, lang: str) -> None:
    """Give a wrong and then the right answer to each question: each gets its own feedback."""
    boxes = notebook.page.locator(".widget-vbox:has(> .widget-radio.course-quiz)")
    assert boxes.count() == len(questions)
    for box, question in zip(boxes.all(), questions, strict=True):
        right = next(i for i, option in enumerate(question.options) if option.right)
        wrong = (right + 1) % len(question.options)
        for choice, word in ((wrong, "✗"), (right, "✓")):
            radio = box.locator("input[type=radio]").nth(choice)
            if choice == right > 0:  # by keyboard: from the answer above
                box.locator("input[type=radio]").nth(choice - 1).check()
                notebook.page.keyboard.press("ArrowDown")
                assert radio.is_checked(), "an arrow key does not choose an answer"
            else:
                radio.check()
            feedback = question.options[choice].feedback._asdict()[lang].replace("`", "")
            answer = box.locator(":scope > .widget-html.course-quiz").last
            answer.get_by_text(word).wait_for()
            shown = " ".join(answer.inner_text().split())
            assert shown.startswith(word) and " ".join(feedback.split()) in shown, shown


def try_exercise(notebook: Notebook, lesson, lang: str) -> None:
    """The first exercise: to do; then a typical mistake, nothing returned, and a right solution."""
    solved = render(lesson, lang, solutions=True)
    indices = [i for i, c in enumerate(solved.cells) if EXERCISE in c.metadata.get("tags", [])]
    if not indices:
        return
    index = indices[0]
    name = re.findall(r"^def (\w+)\(", solved.cells[index].source, re.MULTILINE)[-1]
    tasks = tasks_of(lesson).TASKS
    place = [task.name for task in tasks].index(name)
    notebook.wait_for_text(index + 1, "○", name)
    attempts = [
        (f"def {name}(*args, **kwargs):\n    return None", ["✗", "None", "return"]),
        (solved.cells[index].source, ["✓", name]),
    ]
    if tasks[place].mistakes:
        code = (
            f"from course_utils.tasks.{lesson.slug} import TASKS\n"
            f"def {name}(*args, **kwargs): return TASKS[{place}].mistakes[0].wrong(*args, **kwargs)"
        )
        message = tasks[place].mistakes[0].message._asdict()[lang].replace("`", "")
        attempts.insert(1, (code, ["✗", message]))
    for code, texts in attempts:
        notebook.write_and_run(index, code)
        notebook.wait_for_text(index + 1, *texts)


def try_pad(notebook: Notebook) -> None:
    """Draw a stroke with the mouse: the answer beside the pad changes."""
    page = notebook.page
    canvas = page.locator(".jp-OutputArea canvas[tabindex='0']")
    if not canvas.count():
        return
    canvas.scroll_into_view_if_needed()
    answer = page.locator(".widget-hbox:has(canvas) .widget-html img").first
    before, box = answer.get_attribute("src"), canvas.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 30
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(12):
        page.mouse.move(x - step, y + 12 * step)
    page.mouse.up()
    for _ in range(ANSWER * 10):
        if answer.get_attribute("src") != before:
            return
        page.wait_for_timeout(100)
    raise AssertionError("a drawing gets no answer")


def try_solution(notebook: Notebook) -> None:
    """Fold out the first solution: it is hidden before, and its code is there afterwards."""
    folded = notebook.page.locator(".jp-MarkdownOutput details:has(pre)")
    if not folded.count():
        return
    code = folded.first.locator("pre").first
    assert not code.is_visible()
    folded.first.locator("summary").click()
    code.wait_for(state="visible")
    assert "def " in code.inner_text()


def check_that_nothing_is_cut_off(notebook: Notebook, width: int) -> None:
    """In a window of this width, pictures and controls end inside their cells."""
    page = notebook.page
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(500)
    beyond = page.evaluate(
        """() => [...document.querySelectorAll(
                ".jp-OutputArea-output img, .jp-OutputArea-output canvas, .jp-OutputArea-output input,"
                + ".jp-OutputArea-output select, .jp-OutputArea-output .widget-slider,"
                + ".jp-OutputArea-output .widget-html, .jp-OutputArea-output p"
            )]
            .filter((e) => e.offsetParent)
            .map((e) => [e, e.closest(".jp-OutputArea-output").getBoundingClientRect().right])
            .filter(([e, edge]) => e.getBoundingClientRect().right > edge + 1)
            .map(([e, edge]) => `${Math.round(e.getBoundingClientRect().right - edge)} px beyond: `
                + e.outerHTML.slice(0, 120))"""
    )
    assert not beyond, (width, beyond)


def check_accents(notebook: Notebook) -> None:
    """No letter was lost between source, kernel and page."""
    shown = notebook.page.locator(".jp-Notebook").inner_text()
    found = re.findall(r".{0,20}(?:\ufffd|Ã.|â€).{0,20}", shown)
    assert not found, found


def check_alternative_texts(notebook: Notebook) -> None:
    """Every picture has a text for whoever cannot see it.

    JupyterLab 4.6 ignores the text in a picture's metadata (nbconvert uses it), so this asks for
    the metadata of stored pictures and for the attribute of those inside widgets and HTML.
    """
    for cell in notebook.content()["cells"]:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                alt = output["metadata"].get("image/png", {}).get("alt")
                assert alt, f"no alternative text: {cell['source'][:200]}"
    for picture in notebook.page.locator(".widget-html img, .jp-RenderedHTML img").all():
        assert picture.get_attribute("alt"), picture.evaluate("e => e.outerHTML.slice(0, 200)")


def check_names(notebook: Notebook) -> None:
    """A screen reader says what each picture and each control is: all have a name."""
    outputs = notebook.page.locator(".jp-OutputArea-output").filter(visible=True).all()
    heard = "\n".join(output.aria_snapshot() for output in outputs)
    assert re.search(r"\bimg\b", heard) or not notebook.page.locator(".jp-OutputArea img").count()
    roles = "img|slider|combobox|listbox|radio|checkbox|button|textbox|spinbutton|link"
    # A name stands in quotation marks between the role and what the element holds.
    nameless = re.findall(rf"^ *- (?:{roles})(?=:|$| \[).*$", heard, re.MULTILINE)
    assert not nameless, nameless


def photograph(notebook: Notebook, path: Path) -> None:
    """Save a picture of the whole notebook."""
    page = notebook.page
    page.evaluate("document.activeElement.blur()")
    height = page.evaluate(
        """() => {
            const cells = document.querySelectorAll(".jp-Notebook .jp-Notebook-cell");
            const [first, last] = [cells[0], cells[cells.length - 1]];
            return last.getBoundingClientRect().bottom - first.getBoundingClientRect().top;
        }"""
    )
    page.set_viewport_size({"width": 1280, "height": min(int(height) + 200, 16000)})
    page.evaluate(
        "document.querySelectorAll('.jp-WindowedPanel-outer').forEach(e => e.scrollTop = 0)"
    )
    page.wait_for_timeout(1000)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)


@pytest.mark.parametrize(("name", "lang"), CASES)
def test_lesson_in_jupyterlab(lab, page, tmp_path, name, lang):
    url, files = lab
    use_language(lang)
    lesson, stored = read_lesson(name), notebook_path(name, lang)
    copy = f"{name}-{lang}"
    text = stored.read_text("utf-8") if stored.exists() else to_text(render(lesson, lang))
    (files / f"{copy}.ipynb").write_text(text, encoding="utf-8")
    folder = Path(os.environ.get("COURSE_SCREENSHOTS") or tmp_path)
    notebook = Notebook(page, url, copy)
    try:
        notebook.run_all()
        assert not notebook.complaints(), notebook.complaints()
        try_explorers(notebook)
        if importlib.util.find_spec(f"course_utils.tasks.{lesson.slug}"):  # 00 has none
            try_quiz(notebook, tasks_of(lesson).QUIZ, lang)
            try_exercise(notebook, lesson, lang)
        try_pad(notebook)
        try_solution(notebook)
        assert not notebook.complaints(), notebook.complaints()
        check_alternative_texts(notebook)
        check_names(notebook)
        check_accents(notebook)
        check_that_nothing_is_cut_off(notebook, 1280)
        page.evaluate(
            "window.jupyterapp.shell.collapseLeft(); window.jupyterapp.shell.collapseRight()"
        )
        page.set_viewport_size({"width": 390, "height": 900})
        page.screenshot(path=folder / f"{copy}-narrow.png")
        check_that_nothing_is_cut_off(notebook, 390)
        assert not page.locator(".jp-Dialog, .jp-toastContainer .Toastify__toast").count()
    finally:
        photograph(notebook, folder / f"{copy}.png")
        (folder / f"{copy}.json").write_text(json.dumps(notebook.content(), ensure_ascii=False))
        page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
