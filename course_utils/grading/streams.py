"""A guard inside the isolated kernel, from its start: the kernel keeps its output streams."""

import sys


def keep(shell) -> None:
    """Give standard output and error back after a cell that leaves something else (None, a closed file).

    Without them ipykernel answers nothing any more, or each later `print` fails: all would be lost.
    """
    ours = {"stdout": sys.stdout, "stderr": sys.stderr}
    threads = {name: stream.pub_thread for name, stream in ours.items()}

    def restore(_result) -> None:
        for name, stream in ours.items():
            stream.pub_thread = threads[name]  # closing a kernel's stream takes just this from it
            now = getattr(sys, name, None)
            if not callable(getattr(now, "flush", None)) or getattr(now, "closed", False):
                setattr(sys, name, stream)

    shell.events.register("post_run_cell", restore)
