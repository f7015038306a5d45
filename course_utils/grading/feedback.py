"""`course grade feedback`: a page per submission, in the student's language, without any check."""

import html
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

import bleach
from bs4 import BeautifulSoup
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import MissingEntry
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades
from traitlets import Bool
from traitlets.config import Config

from course_utils.grading.folder import CourseFolder, GradingError, Student
from course_utils.i18n import LANGUAGES, T, Text

TEMPLATES = Path(__file__).resolve().parent / "templates"
_MATHJAX = (
    "https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.7/MathJax.js?config=TeX-AMS_CHTML-full,Safe"
)

_WORDS = {
    "score": Text("Note :", "Score:"),
    "contents": Text("Sommaire", "Table of contents"),
    "top": Text("Haut de page", "Top"),
    "comment": Text("Commentaire :", "Comment:"),
    "commented": Text("commentaire", "comment"),
    "late": Text("Retard :", "Late submission:"),
    "test": Text("Vérification", "Test"),
    "code": Text("Code", "Code"),
    "text": Text("Réponse rédigée", "Written answer"),
    "task": Text("Tâche", "Task"),
}

# Regions that nbgrader removes from what it hands out, and that its feedback shows.
_HIDDEN = ("HIDDEN TESTS", "MARK SCHEME")

_TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br caption code dd del details div dl dt em h1 h2 h3 h4 h5 h6 hr i img "
        "kbd li ol p pre s span strong sub summary sup table tbody td tfoot th thead tr u ul",
    )
)
_OUTPUTS = ("text/html", "text/markdown", "image/png", "image/jpeg", "text/latex", "text/plain")


def feedback(
    course: CourseFolder, assignment: str, students: Iterable[str] | None = None
) -> list[Path]:
    """Write `feedback/ID/ASSIGNMENT/NAME.html` for every graded submission; return the files.

    The pages are always made anew, since a manual mark changes no file that could tell; earlier
    ones are replaced only by complete ones.

    Args:
        course: the course folder; marks and comments come from its gradebook.
        assignment: name of the assignment.
        students: ids; everybody with a graded notebook by default.

    Raises:
        GradingError: an unknown id, nothing graded, or pages that could not be made (the others
            are).
    """
    course.bank(assignment)
    unknown = [id for id in students or () if id not in course.roster]
    if unknown:
        names = ", ".join(unknown)
        raise GradingError(T(f"Absent(s) de roster.csv : {names}.", f"Not in roster.csv: {names}."))
    todo = [
        course.roster[id]
        for id in (course.roster if students is None else dict.fromkeys(students))
        if any((course.root / "autograded" / id / assignment).glob("*.ipynb"))
    ]
    if not todo:
        raise GradingError(
            T(
                f"Rien de corrigé pour {assignment} : lancez d'abord `course grade run`.",
                f"Nothing graded for {assignment}: run `course grade run` first.",
            )
        )
    written, failed = [], []
    for student in todo:
        try:
            written += _pages(course, assignment, student)
        except NbGraderException:
            failed.append(student.id)
    if failed:
        names = ", ".join(failed)
        raise GradingError(
            T(
                f"Pas de page pour {names} : relancez `course grade run` ; détails plus haut.",
                f"No page for {names}: run `course grade run` again; details above.",
            )
        )
    return written


def _pages(course: CourseFolder, assignment: str, student: Student) -> list[Path]:
    config = Config()
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.embed_images = False  # an image path would read this machine's files
    config.HTMLExporter.mathjax_url = _MATHJAX
    config.HTMLExporter.language_code = student.language
    config.HTMLExporter.template_name = "course_feedback"
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.HTMLExporter.filters = {"clean_html": clean, **_filters(student.language)}
    # Validate what `Rebuild` makes, not the student's file: a wrong cell must not cost the page.
    config.HTMLExporter.optimistic_validation = True
    config.GenerateFeedback.preprocessors = [Rebuild, HideChecks, Marks]
    target = course.root / "feedback" / student.id / assignment
    with tempfile.TemporaryDirectory(
        dir=course.root, prefix=".feedback-", suffix=".partial"
    ) as folder:
        directory = CourseDirectory(
            root=str(course.root),
            db_url=f"sqlite:///{course.root / 'gradebook.db'}",
            assignment_id=assignment,
            student_id=student.id,
            feedback_directory=folder,
        )
        GenerateFeedback(coursedir=directory, config=config).start()
        made = Path(folder, student.id, assignment)
        target.mkdir(parents=True, exist_ok=True)
        # nbgrader's own `generate_feedback` looks for the time.
        for path in [*made.glob("timestamp.txt"), *(pages := sorted(made.glob("*.html")))]:
            os.replace(path, target / path.name)
        for path in target.glob("*.html"):
            if path.name not in {page.name for page in pages}:
                path.unlink()
    return [target / page.name for page in pages]


