"""The drawing pad: MNIST's normalisation, uploaded images, and what is shown."""

import base64
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from course_utils import pad
from course_utils.i18n import use_language
from course_utils.pad import center_digit, digit_pad, read_image
from course_utils.widgets import WIDGET_VIEW


def seven(size=200, left=60, top=40, scale=1.0):
    """Draw a 7 in white on black."""
    image = Image.new("L", (size, size))
    points = [(left + scale * x, top + scale * y) for x, y in ((0, 0), (60, 0), (20, 100))]
    ImageDraw.Draw(image).line(points, fill=255, width=max(1, round(12 * scale)), joint="curve")
    return np.asarray(image)


def encoded(image: np.ndarray, kind="PNG", **options) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, kind, **options)
    return buffer.getvalue()


def box(image):
    if not image.any():
        return 0, 0
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1


def center_of_mass(image):
    total = image.sum(dtype=float)
    return (
        (image.sum(axis=1) @ np.arange(28.0)) / total,
        (image.sum(axis=0) @ np.arange(28.0)) / total,
    )


def alike(first, second):
    """Return whether two normalised images agree, up to one pixel of rounding of their place."""
    shifts = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
    first = first.astype(float)
    return min(np.abs(first - np.roll(second, shift, (0, 1))).mean() for shift in shifts) < 6


