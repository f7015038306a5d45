"""Rendering: same source, same bytes; hashes that say which outputs are still true."""

import hashlib
import os
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_output

from course_utils.authoring import paths, render
from course_utils.authoring.paths import CourseError
from course_utils.i18n import LANGUAGES

both = pytest.mark.parametrize("lang", LANGUAGES)


def made(course, lang="fr", **options):
    return render.render(course.lesson(), lang, **options)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def hashes(notebook):
    return [cell.metadata["course"]["hash"] for cell in code(notebook)]


def sources(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells)


@both
def test_the_same_source_gives_the_same_bytes(course, lang):
    first = render.to_text(made(course, lang))
    assert render.to_text(made(course, lang)) == first
    nbformat.validate(nbformat.reads(first, as_version=4))


SCRIPT = """
import hashlib
from course_utils.authoring import paths, render, source
for lesson in source.read_lessons(paths.lesson_names()[:2]):
    for lang in ("fr", "en"):
        text = render.to_text(render.render(lesson, lang))
        print(lesson.name, lang, hashlib.sha256(text.encode()).hexdigest())
"""


def test_bytes_do_not_depend_on_the_process(capsys):
    """Lessons of the repository, here and under another hash seed (order of sets)."""
    exec(SCRIPT, {})
    other = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONHASHSEED": "1", "COURSE_LANG": "en"},
        capture_output=True,
        text=True,
        check=True,
    )
    here = capsys.readouterr().out
    assert here and other.stdout == here


@both
def test_ids_are_unique_and_come_from_content(course, lang):
    course.edit(("# %%\nquiz()", "# %%\nquiz()\n\n# %%\nquiz()"))
    notebook = made(course, lang)
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    course.edit(("# ## 1. Un\n", "# ## 1. Premier\n"))
    now = [cell.id for cell in made(course, lang).cells]
    changed = [i for i, (old, new) in enumerate(zip(ids, now, strict=True)) if old != new]
    assert len(changed) == (1 if lang == "fr" else 0)


def test_no_noise_in_the_metadata(course):
    notebook = made(course)
    assert set(notebook.metadata) == {"kernelspec", "language_info", "course"}
    assert notebook.metadata["course"] == {"lesson": "01_demo", "lang": "fr"}
    assert all(set(cell.metadata) <= {"course", "tags"} for cell in notebook.cells)


def test_languages_differ_in_words_only(course):
    french, english = made(course, "fr"), made(course, "en")
    assert [c.cell_type for c in french.cells] == [c.cell_type for c in english.cells]
    assert "Combien font $1 + 1$\u202f?" in sources(french) and "What is" not in sources(french)
    assert "What is $1 + 1$?" in sources(english) and "Combien" not in sources(english)
    assert "# deux" in sources(french) and "# two" in sources(english)
    for notebook, lang in ((french, "fr"), (english, "en")):
        assert not [c for c in code(notebook) if "T(" in c.source]
        assert f'start("01_demo", "{lang}"' in sources(notebook)


def test_source_only_cells_are_left_out_and_parameters_keep_their_tag(course):
    notebook = made(course)
    assert "import T" not in sources(notebook)
    tagged = [c for c in code(notebook) if c.metadata.get("tags") == ["parameters"]]
    assert [c.source for c in tagged] == ["profile = None\ndata = None\nseed = None"]


# --- exercises --------------------------------------------------------------------------------


@both
def test_an_exercise_is_a_stub_a_check_and_folded_help(course, lang):
    cells = made(course, lang).cells
    stub = next(i for i, c in enumerate(cells) if "def double(x)" in c.source)
    exercise, check, folded = cells[stub : stub + 3]
    assert exercise.metadata["tags"] == ["exercise"]
    assert "raise NotImplementedError" in exercise.source and "2 * x" not in exercise.source
    assert check.source == "check(double)" and check.cell_type == "code"
    words = {
        "fr": ["Indice 1", "Un indice.", "Indice 2", "Un autre.", "Indice 3", "Une solution"],
        "en": ["Hint 1", "A hint.", "Hint 2", "Another.", "Hint 3", "One solution"],
    }[lang]
    places = [folded.source.index(word) for word in words]
    assert places == sorted(places)
    assert folded.source.count("<details>") == folded.source.count("</details>") == 4
    assert "    return 2 * x\n```" in folded.source
    assert "SOLUTION" not in sources(made(course, lang))


