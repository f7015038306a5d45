"""Worker processes that do not outlive the process that started them, however it ended."""

import multiprocessing
import os
import signal
import threading


def end_with_starter(group: bool = False) -> None:
    """Have this process end once the one that started it by `multiprocessing` is gone.

    Args:
        group: end with it all processes of its group, of which this one is then the leader.
    """

    def wait() -> None:
        multiprocessing.parent_process().join()
        if group:
            os.killpg(0, signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
