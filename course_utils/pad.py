"""A pad to draw a digit on, and the normalisation that makes a drawing look like MNIST."""

import base64
import io
from collections.abc import Callable
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image, ImageOps

from course_utils.i18n import T, percent
from course_utils.plots import BLUE, GREY, png
from course_utils.records import in_notebook
from course_utils.widgets import picture, show_widget, widgets_wanted


def center_digit(image: np.ndarray) -> np.ndarray:
    """Normalise a drawn digit as the authors of MNIST did.

    The ink is scaled to fit a 20×20 box, proportions kept, and placed so that its centre of
    mass is at the centre of a 28×28 image (LeCun et al. 1998, doi:10.1109/5.726791, section III.A).

    Args:
        image: (height, width), 0 = background to 255 = ink, any size.

    Returns:
        (28, 28) uint8; all zeros if there is no ink.
    """
    image = np.asarray(image, dtype=np.uint8)
    ink = image > 30
    if not ink.any():
        return np.zeros((28, 28), np.uint8)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    crop = image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = 20 / max(crop.shape)
    height, width = (max(1, round(side * scale)) for side in crop.shape)
    small = np.asarray(
        Image.fromarray(crop).resize((width, height), Image.Resampling.LANCZOS), float
    )
    mass = small.sum()
    if not mass:  # a stroke so thin that it vanishes when scaled down
        return np.zeros((28, 28), np.uint8)
    center_y = (small.sum(axis=1) @ np.arange(height)) / mass
    center_x = (small.sum(axis=0) @ np.arange(width)) / mass
    top = int(np.clip(round(13.5 - center_y), 0, 28 - height))
    left = int(np.clip(round(13.5 - center_x), 0, 28 - width))
    result = np.zeros((28, 28), np.uint8)
    result[top : top + height, left : left + width] = small.round().astype(np.uint8)
    return result


def read_image(data: bytes) -> np.ndarray:
    """Decode an image file to ink on background, whatever its colours.

    Args:
        data: content of a PNG, JPEG… file; dark on light (paper) is inverted.

    Returns:
        (height, width) uint8, 0 = background, 255 = ink.

    Raises:
        ValueError: the data are no image; the message says so in the user's language.
    """
    try:
        # Phones record how they were held.
        photo = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        photo.thumbnail((280, 280))
        photo = photo.convert("RGBA")
    except Exception as error:
        raise ValueError(
            T(
                "Ce fichier n'est pas une image lisible ; choisissez un PNG ou un JPEG.",
                "This file is not a readable image; choose a PNG or a JPEG.",
            )
        ) from error
    paper = Image.new("RGBA", photo.size, "white")
    grey = np.asarray(Image.alpha_composite(paper, photo).convert("L"), float)
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    if np.median(border) > 127:
        grey = 255 - grey
    grey -= np.median(grey)  # paper is seldom quite white
    return (255 * np.clip(grey / max(grey.max(), 1.0), 0, 1)).astype(np.uint8)


def answer_figure(image: np.ndarray, probabilities: np.ndarray):
    """Draw what the network receives and the probability it gives to each digit.

    Args:
        image: (28, 28).
        probabilities: (10,), sums to 1.
    """
    figure, (left, right) = plt.subplots(1, 2, figsize=(5.6, 2.2), width_ratios=(1, 1.9))
    left.imshow(image, vmin=0, vmax=255)
    left.set_title(T("ce que voit le réseau", "what the network sees"), fontsize=10)
    left.axis("off")
    best = int(np.argmax(probabilities))
    right.bar(range(10), probabilities, color=[BLUE if i == best else GREY for i in range(10)])
    right.set(xticks=range(10), ylim=(0, 1), ylabel=T("probabilité", "probability"))
    right.set_title(T(f"réponse : {best}", f"answer: {best}"), fontsize=10)
    return figure


def digit_pad(predict: Callable, example: np.ndarray) -> None:
    """Show a drawing pad whose digit is recognised after every stroke; images can be uploaded.

    Without widgets, the answer for `example` is shown instead.

    Args:
        predict: (28, 28) uint8 image -> (10,) probabilities.
        example: (28, 28) uint8 image answered first.
    """
    first = _answer(predict, example)
    if not in_notebook():
        return
    children = _controls(predict, first) if widgets_wanted() else []
    image, alt = first
    show_widget(children, {"image/png": image, "text/plain": alt}, {"image/png": {"alt": alt}})


