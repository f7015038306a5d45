"""Multiple-choice questions with feedback for every option."""

from dataclasses import dataclass

from course_utils.i18n import T, Text
from course_utils.records import barred, in_notebook, marked, tell
from course_utils.session import current
from course_utils.widgets import show_widget, widgets_wanted


@dataclass(frozen=True)
class Option:
    """One possible answer and what to tell whoever chooses it."""

    text: Text
    feedback: Text
    right: bool = False


@dataclass(frozen=True)
class Question:
    """A question with exactly one right option (2 to 6 options)."""

    prompt: Text
    options: tuple[Option, ...]

    def __post_init__(self):
        if sum(option.right for option in self.options) != 1:
            raise ValueError(f"exactly one right option is needed: {self.prompt.en}")


def quiz() -> None:
    """Show the quiz of the lesson: choose an option, read why it is right or wrong."""
    questions = current().tasks.QUIZ
    if not in_notebook():
        for number, question in enumerate(questions, 1):
            print(f"{number}. {question.prompt}")
            print(*(f"   - {option.text}" for option in question.options), sep="\n")
        return
    boxes = [_question_box(*pair) for pair in enumerate(questions, 1)] if widgets_wanted() else []
    show_widget(
        boxes,
        {
            "text/plain": "\n".join(f"{i}. {q.prompt}" for i, q in enumerate(questions, 1)),
            "text/html": "".join(_static(*pair) for pair in enumerate(questions, 1)),
        },
    )


def verdict(option: Option) -> str:
    """Return the feedback of an option as HTML, led by a word that says right or wrong."""
    look, word = ("ok", T("✓ Oui.", "✓ Yes.")) if option.right else ("fail", T("✗ Non.", "✗ No."))
    return barred(f"<strong>{word}</strong> {marked(str(option.feedback))}", look)


def _question_box(number: int, question: Question):
    import ipywidgets

    prompt = ipywidgets.HTML(f"<strong>{number}.</strong> {marked(str(question.prompt))}")
    choices = ipywidgets.RadioButtons(
        options=[
            (str(option.text).replace("`", ""), i) for i, option in enumerate(question.options)
        ],
        index=None,
        layout=ipywidgets.Layout(width="auto"),
    )
    feedback = ipywidgets.HTML()

    def answer(change):
        if change["new"] is not None:
            option = question.options[change["new"]]
            feedback.value = verdict(option)
            tell({"type": "quiz", "question": number, "right": option.right})

    choices.observe(answer, "value")
    for widget in (prompt, choices, feedback):
        widget.add_class("course-quiz")
    return ipywidgets.VBox(
        [prompt, choices, feedback], layout=ipywidgets.Layout(margin="0 0 1em 0")
    )


def _static(number: int, question: Question) -> str:
    options = "".join(f"<li>{marked(str(option.text))}</li>" for option in question.options)
    answers = "".join(
        f"<li>{marked(str(option.text))} {verdict(option)}</li>" for option in question.options
    )
    return (
        f"<p><strong>{number}.</strong> {marked(str(question.prompt))}</p><ul>{options}</ul>"
        f"<details><summary>{T('Réponse', 'Answer')}</summary><ul>{answers}</ul></details>"
    )
