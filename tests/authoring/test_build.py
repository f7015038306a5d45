"""Building and checking: which check speaks after which change, and that it names the file."""

import json

import nbformat
import pytest
from nbformat.v4 import new_output

from course_utils.authoring import build, execute
from course_utils.authoring.paths import CourseError

MADE: dict = {}


@pytest.fixture
def executed(course, monkeypatch):
    """Build the course and store outputs, with an execution that only pretends.

    What it makes depends on the course alone: it is made once and written again for each test.
    """

    def pretend(jobs, workers, progress=None):
        for job in jobs:
            notebook = nbformat.reads(job.notebook, as_version=4)
            for number, cell in enumerate(notebook.cells, 1):
                if cell.cell_type == "code":
                    cell.execution_count = number
                    cell.outputs = [new_output("stream", name="stdout", text=f"{number}\n")]
            job.out.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, job.out)
            error = getattr(pretend, "error", None)
            yield {
                **{"lesson": job.lesson, "lang": job.lang, "profile": job.profile},
                **{"solutions": False, "seconds": 12.3, "peak_mb": 870, "data": {}},
                **{"claims": [], "checks": [], "error": error},
            }

    monkeypatch.setattr(execute, "run_jobs", pretend)
    if not MADE:
        build.build()
        build.execute_and_store(None, ("fr", "en"))
        build.build()
        files = [path for path in course.root.rglob("*") if path.is_file()]
        MADE.update({path.relative_to(course.root): path.read_bytes() for path in files})
    for path, content in MADE.items():
        (course.root / path).parent.mkdir(parents=True, exist_ok=True)
        (course.root / path).write_bytes(content)
    course.pretend = pretend
    return course


def outputs(path):
    cells = nbformat.read(path, as_version=4).cells
    return [cell.outputs for cell in cells if cell.cell_type == "code"]


def test_a_build_writes_notebooks_lock_and_index_once(course):
    written = {path.relative_to(course.root).as_posix() for path in build.build()}
    assert written == {
        "notebooks/fr/00_welcome.ipynb",
        "notebooks/en/00_welcome.ipynb",
        "notebooks/fr/01_demo.ipynb",
        "notebooks/en/01_demo.ipynb",
        "notebooks/source/translations.lock",
        "README.md",
        "course_utils/live/lessons.json",
    }
    assert build.build() == []
    assert "[Une démonstration](notebooks/fr/01_demo.ipynb)" in (
        course.root / "README.md"
    ).read_text("utf-8")


def test_one_lesson_or_language_alone(course):
    written = [path.relative_to(course.root).as_posix() for path in build.build(["1"], ("fr",))]
    assert "notebooks/fr/01_demo.ipynb" in written
    assert not [path for path in written if path.startswith("notebooks/en")]
    with pytest.raises(CourseError, match="no lesson '5'"):
        build.build(["5"])


def test_everything_is_in_order_after_an_execution(executed):
    assert build.check() == []
    measured = json.loads((executed.root / "notebooks/measurements.json").read_text("utf-8"))
    assert set(measured) == {"00_welcome", "01_demo"}
    header = nbformat.read(executed.notebook("fr"), as_version=4).cells[0].source
    assert "exécution mesurée : 15 s sur 2 cœurs, 0,9 Go" in header
    assert "| 5 min | 15 s | 0,9 Go |" in (executed.root / "README.md").read_text("utf-8")


def test_before_any_execution_the_missing_measurement_is_named(course):
    build.build()
    found = build.check()
    assert len(found) == 4
    assert all("since the last full execution" in sentence for sentence in found)
    assert "notebooks/fr/01_demo.ipynb" in "\n".join(found)


def test_nothing_built_yet(course):
    found = "\n".join(build.check())
    assert "translations.lock does not list the present texts: run `course build`" in found
    assert "notebooks/en/01_demo.ipynb is missing: run `course build 01`" in found
    assert "README.md: its generated part is out of date" in found


def test_a_notebook_edited_by_hand(executed):
    executed.edit(("Combien font", "Combien feraient"), path=executed.notebook("fr"))
    [sentence] = build.check()
    assert sentence.startswith("notebooks/fr/01_demo.ipynb is not what its source gives")
    assert "edited by hand (put the change into notebooks/source/01_demo.py)" in sentence
    assert [path.name for path in build.build()] == ["01_demo.ipynb"]
    assert build.check() == []


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("Combien font", "Que font", "the French text changed, the English one did not"),
        ("# What is", "# How much is", "the English text changed, the French one did not"),
        ('"Axes of adjustable width."', '"Adjustable axes, in width."', "the English text changed"),
        ("# fr: deux", "# fr: second", "the French text changed"),
        ("#       fr: Une démonstration", "#       fr: Un essai", "the French text changed"),
    ],
)
def test_a_text_changed_in_one_language(executed, old, new, changed):
    executed.edit((old, new))
    [sentence] = build.check()
    assert sentence.startswith("01_demo.py, ") and changed in sentence
    before = executed.notebook("fr").read_bytes()
    with pytest.raises(CourseError, match=changed):
        build.build()
    assert executed.notebook("fr").read_bytes() == before, "a refused build writes nothing"
    build.build(confirm=True)
    assert not [s for s in build.check() if "text changed" in s]


