"""What several test modules ask: which lessons deserve the slow checks, is an index there."""

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from course_utils.authoring import measurements
from course_utils.authoring.paths import ROOT, lesson_names
from course_utils.i18n import LANGUAGES

RECENT = timedelta(days=2)
ROTATION = 1
MOST = 1  # a change of the package remeasures every lesson: CI then runs some of them in turn


@functools.cache
def commit_date() -> date:
    """Return the date of HEAD; today where there is no git (an unpacked archive)."""
    command = ["git", "log", "-1", "--format=%cd", "--date=short"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        return date.fromisoformat(done.stdout.strip())
    except (OSError, subprocess.CalledProcessError, ValueError):
        return date.today()


def slow_lessons() -> list[str]:
    """Return the lessons for checks too slow to run on all: just changed, and one in rotation.

    Every change of what a lesson runs forces a new measurement, so a measurement dated within two
    days of HEAD means "changed recently" (at most MOST of these); the rotation depends on HEAD's
    date alone, so that a failure can be repeated.
    """
    names, today, measured = lesson_names(), commit_date(), measurements.read()
    recent = [name for name in names if _is_recent(measured.get(name, {}), today)]
    return sorted({*in_turn(recent, MOST), *in_turn(names, ROTATION)})


def as_learners_get_it(name: str) -> tuple[str, str]:
    """Return what runs a lesson today, "nbval" or "browser", and in which language.

    Four days take a lesson through all four; "today" is the date of HEAD.
    """
    turn = (commit_date().toordinal() + int(name[:2])) % 4
    return ("nbval", "browser")[turn % 2], LANGUAGES[turn // 2]


def in_turn(names: list[str], count: int) -> list[str]:
    """Return `count` of the names (all, if there are no more): other ones every day."""
    first = count * commit_date().toordinal()
    return [names[(first + turn) % len(names)] for turn in range(min(count, len(names)))]


def _is_recent(entries: dict, today: date) -> bool:
    dates = [date.fromisoformat(entry["date"]) for entry in entries.values()]
    return not dates or any(abs(today - day) <= RECENT for day in dates)


needs_chromium = pytest.mark.skipif(
    not (shutil.which("chromium") or shutil.which("chromium-browser")),
    reason="no Chromium here (Debian: apt install chromium)",
)


@functools.cache
def index_reachable() -> bool:
    """Return whether uv finds packages here; asked once per process."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-deps", "-"]
    environment = {**os.environ, "UV_HTTP_TIMEOUT": "15", "UV_HTTP_RETRIES": "1"}
    try:
        done = subprocess.run(
            command, input="iniconfig", env=environment, capture_output=True, text=True, timeout=60
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def ci_script(name: str):
    """Import `.ci/NAME.py`, which is on no path."""
    path = Path(ROOT / ".ci" / f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"ci_{name}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
