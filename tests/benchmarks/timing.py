"""How long a command takes, from its start to its end."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def timed(command: list[str], cwd: Path, **environment: str) -> float:
    """Run a command with these variables beside the environment's; return its duration in seconds.

    Leaves with the end of what it said if it fails.
    """
    with tempfile.TemporaryFile() as log:
        begin = time.perf_counter()
        done = subprocess.run(
            command, cwd=cwd, env={**os.environ, **environment}, stdout=log, stderr=log
        )
        seconds = time.perf_counter() - begin
        if done.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{log.read().decode()[-3000:]}")
    return seconds