def test_a_hint_changed_in_one_language(executed):
    executed.edit(('"A hint."', '"A clue."'), path=executed.tasks)
    [sentence] = build.check()
    assert sentence.startswith("tasks/demo.py, line ") and "the English text changed" in sentence


def test_a_text_changed_in_both_languages(executed):
    executed.edit(("Combien font", "Que font"), ("# What is", "# How much is"))
    found = build.check()
    assert found[0].startswith("translations.lock does not list the present texts")
    assert {sentence.split(" is not")[0] for sentence in found[1:]} == {
        "notebooks/fr/01_demo.ipynb",
        "notebooks/en/01_demo.ipynb",
    }
    before = outputs(executed.notebook("fr"))
    build.build()
    assert build.check() == [], "no execution is needed after an edit of Markdown"
    assert outputs(executed.notebook("fr")) == before


def test_a_changed_code_cell(executed):
    executed.edit(("width=3", "width=4"))
    found = build.check()
    assert len(found) == 2 and all("01_demo.ipynb is not what its source gives" in s for s in found)
    build.build()
    found = build.check()
    assert len(found) == 2
    for lang, sentence in zip(("fr", "en"), found, strict=True):
        assert sentence.startswith(
            f"notebooks/{lang}/01_demo.ipynb: its code, its tasks or course_utils"
        )
        assert "course build 01 --execute" in sentence
    kept = outputs(executed.notebook("fr"))
    assert kept[0] and not kept[-1]


def test_a_change_of_the_package(executed):
    executed.edit(('"""A', '"""The'), path=executed.package)
    build.build()
    assert len(build.check()) == 4
    assert not any(outputs(executed.notebook("en")))


def test_outputs_edited_by_hand(executed):
    notebook = nbformat.read(executed.notebook("en"), as_version=4)
    notebook.cells[1].outputs[0].text = "99 %\n"
    executed.notebook("en").write_text(build.to_text(notebook), encoding="utf-8")
    [sentence] = build.check()
    assert sentence.startswith("notebooks/en/01_demo.ipynb: its outputs are not those of the last")
    build.build()
    assert build.check() == [sentence], "a build cannot make them true again"


def test_outputs_removed_by_hand(executed):
    notebook = nbformat.read(executed.notebook("fr"), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    executed.notebook("fr").write_text(build.to_text(notebook), encoding="utf-8")
    [sentence] = build.check()
    assert sentence.startswith("notebooks/fr/01_demo.ipynb: its outputs are not those")


def test_a_stale_table_in_the_readme(executed):
    executed.edit(("Une démonstration](", "Autre chose]("), path=executed.root / "README.md")
    assert build.check() == ["README.md: its generated part is out of date: run `course build`."]


def test_a_lock_with_leftovers(executed):
    lock = executed.root / "notebooks/source/translations.lock"
    lock.write_text("0000000000000000 0000000000000000\n" + lock.read_text())
    assert build.check() == [
        "translations.lock does not list the present texts: run `course build`."
    ]


@pytest.mark.parametrize("text", ["<<<<<<< HEAD\n{}", '{"cells": ['])
def test_a_notebook_that_is_no_json_any_more_is_named_and_built_again(executed, text):
    executed.notebook("fr").write_text(text)
    [sentence] = build.check()
    assert "notebooks/fr/01_demo.ipynb" in sentence
    build.build()
    nbformat.read(executed.notebook("fr"), as_version=4)


def test_a_lesson_that_fails_keeps_its_outputs_and_measurements(executed):
    measured = (executed.root / "notebooks/measurements.json").read_text("utf-8")
    before = executed.notebook("fr").read_bytes()
    executed.pretend.error = {"cell": 3, "source": "x", "name": "NameError", "message": "no x"}
    reports = build.execute_and_store(["1"], ("fr",))
    assert "NameError: no x" in execute.problems(reports[0])[0]
    assert executed.notebook("fr").read_bytes() == before
    assert (executed.root / "notebooks/measurements.json").read_text("utf-8") == measured


def test_a_refresh_asks_for_real_data_in_full(executed, monkeypatch):
    asked = []
    monkeypatch.setattr(execute, "run_jobs", lambda jobs, **_: asked.extend(jobs) or [])
    build.execute_and_store(["1"], ("en",))
    [job] = asked
    assert (job.lesson, job.lang, job.profile, job.data) == ("01_demo", "en", "full", "real")
    assert (job.solutions, job.static) == (False, True)
