"""The course as a static site: one Sphinx project a language, made from the stored notebooks.

Sphinx, MyST-NB and sphinx-book-theme do the work. What is added here: formulas as MathML (read by
screen readers, drawn without a script or a network), alternative texts of stored pictures, one
glossary, and a PDF of each lesson printed by Chromium.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from importlib.util import find_spec
from pathlib import Path

import nbformat

from course_utils.authoring import index
from course_utils.authoring.paths import CourseError, lesson_names, notebook_path
from course_utils.authoring.render import where_to_run
from course_utils.authoring.site.glossary import entries, page
from course_utils.authoring.site.printing import chromium, print_pages
from course_utils.authoring.source import Lesson, read_lessons
from course_utils.i18n import LANGUAGES, T
from course_utils.records import RECORD
from course_utils.speaking import speaking

HERE = Path(__file__).parent
TITLE = {"fr": "Deep Learning pas à pas", "en": "Deep Learning, step by step"}
_IN = {"fr": "en français", "en": "in English"}
_THIS_LESSON = {"fr": "Cette leçon en français", "en": "This lesson in English"}
_THIS_COURSE = {"fr": "Ce cours en français", "en": "This course in English"}
# What sphinx-book-theme says in English in any language; a screen reader reads it out.
_OF_THE_THEME = {
    "fr": {
        'title="Toggle primary sidebar"': 'title="Afficher ou masquer les leçons"',
        'title="Toggle secondary sidebar"': 'title="Afficher ou masquer le plan de la page"',
        'aria-label="Main"': 'aria-label="Leçons"',
    },
    "en": {},
}


def build(out: Path, languages: tuple[str, ...] = LANGUAGES, pdf: bool = True) -> None:
    """Write the site; what was in `out` before is replaced at the end, all at once.

    Args:
        out: its folder, made if needed; a folder that is not a site is left alone.
        languages: of "fr" and "en"; with one alone, nothing links to the other.
        pdf: print each lesson as well.

    Raises:
        CourseError: a package is missing; `out` holds something else; there is no Chromium for the
            PDFs; Sphinx refuses a page (the message says which).
    """
    if out.exists() and any(out.iterdir()) and not (out / "index.html").exists():
        raise CourseError(f"{out} is not empty and holds no site: choose another folder")
    if absent := [
        name for name in ("myst_nb", "sphinx_book_theme", "latex2mathml") if not find_spec(name)
    ]:
        raise CourseError(f'{", ".join(absent)} missing: install with pip install -e ".[dev,site]"')
    if pdf:
        chromium()  # rather now than after the pages
    with tempfile.TemporaryDirectory(prefix="course-site-") as folder:
        made = Path(folder) / "site"
        for lang in languages:
            source = Path(folder) / lang
            with speaking(lang):
                write_sources(source, lang, languages, pdf)
                _sphinx(source, made / lang, lang)
            shutil.rmtree(made / "jupyter_execute")  # MyST-NB's own copies of the notebooks
            _translate_theme(made / lang, lang)
            (made / lang / "notebooks").mkdir()
            for name in lesson_names():
                shutil.copy(notebook_path(name, lang), made / lang / "notebooks")
        _front_page(made, languages)
        if pdf:
            print_pages(
                made / lang / f"{name}.html" for lang in languages for name in lesson_names()
            )
        shutil.rmtree(out, ignore_errors=True)
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(made, out)


def _translate_theme(folder: Path, lang: str) -> None:
    """Put what the theme leaves in English into the language of the pages."""
    for path in folder.glob("*.html"):
        text = path.read_text("utf-8")
        for theirs, ours in _OF_THE_THEME[lang].items():
            text = text.replace(theirs, ours)
        path.write_text(text, "utf-8")


def write_sources(folder: Path, lang: str, languages: tuple[str, ...], pdf: bool) -> None:
    """Write what Sphinx reads: the lessons, the contents and the glossary of one language."""
    (folder / "pictures").mkdir(parents=True)
    lessons = read_lessons()
    for lesson in lessons:
        notebook = nbformat.read(notebook_path(lesson.name, lang), as_version=4)
        links = _links(lesson, lang, languages, pdf)
        adapt(notebook, lesson.name, folder / "pictures", links)
        text = json.dumps(notebook, ensure_ascii=False)
        (folder / f"{lesson.name}.ipynb").write_text(text, encoding="utf-8")
    glossary = [(lesson, entries(lesson, lang)) for lesson in lessons]
    (folder / "glossary.md").write_text(page(glossary), encoding="utf-8")
    terms = {lesson.name: [entry.term for entry in found] for lesson, found in glossary}
    (folder / "terms.json").write_text(json.dumps(terms), encoding="utf-8")
    (folder / "index.md").write_text(_contents(lessons, lang, languages), encoding="utf-8")


def adapt(notebook: nbformat.NotebookNode, name: str, pictures: Path, links: str) -> None:
    """Change a stored notebook into what MyST-NB shows best.

    Args:
        notebook: changed in place.
        name: of the lesson.
        pictures: folder for the pictures of its outputs, which keep their alternative texts.
        links: HTML that takes the place of the header's badges and switch of language.
    """
    header = notebook.cells[0]
    title, _, rest = header.source.split("\n\n", 2)
    header.source = f"{title}\n\n{links}\n\n{rest}"
    bootstrap, parameters = [cell for cell in notebook.cells if cell.cell_type == "code"][:2]
    for cell in (bootstrap, parameters):
        cell.metadata["tags"] = ["remove-cell"]  # nothing runs on the site
    count = 0
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            data = output.get("data", {})
            data.pop(RECORD, None)
            if "image/png" not in data:
                continue
            count += 1
            file = pictures / f"{name}-{count:02d}.png"
            file.write_bytes(base64.b64decode(data["image/png"]))
            alt = output["metadata"]["image/png"]["alt"]
            text = re.sub(r"([\\`*_{}\[\]<>$])", r"\\\1", alt)
            output["data"] = nbformat.from_dict(
                {"text/markdown": f"![{text}](pictures/{file.name})"}
            )
            output["metadata"] = nbformat.from_dict({})


def _links(lesson: Lesson, lang: str, languages: tuple[str, ...], pdf: bool) -> str:
    """Return the line below the title: downloads, where to run the lesson, the other language."""
    name = lesson.name
    notebook = T("Télécharger le notebook", "Download the notebook")
    items = [_item(f"notebooks/{name}.ipynb", notebook, " download")]
    if pdf:
        items.append(_item(f"pdf/{name}.pdf", "PDF"))
    for place, url in where_to_run(name, lang).items():
        items.append(_item(url, T(f"Ouvrir dans {place}", f"Open in {place}")))
    items += _switch(lang, languages, name, _THIS_LESSON)
    return f'<ul class="course-links">{"".join(items)}</ul>'


def _switch(lang: str, languages: tuple[str, ...], page: str, words: dict[str, str]) -> list[str]:
    """Return a link to the same page in each other language."""
    return [
        _item(f"../{one}/{page}.html", words[one], f' lang="{one}" hreflang="{one}"')
        for one in languages
        if one != lang
    ]


def _item(url: str, text: str, attributes: str = "") -> str:
    return f'<li><a href="{url}"{attributes}>{escape(text)}</a></li>'


def _contents(lessons: list[Lesson], lang: str, languages: tuple[str, ...]) -> str:
    """Return the front page of a language in Markdown."""
    names = "\n".join([*(lesson.name for lesson in lessons), "glossary"])
    switch = "".join(_switch(lang, languages, "index", _THIS_COURSE))
    return f"""\
