"""Files that lessons need besides images: those shipped with the course, those of other publishers.

imdb         50,000 film reviews. Maas, Daly, Pham, Huang, Ng, Potts (2011),
             https://aclanthology.org/P11-1015; as Keras publishes them.
inception    InceptionV3's weights, trained on ImageNet, without the head. Szegedy, Vanhoucke,
             Ioffe, Shlens, Wojna (2016), arXiv:1512.00567; as Keras publishes them.

They are searched for in the folder COURSE_DATA_DIR, then in the Keras cache, then downloaded
into it. A file counts only if its digest is the published one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from course_utils.downloads import DataError, Remote, Result, cache, download, reachable
from course_utils.i18n import T

WEIGHTS = "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5"
REMOTE = {
    "imdb": Remote(
        "IMDB",
        "datasets",
        19,
        {
            "imdb.npz": "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
            "imdb_word_index.json": "md5:bfafd718b763782e994055a2d397834f",
        },
    ),
    "inception": Remote(
        "InceptionV3 (ImageNet)",
        "models",
        88,
        {WEIGHTS: "md5:bcbd6486424b2319ff4ef7d526e38f63"},
        url="https://storage.googleapis.com/tensorflow/keras-applications/inception_v3/",
    ),
}


def shipped(*parts: str) -> Path:
    """Return the path of a file of the course's folder `data`.

    Raises:
        DataError: it is missing from the installation.
    """
    here = Path(__file__).resolve().parent
    # In the wheel the folder `data` is a part of the package; in a clone it lies beside it.
    for data in (here / "_data", here.parent / "data"):
        path = data.joinpath(*parts)
        if path.is_file():
            return path
    name = "/".join(parts)
    raise DataError(
        T(
            f"{name} manque dans l'installation de course_utils ; réinstallez-le.",
            f"{name} is missing from the installation of course_utils; reinstall it.",
        )
    )


def place(name: str) -> Path | None:
    """Return the folder that holds all the files of REMOTE[name], each with its digest, or None."""
    remote = REMOTE[name]
    return next((folder for folder in _folders(name) if not _wrong(folder, remote)), None)


def obtain(name: str, read: Callable[[Path], Result]) -> Result:
    """Return what `read` makes of the folder that holds the files of REMOTE[name].

    Raises:
        DataError: they are not here, and the download failed; the message says why.
    """
    folder = place(name)
    return read(folder) if folder else download(REMOTE[name], read)


def fetch(name: str) -> str:
    """Make sure that the files of REMOTE[name] are here; return the folder that holds them.

    Raises:
        DataError: they cannot be had, or not be kept; the message says why.
    """
    if folder := place(name):
        return str(folder)
    reachable.cache_clear()
    download(REMOTE[name], str)
    if folder := place(name):
        return str(folder)
    raise DataError(
        T(
            f"{cache()} ne se laisse pas écrire : rien n'a été conservé. Corrigez ses droits, ou"
            " donnez un autre dossier par KERAS_HOME.",
            f"{cache()} cannot be written: nothing was kept. Correct its permissions, or give"
            " another folder by KERAS_HOME.",
        )
    )


def verify() -> list[tuple[str, bool, str]]:
    """Check the files that are here: (name, in order?, sentence); absence is in order."""
    lines = []
    for name, remote in REMOTE.items():
        there = [f for f in _folders(name) if any((f / file).is_file() for file in remote.files)]
        lines += [(name, *_state(folder, remote)) for folder in there]
        if not there:
            lines.append((name, True, T("absent", "not present")))
    return lines


def _state(folder: Path, remote: Remote) -> tuple[bool, str]:
    """Say whether the files of a folder are in order; others of the same set may be absent."""
    wrong = _wrong(folder, remote)
    if altered := ", ".join(file for file in wrong if (folder / file).exists()):
        return False, T(
            f"altéré ({folder}) : {altered} ; supprimez-le pour le télécharger de nouveau",
            f"altered ({folder}): {altered}; delete it to download it again",
        )
    if wrong:
        absent = ", ".join(wrong)
        return True, T(f"incomplet ({folder}) : {absent}", f"incomplete ({folder}): {absent}")
    return True, T(f"contenu exact ({folder})", f"contents correct ({folder})")


def _folders(name: str) -> list[Path]:
    folders = [cache() / REMOTE[name].folder]
    if chosen := os.environ.get("COURSE_DATA_DIR"):
        own = Path(chosen).expanduser()
        folders = [own / name, own, *folders]
    return folders


def _wrong(folder: Path, remote: Remote) -> list[str]:
    """Return the files that are absent from a folder or are not the published ones."""
    import pooch

    return [
        file
        for file, digest in remote.files.items()
        if not (folder / file).is_file() or not pooch.hashes.hash_matches(folder / file, digest)
    ]
