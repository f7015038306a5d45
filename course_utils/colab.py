"""On Colab: install what the lessons need and Colab lacks, and change nothing that it has."""

import importlib.metadata
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
    absent = [r for r in required() if r.name not in COMMAND_ONLY and not version(r.name)]
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
    """Return the requirements of this package that hold on this machine, without extras."""
    from packaging.requirements import Requirement

    every = map(Requirement, importlib.metadata.requires("course-utils") or [])
    return [r for r in every if r.marker is None or r.marker.evaluate({"extra": ""})]


def version(name: str) -> str | None:
    """Return the installed version of a distribution, or None.

    TensorFlow also counts under another name: tensorflow-cpu on Binder, a build for TPUs on Colab.
    """
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        others = importlib.metadata.packages_distributions().get(name, ())
        return importlib.metadata.version(others[0]) if name == "tensorflow" and others else None


def installed() -> list[str]:
    """Return the constraint name==version of every distribution whose version pip understands."""
    good = re.compile(r"[\d.]+(\.?(a|b|rc|post|dev)\d+)*(\+[\w.]+)?")  # not Debian's own spelling
    pins = {d.name: d.version or "" for d in reversed([*importlib.metadata.distributions()])}
    return [f"{name}=={version}" for name, version in pins.items() if good.fullmatch(version)]
