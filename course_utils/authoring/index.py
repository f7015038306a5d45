"""What is generated from all lessons: the index of lesson 00, the README's table, the catalogue."""

import json
import re
from pathlib import Path

from course_utils.authoring.measurements import seconds_and_memory
from course_utils.authoring.paths import ROOT, TASKS, notebook_path
from course_utils.authoring.render import tasks_of
from course_utils.authoring.source import read_lessons
from course_utils.i18n import Text

# Reading paths: title, and the lessons in order; those that do not exist yet are left out.
PATHS = [
    (Text("En une soirée", "In an evening"), ["02", "09"]),
    (Text("L'essentiel", "The essentials"), ["02", "06", "09"]),
    (
        Text("Seulement les réseaux convolutifs", "Convolutional networks only"),
        ["02", "08", "09", "10", "11", "12"],
    ),
    (
        Text("Du neurone à la rétropropagation", "From the neuron to backpropagation"),
        ["02", "03", "04", "05"],
    ),
    (Text("Tout, dans l'ordre", "Everything, in order"), [f"{i:02d}" for i in range(1, 17)]),
]


def index(lang: str, folder: str = "") -> str:
    """Return the Markdown table of lessons: link, reading time, measured run time and memory."""
    head = {
        "fr": "| | Leçon | Étude | Exécution | Mémoire |\n|---|---|---|---|---|",
        "en": "| | Lesson | Study | Run | Memory |\n|---|---|---|---|---|",
    }[lang]
    rows = [head]
    for lesson in read_lessons():
        if lesson.number == "00":
            continue
        measured = seconds_and_memory(lesson.name)
        seconds, memory = ("–", "–")
        if measured:
            gigabytes = f"{measured[1] / 1000:.1f}"
            seconds = f"{measured[0]} s"
            memory = f"{gigabytes.replace('.', ',')} Go" if lang == "fr" else f"{gigabytes} GB"
        title = f"[{lesson.title(lang)}]({folder}{lesson.name}.ipynb)"
        rows.append(
            f"| {lesson.number} | {title} | {lesson.meta['reading']} min | {seconds} | {memory} |"
        )
    return "\n".join(rows)


def paths(lang: str) -> str:
    """Return the list of reading paths: hours of study, links to the lessons that exist."""
    lessons = {lesson.number: lesson for lesson in read_lessons()}
    lines = []
    for title, numbers in PATHS:
        steps = [lessons[n] for n in numbers if n in lessons]
        if steps:
            hours = -(-sum(lesson.meta["reading"] for lesson in steps) // 60)
            length = {"fr": f"environ {hours} h) :", "en": f"about {hours} h):"}[lang]
            links = " → ".join(f"[{lesson.number}]({lesson.name}.ipynb)" for lesson in steps)
            lines.append(f"- **{getattr(title, lang)}** ({length} {links}")
    return "\n".join(lines)


def catalogue() -> str:
    """Return as JSON what `course_utils.live.progress` needs to know of each lesson."""
    entries = []
    for lesson in read_lessons():
        tasks = tasks_of(lesson) if (TASKS / f"{lesson.slug}.py").exists() else None
        entries.append(
            {
                "name": lesson.name,
                "title": lesson.meta["title"],
                "exercises": [task.name for task in tasks.TASKS] if tasks else [],
                "questions": len(tasks.QUIZ) if tasks else 0,
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=1) + "\n"


def generated_files() -> list[tuple[Path, str]]:
    """Return (file, content) of the catalogue and of the README, which has a table in it."""
    files = [(ROOT / "course_utils" / "live" / "lessons.json", catalogue())]
    path = ROOT / "README.md"
    if not path.exists():
        return files
    text = path.read_text(encoding="utf-8")
    for lang in ("fr", "en"):
        folder = notebook_path("", lang).parent.relative_to(ROOT).as_posix() + "/"
        text = re.sub(
            rf"(<!-- index:{lang} -->\n).*?(<!-- end -->)",
            lambda m, lang=lang, folder=folder: f"{m[1]}{index(lang, folder)}\n{m[2]}",
            text,
            flags=re.DOTALL,
        )
    return [*files, (path, text)]
