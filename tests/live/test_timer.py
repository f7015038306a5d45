"""The time left in a long cell: found by its source, at the pace of this machine, in place."""

import json
import time
from types import SimpleNamespace

import pytest
from IPython.core.interactiveshell import InteractiveShell

from course_utils.authoring.paths import ROOT, lesson_names
from course_utils.authoring.render import render
from course_utils.authoring.source import read_lesson
from course_utils.i18n import use_language
from course_utils.live import timer
from course_utils.live.timer import Timer, cell_id, seconds_of
from course_utils.session import Session


@pytest.fixture
def shell():
    shell = InteractiveShell()
    yield shell
    shell.history_manager.end_session()


def timed(shell, **measured):
    """Return a timer that knows cells by their code: `sleep_1=8` is time.sleep(0.1) measured at 8 s."""
    codes = {f"import time; time.sleep(0.{name[-1]})": s for name, s in measured.items()}
    return Timer(shell, {cell_id(code): s for code, s in codes.items()}), list(codes)


def test_a_long_cell_says_what_is_left_and_then_what_it_took(shell, notebook, monkeypatch):
    monkeypatch.setattr(timer, "_EVERY", 0.02)
    _, [code] = timed(shell, sleep_2=8)
    shell.run_cell(code)
    [line] = notebook
    texts = [data["text/plain"] for data in line.earlier]
    assert texts[0] == "░░░░░░░░░░░░░░░░░░░░ encore environ 8 s"
    assert len(texts) >= 3
    assert line.data == {"text/plain": "durée : 0 s"}


def test_after_the_end_nothing_is_updated(shell, notebook, monkeypatch):
    monkeypatch.setattr(timer, "_EVERY", 0.01)
    _, [code] = timed(shell, sleep_1=8)
    shell.run_cell(code)
    time.sleep(0.1)
    assert notebook[0].data == {"text/plain": "durée : 0 s"}


def test_a_cell_that_fails_ends_its_line_and_says_nothing_of_the_pace(shell, notebook):
    watch = Timer(shell, {cell_id("1 / 0"): 9.0})
    shell.run_cell("1 / 0")
    assert notebook[0].data["text/plain"].startswith("durée")
    assert watch.pace == 1.0


@pytest.mark.parametrize("code", ["import time; time.sleep(0.1)", "LiveCurves()"])
def test_short_unknown_and_own_lines_are_left_alone(shell, notebook, code):
    Timer(shell, {cell_id("import time; time.sleep(0.1)"): 1.9, cell_id("LiveCurves()"): 60})
    shell.run_cell(code)
    shell.run_cell("unknown = 1")
    assert notebook == []


def test_the_pace_of_earlier_cells_scales_the_next_estimate(shell, notebook):
    watch, codes = timed(shell, sleep_4=0.8, sleep_1=10)
    shell.run_cell(codes[0])
    assert watch.pace == pytest.approx(0.5, rel=0.3)
    shell.run_cell(codes[1])
    first = notebook[0].earlier[0]["text/plain"]
    assert 3 < int(first.split()[-2]) < 7


def test_beyond_the_estimate_it_says_so_in_both_languages(shell):
    watch = Timer(shell, {})
    watch._there_now = 10.0
    assert watch._left(4.0) == "████████░░░░░░░░░░░░ encore environ 6 s"
    assert watch._left(12.0) == "12 s, plus que prévu"
    use_language("en")
    assert watch._left(4.0) == "████████░░░░░░░░░░░░ about 6 s left"
    assert watch._left(12.0) == "12 s, longer than expected"


def test_a_cell_that_the_learner_changed_is_known_by_the_id_of_its_front_end(shell):
    watch = Timer(shell, {cell_id("x = 1"): 7.0})
    assert watch.expected("x = 1") == 7.0
    assert watch.expected("x = 2", cell_id("x = 1")) == 7.0
    assert watch.expected("x = 2", "of-another-front-end") == watch.expected("x = 2") == 0.0


def test_attaching_again_replaces_and_the_fast_profile_announces_nothing(
    shell, notebook, monkeypatch
):
    monkeypatch.setattr(timer, "_timer", None)
    monkeypatch.setattr(timer, "seconds_of", lambda lesson: {cell_id("x = 1"): 9.0})
    for _ in range(3):
        timer.attach(shell, Session("09_mnist_cnn"))
    shell.run_cell("x = 1")
    assert len(notebook) == 1
    timer.attach(shell, Session("09_mnist_cnn", "fast"))
    shell.run_cell("x = 1")
    assert len(notebook) == 1


def test_the_cell_that_attaches_again_ends_its_line(shell, notebook, monkeypatch):
    code = "attach(); import time; time.sleep(0.1)"
    monkeypatch.setattr(timer, "_timer", None)
    monkeypatch.setattr(timer, "_EVERY", 0.01)
    monkeypatch.setattr(timer, "seconds_of", lambda lesson: {cell_id(code): 9.0})
    shell.user_ns["attach"] = lambda: timer.attach(shell, Session("09_mnist_cnn"))
    shell.user_ns["attach"]()
    shell.run_cell(code)  # as the first cell of a lesson that is run a second time
    time.sleep(0.1)
    assert [line.data for line in notebook] == [{"text/plain": "durée : 0 s"}]


def test_missing_measurements_cost_the_estimates_alone(monkeypatch):
    def missing(*parts):
        raise timer.DataError("missing")

    monkeypatch.setattr(timer, "shipped", missing)
    assert seconds_of("09_mnist_cnn") == {}


@pytest.mark.parametrize("name", lesson_names())
def test_stored_durations_are_those_of_present_cells_in_both_languages(name):
    stored = json.loads((ROOT / "data/durations/cells.json").read_text("utf-8"))[name]
    assert set(stored) == {"fr", "en"}
    for lang, cells in stored.items():
        code = [c for c in render(read_lesson(name), lang).cells if c.cell_type == "code"]
        assert set(cells) <= {c.id for c in code}
        assert {cell_id(c.source): s for c in code if (s := cells.get(c.id))} == cells
    # A cell without words is the same in both languages, and was measured twice.
    known = seconds_of(name)
    assert set(known) == set(stored["fr"]) | set(stored["en"])
    assert all(
        seconds in (stored["fr"].get(key), stored["en"].get(key)) for key, seconds in known.items()
    )


def test_a_shell_without_cell_ids_is_served(shell, notebook):
    watch = Timer(shell, {cell_id("x = 1"): 5.0})
    watch._before(SimpleNamespace(raw_cell="x = 1"))  # IPython 7
    assert "5 s" in notebook[0].data["text/plain"]
    watch._after(SimpleNamespace(success=True))
