"""Build, check and refresh the generated notebooks."""

import contextlib
from collections.abc import Callable
from pathlib import Path

import nbformat

from course_utils.authoring import durations, execute, index, measurements, translations
from course_utils.authoring.localize import Pair
from course_utils.authoring.paths import LOCK, WORK, CourseError, notebook_path
from course_utils.authoring.render import keep_outputs, lesson_hash, render, to_text
from course_utils.authoring.source import Lesson, pairs, read_lessons
from course_utils.i18n import LANGUAGES


def check_translations(texts: list[Pair]) -> list[str]:
    """Return a sentence for each text of which only one language changed."""
    stale = translations.stale_pairs(texts, translations.read_lock())
    return [translations.explain(*item) for item in stale]


def _texts(lessons: list[Lesson]) -> list[Pair]:
    return [pair for lesson in lessons for pair in pairs(lesson)]


def built(lesson: Lesson, lang: str) -> nbformat.NotebookNode:
    """Return the notebook as it should be: rendered, with the stored outputs that are still valid."""
    notebook = render(lesson, lang)
    path = notebook_path(lesson.name, lang)
    if path.exists():
        # A file that is no notebook (merge marks, say) has no outputs to keep; `check` names it.
        with contextlib.suppress(nbformat.reader.NotJSONError):
            keep_outputs(notebook, nbformat.read(path, as_version=4))
    return notebook


def build(names: list[str] | None = None, langs=LANGUAGES, confirm: bool = False) -> list[Path]:
    """Write the notebooks and the generated tables; return the files that changed.

    Raises:
        CourseError: a text changed in one language only (unless `confirm`), or a source is wrong.
    """
    everything = read_lessons()
    texts = _texts(everything)
    stale = [] if confirm else check_translations(texts)
    if stale:
        raise CourseError("\n".join(stale))
    wanted = {lesson.name for lesson in read_lessons(names)}
    changed = []
    for lesson in everything:
        if lesson.name in wanted or lesson.number == "00":  # 00 carries the index of all
            for lang in langs:
                path = notebook_path(lesson.name, lang)
                changed += _write(path, to_text(built(lesson, lang)))
    changed += _write(LOCK, translations.lock_text(texts))
    for path, text in index.generated_files():
        changed += _write(path, text)
    return changed


def check() -> list[str]:
    """Return everything that a build would change or refuse, and every missing measurement."""
    lessons = read_lessons()
    texts = _texts(lessons)
    found = check_translations(texts)
    if found:
        return found
    if not LOCK.exists() or LOCK.read_text() != translations.lock_text(texts):
        found.append(f"{LOCK.name} does not list the present texts: run `course build`.")
    for path, text in index.generated_files():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            found.append(f"{path.name}: its generated part is out of date: run `course build`.")
    measured = measurements.read()
    for lesson in lessons:
        for lang in LANGUAGES:
            found += _check_notebook(lesson, lang, measured.get(lesson.name, {}).get(lang))
    return found


def _check_notebook(lesson: Lesson, lang: str, measured: dict | None) -> list[str]:
    path = notebook_path(lesson.name, lang)
    name = f"notebooks/{lang}/{path.name}"
    if not path.exists():
        return [f"{name} is missing: run `course build {lesson.number}`."]
    notebook = built(lesson, lang)
    if path.read_text(encoding="utf-8") != to_text(notebook):
        return [
            f"{name} is not what its source gives: either the source changed (run `course build`), or the "
            f"notebook was edited by hand (put the change into notebooks/source/{lesson.name}.py)."
        ]
    if measured is None or measured["hash"] != lesson_hash(notebook):
        return [
            f"{name}: its code, its tasks or course_utils changed since the last full execution: "
            f"run `course build {lesson.number} --execute` (needs the real data)."
        ]
    if measured["outputs"] != measurements.hash_outputs(notebook):
        return [
            f"{name}: its outputs are not those of the last full execution: run `course build {lesson.number} --execute`."
        ]
    return []


def execute_and_store(
    names: list[str] | None, langs, progress: Callable | None = None, profile: str = "full"
) -> list[dict]:
    """Run lessons on real data and store their outputs and measurements; return the reports.

    A lesson with a problem keeps its old outputs; the report says what happened.
    """
    lessons = {lesson.name: lesson for lesson in read_lessons(names)}
    jobs = [
        execute.Job(
            name,
            lang,
            to_text(render(lesson, lang)),
            WORK / "build" / lang / f"{name}.ipynb",
            profile,
            "real",
        )
        for name, lesson in lessons.items()
        for lang in langs
    ]
    reports = []
    with execute.only_run(WORK / "build"):
        for report in execute.run_jobs(jobs, workers=1, progress=progress):
            reports.append(report)
            if execute.problems(report):
                continue
            name, lang = report["lesson"], report["lang"]
            executed = nbformat.read(WORK / "build" / lang / f"{name}.ipynb", as_version=4)
            durations.record(name, lang, executed)
            done = execute.tidy_outputs(executed)
            notebook = render(lessons[name], lang)
            for cell, ran in zip(notebook.cells, done.cells, strict=True):
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = ran.outputs, ran.execution_count
            measurements.record(report, lesson_hash(notebook), measurements.hash_outputs(notebook))
            _write(notebook_path(name, lang), to_text(notebook))
    return reports


def _write(path: Path, text: str) -> list[Path]:
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]
