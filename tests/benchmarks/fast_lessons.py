"""Seconds to check all lessons: `course run --profile fast --jobs 2` against papermill, one by one.

    python tests/benchmarks/fast_lessons.py [NN …] [--lang fr] [--jobs 2]

Both execute the same notebooks with the same profile and the small data that the course ships, and
both are timed as commands, from their start to their end. papermill has ordinary kernels, one after
the other, with as many threads as TensorFlow takes; ours are forked from one that has TensorFlow,
and judge the claims as well. No notebook may fail on either side.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from timing import timed

from course_utils.authoring.render import render, to_text
from course_utils.authoring.source import read_lessons

SETTINGS = {"COURSE_PROFILE": "fast", "COURSE_DATA": "sample", "COURSE_STATIC": "1"}
SETTINGS["TF_CPP_MIN_LOG_LEVEL"] = "3"


def main() -> None:
    """Print the seconds of both and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lessons", nargs="*")
    parser.add_argument("--lang", default="fr")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    lessons, peer = read_lessons(options.lessons or None), {}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        run = [sys.executable, "-m", "course_utils.cli", "run", *options.lessons]
        run += ["--lang", options.lang, "--profile", "fast", "--jobs", str(options.jobs)]
        ours = timed([*run, "--out", str(root / "ours")], root, **SETTINGS)
        for lesson in lessons:
            source = root / f"{lesson.name}.ipynb"
            source.write_text(to_text(render(lesson, options.lang)), encoding="utf-8")
            command = [sys.executable, "-m", "papermill", source.name, "out.ipynb", "-k", "python3"]
            peer[lesson.name] = timed(command, root, **SETTINGS)
            print(f"papermill {lesson.name}: {peer[lesson.name]:.1f} s", flush=True)
    theirs = sum(peer.values())
    print(
        f"{len(lessons)} lessons: course {ours:.0f} s, papermill {theirs:.0f} s, "
        f"{theirs / ours:.1f} times as fast"
    )


if __name__ == "__main__":
    main()
