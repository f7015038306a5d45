"""Messages for learners, records for the executor, in one output."""

import json

import pytest

from course_utils import records
from course_utils.records import RECORD, in_notebook, say


def test_outside_a_notebook_a_message_is_printed(capsys):
    assert not in_notebook()
    say("Réussi !", "ok", {"type": "check"})
    assert capsys.readouterr().out == "✓ Réussi !\n"


@pytest.mark.parametrize(
    ("look", "symbol"), [("ok", "✓"), ("fail", "✗"), ("todo", "○"), ("note", "•")]
)
def test_the_state_is_told_by_a_symbol(notebook, look, symbol):
    say("texte", look)
    [output] = notebook
    assert output.data["text/plain"] == f"{symbol} texte"
    assert symbol in output.data["text/html"]


def test_an_unknown_look_is_an_error():
    with pytest.raises(KeyError):
        say("texte", "bad")


def test_text_is_escaped_and_its_line_breaks_are_kept(notebook):
    say("a < b & c\n<script>")
    html = notebook[0].data["text/html"]
    assert "a &lt; b &amp; c<br>&lt;script&gt;" in html


def test_backquotes_mark_code_and_asterisks_importance(notebook):
    say("**Chaque** ligne de `a**b**c` vaut 2 ** 3 ** 1")
    html = notebook[0].data["text/html"]
    assert "<strong>Chaque</strong> ligne de <code>a**b**c</code> vaut 2 ** 3 ** 1" in html


def test_html_replaces_the_escaped_body(notebook):
    say("texte", html="<b>texte</b>")
    assert "<b>texte</b>" in notebook[0].data["text/html"]


def test_record_travels_beside_the_text(notebook):
    record = {"type": "claim", "pair": (1, 2), "sentence": "é"}
    say("texte", record=record)
    say("texte")
    assert notebook[0].data[RECORD] == {"type": "claim", "pair": [1, 2], "sentence": "é"}
    assert json.loads(json.dumps(notebook[0].data)) == notebook[0].data
    assert RECORD not in notebook[1].data


def test_a_record_that_is_no_json_is_an_error(notebook):
    with pytest.raises(TypeError):
        say("texte", record={"type": "x", "value": object()})
    assert notebook == []


def test_only_a_kernel_is_a_notebook(monkeypatch):
    from types import SimpleNamespace

    import IPython

    for shell, expected in (
        (None, False),
        (SimpleNamespace(), False),
        (SimpleNamespace(kernel=1), True),
    ):
        monkeypatch.setattr(IPython, "get_ipython", lambda shell=shell: shell)
        assert records.in_notebook() is expected
