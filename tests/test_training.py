"""LiveCurves: a line and a picture, updated in place, that say how the training went."""

import base64
import time

import numpy as np

from course_utils import training
from course_utils.i18n import use_language
from course_utils.training import LiveCurves, keras


def train(live, epochs=2, validation=True, value=1.0):
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True)
    x, y = np.full((8, 3), value, "float32"), np.arange(8) % 2
    held_out = {"validation_data": (x, y)} if validation else {}
    return model.fit(x, y, 4, epochs, verbose=0, callbacks=[live], **held_out)


def test_outside_a_notebook_it_is_silent_and_measures_time(capsys):
    live = LiveCurves()
    before = time.perf_counter()
    train(live)
    assert 0 < live.seconds < time.perf_counter() - before
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_a_line_and_the_curves_remain(notebook):
    history = train(LiveCurves()).history
    line, picture = notebook
    loss = f"{history['loss'][-1]:.4f}".replace(".", ",")
    assert line.data["text/plain"].startswith("2 époques, ")
    for text in (line.data["text/plain"], picture.data["text/plain"]):
        assert f"perte {loss}, exactitude de validation 50,00\u202f%" in text
    assert "Courbes d'apprentissage" in picture.data["text/plain"]
    assert picture.metadata == {"image/png": {"alt": picture.data["text/plain"]}}
    assert base64.b64decode(picture.data["image/png"]).startswith(b"\x89PNG")


def test_the_curves_are_redrawn_in_place_after_each_epoch(notebook, monkeypatch):
    drawn = []
    draw = training.learning_curves
    monkeypatch.setattr(
        training,
        "learning_curves",
        lambda past, metric: drawn.append(len(past["val_loss"])) or draw(past, metric),
    )
    train(LiveCurves(), epochs=3)
    assert drawn == [1, 2, 3]
    assert len(notebook) == 2


def test_texts_follow_the_language_and_leave_out_what_is_not_measured(notebook):
    use_language("en")
    train(LiveCurves(), epochs=1, validation=False)
    line, picture = notebook
    assert line.data["text/plain"].startswith("1 epoch, ")
    assert "Learning curves" in picture.data["text/plain"]
    assert "validation" not in line.data["text/plain"]


def test_while_training_the_line_says_how_far_it_is(notebook):
    train(LiveCurves(curves=False))
    first = next(d["text/plain"] for d in notebook[0].earlier if "█" in d["text/plain"])
    assert first.startswith("époque 1/2 ") and first.endswith(" s")
    assert first.count("█") == 5 and first.count("░") == 15, "one of four steps is done"


def test_a_secondary_training_shows_the_line_alone(notebook):
    train(LiveCurves(curves=False))
    [line] = notebook
    assert line.data["text/plain"].startswith("2 époques, ")


def test_the_same_callback_starts_afresh_with_each_training(notebook):
    live = LiveCurves(curves=False)
    train(live, epochs=2)
    train(live, epochs=1)
    assert len(notebook) == 2
    assert notebook[0].data["text/plain"].startswith("2 époques, ")
    assert notebook[1].data["text/plain"].startswith("1 époque, ")


def test_drawing_is_not_counted_as_training(notebook, monkeypatch):
    live, draw = LiveCurves(), training.figure_output
    monkeypatch.setattr(training, "figure_output", lambda *args: time.sleep(0.3) or draw(*args))
    before = time.perf_counter()
    train(live, epochs=2)
    assert live.seconds < time.perf_counter() - before - 0.55


def test_a_loss_that_is_not_a_number_ends_the_training():
    assert len(train(LiveCurves(), epochs=4, value=np.nan).epoch) == 1
    assert len(train(LiveCurves(), epochs=4).epoch) == 4
