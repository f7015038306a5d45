"""On Colab: install what the lessons need and Colab lacks, and change nothing that it has."""

import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from course_utils.i18n import Text

COMMAND_ONLY = {"jupyterlab", "typer", "rich"}  # what only the `course` command needs


def install_missing() -> None:
    """Install the absent requirements of the course; at once where there are none.

    Raises:
        RuntimeError: pip failed; in both languages, since no lesson has chosen one yet.
    """
    absent = [requirement for requirement in required() if not _is_here(requirement.name)]
    if not absent:
        return
    with tempfile.TemporaryDirectory() as folder:
        constraints = Path(folder, "installed.txt")
        constraints.write_text("\n".join(installed()), encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "install", "-q", "-c", str(constraints)]
        done = subprocess.run([*pip, *map(str, absent)], capture_output=True, text=True)
    if done.returncode != 0:
        what, why = ", ".join(r.name for r in absent), done.stderr.strip().split("\n")[-1]
        fr = f"L'installation de {what} a échoué (réseau ?) ; relancez cette cellule. {why}"
        en = f"Installing {what} failed (network?); run this cell again. {why}"
        raise RuntimeError("\n".join(Text(fr, en)))
    importlib.invalidate_caches()


def required() -> list:
    """Return the requirements of this package that a lesson needs here."""
    from packaging.requirements import Requirement

    every = map(Requirement, importlib.metadata.requires("course-utils") or [])
    here = [r for r in every if r.marker is None or r.marker.evaluate({"extra": ""})]
    return [r for r in here if r.name not in COMMAND_ONLY]


def _is_here(name: str) -> bool:
    try:
        return bool(importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        # tensorflow-cpu, or a build for a TPU, is TensorFlow under another name
        return name == "tensorflow" and importlib.util.find_spec(name) is not None


def installed() -> list[str]:
    """Return the constraint name==version of every distribution whose version pip understands."""
    good = re.compile(r"[\d.]+(\.?(a|b|rc|post|dev)\d+)*(\+[\w.]+)?")  # not Debian's own spelling
    pins = {d.name: d.version or "" for d in reversed([*importlib.metadata.distributions()])}
    return [f"{name}=={version}" for name, version in pins.items() if good.fullmatch(version)]