def test_with_solutions(course):
    notebook = made(course, solutions=True)
    cells = "\n".join(c.source for c in code(notebook))
    assert "return 2 * x" in cells and "NotImplementedError" not in cells


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("def double(x)", "def treble(x)", "lists in TASKS; found ['treble']"),
        ("    ### END SOLUTION\n\n# %% [markdown]", "\n# %% [markdown]", "one region between"),
        ("# {{next}}\n# %%", "# {{after}}\n# %%", "unknown placeholder {{after}}"),
    ],
)
def test_what_cannot_be_rendered_is_named_with_its_place(course, old, new, said):
    course.edit((old, new))
    with pytest.raises(CourseError) as caught:
        made(course)
    assert said in str(caught.value) and "01_demo.py, cell" in str(caught.value)


# --- header and links -------------------------------------------------------------------------


def test_header(course):
    header = made(course).cells[0].source
    assert header.startswith("# 01 · Une démonstration\n")
    assert "🇬🇧 [This lesson in English](../en/01_demo.ipynb)" in header
    assert "[Sommaire](00_welcome.ipynb)" in header
    assert "- compter" in header and "**Prérequis :** aucun" in header
    assert "environ 5 minutes" in header and "colab" not in header
    english = made(course, "en").cells[0].source
    assert "🇫🇷 [Cette leçon en français](../fr/01_demo.ipynb)" in english
    assert "**Prerequisites:** none" in english and "about 5 minutes" in english


def test_prerequisites_are_links_once_the_lesson_exists(course):
    course.edit(("prerequisites: []", 'prerequisites: ["00", "08"]'))
    assert "[00 · Bienvenue](00_welcome.ipynb), leçon 08" in made(course).cells[0].source
    assert "[00 · Welcome](00_welcome.ipynb), lesson 08" in made(course, "en").cells[0].source


def test_placeholders(course):
    course.edit(("# What is", "# See {{lesson 0}} and {{lesson 12}}. What is"))
    text = sources(made(course, "en"))
    assert "See [00 · Welcome](00_welcome.ipynb) and lesson 12. What is" in text
    assert "The end." in text and "{{" not in text
    welcome = render.render(course.lesson("00_welcome"), "en")
    assert "[A demonstration](01_demo.ipynb)" in sources(welcome)


def repository(monkeypatch, name):
    monkeypatch.setattr(render, "settings", lambda: {"repository": name, "ref": "v1"})


@both
def test_bootstrap_without_a_repository_refers_to_the_readme(course, lang):
    source = render.bootstrap(lang)
    compile(source, "bootstrap", "exec")
    assert "README" in source and "pip" not in source and "github" not in source
    assert made(course, lang).cells[1].source == source


@both
def test_bootstrap_with_a_repository_installs_from_its_tag(course, lang, monkeypatch):
    repository(monkeypatch, "owner/name")
    source = render.bootstrap(lang)
    compile(source, "bootstrap", "exec")
    assert "git+https://github.com/owner/name@v1" in source
    assert "requirements.txt" not in source and "{" not in source


def test_badges_need_a_repository(course, monkeypatch):
    assert render.badges("01_demo", "fr") == []
    repository(monkeypatch, "owner/name")
    colab, binder = render.badges("01_demo", "fr")
    assert colab.endswith("github/owner/name/blob/v1/notebooks/fr/01_demo.ipynb)")
    assert binder.endswith("gh/owner/name/v1?labpath=notebooks/fr/01_demo.ipynb)")
    assert "colab-badge" in made(course).cells[0].source


def test_settings_come_from_the_project(course):
    assert paths.settings() == {"repository": "", "ref": "main"}


# --- what an output depends on ----------------------------------------------------------------


