"""Figures: labels in the user's language, alternative text, the same bytes each time."""

import base64

import matplotlib.pyplot as plt
import numpy as np
import pytest

from course_utils import plots
from course_utils.i18n import use_language

HISTORY = {"loss": [2.0, 1.0], "val_loss": [2.1, 1.2], "accuracy": [0.5, 0.7], "mse": [3.0, 2.0]}


@pytest.fixture(autouse=True)
def own_style():
    with plt.rc_context():
        plots.use_course_style()
        yield
    plt.close("all")


def test_png_gives_the_same_bytes_and_closes_the_figure():
    first, second = (plots.png(plots.learning_curves(HISTORY)) for _ in range(2))
    assert first == second
    data = base64.b64decode(first)
    assert data.startswith(b"\x89PNG") and b"Software" not in data
    assert plt.get_fignums() == []


def test_show_carries_alternative_text(notebook):
    plots.show(plots.learning_curves(HISTORY), "Deux courbes")
    [output] = notebook
    assert output.metadata == {"image/png": {"alt": "Deux courbes"}}
    assert output.data["text/plain"] == "Deux courbes"
    assert base64.b64decode(output.data["image/png"]).startswith(b"\x89PNG")
    assert plt.get_fignums() == []


def test_show_gives_alternative_text_to_front_ends_that_ignore_metadata(notebook, monkeypatch):
    plots.show(plots.learning_curves(HISTORY), 'Deux "courbes"')
    assert '<img alt="Deux &quot;courbes&quot;"' in notebook[0].data["text/html"]
    monkeypatch.setenv("COURSE_STATIC", "1")  # stored outputs carry the picture once
    plots.show(plots.learning_curves(HISTORY), "Deux courbes")
    assert "text/html" not in notebook[1].data


@pytest.mark.parametrize("lang, label", [("fr", "0,5"), ("en", "0.5")])
def test_axes_have_the_decimal_sign_of_the_language(lang, label):
    use_language(lang)
    figure, axis = plt.subplots()
    axis.plot([0, 1], [0, 1])
    axis.set_yticks([0, 0.5, 1])
    plots.png(figure)
    assert axis.get_yticklabels()[1].get_text() == label


def test_show_outside_a_notebook_prints_nothing_and_closes_the_figure(capsys):
    plots.show(plots.learning_curves(HISTORY), "Deux courbes")
    assert capsys.readouterr().out == ""
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    ("lang", "labels", "legend"),
    [
        ("fr", ["perte", "exactitude"], ["entraînement", "validation"]),
        ("en", ["loss", "accuracy"], ["training", "validation"]),
    ],
)
def test_learning_curves(lang, labels, legend):
    use_language(lang)
    left, right = plots.learning_curves(HISTORY).axes
    assert [left.get_ylabel(), right.get_ylabel()] == labels
    assert [left.get_xlabel(), right.get_xlabel()] == [{"fr": "époque", "en": "epoch"}[lang]] * 2
    assert [text.get_text() for text in left.get_legend().get_texts()] == legend
    assert [line.get_ydata().tolist() for line in left.lines] == [[2, 1], [2.1, 1.2]]
    assert left.lines[0].get_xdata().tolist() == [1, 2]
    assert len(right.lines) == 1, "a history without validation has one curve"


def test_learning_curves_of_another_metric():
    assert plots.learning_curves(HISTORY, "mse").axes[1].get_ylabel() == "mse"


def test_image_grid():
    images = np.arange(5 * 4).reshape(5, 2, 2)
    figure = plots.image_grid(images, list("abcde"), columns=3, suptitle="Tout")
    axes = figure.axes
    assert len(axes) == 6
    assert [axis.get_title() for axis in axes] == [*"abcde", ""]
    assert [len(axis.images) for axis in axes] == [1] * 5 + [0]
    assert {axis.images[0].get_clim() for axis in axes[:5]} == {(0, 19)}, "one scale for all"
    assert figure.get_suptitle() == "Tout"


def test_image_grid_needs_no_titles_and_no_full_row():
    assert len(plots.image_grid(np.zeros((2, 4, 4, 3)), columns=10).axes) == 2


def test_a_diverging_scale_is_centred_on_zero():
    [axis] = plots.image_grid(np.array([[[-1.0, 3.0]]]), diverging=True).axes
    assert axis.images[0].get_clim() == (-3, 3)
    assert axis.images[0].get_cmap().name == "RdBu_r"


def test_a_colour_bar_says_what_colours_mean():
    assert plots.image_grid(np.zeros((2, 4, 4)), scale="poids").axes[-1].get_ylabel() == "poids"


@pytest.mark.parametrize(
    ("lang", "labels"),
    [("fr", ("classe prédite", "classe vraie")), ("en", ("predicted class", "true class"))],
)
def test_confusion_matrix(lang, labels):
    use_language(lang)
    truth, predicted = np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 2, 2, 0])
    [axis] = plots.confusion_matrix(truth, predicted, ("a", "b", "c", "d")).axes
    assert (axis.get_xlabel(), axis.get_ylabel()) == labels
    assert [t.get_text() for t in axis.get_xticklabels()] == ["a", "b", "c", "d"]
    written = {(t.get_position()): (t.get_text(), t.get_fontweight()) for t in axis.texts}
    assert written == {
        (0, 0): ("1", "bold"),
        (1, 0): ("1", "normal"),
        (1, 1): ("1", "bold"),
        (2, 2): ("2", "bold"),
        (0, 2): ("1", "normal"),
    }, "x is the predicted class, y the true one"
    assert np.diag(axis.images[0].get_array()).sum() == 0, "only errors are shaded"


def test_a_perfect_confusion_matrix():
    [axis] = plots.confusion_matrix(np.arange(3), np.arange(3), ("longer", "b", "c")).axes
    assert len(axis.texts) == 3
    assert axis.get_xticklabels()[0].get_rotation() == 60


def test_colours_are_distinct_and_legible_on_white():
    assert len(set(plots.COLOURS)) == 8
    for colour in (plots.BLUE, plots.RED, plots.GREY):
        red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        assert 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.6
