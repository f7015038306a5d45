"""A learner's progress: what is remembered and where, and what lesson 00 shows of it."""

import errno
import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from html.parser import HTMLParser
from itertools import count
from types import SimpleNamespace

import nbformat
import pytest
from bare import notebook as bare_notebook
from nbclient import NotebookClient

from course_utils import progress as show_progress
from course_utils import records, session
from course_utils.authoring.paths import lesson_names, notebook_path
from course_utils.authoring.render import EXERCISE, render
from course_utils.authoring.source import read_lesson
from course_utils.i18n import LANGUAGES, use_language
from course_utils.live import progress

CATALOGUE = json.loads(progress._CATALOGUE.read_text(encoding="utf-8"))
OPEN = {"fr": "pas encore ouverte", "en": "not opened yet"}


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    """Give each test an empty folder and no listener but its own."""
    monkeypatch.setenv("COURSE_PROGRESS_DIR", str(tmp_path / "kept"))
    monkeypatch.setattr(records, "_listeners", [])
    progress._listen_once.cache_clear()
    yield tmp_path / "kept"
    progress._listen_once.cache_clear()


@pytest.fixture
def clock(monkeypatch):
    """Let each event happen one day after the one before, from 3 August 2026 on."""
    real, days = progress.datetime, count()
    fake = SimpleNamespace(
        now=lambda: real(2026, 8, 3) + timedelta(days=next(days)), fromisoformat=real.fromisoformat
    )
    monkeypatch.setattr(progress, "datetime", fake)


def opened(name):
    """Open a lesson as `start` does in a notebook."""
    session._session = session.Session(name)  # `fresh_settings` puts the old one back
    progress.attach(session._session)


def passed(task, status="pass"):
    records.tell({"type": "check", "task": task, "status": status, "message": ""})


def answered(number, right=True):
    records.tell({"type": "quiz", "question": number, "right": right})


def finish(name):
    opened(name)
    [lesson] = [item for item in CATALOGUE if item["name"] == name]
    for task in lesson["exercises"]:
        passed(task)
    for number in range(lesson["questions"]):
        answered(number + 1)


def shown(outputs, lang="fr"):
    """Call `progress` and return the plain text and the HTML of what it showed."""
    show_progress(lang)
    data = outputs[-1].data
    return data["text/plain"], data["text/html"]


# --- what is remembered -----------------------------------------------------------------------


def test_what_succeeds_is_remembered_and_what_fails_is_not(own_folder):
    opened("02_neuron")
    passed("neuron")
    passed("xor_network", "fail")
    passed("perceptron_step", "todo")
    passed("neuron")
    answered(2)
    answered(3, right=False)
    record = progress.recall("02_neuron")
    assert (record.exercises, record.questions) == (["neuron"], [2])
    passed("neuron", "fail")  # tampered with afterwards: it was passed all the same
    answered(2, right=False)
    assert progress.recall("02_neuron").exercises == ["neuron"]
    assert progress.recall("02_neuron").questions == [2]
    assert [path.name for path in own_folder.iterdir()] == ["02_neuron.json"]


def test_nothing_else_is_in_the_file(own_folder):
    opened("02_neuron")
    passed("neuron")
    kept = json.loads((own_folder / "02_neuron.json").read_text("utf-8"))
    assert set(kept) == {"opened", "last", "exercises", "questions"}
    assert kept["exercises"] == ["neuron"] and kept["questions"] == []


def test_dates_of_the_first_opening_and_of_the_last_activity(clock):
    opened("02_neuron")
    opened("02_neuron")
    passed("neuron", "fail")
    record = progress.recall("02_neuron")
    assert (record.opened, record.last) == ("2026-08-03T00:00:00", "2026-08-05T00:00:00")


def test_two_lessons_in_one_kernel_and_the_listener_is_there_once(own_folder):
    for name in ("02_neuron", "03_activations", "02_neuron"):
        opened(name)
        assert len(records._listeners) == 1
        passed(name)
    assert progress.recall("02_neuron").exercises == ["02_neuron"]
    assert progress.recall("03_activations").exercises == ["03_activations"]