def unchanged(before, after):
    """Return for each code cell whether its hash is the same."""
    return [old == new for old, new in zip(hashes(before), hashes(after), strict=True)]


def test_hashes_are_all_different(course):
    found = hashes(made(course))
    assert len(set(found)) == len(found)
    assert render.lesson_hash(made(course)) == found[-1]


def test_a_code_edit_invalidates_from_that_cell_on(course):
    before = made(course)
    course.edit(("width=3", "width=4"))
    same = unchanged(before, made(course))
    place = next(i for i, c in enumerate(code(before)) if "width=3" in c.source)
    assert same == [i < place for i in range(len(same))]


def test_a_markdown_edit_invalidates_nothing(course):
    before = made(course)
    course.edit(("Combien font", "Que font"), ("# ## 2. Deux", "# ## 2. Second"))
    course.edit(("- compter", "- lire"), ("reading: 5", "reading: 9"))
    assert all(unchanged(before, made(course)))


def test_a_translation_of_code_invalidates_its_language_only(course):
    french, english = made(course, "fr"), made(course, "en")
    course.edit(("# en: two", "# en: second"))
    assert all(unchanged(french, made(course, "fr")))
    assert not all(unchanged(english, made(course, "en")))


@pytest.mark.parametrize("file", ["tasks", "package"])
def test_an_edit_of_tasks_or_package_invalidates_everything(course, file):
    before = made(course)
    course.edit(('"""', '"""New. '), path=getattr(course, file))
    assert not any(unchanged(before, made(course)))


def test_other_lessons_and_the_authoring_side_do_not_count(course):
    before = made(course)
    for path in ("tasks/other.py", "cli/__init__.py", "authoring/render.py", "grading/x.py"):
        target = course.root / "course_utils" / path
        target.parent.mkdir(exist_ok=True)
        target.write_text("x = 1\n")
    assert all(unchanged(before, made(course)))


def test_line_ends_of_windows_do_not_count(course):
    before = made(course)
    course.tasks.write_bytes(course.tasks.read_bytes().replace(b"\n", b"\r\n"))
    assert all(unchanged(before, made(course)))


def with_outputs(notebook):
    for number, cell in enumerate(code(notebook), 1):
        cell.execution_count = number
        cell.outputs = [new_output("stream", text=f"{number}\n")]
    return notebook


def test_outputs_are_kept_while_they_are_still_true(course):
    old = with_outputs(made(course))
    again = made(course)
    render.keep_outputs(again, old)
    assert [c.outputs for c in code(again)] == [c.outputs for c in code(old)]
    assert [c.execution_count for c in code(again)] == [c.execution_count for c in code(old)]


def test_outputs_are_dropped_from_the_changed_cell_on(course):
    old = with_outputs(made(course))
    course.edit(("Combien font", "Que font"), ("width=3", "width=4"))
    again = made(course)
    render.keep_outputs(again, old)
    place = next(i for i, c in enumerate(code(again)) if "width=4" in c.source)
    assert [bool(c.outputs) for c in code(again)] == [i < place for i in range(len(code(again)))]
    assert [c.execution_count for c in code(again)[place:]] == [None] * (len(code(again)) - place)


def test_outputs_of_foreign_cells_are_not_taken(course):
    old = with_outputs(made(course))
    for cell in old.cells:
        cell.metadata = {}
    again = made(course)
    render.keep_outputs(again, old)
    assert not any(c.outputs for c in code(again))


def test_render_leaves_the_lesson_as_it_is(course):
    lesson = course.lesson()
    before = hashlib.sha256(repr(lesson).encode()).hexdigest()
    for lang in LANGUAGES:
        render.render(lesson, lang)
    assert hashlib.sha256(repr(lesson).encode()).hexdigest() == before


def test_an_unfinished_tasks_module_is_named(course, monkeypatch):
    monkeypatch.setattr(render, "tasks_of", lambda lesson: SimpleNamespace(TASKS=()))
    with pytest.raises(
        CourseError, match=r"course_utils/tasks/demo.py lists in TASKS.*listed \[\]"
    ):
        made(course)