def _answer(predict: Callable, image: np.ndarray) -> tuple[str, str]:
    """Return the answer to a normalised image as (PNG in base64, alternative text)."""
    probabilities = np.asarray(predict(image), float)
    best = int(np.argmax(probabilities))
    alt = T(
        f"Réponse du réseau : {best}, probabilité {percent(probabilities[best])}",
        f"Answer of the network: {best}, probability {percent(probabilities[best])}",
    )
    return png(answer_figure(image, probabilities)), alt


def _controls(predict: Callable, first: tuple[str, str]) -> list:
    import ipywidgets

    answer = ipywidgets.HTML(picture(*first))
    pad = _pad_class()(
        label=T(
            "Zone de dessin : souris, doigt ou stylet ; au clavier, les flèches déplacent le crayon, "
            "espace le pose ou le lève, Échap efface.",
            "Drawing area: mouse, finger or pen; with the keyboard, arrows move the pen, "
            "space puts it down or up, Escape clears.",
        ),
        clear=T("Effacer", "Clear"),
    )
    upload = ipywidgets.FileUpload(
        accept="image/*",
        multiple=False,
        description=T("Envoyer une image", "Upload an image"),
        layout=ipywidgets.Layout(width="16em"),
    )

    def recognise(data: bytes) -> None:
        try:
            answer.value = picture(*_answer(predict, center_digit(read_image(data))))
        except ValueError as error:
            answer.value = f"<p>✗ {error}</p>"

    def drawn(change):
        if change["new"]:
            recognise(base64.b64decode(change["new"].partition(",")[2]))

    def uploaded(change):
        files = change["new"]
        if not files:
            return
        # ipywidgets 7 gives {name: {"content": …}}, ipywidgets 8 a tuple of {"content": …}.
        file = next(iter(files.values())) if isinstance(files, dict) else files[0]
        recognise(bytes(file["content"]))

    pad.observe(drawn, "drawing")
    upload.observe(uploaded, "value")
    return [ipywidgets.HBox([pad, answer], layout=ipywidgets.Layout(flex_flow="row wrap")), upload]


@cache
def _pad_class():
    """Make the widget class on first use: anywidget is only needed where there is a front end."""
    import anywidget
    import traitlets

    class Pad(anywidget.AnyWidget):
        _esm = _JAVASCRIPT
        drawing = traitlets.Unicode().tag(sync=True)  # data URL of a PNG, white ink on black
        label = traitlets.Unicode().tag(sync=True)
        clear = traitlets.Unicode().tag(sync=True)

    return Pad


_JAVASCRIPT = """
function render({ model, el }) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 224;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", model.get("label"));
  canvas.title = model.get("label");
  canvas.style.cssText = "border:2px solid #777;touch-action:none;cursor:crosshair;max-width:100%";
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  const button = document.createElement("button");
  button.textContent = model.get("clear");
  button.style.cssText = "display:block;margin:4px 0;padding:4px 12px";
  let x = 112, y = 112, down = false;

  function clear() {
    pen.fillStyle = "black";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.strokeStyle = "white";
    pen.lineWidth = 18;
    pen.lineCap = pen.lineJoin = "round";
  }
  function lineTo(newX, newY) {
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(newX, newY);
    pen.stroke();
    [x, y] = [newX, newY];
  }
  function send() {
    model.set("drawing", canvas.toDataURL("image/png"));
    model.save_changes();
  }
  function position(event) {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / canvas.clientWidth;
    return [(event.clientX - box.left - canvas.clientLeft) * scale,
            (event.clientY - box.top - canvas.clientTop) * scale];
  }
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    [x, y] = position(event);
    down = true;
    lineTo(x, y);
  });
  canvas.addEventListener("pointermove", (event) => { if (down && event.buttons) lineTo(...position(event)); });
  canvas.addEventListener("pointerup", () => { if (down) { down = false; send(); } });
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-8, 0], ArrowRight: [8, 0], ArrowUp: [0, -8], ArrowDown: [0, 8] }[event.key];
    if (step) {
      const to = [Math.min(220, Math.max(4, x + step[0])), Math.min(220, Math.max(4, y + step[1]))];
      if (down) lineTo(...to); else [x, y] = to;
    } else if (event.key === " ") {
      down = !down;
      if (down) lineTo(x, y); else send();
    } else if (event.key === "Escape") {
      clear();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  button.addEventListener("click", clear);
  clear();
  el.append(canvas, button);
}
export default { render };
"""