def _filters(lang: str) -> dict:
    def points(value) -> str:
        text = f"{float(value):.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if lang == "fr" else text

    words = {"say": lambda word: _WORDS[word][LANGUAGES.index(lang)], "points": points}
    return {**words, "markdown2html": _markdown}


class _Images(dict):
    """The images pasted into a cell; one that is missing costs its place, not the page."""

    def __contains__(self, name):
        return True

    def __missing__(self, name):
        return {"missing": ""}


@pass_context
def _markdown(context, source: str) -> str:
    images = _Images(context.get("cell", {}).get("attachments", {}))
    # No anchors: `clean` drops what they lead to. Images are not embedded: see _pages.
    renderer = IPythonRenderer(escape=False, attachments=images, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(source)


def clean(markup) -> str:
    """Return markup without anything active or remote (nbconvert's own allows no paragraph)."""

    def allowed(tag: str, name: str, value: str) -> bool:
        if name == "src":
            return tag == "img"
        if name == "href":
            return tag == "a" and not value.lower().startswith("data:")
        return name in {"alt", "title", "class", "colspan", "rowspan", "width", "height", "start"}

    protocols = {"http", "https", "mailto", "data"}
    # Dropped with what is in them; other unknown tags show as text.
    soup = BeautifulSoup(str(markup), "html.parser")
    for tag in soup(["script", "style"]):
        tag.decompose()
    for image in soup("img"):
        image["alt"] = image.get("alt", "")  # else nbconvert adds an English sentence
        if not re.match(r"data:image/(png|jpeg|gif);base64,", image.get("src", "")):
            image.replace_with(image["alt"])
    return bleach.clean(str(soup), tags=_TAGS, attributes=allowed, protocols=protocols, strip=True)


class HideChecks(Preprocessor):
    """Removes hidden regions, and what a cell with one printed: a traceback would quote it."""

    enabled = Bool(True)

    def preprocess_cell(self, cell, resources, index):
        """Return the cell without its hidden regions."""
        lines, hidden, found = [], None, False
        for line in cell.source.splitlines():
            if hidden is None:
                hidden = next((name for name in _HIDDEN if f"BEGIN {name}" in line), None)
                found = found or hidden is not None
                if hidden is None:
                    lines.append(line)
            elif f"END {hidden}" in line:
                hidden = None
        if found:  # without an end, all that follows is hidden
            cell.source = "\n".join(lines)
            if cell.cell_type == "code":
                cell.outputs = []
        return cell, resources


class Marks(GetGrades):
    """nbgrader's marks and comments; a cell that the gradebook does not know is an ordinary one."""

    def preprocess_cell(self, cell, resources, index):
        """Return the cell with its score and comment."""
        try:
            return super().preprocess_cell(cell, resources, index)
        except (MissingEntry, KeyError):
            cell.metadata.pop("nbgrader", None)
            return cell, resources


class Rebuild(Preprocessor):
    """Builds each cell anew from what a page shows: metadata belongs to the student.

    nbconvert's templates put some of it into the page unescaped (`execution_count`, the width of
    an image).
    """

    enabled = Bool(True)

    def preprocess(self, nb, resources):
        """Return the notebook made of clean cells."""
        nb.metadata = {"language_info": {"name": "python"}}
        nb.cells = [self._cell(cell) for cell in nb.cells if self._worth_reading(cell)]
        return nb, resources

    def _worth_reading(self, cell) -> bool:
        """Leave out what is no page's matter, and the packed examples of `check`."""
        packed = (cell.metadata.get("nbgrader") or {}).get("grade_id") == "examples"
        return cell.cell_type != "raw" and not packed

    def _cell(self, cell):
        # Score, points and comment are read from the gradebook alone.
        keys = ("grade_id", "solution", "grade", "task")
        grading = cell.metadata.get("nbgrader") or {}
        kept = {key: grading[key] for key in keys if key in grading}
        show = kept.get("grade") or kept.get("solution") or kept.get("task")
        metadata = {"nbgrader": kept} if show else {}
        if cell.cell_type != "code":
            made = new_markdown_cell(str(cell.source), metadata=metadata)
            made["attachments"] = cell.get("attachments", {})
            return made
        outputs = [self._output(output) for output in cell.get("outputs", [])]
        return new_code_cell(str(cell.source), metadata=metadata, outputs=outputs)

    def _output(self, output):
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            return new_output("stream", name=name, text=str(output.get("text", "")))
        if kind == "error":
            lines = [str(line) for line in output.get("traceback", [])]
            lines = lines or [f"{output.get('ename')}: {output.get('evalue')}"]
            return new_output("error", ename="", evalue="", traceback=lines)
        data = {key: str(value) for key, value in output.get("data", {}).items() if key in _OUTPUTS}
        alt = output.get("metadata", {}).get("alt")
        return new_output(
            "display_data", data=data, metadata={"alt": html.unescape(str(alt or ""))}
        )
