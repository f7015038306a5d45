"""Quizzes: what is shown with widgets, without them, and outside a notebook; every lesson's quiz."""

import importlib
import pkgutil
from types import SimpleNamespace

import pytest

import course_utils.tasks
from course_utils import quizzes, session
from course_utils.i18n import Text, use_language
from course_utils.quizzes import Option, Question, quiz, verdict
from course_utils.widgets import WIDGET_VIEW

RIGHT = Option(Text("`a < b` oui", "`a < b` yes"), Text("Car `1 < 2`.", "As `1 < 2`."), True)
WRONG = Option(Text("Autre", "Other"), Text("Relisez.", "Read again."))
QUESTION = Question(Text("Que dit `x & y` ?", "What says `x & y`?"), (WRONG, RIGHT))


@pytest.fixture
def lesson(monkeypatch):
    running = session.Session("x")
    running.tasks = SimpleNamespace(QUIZ=(QUESTION, QUESTION))
    monkeypatch.setattr(session, "_session", running)


@pytest.mark.parametrize("options", [(WRONG, WRONG), (RIGHT, RIGHT), ()])
def test_exactly_one_option_is_right(options):
    with pytest.raises(ValueError, match=r"exactly one right option.*How many"):
        Question(Text("Combien ?", "How many?"), options)


def test_feedback_says_right_or_wrong_in_words():
    assert "✓ Oui." in verdict(RIGHT)
    assert "Car <code>1 &lt; 2</code>." in verdict(RIGHT)
    assert "✗ Non." in verdict(WRONG)
    use_language("en")
    assert "✓ Yes." in verdict(RIGHT) and "As <code>" in verdict(RIGHT)
    assert "✗ No." in verdict(WRONG) and "Read again." in verdict(WRONG)


def test_outside_a_notebook_questions_are_printed(lesson, capsys):
    quiz()
    assert capsys.readouterr().out.splitlines()[:3] == [
        "1. Que dit `x & y` ?",
        "   - Autre",
        "   - `a < b` oui",
    ]


def test_without_widgets_answers_are_folded(lesson, notebook, monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    quiz()
    [output] = notebook
    assert set(output.data) == {"text/plain", "text/html"}
    html = output.data["text/html"]
    assert html.count("<details>") == html.count("</details>") == 2
    assert "Que dit <code>x &amp; y</code> ?" in html
    assert "Relisez." in html and "<code>a &lt; b</code> oui" in html
    before = html[: html.index("<details>")]
    assert "✓" not in before and "✗" not in before and "Relisez" not in before


def test_with_widgets_each_choice_shows_its_feedback(lesson, notebook, monkeypatch):
    shown = []
    monkeypatch.setattr(quizzes, "show_widget", lambda boxes, fallback: shown.extend(boxes))
    quiz()
    assert len(shown) == 2
    prompt, choices, feedback = shown[0].children
    assert "1." in prompt.value and "<code>x &amp; y</code>" in prompt.value
    assert choices.index is None and feedback.value == ""
    assert [label for label, _ in choices.options] == ["Autre", "a < b oui"]
    choices.index = 0
    assert feedback.value == verdict(WRONG)
    choices.index = 1
    assert feedback.value == verdict(RIGHT)
    assert shown[1].children[2].value == "", "the second question answers for itself"


def test_the_widget_output_carries_the_static_one_too(lesson, notebook):
    quiz()
    [output] = notebook
    assert set(output.data) == {"text/plain", "text/html", WIDGET_VIEW}
    assert output.data[WIDGET_VIEW]["model_id"]


@pytest.mark.parametrize(
    "slug", [info.name for info in pkgutil.iter_modules(course_utils.tasks.__path__)]
)
def test_the_quiz_of_a_lesson(slug):
    for question in importlib.import_module(f"course_utils.tasks.{slug}").QUIZ:
        texts = [question.prompt]
        texts += [text for option in question.options for text in (option.text, option.feedback)]
        assert all(isinstance(text, Text) and text.fr.strip() and text.en.strip() for text in texts)
        assert all(part.count("`") % 2 == 0 for text in texts for part in text)
        for lang in (0, 1):
            labels = [option.text[lang] for option in question.options]
            assert len(set(labels)) == len(labels) >= 2, labels
