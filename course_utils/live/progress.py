"""What a learner has done, remembered on this machine alone and shown in lesson 00.

One small JSON file per lesson, the same in both languages, in a folder of the user's data;
COURSE_PROGRESS_DIR names another one. It holds the names of the exercises passed, the numbers of
the questions answered right and two dates. Where nothing can be kept, nothing is said until
`progress` says why.
"""

import contextlib
import errno
import json
import os
import sys
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from html import escape
from pathlib import Path

from course_utils.i18n import T, language, use_language
from course_utils.records import in_notebook, listen, marked, say
from course_utils.session import current
from course_utils.widgets import widgets_wanted

# Titles, exercises and numbers of questions: `course build` writes it (authoring.index).
_CATALOGUE = Path(__file__).with_name("lessons.json")


# --- what is remembered -----------------------------------------------------------------------


@dataclass
class Record:
    """What is remembered of a lesson; dates in ISO format, local time."""

    opened: str
    last: str
    exercises: list[str]
    questions: list[int]


def attach(session) -> None:
    """Remember that a lesson was opened and, from now on, what succeeds in this process.

    Args:
        session: the `course_utils.session.Session` that was just opened.
    """
    _listen_once()
    _remember(session.lesson)


@cache
def _listen_once() -> None:
    listen(_hear)


def _hear(record: dict) -> None:
    match record:
        case {"type": "check", "task": task, "status": status}:
            _remember(current().lesson, exercise=task if status == "pass" else None)
        case {"type": "quiz", "question": number, "right": right}:
            _remember(current().lesson, question=number if right else None)


def _remember(lesson: str, exercise: str | None = None, question: int | None = None) -> None:
    """Write that a lesson was worked on now and, perhaps, what succeeded in it."""
    now = datetime.now().isoformat(timespec="seconds")
    record = recall(lesson) or Record(now, now, [], [])
    record.last = now
    for new, known in ((exercise, record.exercises), (question, record.questions)):
        if new is not None and new not in known:
            known.append(new)
    with contextlib.suppress(OSError):
        _save(f"{lesson}.json", json.dumps(asdict(record), indent=1))


def recall(lesson: str) -> Record | None:
    """Return what is remembered of a lesson, or None: never opened, or its file is damaged."""
    try:
        record = Record(**json.loads((folder() / f"{lesson}.json").read_text(encoding="utf-8")))
        datetime.fromisoformat(record.last)
        record.exercises, record.questions = list(record.exercises), list(record.questions)
    except (OSError, ValueError, TypeError):
        return None
    return record


def folder() -> Path:
    """Return the folder of the records, which need not exist."""
    if chosen := os.environ.get("COURSE_PROGRESS_DIR"):
        return Path(os.path.expanduser(chosen))
    import platformdirs

    return platformdirs.user_data_path("course-utils", appauthor=False) / "progress"


def _save(name: str, text: str) -> None:
    """Write a file of the folder, at once or not at all.

    Raises:
        OSError: it cannot be written.
    """
    path = folder() / name
    if not path.is_absolute():  # without a home, `~` stays as it is
        raise OSError(errno.ENOENT, T("chemin relatif", "relative path"))
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: several kernels may write at the same time.
    handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".partial")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, path)
    finally:
        with contextlib.suppress(OSError):  # already gone where all went well
            os.unlink(partial)


# --- what is shown ----------------------------------------------------------------------------


@dataclass
class _Lesson:
    """A lesson of the course and what is remembered of it."""

    name: str
    title: dict[str, str]
    exercises: list[str]
    questions: int

    def __post_init__(self):
        self.heading = f"{self.name[:2]} · {self.title[language()]}"
        self.record = recall(self.name)
        passed, right = (self.record.exercises, self.record.questions) if self.record else ([], [])
        self.left = [name for name in self.exercises if name not in passed]
        self.passed = len(self.exercises) - len(self.left)
        self.right = sum(number in right for number in range(1, self.questions + 1))
        self.done = bool(self.record) and not self.left and self.right == self.questions

    def state(self) -> list[str]:
        """Return the state in words, the counts, and the date of the last activity."""
        if not self.record:
            return [T("○ pas encore ouverte", "○ not opened yet")]
        state = T("✓ terminée", "✓ done") if self.done else T("◐ commencée", "◐ begun")
        last = datetime.fromisoformat(self.record.last)
        passed, right = f"{self.passed}/{len(self.exercises)}", f"{self.right}/{self.questions}"
        counts = T(f"exercices {passed} · quiz {right}", f"exercises {passed} · quiz {right}")
        return [state, counts, T(f"le {last:%d/%m/%Y}", f"on {last:%Y-%m-%d}")]