def test_two_kernels_do_not_forget_what_the_other_wrote():
    opened("02_neuron")
    progress._remember("02_neuron", exercise="from another kernel")
    passed("neuron")
    assert progress.recall("02_neuron").exercises == ["from another kernel", "neuron"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"[]",
        b"5",
        b"{}",
        b'{"opened": "x", "last": "x", "exercises": [], "questions": []}',
        b'{"opened": "2026-08-03", "last": null, "exercises": [], "questions": []}',
        b'{"opened": "2026-08-03", "last": "2026-08-03", "exercises": 3, "questions": []}',
    ],
)
def test_a_damaged_file_counts_as_none_and_is_written_again(own_folder, notebook, content):
    opened("03_activations")
    (own_folder / "02_neuron.json").write_bytes(content)
    assert f"02 · Le neurone artificiel (○ {OPEN['fr']})" in shown(notebook)[0]
    opened("02_neuron")
    passed("neuron")
    assert progress.recall("02_neuron").exercises == ["neuron"]


def test_strange_but_readable_content_does_no_harm(own_folder, notebook):
    own_folder.mkdir()
    kept = {"opened": 1, "last": "2026-08-03", "exercises": ["gone", 1], "questions": [99, {}]}
    (own_folder / "02_neuron.json").write_text(json.dumps(kept), "utf-8")
    assert "02 · Le neurone artificiel (◐ commencée, exercices 0/" in shown(notebook)[0]
    opened("02_neuron")
    passed("neuron")
    assert progress.recall("02_neuron").exercises == ["gone", 1, "neuron"]


def test_a_write_that_fails_halfway_leaves_the_old_file(own_folder, monkeypatch, notebook):
    opened("02_neuron")
    passed("neuron")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(progress.os, "replace", full)
    passed("xor_network")
    assert [path.name for path in own_folder.iterdir()] == ["02_neuron.json"]
    assert progress.recall("02_neuron").exercises == ["neuron"]
    text, html = shown(notebook)
    for part in (text, html):
        assert "ne peut pas être conservé" in part and "No space left on device" in part
        assert "exercices 1/" in part, "what is known is shown all the same"


# --- where it is remembered -------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_named_once(tmp_path, monkeypatch, notebook, capsys):
    (tmp_path / "file").write_text("")  # permissions would not stop root
    monkeypatch.setenv("COURSE_PROGRESS_DIR", str(tmp_path / "file" / "kept"))
    opened("02_neuron")
    passed("neuron")
    assert not notebook and capsys.readouterr() == ("", "")
    text, html = shown(notebook)
    for part in (text, html):
        assert str(tmp_path / "file" / "kept") in part and "Not a directory" in part
        assert "COURSE_PROGRESS_DIR" in part
    assert "cannot be kept" in shown(notebook, "en")[0]


def folder_of(environment):
    """Return the folder that another process chooses, with this environment."""
    names = ("HOME", "XDG_DATA_HOME", "COURSE_PROGRESS_DIR", "USERPROFILE")
    kept = {key: value for key, value in os.environ.items() if key not in names}
    code = "from course_utils.live import progress; print(progress.folder())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.skipif(sys.platform != "linux", reason="these are Linux's rules")
def test_the_folder_is_the_users_data_folder_or_the_one_asked_for():
    tail = "course-utils/progress"
    assert folder_of({"HOME": "/h"}) == f"/h/.local/share/{tail}"
    assert folder_of({"HOME": "/h", "XDG_DATA_HOME": "/x"}) == f"/x/{tail}"
    assert folder_of({"HOME": "/h", "COURSE_PROGRESS_DIR": "~/p"}) == "/h/p"
    assert folder_of({"HOME": "/h", "COURSE_PROGRESS_DIR": ""}) == f"/h/.local/share/{tail}"
    assert folder_of({}).endswith(f"/.local/share/{tail}")


def test_without_any_home_nothing_is_written_into_the_current_folder(
    tmp_path, monkeypatch, notebook
):
    monkeypatch.chdir(tmp_path)
    # A user without an entry in the system's list: `~` cannot be resolved.
    monkeypatch.setattr(progress.os.path, "expanduser", lambda path: path)
    monkeypatch.setenv("COURSE_PROGRESS_DIR", "~/kept")
    opened("02_neuron")
    text, _ = shown(notebook)
    assert "ne peut pas être conservé dans `~/kept` (chemin relatif)" in text
    assert not list(tmp_path.iterdir())


# --- what is shown ----------------------------------------------------------------------------


def test_stored_outputs_show_nobodys_record(monkeypatch, notebook, own_folder):
    finish("02_neuron")
    monkeypatch.setenv("COURSE_STATIC", "1")
    for lang in LANGUAGES:
        before = shown(notebook, lang)
        (own_folder / "02_neuron.json").rename(own_folder / "03_activations.json")
        assert shown(notebook, lang) == before
        (own_folder / "03_activations.json").rename(own_folder / "02_neuron.json")
        for part in before:
            assert "02" not in part and str(own_folder) not in part and "<table" not in part
    assert [path.name for path in own_folder.iterdir()] == ["02_neuron.json"]


