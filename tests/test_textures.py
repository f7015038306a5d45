"""Textures: balanced, repeatable, and training and test patches that share no pixel."""

import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from course_utils import textures

SIZES = pytest.mark.parametrize("size", [28, 96])


@SIZES
def test_shapes_types_and_balance(size):
    for patches, count in zip(textures.cut(size), textures.PER_CLASS[size], strict=True):
        n = count * len(textures.TEXTURES)
        assert patches.images.shape == ((n, 28, 28) if size == 28 else (n, 96, 96, 3))
        assert patches.images.dtype == patches.labels.dtype == np.uint8
        assert np.bincount(patches.labels).tolist() == [count] * len(textures.TEXTURES)
        assert len(np.unique(patches.labels[:100])) > 5, "not shuffled"


@SIZES
def test_regions_are_a_patch_apart(size):
    train, test = textures.cut(size)
    for label, texture in enumerate(textures.TEXTURES):
        side = size / texture.zoom[size]  # one patch, in pixels of the photo
        groups = []
        for patches, box in ((train, texture.train), (test, texture.test)):
            spots = patches.spots[patches.labels == label]
            top, left, bottom, right = spots.T
            np.testing.assert_allclose(bottom - top, side)
            np.testing.assert_allclose(right - left, side)
            assert top.min() >= box[0] and left.min() >= box[1], texture.en
            # A region whose size is no multiple of the zoom is rounded, by less than a pixel of the patch.
            slack = 0.5 / texture.zoom[size]
            assert bottom.max() <= box[2] + slack and right.max() <= box[3] + slack, texture.en
            groups.append((top.min(), left.min(), bottom.max(), right.max()))
        (t0, l0, b0, r0), (t1, l1, b1, r1) = groups
        gap = max(t1 - b0, t0 - b1, l1 - r0, l0 - r1)
        assert gap >= side, f"{texture.en}: gap {gap} < {side}"


@SIZES
@pytest.mark.parametrize("kept", [0, 1], ids=["train", "test"])
def test_no_pixel_outside_its_region_reaches_a_patch(size, kept, monkeypatch):
    # Destroy every photo outside one region: the patches of that region must not notice.
    expected = textures.cut(size)
    opened = textures._photo

    def spoiled(path):
        texture = next(t for t in textures.TEXTURES if t.photo == path)
        top, left, bottom, right = (texture.train, texture.test)[kept]
        pixels = np.asarray(opened(path))
        noise = np.random.default_rng(1).integers(0, 256, pixels.shape, dtype=np.uint8)
        noise[top:bottom, left:right] = pixels[top:bottom, left:right]
        return Image.fromarray(noise)

    monkeypatch.setattr(textures, "_photo", spoiled)
    found = textures.cut.__wrapped__(size)
    np.testing.assert_array_equal(found[kept].images, expected[kept].images)
    assert (found[1 - kept].images != expected[1 - kept].images).any(), (
        "the photos were not spoiled"
    )


@SIZES
def test_same_patches_whatever_the_global_seed(size):
    np.random.seed(3)
    first = textures.cut.__wrapped__(size)
    np.random.seed(4)
    state = np.random.get_state()[1].copy()
    second = textures.cut.__wrapped__(size)
    for one, two in zip(first, second, strict=True):
        for a, b in zip(one, two, strict=True):
            np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(np.random.get_state()[1], state)


@SIZES
def test_every_patch_shows_something_and_occurs_once(size):
    for patches in textures.cut(size):
        flat = patches.images.reshape(len(patches.images), -1)
        assert len(np.unique(flat, axis=0)) == len(flat)
        assert flat.std(axis=1).min() > 1.5, "a blank patch"
        # The retina's black surroundings would show as black pixels.
        retina = flat[patches.labels == [t.en for t in textures.TEXTURES].index("retina")]
        assert retina.min(axis=0).max() > 40


def test_classes_can_be_learnt_but_not_from_brightness_alone():
    train, test = textures.cut(28)

    def accuracy(features):
        centres = [features(train.images[train.labels == c]).mean(axis=0) for c in range(10)]
        guess = [
            np.argmin([np.square(f - c).sum() for c in centres]) for f in features(test.images)
        ]
        return np.mean(guess == test.labels)

    def spectrum(images):
        x = images / 255.0
        power = np.log(np.abs(np.fft.rfft2(x - x.mean(axis=(1, 2), keepdims=True))) + 1e-2)
        return power.reshape(len(x), -1)

    by_brightness = accuracy(lambda images: images.mean(axis=(1, 2))[:, None])
    by_texture = accuracy(spectrum)
    assert by_brightness < 0.5 < by_texture


def test_other_sizes_are_refused():
    with pytest.raises(ValueError, match="28"):
        textures.cut(32)


def test_cutting_imports_no_heavy_library():
    code = (
        "import sys; from course_utils import textures; textures.cut(28);"
        "print([m for m in ('skimage', 'sklearn', 'scipy', 'tensorflow', 'pooch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
