"""A notebook with nothing of the course around its cells."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook(*sources: str) -> NotebookNode:
    """Return a Python notebook with one code cell per source."""
    return new_notebook(
        cells=[new_code_cell(source) for source in sources], metadata={"kernelspec": _KERNEL}
    )
