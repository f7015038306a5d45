"""The `textures` data set: patches cut from photos that scikit-image and scikit-learn install.

Ten surfaces, one photo each, no download. Training and test patches come from two separate
regions of the same photo, so a test score tells how well a network recognises *another
place on the same surface*, not another photo. Patches of one region may overlap each other.

Photos, as documented by the package that ships them:
    scikit-image: brick and gravel (CC0 Textures, CC0), grass (linolafett, CC0), moon and page
    (no origin given), retina (M. Häggström, CC0, doi:10.15347/wjm/2014.008), ihc (colon glands,
    FHL2 stained, CMMI), hubble_deep_field (NASA, public domain), chelsea (S. van der Walt, CC0).
    scikit-learn: flower (vultilion, CC BY 2.0, https://www.flickr.com/photos/vultilion/6056698931/).
"""

from __future__ import annotations

import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from PIL import Image

Box = tuple[int, int, int, int]  # top, left, bottom, right, in pixels of the photo


class Texture(NamedTuple):
    """One class: where its patches come from.

    Attributes:
        fr, en: name of the class.
        photo: the file, "package/path".
        train, test: the two regions; border, margins and background are left out.
        zoom: factor applied to a region before cutting, by patch side in pixels; chosen so
            that the gap between the regions is at least one patch side.
    """

    fr: str
    en: str
    photo: str
    train: Box
    test: Box
    zoom: dict[int, float]


_NATIVE = {28: 1, 96: 1}
_HALF = {28: 1 / 2, 96: 1}  # 28 pixels of the photo itself would show almost nothing

TEXTURES = (
    Texture(
        "brique", "brick", "skimage/data/brick.png", (0, 0, 300, 512), (396, 0, 512, 512), _HALF
    ),
    Texture(
        "herbe", "grass", "skimage/data/grass.png", (0, 0, 300, 512), (396, 0, 512, 512), _NATIVE
    ),
    Texture(
        "gravier",
        "gravel",
        "skimage/data/gravel.png",
        (0, 0, 300, 512),
        (396, 0, 512, 512),
        _NATIVE,
    ),
    Texture("Lune", "moon", "skimage/data/moon.png", (0, 0, 300, 512), (396, 0, 512, 512), _HALF),
    # Both regions lie inside the disc: outside it the photo is black.
    Texture(
        "rétine",
        "retina",
        "skimage/data/retina.jpg",
        (230, 228, 802, 1180),
        (996, 228, 1196, 1180),
        {28: 1 / 4, 96: 1 / 2},
    ),
    Texture(
        "tissu biologique",
        "stained tissue",
        "skimage/data/ihc.png",
        (0, 0, 512, 300),
        (0, 396, 512, 512),
        _HALF,
    ),
    Texture(
        "galaxies",
        "galaxies",
        "skimage/data/hubble_deep_field.jpg",
        (0, 0, 560, 1000),
        (660, 0, 872, 1000),
        _HALF,
    ),
    # The photos below are small: at 96 pixels they are enlarged rather than cut without a gap.
    Texture(
        "page imprimée",
        "printed page",
        "skimage/data/page.png",
        (5, 0, 155, 250),
        (5, 300, 155, 384),
        {28: 1, 96: 2},
    ),
    Texture(
        "chat",
        "cat",
        "skimage/data/chelsea.png",
        (0, 0, 300, 230),
        (0, 290, 300, 380),
        {28: 1 / 2, 96: 2},
    ),
    Texture(
        "pétales",
        "petals",
        "sklearn/datasets/images/flower.jpg",
        (80, 170, 350, 290),
        (80, 346, 350, 440),
        {28: 1 / 2, 96: 2},
    ),
)

# Patches per class (training, test).
PER_CLASS = {28: (500, 100), 96: (150, 50)}


class Patches(NamedTuple):
    """Patches of one split, in random order.

    Attributes:
        images: uint8, (n, 28, 28) grey or (n, 96, 96, 3) RGB (grey photos have three equal channels).
        labels: uint8, (n,), index into `TEXTURES`.
        spots: float64, (n, 4), what each patch covers: top, left, bottom, right, in pixels of its photo.
    """

    images: np.ndarray
    labels: np.ndarray
    spots: np.ndarray


def _photo(path: str) -> Image.Image:
    # The file is opened directly: `skimage.data` would download one that is missing, and
    # importing it or `sklearn.datasets` takes longer than all the cutting.
    from PIL import Image

    package, _, inside = path.partition("/")
    spec = importlib.util.find_spec(package)
    if spec is None:
        raise FileNotFoundError(package)
    return Image.open(Path(spec.submodule_search_locations[0], inside))


def _cut(
    texture: Texture, box: Box, size: int, count: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    from PIL import Image

    top, left, bottom, right = box
    zoom = texture.zoom[size]
    # The region is cropped before it is resized, so that no pixel of the other region leaks in.
    region = (
        _photo(texture.photo).convert("L" if size == 28 else "RGB").crop((left, top, right, bottom))
    )
    if zoom != 1:
        shape = round((right - left) * zoom), round((bottom - top) * zoom)
        region = region.resize(shape, Image.Resampling.LANCZOS)
    pixels = np.asarray(region)
    windows = np.lib.stride_tricks.sliding_window_view(pixels, (size, size), axis=(0, 1))
    rows, columns = windows.shape[:2]
    drawn = rng.choice(rows * columns, 2 * count, replace=False)
    y, x = np.divmod(drawn, columns)
    patches = windows[y, x]
    # The flatter half is set aside: a blank margin or the inside of a brick shows no texture.
    # Every other pixel is enough to tell; variance in whole numbers, so that all machines agree.
    values = patches[..., ::2, ::2].reshape(2 * count, -1).astype(np.int64)
    contrast = values.shape[1] * (values**2).sum(axis=1) - values.sum(axis=1) ** 2
    kept = np.sort(np.argsort(-contrast, kind="stable")[:count])
    patches = patches[kept] if pixels.ndim == 2 else np.moveaxis(patches[kept], 1, -1)
    corners = np.stack([y, x, y + size, x + size], axis=1)[kept] / zoom
    return patches, np.add(corners, [top, left, top, left])


@lru_cache(maxsize=2)
def cut(size: int = 28) -> tuple[Patches, Patches]:
    """Cut all patches of one size; the same call gives the same patches, whatever NumPy's global seed.

    Args:
        size: side of a patch in pixels, 28 (grey, 500 + 100 per class) or 96 (RGB, 150 + 50).

    Returns:
        Training and test patches, every class equally often. The arrays are kept in memory
        and shared between calls: copy them before changing them.

    Raises:
        ValueError: another size.
        FileNotFoundError: a photo is not in the installed scikit-image or scikit-learn.
    """
    if size not in PER_CLASS:
        raise ValueError(f"size={size!r}: 28 | 96")
    splits = []
    for split, count in enumerate(PER_CLASS[size]):
        rng = np.random.default_rng([size, split])
        boxes = [(t.train, t.test)[split] for t in TEXTURES]
        parts = [_cut(t, box, size, count, rng) for t, box in zip(TEXTURES, boxes, strict=True)]
        images, spots = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        labels = np.repeat(np.arange(len(TEXTURES), dtype=np.uint8), count)
        order = rng.permutation(len(labels))
        splits.append(Patches(images[order], labels[order], spots[order]))
    return splits[0], splits[1]
