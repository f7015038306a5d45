"""The learner's own copies of the notebooks, and JupyterLab on them."""

import errno
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course_utils.i18n import LANGUAGES, T

ROOT = Path(__file__).resolve().parents[2]
WORK = ROOT / "work"
IN_HOME = "deep-learning-pas-a-pas"  # of the learner, where the checkout is read-only


class WorkspaceError(Exception):
    """A problem that its message explains to the learner."""


def _originals(lang: str) -> list[Path]:
    found = sorted((ROOT / "notebooks" / lang).glob("*.ipynb"))
    if not found:
        raise WorkspaceError(
            T(
                f"Aucune leçon dans {ROOT / 'notebooks' / lang} : `course lab` se lance depuis une copie du dépôt "
                "installée par `pip install -e .` (voir le README).",
                f"No lesson in {ROOT / 'notebooks' / lang}: `course lab` needs a checkout of the repository "
                "installed with `pip install -e .` (see the README).",
            )
        )
    return found


def _work() -> Path:
    """Return the folder of the learner's copies, which can be written: `work/` in the checkout.

    Where that is read-only (installed once for a whole room), it is a folder in the home.

    Raises:
        OSError: neither can be written.
    """
    try:
        WORK.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=WORK):  # a folder may be there and be read-only
            return WORK
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        home = Path.home() / IN_HOME
        home.mkdir(exist_ok=True)
        return home


def prepare(lang: str) -> tuple[Path, int]:
    """Copy the lessons that are not yet in the learner's folder, both languages; overwrite none.

    Args:
        lang: the language whose copies are counted.

    Returns:
        (the learner's folder of that language, number of lessons copied into it).

    Raises:
        WorkspaceError: no lessons here, or nowhere to put copies.
    """
    fresh = 0
    try:
        work = _work()
        for one in LANGUAGES:
            (work / one).mkdir(exist_ok=True)
            for original in _originals(one):
                copy = work / one / original.name
                if not copy.exists():
                    _copy(original, copy)
                    fresh += one == lang
    except OSError as error:
        raise WorkspaceError(
            T(
                f"Impossible d'écrire vos copies des leçons dans {WORK} ({error.strerror}) : "
                "placez le cours dans un dossier où vous pouvez écrire.",
                f"Your copies of the lessons cannot be written into {WORK} ({error.strerror}): "
                "put the course into a folder that you can write to.",
            )
        ) from error
    return work / lang, fresh


def _copy(original: Path, copy: Path) -> None:
    """Copy through a temporary name, so that an interrupted copy is not taken for the learner's work."""
    partial = copy.with_suffix(".partial")
    shutil.copyfile(original, partial)
    partial.replace(copy)


def fresh_copy(lesson: str, lang: str) -> Path:
    """Put a fresh copy of a lesson beside the learner's own, under a name not used yet.

    Args:
        lesson: number ("9" or "09") or file name without extension.
        lang: "fr" or "en".

    Raises:
        WorkspaceError: no such lesson, or the copy cannot be written.
    """
    for original in _originals(lang):
        if lesson.zfill(2) == original.stem[:2] or lesson == original.stem:
            break
    else:
        known = ", ".join(path.stem for path in _originals(lang))
        raise WorkspaceError(
            T(
                f"Aucune leçon {lesson!r} ; il y a : {known}.",
                f"No lesson {lesson!r}; there are: {known}.",
            )
        )
    folder, _ = prepare(lang)
    number = 2
    while (copy := folder / f"{original.stem}-{number}.ipynb").exists():
        number += 1
    try:
        _copy(original, copy)
    except OSError as error:
        raise WorkspaceError(f"{copy}: {error.strerror}") from error
    return copy


def open_lab(folder: Path, port: int, browser: bool) -> int:
    """Start JupyterLab on the start notebook, in the place of this process where the system can do that.

    Elsewhere (Windows) it returns JupyterLab's exit status once it has ended.

    Args:
        folder: the learner's folder of one language, see `prepare`.
        port: first port to try; the next free one is taken.
        browser: whether to open a browser.
    """
    _no_pop_ups()
    start = next(path.name for path in sorted(folder.glob("00_*.ipynb")))
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder.parent}",
        f"--ServerApp.port={port}",
        f"--LabApp.default_url=/lab/tree/{folder.name}/{start}",
    ]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # containers; Jupyter refuses root otherwise
        command.append("--allow-root")
    if os.name == "posix":  # every signal then reaches JupyterLab itself: none can leave it behind
        sys.stdout.flush()
        os.execv(command[0], command)
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0


def _no_pop_ups() -> None:
    """Tell JupyterLab neither to ask about news nor to look for updates: nothing leaves the machine."""
    path = Path(sys.prefix) / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
    wanted = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": False}
    try:
        settings = json.loads(path.read_text()) if path.exists() else {}
        key = "@jupyterlab/apputils-extension:notification"
        if settings.get(key) != wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps({**settings, key: wanted}, indent=1))
    except (OSError, ValueError):
        pass  # a question from JupyterLab is no reason not to start
