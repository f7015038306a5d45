"""The seconds of each cell, stored with the outputs of a full execution."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from course_utils.authoring import durations, execute
from course_utils.authoring.build import built
from course_utils.authoring.render import to_text
from course_utils.live.timer import cell_id


def executed(**seconds):
    cells = [new_code_cell("pass", id=name) for name in seconds]
    for cell, duration in zip(cells, seconds.values(), strict=True):
        if duration is not None:
            cell.metadata["papermill"] = {"duration": duration}
    return new_notebook(cells=cells)


def test_long_cells_are_stored_by_lesson_and_language_and_replaced(course):
    durations.record("01_demo", "fr", executed(brief=0.2, long=44.46, never=None, failed=None))
    durations.record("01_demo", "en", executed(long=40))
    assert json.loads(durations.DURATIONS.read_text("utf-8")) == {
        "01_demo": {"fr": {"long": 44.5}, "en": {"long": 40}}
    }
    durations.record("01_demo", "fr", executed(other=2.0))
    stored = json.loads(durations.DURATIONS.read_text("utf-8"))
    assert stored["01_demo"] == {"fr": {"other": 2.0}, "en": {"long": 40}}


def test_papermill_leaves_durations_under_the_ids_that_a_kernel_computes(course, tmp_path):
    course.edit(("# %% [markdown]", "# %%\nimport time\ntime.sleep(0.7)\n\n# %% [markdown]"))
    out = tmp_path / "out.ipynb"
    job = execute.Job("01_demo", "fr", to_text(built(course.lesson(), "fr")), out, "fast", "sample")
    list(execute.run_jobs([job], workers=1))
    durations.record("01_demo", "fr", nbformat.read(out, as_version=4))
    stored = json.loads(durations.DURATIONS.read_text("utf-8"))["01_demo"]["fr"]
    assert 0.7 <= stored[cell_id("import time\ntime.sleep(0.7)")] < 60