# {TITLE[lang]}

<ul class="course-links">{switch}</ul>

{
        T(
            "D'un seul neurone aux réseaux adverses et au transfert, en notebooks Keras 3 que l'on exécute, "
            "que l'on dérègle et que l'on complète. Chaque leçon pose une question, fait l'expérience, et "
            "calcule chaque nombre qu'elle affirme. Les pages de ce site montrent une exécution complète ; "
            "les exercices et les curseurs demandent d'ouvrir le notebook.",
            "From a single neuron to adversarial networks and transfer learning, in Keras 3 notebooks that "
            "you run, tamper with and complete. Every lesson asks a question, runs the experiment, and "
            "computes each number that it states. The pages of this site show one complete execution; "
            "exercises and sliders need the notebook itself.",
        )
    }

## {T("Les leçons", "The lessons")}

{index.index(lang)}

## {T("Par où passer", "Which way to go")}

{index.paths(lang)}

```{{toctree}}
:hidden:

{names}
```
"""


def _front_page(folder: Path, languages: tuple[str, ...]) -> None:
    """Write the page on which a reader chooses a language."""
    items = "".join(
        f'<li lang="{lang}"><a href="{lang}/index.html" hreflang="{lang}">{TITLE[lang]}<br>'
        f"<small>{_IN[lang]}</small></a></li>"
        for lang in languages
    )
    text = (HERE / "front.html").read_text(encoding="utf-8").replace("{{languages}}", items)
    (folder / "index.html").write_text(text, encoding="utf-8")


def _sphinx(source: Path, out: Path, lang: str) -> None:
    """Run Sphinx in a process of its own (it changes the locale and much else); a warning is an error."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", str(HERE)]
    done = subprocess.run(
        [*command, "-d", str(source / "doctrees"), str(source), str(out)],
        env={**os.environ, "COURSE_SITE_LANG": lang},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CourseError(f"Sphinx:\n{done.stderr.strip()[-4000:]}")
