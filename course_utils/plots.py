"""Figures of the course: one style, alternative text, and the few plots that several lessons share.

Every function returns a Matplotlib figure and displays nothing; `show` displays it.
"""

import base64
import io
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import ScalarFormatter

from course_utils.i18n import T, language
from course_utils.records import in_notebook
from course_utils.widgets import picture, widgets_wanted

# Okabe & Ito (2008), "Color universal design": told apart with any colour vision.
BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, GREY = COLOURS = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#D55E00",
    "#CC79A7",
    "#56B4E9",
    "#F0E442",
    "#777777",
)


def use_course_style() -> None:
    """Set Matplotlib's defaults for the course: readable sizes, safe colours, no clutter."""
    plt.rcParams.update(
        {
            "figure.figsize": (7.0, 3.6),
            "figure.dpi": 100,
            "figure.constrained_layout.use": True,
            "font.size": 11,
            "axes.titlesize": 11,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": False,
            "axes.prop_cycle": plt.cycler(color=COLOURS[:6]),
            "image.cmap": "gray",
            "image.interpolation": "nearest",
            "legend.frameon": False,
            "lines.linewidth": 1.8,
        }
    )


def png(figure: Figure) -> str:
    """Return the figure as a PNG in base64, and close it."""
    if language() == "fr":
        _decimal_commas(figure)
    buffer = io.BytesIO()
    # Fixed metadata: the same figure gives the same bytes.
    figure.savefig(buffer, format="png", bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    return base64.b64encode(buffer.getvalue()).decode()


class _CommaFormatter(ScalarFormatter):
    def __call__(self, x, pos=None):
        return super().__call__(x, pos).replace(".", ",")


def _decimal_commas(figure: Figure) -> None:
    """Write 0,5 instead of 0.5 along the axes (Matplotlib's own way needs a French system locale)."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if type(axis.get_major_formatter()) is ScalarFormatter:
                axis.set_major_formatter(_CommaFormatter())


def figure_output(figure: Figure, alt: str) -> tuple[dict, dict]:
    """Return (MIME type -> content, MIME type -> metadata) of a figure, and close it."""
    image = png(figure)
    bundle = {"image/png": image, "text/plain": alt}
    if widgets_wanted():
        # JupyterLab gives a bare image no alternative text: live, it gets HTML; GitHub gets the PNG.
        bundle["text/html"] = picture(image, alt)
    return bundle, {"image/png": {"alt": alt}}


def show(figure: Figure, alt: str) -> None:
    """Display a figure with alternative text (what it shows, for whoever cannot see it)."""
    if not in_notebook():
        plt.close(figure)
        return
    from IPython.display import display

    bundle, metadata = figure_output(figure, alt)
    display(bundle, raw=True, metadata=metadata)


def image_grid(
    images: np.ndarray,
    titles: Sequence[str] | None = None,
    columns: int = 10,
    size: float = 0.9,
    diverging: bool = False,
    suptitle: str | None = None,
    scale: str | None = None,
) -> Figure:
    """Draw images in a grid, on a common scale.

    Args:
        images: (n, height, width) grey or (n, height, width, 3) colour.
        titles: a short title for each image.
        columns: images in a row.
        size: side of one image, inches.
        diverging: centre the scale on zero (blue negative, red positive), for weights.
        suptitle: title of the whole figure.
        scale: draw a colour bar with this label.

    Returns:
        The figure.
    """
    columns = min(columns, len(images))
    rows = -(-len(images) // columns)
    extra = 0.28 if titles is not None else 0.06
    height = rows * (size + extra) + (0.35 if suptitle else 0.0)
    figure, axes = plt.subplots(
        rows, columns, figsize=(columns * (size + 0.06), height), squeeze=False
    )
    if diverging:
        bound = float(np.max(np.abs(images)))
        colours = {"cmap": "RdBu_r", "vmin": -bound, "vmax": bound}
    else:
        colours = {"vmin": float(np.min(images)), "vmax": float(np.max(images))}
    for i, axis in enumerate(axes.flat):
        axis.axis("off")
        if i < len(images):
            drawn = axis.imshow(images[i], **colours)
            if titles is not None:
                axis.set_title(titles[i], fontsize=9, pad=2)
    if scale:
        figure.colorbar(drawn, ax=axes, label=scale, shrink=0.9)
    if suptitle:
        figure.suptitle(suptitle, fontsize=11)
    return figure


def learning_curves(history: dict[str, list[float]], metric: str = "accuracy") -> Figure:
    """Draw loss and metric per epoch, training and validation.

    Args:
        history: as in `keras.callbacks.History.history`: "loss", "val_loss" and
            the metric with and without "val_", one value per epoch.
        metric: key of the second panel.

    Returns:
        A figure with two panels.
    """
    figure, axes = plt.subplots(1, 2, figsize=(7.5, 2.8))
    epochs = np.arange(1, len(history["loss"]) + 1)
    names = {"loss": T("perte", "loss"), "accuracy": T("exactitude", "accuracy")}
    for axis, key in zip(axes, ("loss", metric), strict=True):
        for prefix, label, style in (
            ("", T("entraînement", "training"), "o-"),
            ("val_", "validation", "s--"),
        ):
            if prefix + key in history:
                axis.plot(epochs, history[prefix + key], style, markersize=4, label=label)
        axis.set(xlabel=T("époque", "epoch"), ylabel=names.get(key, key))
        axis.xaxis.get_major_locator().set_params(integer=True)
    axes[0].legend()
    return figure


def confusion_matrix(truth: np.ndarray, predicted: np.ndarray, names: Sequence[str]) -> Figure:
    """Draw how often each class was taken for each other one.

    Args:
        truth: (n,) true labels, integers from 0.
        predicted: (n,) predicted labels.
        names: class names, in label order.

    Returns:
        A figure; rows are true classes, columns predicted ones; off-diagonal counts are shaded.
    """
    from sklearn.metrics import confusion_matrix as count

    table = count(truth, predicted, labels=range(len(names)))
    errors = table - np.diag(np.diag(table))
    side = 0.45 * len(names) + 1.2
    figure, axis = plt.subplots(figsize=(side, side * 0.9))
    axis.imshow(errors, cmap="Oranges", vmin=0, vmax=max(1, errors.max()))
    for (row, column), value in np.ndenumerate(table):
        if value:
            dark = row != column and value > 0.6 * errors.max()
            style = {"fontweight": "bold"} if row == column else {}
            axis.text(
                column,
                row,
                value,
                ha="center",
                va="center",
                fontsize=9,
                color="white" if dark else "black",
                **style,
            )
    ticks = range(len(names))
    long = max(map(len, names)) > 3
    axis.set_xticks(ticks, names, rotation=60 if long else 0, ha="right" if long else "center")
    axis.set_yticks(ticks, names)
    axis.set(xlabel=T("classe prédite", "predicted class"), ylabel=T("classe vraie", "true class"))
    return figure
