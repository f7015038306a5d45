"""What one student sees, with the expected answers beside it: for the instructor's eyes only."""

from pathlib import Path

from nbconvert import HTMLExporter
from nbformat.v4 import new_markdown_cell

from course_utils.grading.adapter import Release
from course_utils.grading.folder import CourseFolder, GradingError
from course_utils.i18n import T
from course_utils.speaking import speaking
from course_utils.task import describe, draw_cases

SHOWN = 3  # marked cases shown of a function task


def preview(course: CourseFolder, name: str, student: str) -> tuple[Path, dict[str, list[str]]]:
    """Write the student's notebook as a page, each check followed by what is expected.

    Returns:
        (the page, task -> lines with the expected answers).

    Raises:
        GradingError: no such student or assignment.
    """
    if student not in course.roster:
        raise GradingError(
            T(f"{student!r} n'est pas dans roster.csv.", f"{student!r} is not in roster.csv.")
        )
    release = Release(course, name, student)
    notebook, expected = release.notebook(), {}
    with speaking(release.lang):
        notebook.cells = list(_with_answers(release, notebook, expected))
    page = course.root / "preview" / name / f"{student}.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    html, _ = HTMLExporter(sanitize_html=True).from_notebook_node(notebook)
    page.write_text(
        html.replace('<html lang="en"', f'<html lang="{release.lang}"', 1), encoding="utf-8"
    )
    return page, expected


def _with_answers(release: Release, notebook, expected: dict):
    """Yield the cells, and after each check what is expected; fill `expected` on the way."""
    for cell in notebook.cells:
        yield cell
        mark = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and mark.get("grade"):
            task = release.assignment.tasks[mark["grade_id"]]
            expected[task.name] = lines = _expected(task, release.variant.graded)
            title = T("Réponse attendue", "Expected answer")
            code = "\n".join(lines)
            yield new_markdown_cell(
                f"**{title}** ({mark['points']:g} pt)\n\n```python\n{code}\n```"
            )


def _expected(task, seed: int) -> list[str]:
    cases = draw_cases(task, seed)
    if task.value:
        return [f"{task.name} = {describe(task.reference(**cases[0]), 400)}"]
    lines = []
    for inputs in cases[:SHOWN]:
        call = ", ".join(f"{key}={describe(value)}" for key, value in inputs.items())
        lines.append(f"{task.name}({call}) -> {describe(task.reference(**inputs), 400)}")
    if len(cases) > SHOWN:
        lines.append(f"# + {len(cases) - SHOWN}")
    return lines