DRAWINGS = {
    "seven": seven(),
    "wide": seven().T,
    "small": seven(60, 10, 10, 0.3),
    "blob": np.pad(np.full((30, 20), 200, np.uint8), ((5, 70), (60, 3))),
    "one pixel": np.pad(np.full((1, 1), 255, np.uint8), 9),
    "bar": np.pad(np.full((90, 6), 255, np.uint8), 4),
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_ink_fills_a_box_of_20_around_its_centre_of_mass(drawing):
    result = center_digit(drawing)
    assert result.shape == (28, 28) and result.dtype == np.uint8
    assert max(box(result)) == 20
    assert np.allclose(center_of_mass(result), 13.5, atol=0.5)


def test_proportions_are_kept():
    height, width = box(center_digit(DRAWINGS["blob"]))
    assert (height, width) == (20, 13)


@pytest.mark.parametrize(
    ("left", "top", "scale"), [(20, 15, 1), (100, 80, 1), (10, 10, 1.7), (80, 20, 1.3)]
)
def test_place_and_size_of_the_drawing_do_not_matter(left, top, scale):
    assert alike(center_digit(seven()), center_digit(seven(200, left, top, scale)))
    assert not alike(center_digit(seven()), center_digit(seven().T))


def test_moving_a_drawing_changes_nothing_at_all():
    assert np.array_equal(center_digit(seven()), center_digit(np.roll(seven(), (17, -23), (0, 1))))


def test_faint_noise_is_no_ink():
    noisy = np.maximum(seven(), np.random.default_rng(0).integers(0, 30, (200, 200)))
    assert box(center_digit(noisy) > 60) == box(center_digit(seven()) > 60)


@pytest.mark.parametrize("level", [0, 30])
def test_no_ink_gives_an_empty_image(level):
    result = center_digit(np.full((50, 40), level, np.uint8))
    assert result.shape == (28, 28) and not result.any()


def test_ink_that_vanishes_when_scaled_down_gives_an_empty_image():
    specks = np.zeros((280, 280), np.uint8)
    specks[0, 0] = specks[-1, -1] = 40
    assert center_digit(specks).shape == (28, 28)


# --- image files ------------------------------------------------------------------------------


def test_ink_on_black_is_kept():
    assert np.array_equal(read_image(encoded(seven())), seven())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_photo_of_paper_is_inverted(kind):
    paper = np.where(seven() > 0, 60, 205).astype(np.uint8)  # dark grey on light grey
    image = read_image(encoded(paper, kind))
    assert image.dtype == np.uint8 and image.shape == (200, 200)
    assert np.median(image) == 0
    assert image.max() == 255
    assert np.mean((image > 127) == (seven() > 127)) > 0.99
    assert alike(center_digit(image), center_digit(seven()))


def test_transparent_background_is_paper():
    ink = np.zeros((200, 200, 4), np.uint8)
    ink[..., 3] = seven()  # black ink on nothing
    assert np.array_equal(read_image(encoded(ink)), seven())


@pytest.mark.parametrize("mode", ["RGB", "P", "1", "LA"])
def test_other_kinds_of_pixels(mode):
    buffer = io.BytesIO()
    Image.fromarray(seven()).convert(mode).save(buffer, "PNG")
    assert np.mean((read_image(buffer.getvalue()) > 127) == (seven() > 127)) > 0.99


def test_large_photos_are_scaled_down():
    image = read_image(encoded(np.zeros((600, 1200), np.uint8)))
    assert image.shape == (140, 280) and not image.any()


def test_the_orientation_that_phones_record_is_obeyed():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise to see it upright
    turned = np.rot90(seven())
    image = read_image(encoded(turned, "JPEG", exif=exif))
    assert np.mean((image > 127) == (seven() > 127)) > 0.99


@pytest.mark.parametrize(
    "data", [b"", b"hello", encoded(seven())[:60]], ids=["empty", "text", "cut"]
)
def test_garbage_is_refused_in_the_users_language(data):
    with pytest.raises(ValueError, match="n'est pas une image lisible"):
        read_image(data)
    use_language("en")
    with pytest.raises(ValueError, match="not a readable image"):
        read_image(data)


# --- what is shown ----------------------------------------------------------------------------


def predict(image):
    """Take every normalised image for a 7, and an empty one for a 1."""
    assert image.shape == (28, 28) and image.dtype == np.uint8
    answer = np.full(10, 0.01)
    answer[7 if max(box(image)) == 20 else 1] = 0.91
    return answer


@pytest.fixture
def children(notebook, monkeypatch):
    """Show the pad; return (drawing area, answer, upload button)."""
    shown = []
    monkeypatch.setattr(pad, "show_widget", lambda widgets, *fallback: shown.extend(widgets))
    digit_pad(predict, np.zeros((28, 28), np.uint8))
    row, upload = shown
    return *row.children, upload


def test_without_widgets_the_answer_to_the_example_is_a_picture(notebook, monkeypatch):
    monkeypatch.setenv("COURSE_STATIC", "1")
    digit_pad(predict, center_digit(seven()))
    [output] = notebook
    alt = "Réponse du réseau : 7, probabilité 91,0\u202f%"
    assert output.data["text/plain"] == alt
    assert output.metadata == {"image/png": {"alt": alt}}
    assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")
    assert WIDGET_VIEW not in output.data


def test_with_widgets_both_are_there(notebook):
    digit_pad(predict, center_digit(seven()))
    [output] = notebook
    assert {WIDGET_VIEW, "image/png", "text/plain"} == set(output.data)


def test_outside_a_notebook_nothing_is_shown(capsys):
    digit_pad(predict, center_digit(seven()))
    assert capsys.readouterr().out == ""


def test_a_drawing_is_recognised(children):
    area, answer, _ = children
    assert "Réponse du réseau : 1" in answer.value
    area.drawing = "data:image/png;base64," + base64.b64encode(encoded(seven())).decode()
    assert "Réponse du réseau : 7" in answer.value
    assert 'src="data:image/png;base64,' in answer.value


def test_the_pad_can_be_used_by_keyboard_and_screen_reader(children):
    area, _, upload = children
    assert "flèches" in area.label and area.clear == "Effacer"
    assert upload.description == "Envoyer une image"
    for needed in ("aria-label", "tabIndex", "ArrowLeft", "touch-action"):
        assert needed in pad._JAVASCRIPT


@pytest.mark.parametrize("version", [7, 8])
def test_both_upload_formats_of_ipywidgets(children, version):
    _, answer, upload = children
    file = {"name": "a.png", "content": memoryview(encoded(255 - seven()))}
    value = {"a.png": file} if version == 7 else (file,)
    upload._notify_observers({"name": "value", "type": "change", "new": value})
    assert "Réponse du réseau : 7" in answer.value


def test_an_upload_that_is_no_image_is_refused_and_can_be_followed_by_another(children):
    _, answer, upload = children
    for content, said in (
        (b"hello", "✗ Ce fichier n'est pas une image"),
        (encoded(seven()), ": 7"),
    ):
        change = {"name": "value", "type": "change", "new": ({"content": content},)}
        upload._notify_observers(change)
        assert said in answer.value
    upload._notify_observers({"name": "value", "type": "change", "new": ()})
    assert ": 7" in answer.value, "taking the file away changes nothing"
