"""Is this installation in order? One line per check, with what to do."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from course_utils.colab import required, version
from course_utils.i18n import T, number
from course_utils.records import say

ROOT = Path(__file__).resolve().parents[1]


def check_environment() -> None:
    """Show one line per check: what is in order, and what to do about what is not."""
    for good, text in run():
        say(text, "ok" if good else "fail")


def run() -> Iterator[tuple[bool, str]]:
    """Yield (in order?, sentence) for Python, packages, memory, disk, data and writing."""
    python = ".".join(map(str, sys.version_info[:3]))
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield (
        good,
        f"Python {python}"
        + ("" if good else T(" : il faut 3.11, 3.12 ou 3.13", ": 3.11, 3.12 or 3.13 is needed")),
    )
    yield _packages()
    yield _keras()
    yield _memory()
    free = shutil.disk_usage(ROOT).free / 1e9
    text = T(f"{number(free, 1)} Go libres sur le disque", f"{number(free, 1)} GB free on disk")
    yield (
        free > 1,
        text + ("" if free > 1 else T(" : il en faut au moins 1", ": at least 1 is needed")),
    )
    yield _writable()
    from course_utils import datasets

    for item in datasets.status():
        yield True, T(f"{item.name} : {item.where}", f"{item.name}: {item.where}")


def _packages() -> tuple[bool, str]:
    wrong = []
    for requirement in required():
        installed = version(requirement.name)
        if installed is None:
            wrong.append(T(f"{requirement.name} manque", f"{requirement.name} is missing"))
        elif not requirement.specifier.contains(installed, prereleases=True):
            wrong.append(f"{requirement.name} {installed} (≠ {requirement.specifier})")
    if wrong:
        what = ", ".join(wrong)
        return False, T(
            f"paquets : {what} ; relancez `pip install -r requirements.txt -e .`",
            f"packages: {what}; run `pip install -r requirements.txt -e .` again",
        )
    return True, T("paquets : tous installés", "packages: all installed")


def _keras() -> tuple[bool, str]:
    from course_utils.quiet import import_keras

    try:
        keras = import_keras()
    except Exception as error:
        return False, T(
            f"Keras : {error} ; relancez `pip install -r requirements.txt -e .`",
            f"Keras: {error}; run `pip install -r requirements.txt -e .` again",
        )
    return True, f"Keras {keras.version()} ({keras.config.backend()})"


def _memory() -> tuple[bool, str]:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):
        return True, T("mémoire : non mesurable ici", "memory: cannot be measured here")
    good = total > 1.9
    text = T(f"{number(total, 1)} Go de mémoire", f"{number(total, 1)} GB of memory")
    return good, text + ("" if good else T(" : il en faut au moins 2", ": at least 2 are needed"))


def _writable() -> tuple[bool, str]:
    if os.access(ROOT, os.W_OK):
        return True, T("dossier du cours : accessible en écriture", "course folder: writable")
    return True, T(
        f"dossier du cours : {ROOT} est en lecture seule ; vos copies des leçons iront dans votre "
        "dossier personnel",
        f"course folder: {ROOT} is read-only; your copies of the lessons will go into your home",
    )
