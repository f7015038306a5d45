"""The time left in a long cell: found by its source, at the pace of this machine, in place."""

import json
import time
from threading import Event
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


@pytest.fixture
def clock(shell, notebook, monkeypatch):
    """Return a clock that only a cell moves on, by `clock.sleep(seconds)`."""

    def sleep(seconds):
        clock.now += seconds
        if notebook:  # a line is shown: wait until it tells the new time
            seen, until = len(notebook[-1].earlier), time.monotonic() + 30
            while len(notebook[-1].earlier) < seen + 2 and time.monotonic() < until:
                time.sleep(0.01)

    clock = SimpleNamespace(now=0.0, sleep=sleep, perf_counter=lambda: clock.now)
    monkeypatch.setattr(timer, "time", clock)
    monkeypatch.setattr(timer, "_EVERY", 0.01)
    shell.user_ns["clock"] = clock
    return clock


def test_a_long_cell_says_what_is_left_and_then_what_it_took(shell, notebook, clock):
    code = "for _ in range(4): clock.sleep(1)"
    Timer(shell, {cell_id(code): 8.0})
    shell.run_cell(code)
    [line] = notebook
    texts = list(dict.fromkeys(data["text/plain"] for data in line.earlier))
    assert texts == [
        "░░░░░░░░░░░░░░░░░░░░ encore environ 8 s",
        "██░░░░░░░░░░░░░░░░░░ encore environ 7 s",
        "█████░░░░░░░░░░░░░░░ encore environ 6 s",
        "███████░░░░░░░░░░░░░ encore environ 5 s",
        "██████████░░░░░░░░░░ encore environ 4 s",
    ]
    assert line.data == {"text/plain": "durée : 4 s"}


def test_after_the_end_nothing_is_updated(shell, notebook, clock, monkeypatch):
    code, show, updating = "updating.wait(30); clock.now += 1", timer.InPlace.show, Event()

    def slow(line, bundle, *rest):
        if "encore" in bundle["text/plain"]:
            updating.set()
            time.sleep(0.3)  # meanwhile the cell ends
        show(line, bundle, *rest)

    monkeypatch.setattr(timer.InPlace, "show", slow)
    shell.user_ns["updating"] = updating
    Timer(shell, {cell_id(code): 8.0})
    shell.run_cell(code)
    time.sleep(0.6)
    assert notebook[0].data == {"text/plain": "durée : 1 s"}


def test_a_cell_that_fails_ends_its_line_and_says_nothing_of_the_pace(shell, notebook):
    watch = Timer(shell, {cell_id("1 / 0"): 9.0})
    shell.run_cell("1 / 0")
    assert notebook[0].data["text/plain"].startswith("durée")
    assert watch.pace == 1.0


@pytest.mark.parametrize("code", ["x = 1", "LiveCurves()"])
def test_short_unknown_and_own_lines_are_left_alone(shell, notebook, code):
    Timer(shell, {cell_id("x = 1"): 1.9, cell_id("LiveCurves()"): 60})
    shell.run_cell(code)
    shell.run_cell("unknown = 1")
    assert notebook == []


def test_the_pace_of_earlier_cells_scales_the_next_estimate(shell, notebook, clock):
    codes = "clock.sleep(0.4)", "clock.sleep(0.1)"
    watch = Timer(shell, dict(zip(map(cell_id, codes), (0.8, 10.0), strict=True)))
    shell.run_cell(codes[0])
    assert watch.pace == pytest.approx(0.5)
    shell.run_cell(codes[1])
    assert notebook[0].earlier[0]["text/plain"].endswith("encore environ 5 s")


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


def test_the_cell_that_attaches_again_ends_its_line(shell, notebook, clock, monkeypatch):
    code = "attach(); clock.sleep(3)"
    monkeypatch.setattr(timer, "_timer", None)
    monkeypatch.setattr(timer, "seconds_of", lambda lesson: {cell_id(code): 9.0})
    shell.user_ns["attach"] = lambda: timer.attach(shell, Session("09_mnist_cnn"))
    shell.user_ns["attach"]()
    shell.run_cell(code)  # as the first cell of a lesson that is run a second time
    assert [line.data for line in notebook] == [{"text/plain": "durée : 3 s"}]


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