def progress(lang: str | None = None) -> None:
    """Show how far the learner is: totals, what to do next, and a table of the lessons.

    Outputs that are being recorded (COURSE_STATIC=1) get one sentence, the same for everybody.

    Args:
        lang: "fr" or "en"; by default the language of the lesson that has started.
    """
    if lang:
        use_language(lang)
    waiting = T(
        "Exécutez cette cellule à chaque retour : dès qu'une leçon aura été ouverte, votre"
        " avancement s'affichera ici.",
        "Run this cell whenever you come back: once a lesson has been opened, your progress will"
        " be shown here.",
    )
    if not (in_notebook() and widgets_wanted()):
        say(waiting)
        return
    catalogue = json.loads(_CATALOGUE.read_text(encoding="utf-8"))
    lessons = [_Lesson(**item) for item in catalogue]
    advice, lesson = _next_step(lessons)
    linked = marked(advice)
    if lesson:
        linked = linked.replace(escape(lesson.heading), _link(lesson))
    where = _where()
    last = f'<p style="overflow-wrap:anywhere">{marked(where)}</p>'
    # Lesson 00 is always open where this is shown: that alone is nothing yet.
    first, *others = lessons
    if not (any(lesson.record for lesson in others) or first.passed or first.right):
        say(f"{waiting}\n{advice}\n{where}", html=f"{waiting}<p>{linked}</p>{last}")
        return
    done = f"{sum(x.done for x in lessons)}/{len(lessons)}"
    passed = f"{sum(x.passed for x in lessons)}/{sum(len(x.exercises) for x in lessons)}"
    right = f"{sum(x.right for x in lessons)}/{sum(x.questions for x in lessons)}"
    totals = T(
        f"Leçons terminées : {done} · exercices réussis : {passed} · réponses justes : {right}",
        f"Lessons done: {done} · exercises passed: {passed} · right answers: {right}",
    )
    lines = [f"{x.heading} ({', '.join(x.state())})" for x in lessons]
    say(
        "\n".join([totals, advice, *lines, where]),
        html=f"{totals}<p>{linked}</p>{_table(lessons)}{last}",
    )


def _next_step(lessons: list[_Lesson]) -> tuple[str, _Lesson | None]:
    """Return one sentence and the lesson that it names.

    That is the lesson begun last and not done, else the next one not opened. The self-test of
    lesson 00 is for whoever wants it: it comes after everything else.
    """
    first, *others = lessons
    opened = sorted((x for x in others if x.record), key=lambda x: x.record.last)
    begun = [x for x in opened if not x.done]
    here = opened[-1].name if opened else ""
    new = sorted((x for x in others if not x.record), key=lambda x: (x.name < here, x.name))
    lesson = next((x for x in (*begun[-1:], *new[:1], first) if not x.done), None)
    if lesson is None:
        return T("Vous avez terminé tout le cours.", "You have done the whole course."), None
    if not lesson.record:
        return T(f"Commencer : {lesson.heading}", f"Begin: {lesson.heading}"), lesson
    what = T("exercice", "exercise") + f" `{lesson.left[0]}`" if lesson.left else "quiz"
    return T(f"Reprendre : {lesson.heading} ({what})", f"Resume: {lesson.heading} ({what})"), lesson


def _table(lessons: list[_Lesson]) -> str:
    def cell(tag: str, body: str) -> str:
        return f'<{tag} style="text-align:left">{body}</{tag.split()[0]}>'

    # Two columns: on a telephone a third would be out of sight.
    head = T("Leçon", "Lesson"), T("État et dernière activité", "State and last activity")
    rows = ["".join(cell('th scope="col"', title) for title in head)]
    for lesson in lessons:
        state = "<br>".join(lesson.state())
        rows.append(cell('th scope="row"', _link(lesson)) + cell("td", state))
    caption = T("Votre avancement, leçon par leçon", "Your progress, lesson by lesson")
    return f"<table><caption>{caption}</caption><tr>{'</tr><tr>'.join(rows)}</tr></table>"


def _link(lesson: _Lesson) -> str:
    heading = escape(lesson.heading)
    if "google.colab" in sys.modules:  # there an output has an address of its own, far from files
        return heading
    return f'<a href="{lesson.name}.ipynb">{heading}</a>'


def _where() -> str:
    """Say where the records lie and how to delete them, or why none can be kept."""
    try:
        _save("trial.json", "{}")
        (folder() / "trial.json").unlink()
    except OSError as error:
        return T(
            f"Votre avancement ne peut pas être conservé dans `{folder()}` ({error.strerror}) :"
            " donnez un autre dossier par COURSE_PROGRESS_DIR.",
            f"Your progress cannot be kept in `{folder()}` ({error.strerror}): give another folder"
            " by COURSE_PROGRESS_DIR.",
        )
    return T(
        f"Conservé sur cette machine seulement, un petit fichier par leçon, dans `{folder()}` :"
        " supprimez ces fichiers pour tout oublier.",
        f"Kept on this machine only, one small file per lesson, in `{folder()}`: delete these"
        " files to forget it all.",
    )
