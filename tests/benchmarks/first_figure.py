"""From opening a lesson to its first figure, against a bare notebook with the same import and data.

    COURSE_DATA_DIR=folder-with-datasets PYTHONPATH=tests python tests/benchmarks/first_figure.py [NN …] [--times 5]

The clock runs from the start of the kernel to the first picture (lesson), or to the end of the
last cell (bare notebook: `import keras`, and the file of the lesson's data read by NumPy; no
figure, which is to its advantage). Runs alternate, so that a busy machine slows both; the first
of each warms the caches and is left out. Medians and their ratio are printed.
"""

import argparse
import asyncio
import os
import statistics
import sys
import time
from pathlib import Path

import bare
import nbformat
from nbclient import NotebookClient

from course_utils.authoring.paths import lesson_names
from course_utils.authoring.render import render
from course_utils.authoring.source import read_lesson
from course_utils.authoring.warm import choose

LIMIT = 1.2
SHOWN_FIRST = ["02", "03", "06", "09", "10", "11", "12"]
DATA = {"mnist": "mnist/mnist.npz", "fashion_mnist": "fashion-mnist"}


def main() -> None:
    """Time the lessons named on the command line and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*", default=SHOWN_FIRST)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    os.environ.update(COURSE_PROFILE="full", COURSE_DATA="auto", COURSE_STATIC="0")
    choose(False)  # ordinary kernels
    names = lesson_names(options.lessons)
    pairs = [(render(read_lesson(n), "fr"), bare.notebook(*bare_cells(n))) for n in names]
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what kernels write to their terminal
    for name, (ours, theirs) in zip(names, pairs, strict=True):
        taken = {"lesson": [], "bare": []}
        for turn in range(options.times + 1):
            for who, notebook in (("lesson", ours), ("bare", theirs)):
                seconds = asyncio.run(until_figure(notebook))
                if turn:
                    taken[who].append(seconds)
        lesson, peer = (statistics.median(taken[who]) for who in ("lesson", "bare"))
        spread = " ".join(f"{a / b:.2f}" for a, b in zip(*taken.values(), strict=True))
        print(
            f"{name}: {lesson:.1f} s to the first figure, bare notebook {peer:.1f} s: "
            f"{lesson / peer:.2f} times (at most {LIMIT}; each: {spread})",
            flush=True,
        )


def bare_cells(name: str) -> list[str]:
    """Return what a bare notebook does before its first figure: import Keras, read the data."""
    code = "\n".join(cell.code for cell in read_lesson(name).cells if cell.code)
    cells = ["import keras\nkeras.ops.ones((1, 1))"]
    folder = os.environ.get("COURSE_DATA_DIR")
    for data, place in DATA.items():
        if f'load("{data}"' in code:
            if not folder:
                sys.exit("Set COURSE_DATA_DIR to the folder that contains mnist and fashion_mnist.")
            files = Path(folder) / place
            cells.append(READ[data].format(path=str(files)))
    return cells


READ = {
    "mnist": "import numpy as np\nwith np.load({path!r}) as file:\n    arrays = [file[name] for name in file]",
    "fashion_mnist": (
        "import gzip, pathlib\nimport numpy as np\n"
        "arrays = [np.frombuffer(gzip.decompress(path.read_bytes()), np.uint8)\n"
        "          for path in sorted(pathlib.Path({path!r}).glob('*.gz'))]"
    ),
}


async def until_figure(notebook: nbformat.NotebookNode) -> float:
    """Return the seconds from the kernel's start to the first picture, or to the end without one."""
    notebook = nbformat.from_dict(notebook)
    client = NotebookClient(notebook, timeout=300, kernel_name="python3")
    begin = time.perf_counter()
    async with client.async_setup_kernel():
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            await client.async_execute_cell(cell, index)
            pictures = [o for o in cell.outputs if "image/png" in o.get("data", {})]
            if pictures:
                break
        return time.perf_counter() - begin


if __name__ == "__main__":
    main()