def test_outside_a_notebook_too(capsys, own_folder):
    finish("02_neuron")
    show_progress("en")
    assert capsys.readouterr().out.startswith("• Run this cell whenever you come back")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_time_there_is_no_table_but_a_way_to_begin(notebook, own_folder, lang):
    opened("00_welcome")  # the lesson that shows it
    passed("product_entry", "todo")
    text, html = shown(notebook, lang)
    assert "<table" not in html and len(text.splitlines()) == 3
    assert '<a href="01_why_deep_learning.ipynb">01 · ' in html
    assert {"fr": "Commencer : 01 · ", "en": "Begin: 01 · "}[lang] in text
    assert str(own_folder) in text and str(own_folder) in html


def test_the_self_test_counts_as_progress(notebook):
    opened("00_welcome")
    passed("product_entry")
    text, html = shown(notebook)
    assert "00 · Bienvenue (◐ commencée, exercices 1/5 · quiz 0/4, " in text
    assert "<table" in html and "Commencer : 01" in text


class Table(HTMLParser):
    """The rows of a table as lists of (tag, scope, text), and its links and captions."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.links, self.captions, self._into = [], [], [], None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append([tag, dict(attributes).get("scope"), ""])
            self._into = lambda text: self._cell(text)
        elif tag == "caption":
            self._into = self.captions.append
        elif tag == "a":
            self.links.append(dict(attributes)["href"])
        elif tag == "br":
            self._cell(" / ")

    def _cell(self, text):
        self.rows[-1][-1][2] += text

    def handle_endtag(self, tag):
        if tag in ("th", "td", "caption"):
            self._into = None

    def handle_data(self, text):
        if self._into:
            self._into(text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table(notebook, clock, lang):
    finish("02_neuron")
    opened("03_activations")
    answered(1)
    text, html = shown(notebook, lang)
    table = Table(html)
    head, *rows = table.rows
    assert [(tag, scope) for tag, scope, _ in head] == 2 * [("th", "col")]
    assert all(row[0][:2] == ["th", "row"] for row in rows)
    assert len(table.captions) == 1 and len(rows) == len(CATALOGUE)
    cells = {heading[2][:2]: state[2] for heading, state in rows}
    (all_2, quiz_2), (all_3, quiz_3) = (
        (len(item["exercises"]), item["questions"]) for item in CATALOGUE[2:4]
    )
    expected = {
        "fr": {
            "02": f"✓ terminée / exercices {all_2}/{all_2} · quiz {quiz_2}/{quiz_2} / le 12/08/2026",
            "03": f"◐ commencée / exercices 0/{all_3} · quiz 1/{quiz_3} / le 14/08/2026",
            "04": "○ pas encore ouverte",
        },
        "en": {
            "02": f"✓ done / exercises {all_2}/{all_2} · quiz {quiz_2}/{quiz_2} / on 2026-08-12",
            "03": f"◐ begun / exercises 0/{all_3} · quiz 1/{quiz_3} / on 2026-08-14",
            "04": "○ not opened yet",
        },
    }[lang]
    assert {number: cells[number] for number in expected} == expected
    # The plain text says the same.
    for row in rows:
        assert f"{row[0][2]} ({row[1][2].replace(' / ', ', ')})" in text.splitlines()
    lessons, exercises = len(CATALOGUE), sum(len(item["exercises"]) for item in CATALOGUE)
    questions = sum(item["questions"] for item in CATALOGUE)
    totals = (f"1/{lessons}", f"{all_2}/{exercises}", f"{quiz_2 + 1}/{questions}")
    for part in (text, html):
        assert re.findall(r"\d+/\d+", part)[:3] == list(totals)


def test_the_same_record_in_both_languages(notebook):
    opened("02_neuron")
    passed("neuron")
    assert "exercices 1/4" in shown(notebook, "fr")[0]
    assert "exercises 1/4" in shown(notebook, "en")[0]


def test_without_an_argument_the_language_of_the_lesson_is_kept(notebook):
    use_language("en")
    show_progress()
    assert "Begin: 01" in notebook[-1].data["text/plain"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_links_lead_to_the_notebooks_beside_lesson_00(notebook, lang):
    opened("02_neuron")
    _, html = shown(notebook, lang)
    links = Table(html).links
    assert links[0] == "02_neuron.ipynb" and links[1:] == [f"{n}.ipynb" for n in lesson_names()]
    folder = notebook_path("00_welcome", lang).parent
    assert all((folder / link).is_file() for link in links)


def test_on_colab_nothing_lies_beside_lesson_00(notebook, monkeypatch):
    opened("02_neuron")
    monkeypatch.setitem(sys.modules, "google.colab", SimpleNamespace())
    _, html = shown(notebook)
    assert "<a " not in html and "02 · Le neurone artificiel" in html


def test_titles_exercises_and_questions_are_those_of_the_lessons(notebook):
    assert [item["name"] for item in CATALOGUE] == lesson_names()
    opened("02_neuron")
    texts = {lang: shown(notebook, lang)[0] for lang in LANGUAGES}
    for item in CATALOGUE:
        lesson = read_lesson(item["name"])
        for lang in LANGUAGES:
            assert f"\n{lesson.number} · {lesson.title(lang)} (" in texts[lang]
        solved = [cell for cell in lesson.cells if EXERCISE in cell.tags]
        assert len(solved) == len(item["exercises"])


OTHERS = [item["name"] for item in CATALOGUE[1:]]


@pytest.mark.parametrize(
    ("events", "fr", "en"),
    [
        ([], "Commencer : 01", "Begin: 01"),
        ([("open", "04_losses_optimizers")], "Reprendre : 04", "Resume: 04"),
        # The lesson begun last, whatever its number …
        ([("open", "04_losses_optimizers"), ("open", "02_neuron")], "Reprendre : 02", "Resume: 02"),
        # … and not one that is done.
        ([("open", "02_neuron"), ("finish", "04_losses_optimizers")], "Reprendre : 02", "Resume:"),
        # After a lesson the next one, even if an earlier one was left out.
        ([("finish", "02_neuron")], "Commencer : 03", "Begin: 03"),
        ([("finish", OTHERS[-1])], "Commencer : 01", "Begin: 01"),
        # The self-test comes last.
        ([("finish", name) for name in OTHERS], "Commencer : 00", "Begin: 00"),
        (
            [("open", "00_welcome"), *(("finish", name) for name in OTHERS)],
            "Reprendre : 00 · Bienvenue (exercice `product_entry`)",
            "Resume: 00 · Welcome (exercise `product_entry`)",
        ),
        (
            [("finish", name) for name in ["00_welcome", *OTHERS]],
            "Vous avez terminé tout le cours.",
            "You have done the whole course.",
        ),
    ],
)
def test_what_to_do_next(notebook, clock, events, fr, en):
    for what, name in events:
        (opened if what == "open" else finish)(name)
    for lang, expected in (("fr", fr), ("en", en)):
        text, html = shown(notebook, lang)
        assert text.splitlines()[1].startswith(expected)
        assert expected.partition(":")[0] in html


def test_what_to_do_next_names_what_is_left(notebook):
    opened("02_neuron")
    for task in CATALOGUE[2]["exercises"][:-1]:
        passed(task)
    last = CATALOGUE[2]["exercises"][-1]
    text, html = shown(notebook)
    assert f"Reprendre : 02 · Le neurone artificiel (exercice `{last}`)" in text
    link = '<a href="02_neuron.ipynb">02 · Le neurone artificiel</a>'
    assert f"Reprendre : {link} (exercice <code>{last}</code>)" in html
    passed(last)
    assert "Reprendre : 02 · Le neurone artificiel (quiz)" in shown(notebook)[0]


# --- in a real kernel -------------------------------------------------------------------------


def test_a_real_kernel_remembers_a_right_solution_and_lesson_00_shows_it():
    lesson = read_lesson("00_welcome")
    cells = [c.source for c in render(lesson, "en", solutions=True).cells if "code" in c.cell_type]
    solution = next(source for source in cells if "def product_entry" in source)
    shows = next(source for source in cells if "progress" in source)
    start = 'start("00_welcome", "en", profile="fast", use_keras=False)'
    asks = (
        "import sys; print([m for m in ('keras', 'tensorflow', 'matplotlib') if m in sys.modules])"
    )
    notebook = bare_notebook(
        shows,
        asks,
        f"from course_utils import check, start\nimport numpy as np\nlesson = {start}",
        solution,
        "check(product_entry)",
        shows,
    )
    NotebookClient(notebook, timeout=60).execute()
    before, loaded, _, _, check, after = (cell.outputs for cell in notebook.cells)
    assert loaded[0].text == "[]\n", "showing the progress needs none of them"
    assert "Begin: 01" in before[0].data["text/plain"] and "✓" in check[0].data["text/plain"]
    assert "00 · Welcome (◐ begun, exercises 1/5 · quiz 0/4, " in after[0].data["text/plain"]
    nbformat.validate(notebook)
