"""Does each lesson finish in `full` where Binder would let it: one core, 2 GB, six minutes?

    COURSE_DATA_DIR=folder-with-datasets PYTHONPATH=tests python tests/benchmarks/binder_limit.py [NN …] [--lang fr]

Needs root on Linux: the memory limit is the kernel's (a control group that everything of
`course run` lives in, the page cache included), so that a lesson which wants more is killed, as it
is on Binder. Seconds are given twice: on this machine, and for the machine of the limits in
DESIGN.md, by the ratio of the peer of `tests/peer.py`, which is run before and after.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import peer

from course_utils.authoring.execute import run_jobs
from course_utils.authoring.paths import lesson_names

BYTES, SECONDS = 2 * 10**9, 360
CGROUPS = Path("/sys/fs/cgroup")


class Limited:
    """A control group with a memory limit, whichever version of them this system has."""

    def __init__(self, limit: int):
        first = (CGROUPS / "memory").is_dir()
        parent = CGROUPS / "memory" if first else CGROUPS
        names = ("limit_in_bytes", "max_usage_in_bytes") if first else ("max", "peak")
        self.folder = parent / f"course-{os.getpid()}"
        self.folder.mkdir()
        self._peak = self.folder / f"memory.{names[1]}"
        (self.folder / f"memory.{names[0]}").write_text(str(limit))

    def enter(self) -> None:
        """Move this process into the group; its children are born there."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def close(self) -> int:
        """Remove the group; return the most memory it held, in bytes."""
        peak = int(self._peak.read_text())
        for _ in range(50):  # the last processes end a moment after the command
            try:
                self.folder.rmdir()
                break
            except OSError:
                time.sleep(0.2)
        return peak


def pace(core: int, folder: Path) -> float:
    """Return how many times slower than the reference machine this core is now."""
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        [report] = run_jobs([peer.job(folder / "peer.ipynb")], workers=1)
    finally:
        os.sched_setaffinity(0, everywhere)
    return report["cpu_seconds"] / peer.REFERENCE


def main() -> None:
    """Print one line per lesson."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*")
    parser.add_argument("--lang", default="fr")
    parser.add_argument("--core", type=int, default=0, help="the core that everything runs on")
    options = parser.parse_args()
    for name in lesson_names(options.lessons or None):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            paces = [pace(options.core, folder)]
            group = Limited(BYTES)

            def confined(group=group) -> None:
                group.enter()
                os.sched_setaffinity(0, {options.core})

            command = [sys.executable, "-m", "course_utils.cli", "run", name]
            command += ["--lang", options.lang, "--out", str(folder)]
            done = subprocess.run(command, preexec_fn=confined, capture_output=True, text=True)
            peak = group.close()
            paces.append(pace(options.core, folder))
            [report] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        slower = statistics.mean(paces)
        seconds = report["seconds"] / slower
        good = done.returncode == 0 and seconds <= SECONDS
        print(
            f"{'✓' if good else '✗'} {name}: {report['seconds']:.0f} s here, {seconds:.0f} s on the "
            f"reference machine (this core takes {paces[0]:.2f} to {paces[1]:.2f} times as long); "
            f"{report['peak_mb']} MB in its processes, {peak / 1e6:.0f} MB in the group"
            + (f"\n{done.stdout[-600:]}" if done.returncode else ""),
            flush=True,
        )


if __name__ == "__main__":
    main()
