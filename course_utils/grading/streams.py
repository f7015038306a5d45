"""A guard inside the isolated kernel, from its start: the kernel keeps its output streams."""

import sys


def keep(shell) -> None:
    """Give standard output and error back after a cell that leaves something else (None, say).

    Without them ipykernel answers nothing any more, and all later cells would be lost.
    """
    ours = {"stdout": sys.stdout, "stderr": sys.stderr}

    def restore(_result) -> None:
        for name, stream in ours.items():
            if not callable(getattr(getattr(sys, name, None), "flush", None)):
                setattr(sys, name, stream)

    shell.events.register("post_run_cell", restore)
