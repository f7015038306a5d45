"""Importing the package costs nothing; starting a lesson says nothing on standard error."""

import json
import statistics
import subprocess
import sys

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

HEAVY = ("tensorflow", "keras", "matplotlib", "IPython", "ipywidgets", "numpy", "sklearn")
PROBE = f"""
import json, sys, time
begin = time.perf_counter()
import course_utils
seconds = time.perf_counter() - begin
print(json.dumps([seconds, [name for name in {HEAVY} if name in sys.modules]]))
"""


def test_the_import_is_light_and_fast():
    seconds = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True
        )
        one, loaded = json.loads(done.stdout)
        seconds.append(one)
        assert loaded == []
    assert statistics.median(seconds) < 0.3


def test_every_public_name_is_there_and_no_other():
    import course_utils

    for name in course_utils.__all__:
        assert getattr(course_utils, name) is not None
    assert not hasattr(course_utils, "no_such_name")


def test_the_command_line_starts_without_tensorflow_or_matplotlib():
    code = "import sys, course_utils.cli; print([m for m in ('tensorflow', 'keras', 'matplotlib', 'jupytext') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_lesson_starts_in_a_real_kernel_without_noise():
    notebook = new_notebook(
        cells=[
            new_code_cell("from course_utils import LiveCurves, claim, start"),
            new_code_cell('lesson = start("09_mnist_cnn", "fr", profile="fast", seed=1)'),
            new_code_cell(
                "import keras, numpy as np\n"
                "model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])\n"
                "model.compile('sgd', 'mse')\n"
                "live = LiveCurves()\n"
                "_ = model.fit(np.ones((8, 3)), np.ones(8), epochs=2, verbose=0, callbacks=[live])"
            ),
            new_code_cell('claim("Un", True);'),
        ]
    )
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    first, start, fit, claim = (cell.outputs for cell in notebook.cells)
    streams = [o for cell in notebook.cells for o in cell.outputs if o.output_type == "stream"]
    assert streams == []
    [loaded] = first  # several seconds: the learner sees what is being loaded
    assert loaded.data["text/plain"].startswith("Keras 3.")
    card, page = start
    assert set(page.data) == {"application/javascript", "text/plain"}
    assert "Keras" in card.data["text/plain"] and "graine 1" in card.data["text/plain"]
    picture = {"text/plain", "image/png", "text/html"}
    assert [set(output.data) for output in fit] == [{"text/plain"}, picture]
    assert fit[0].data["text/plain"].startswith("2 époques, ")
    assert fit[1].metadata["image/png"]["alt"] == fit[1].data["text/plain"]
    assert claim[0].data["application/vnd.course.record+json"]["holds"] is True
    nbformat.validate(notebook)
