"""InceptionV3 with trained weights: ImageNet's where they can be had, otherwise the project's own.

ImageNet's (88 MB) come from `course_utils.files`. Without them the first blocks of the same
network take over, trained by this project on CIFAR-10: the layers and their names are the same,
the weights are not (`data/inception_cifar10/README.md` tells what they are worth).
COURSE_DATA=sample asks for these and touches neither folder, cache nor network.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import keras
import numpy as np

from course_utils import files
from course_utils.downloads import DataError
from course_utils.i18n import T
from course_utils.session import announce

CUT = "mixed3"
FILE = f"inception_{CUT}_cifar10.npz"


class Pretrained(NamedTuple):
    """A trained network without its head.

    Attributes:
        model: from images (n, side, side, 3), float, −1..1, of any side from 75 pixels up, to
            feature maps: (n, 3, 3, 2048) with ImageNet's weights and (n, 7, 7, 768) with the
            project's, for 150 pixels. Every layer is trainable until told otherwise.
        weights: what they were trained on, "ImageNet" or "CIFAR-10".
        origin: "real" for ImageNet's, "sample" for those that stand in for them.
    """

    model: keras.Model
    weights: str
    origin: str


def stem(cut: str = CUT) -> keras.Model:
    """Return InceptionV3 up to one of its blocks, with random weights.

    Args:
        cut: name of the block, "mixed0" to "mixed10".

    Returns:
        A model from images (n, side, side, 3) with values in −1..1 to feature maps;
        (n, 7, 7, 768) for "mixed3" and 150 pixels.
    """
    whole = keras.applications.InceptionV3(include_top=False, weights=None)
    # A copy: through the graph, the layers kept would keep those beyond the cut alive (80 MB).
    return keras.models.clone_model(keras.Model(whole.input, whole.get_layer(cut).output))


def pretrained() -> Pretrained:
    """Return InceptionV3 with trained weights, and say in one line which they are.

    Raises:
        DataError: the project's own weights are needed, and missing from the installation or
            damaged there.
    """
    why = T(
        "COURSE_DATA=sample demande les poids du projet.",
        "COURSE_DATA=sample asks for the project's weights.",
    )
    if os.environ.get("COURSE_DATA") != "sample":
        try:
            return _announce(Pretrained(files.obtain("inception", _with), "ImageNet", "real"))
        except DataError as error:
            why = str(error)
    return _announce(Pretrained(_cifar10(), "CIFAR-10", "sample"), why)


def _announce(result: Pretrained, why: str = "") -> Pretrained:
    blocks = "" if result.origin == "real" else T(f" jusqu'à {CUT}", f" up to {CUT}")
    line = T(
        f"InceptionV3{blocks}, poids appris sur {result.weights}.",
        f"InceptionV3{blocks}, weights trained on {result.weights}.",
    )
    announce(f"{why} {line}".strip(), "inception", "inception", result.origin)
    return result


def _with(folder: Path) -> keras.Model:
    return keras.applications.InceptionV3(include_top=False, weights=str(folder / files.WEIGHTS))


def _cifar10() -> keras.Model:
    model = stem()
    try:
        with np.load(files.shipped("inception_cifar10", FILE), allow_pickle=False) as archive:
            names = sorted(archive)[:-2]  # the last two are the head for CIFAR-10's classes
            model.set_weights([archive[name].astype(np.float32) for name in names])
    except (BadZipFile, EOFError, ValueError) as error:  # NumPy and Keras, cut short or altered
        raise DataError(
            T(
                f"{FILE} est abîmé dans l'installation de course_utils ; réinstallez-le.",
                f"{FILE} is damaged in the installation of course_utils; reinstall it.",
            )
        ) from error
    return model
