"""Errors explained: each is provoked for real, told in both languages, and still an error."""

import contextlib
import io
import itertools
import linecache
import math
import os
import re
import sys
import textwrap
from types import SimpleNamespace

import nbclient
import nbformat
import numpy as np
import pytest

from course_utils.i18n import use_language
from course_utils.live import catalogue, clues, explain

# What the learner wrote -> what both languages must say.
CASES = {
    # cells out of order, misspelt names
    "model_of_a_later_cell": ["`model_of_a_later_cell`", "Run All Above Selected Cell"],
    "x_train = 3\nx_trian + 1": ["`x_trian`", "`x_train`", ": `x_trian + 1`"],
    "del plt\nplt.plot([1])": ["`import matplotlib.pyplot as plt`", "Run All Above"],
    "def g():\n    total = total + 1\ng()": ["`total`", "2, ", "`g` : |`g`: "],
    "def g():\n    def h():\n        return n\n    h()\n    n = 1\ng()": ["`n`"],
    "import absent_package": ["`%pip install absent_package`"],
    "import nunpy": ["`nunpy`", "`numpy`"],
    "import numpy.lineal": ["`numpy`", "`linalg`"],
    "from numpy import arrange": ["`numpy`", "`arange`"],
    "from tensorflow.keras.layers import Dens": ["`Dense`"],
    "open('absent.csv')": ["`absent.csv`", os.getcwd()],
    "np.loadtxt('absent.csv')": ["`absent.csv`"],
    "keras.models.load_model('absent.keras')": ["`absent.keras`"],
    "dense(4).load_weights('absent.weights.h5')": ["`absent.weights.h5`"],
    "def double(x):\n    raise NotImplementedError\ndouble(3)": ["`double`"],
    # symbolic tensors
    "np.exp(keras.Input((3,)))": ["`keras.ops.exp(x)`"],
    "tf.exp(keras.Input((3,)))": ["`keras.ops`"],
    "x = keras.Input((3,))\nif x > 0:\n    pass": ["`if x > 0:`"],
    "keras.Input((3,)).numpy()": ["`keras.ops`"],
    "tf.function(lambda a: np.exp(a))(tf.zeros(3))": ["`keras.ops`"],
    # missing or wrong calls
    "y = [2, 1].sort()\ny[0]": ["`y`", "`None`", "`return`"],
    "nothing(1) + 1": ["`nothing(…)`", "`return`"],
    "nothing(1).shape": ["`nothing(…)`", "`return`"],
    "a, b = nothing(1)": ["`nothing(…)`"],
    "f'{nothing(1):.2f}'": ["`nothing(…)`"],
    "[1].sort()[0]": ["`None`"],
    "images.mean[0]": ["`images.mean(…)`", "`images.mean(…)[0]`"],
    "layers.Dense[3]": ["`layers.Dense(…)`"],
    "images / images.max": ["`images.max(…)`"],
    "nothing + 1": ["`nothing(…)`"],
    "1 < (lambda: 1)": ["`f(…)`"],
    "np.exp(images.mean)": ["`images.mean(…)`"],
    "images(0)": ["`images`", "`ndarray`", "`images[0]`"],
    "np(3)": ["`np`", "`module`"],
    "2 (3 + 4)": ["`int`", "`2 * (a + b)`"],
    "keras.Input((3,))(layers.Dense(2))": ["`x = layers.Dense(10)(x)`"],
    "sum = 3.0\nsum([1, 2])": ["`sum`", "`float`", "`del sum`"],
    "nothing()": ["`x`", "`help(nothing)`"],
    "layers.Conv2D(3)": ["`kernel_size`", "`help(layers.Conv2D)`"],
    "keras.Model.summary()": ["`keras.Model`"],
    "nothing(1, 2)": ["`nothing`", "`help(…)`"],
    "nothing(xx=2)": ["`nothing`", "`xx`"],
    "def scale(x, factor):\n    return x\nscale(1, factr=2)": ["`factr`", "`factor`"],
    "layers.Dense(3, activate='relu')": ["`layers.Dense`", "`activate`", "`activation`|`help"],
    "history = dense(4).fit(x, y, verbose=0)\nhistory['loss']": ["`….history['loss']`"],
    "for i in 3:\n    pass": ["`int`", "`range(…)`"],
    # what Keras needs first
    "keras.Sequential([keras.Input((4,)), layers.Dense(1)]).fit(x, y)": ["`model.compile("],
    "m = keras.Sequential([keras.Input((4,)), layers.Dense(1)])\nm.compile('sgd')\nm.fit(x, y)": [
        "`compile`",
        "`loss='mse'`",
    ],
    "keras.Sequential([layers.Dense(1)]).count_params()": ["`keras.Input(shape=…)`"],
    "layers.Dense(1).kernel": ["`keras.Input(shape=…)`"],
    "o = keras.optimizers.Adam()\nfor _ in range(2):\n    m = dense(4)\n    m.compile(o, 'mse')\n"
    "    m.fit(x, y, verbose=0)": ["keras.optimizers.Adam()"],
    "keras.Model(keras.Input((4,)), layers.Dense(3)(keras.Input((4,))))": ["`keras.Input`"],
    "layers.Dense(10)(layers.Dense(5))": ["`x = layers.Dense(10)(inputs)`"],
    "keras.Model(keras.Input((4,)), layers.Dense(5))": ["`x = layers.Dense(10)(inputs)`"],
    "layers.Dense(5)([1, 2])": ["`np.array(x)`"],
    "dense(4).fit([[1, 2, 3, 4]] * 8, [0] * 8, verbose=0)": ["`np.array(x)`"],
    "keras.Sequential(layers.Dense(5), layers.Dense(6))": ["`keras.Sequential(["],
    "keras.Sequential([keras.Input((4,)), layers.Flatten])": ["`keras.Sequential(["],
    "dense(4).fit(x, verbose=0)": ["`None`", "`model.fit(x, y)`"],
    "dense(4).compile(optimizer='adm')": ["`adm`", "`adam`"],
    "dense(4, loss='binary_crossentropi').fit(x, y, verbose=0)": ["`binary_crossentropy`"],
    "layers.Dense(3, activation='rellu')": ["`rellu`", "`relu`"],
    "dense(4, metrics=['acuracy']).fit(x, y, verbose=0)": ["`accuracy`"],
    # shapes: a network and its data
    "dense(4, 3, 'categorical_crossentropy').fit(x, y, verbose=0)": [
        "(None,)",
        "(None, 3)",
        "`loss='sparse_categorical_crossentropy'`",
        "`keras.utils.to_categorical(y, 3)`",
    ],
    "dense(4, 3, 'sparse_categorical_crossentropy').fit(x, np.eye(8, 3), verbose=0)": [
        "(None, 3)",
        "`loss='categorical_crossentropy'`",
    ],
    "dense(4, 3, 'categorical_crossentropy').fit(x, np.eye(8), verbose=0)": [
        "(None, 8)",
        "(None, 3)",
        "`Dense(8)`",
    ],
    "dense(4, 3).fit(x, np.eye(8), verbose=0)": ["(None, 8)", "(None, 3)", "`Dense(8)`"],
    "dense(4, 3).fit(x, y, verbose=0)": ["(8,)", "(8, 3)", "`Dense(1)`"],
    "dense(4, 3, 'sparse_categorical_crossentropy').fit(x, y + 3, verbose=0)": [
        "3",
        "`y - y.min()`",
    ],
    "layers.Embedding(4, 3)(np.array([7]))": ["7", "4", "`input_dim`"],
    "dense(4).fit(x, y[:7], verbose=0)": ["8", "7", "`x` "],
    "layers.Conv2D(4, 3)(np.zeros((8, 28, 28)))": [
        "(8, 28, 28)",
        "`x[..., np.newaxis]`",
    ],
    "layers.Conv2D(4, 3)(np.zeros((28, 28, 3)))": ["(28, 28, 3)", "`x[np.newaxis]`"],
    "layers.Conv2D(4, 3)(keras.Input((28, 28)))": ["(None, 28, 28)", "`x[..., np.newaxis]`"],
    "layers.Dense(3)(np.zeros(4))": ["(4,)", "`x[np.newaxis]`"],
    "layers.LSTM(3)(layers.LSTM(3)(keras.Input((5, 2))))": ["(None, 3)", "`return_sequences=True`"],
    "layers.MaxPooling2D()(keras.Input((7,)))": ["(None, 7)", "`Flatten`"],
    "dense(4).fit(np.zeros((8, 5)), y, verbose=0)": ["(None, 5)", "4", "`keras.Input(shape=…)`"],
    "l = layers.Conv2D(2, 3)\nl(np.zeros((1, 9, 9, 1)))\nl(np.zeros((1, 9, 9, 3)))": [
        "(1, 9, 9, 3)"
    ],
    "dense(4).predict(np.zeros(4), verbose=0)": ["(None, 4)", "(4,)", "`x[np.newaxis]`"],
    "pictures().predict(np.zeros((2, 784)), verbose=0)": [
        "(None, 28, 28, 1)",
        "(2, 784)",
        "`x.reshape(-1, 28, 28, 1)`",
    ],
    "pictures().predict(np.zeros((28, 28)), verbose=0)": ["`x[np.newaxis, ..., np.newaxis]`"],
    "pictures().predict(np.zeros((2, 27)), verbose=0)": ["(2, 27)", "`keras.Input(shape=…)`"],
    "layers.Conv2D(4, 5)(keras.Input((3, 3, 1)))": ["(None, 3, 3, 1)", "`padding='same'`"],
    "pictures().predict(np.zeros((28, 28, 1)), verbose=0)": ["`x[np.newaxis]`"],
    # shapes: arrays
    "a, b = np.ones((2, 3)), np.ones((3, 2))\na + b": [
        "(2, 3)",
        "(3, 2)",
        "`.T`",
        ": `a + b`",
        "`b` ",
    ],
    "np.ones((2, 3)) - np.ones(2)": ["(2, 3)", "(2,)", "`v[..., np.newaxis]`"],
    "a = np.ones(3)\na += np.ones((2, 3))": ["(3,)", "(2, 3)"],
    "np.broadcast_to(np.ones(3), (2, 4))": ["(3,)", "(2, 4)"],
    "tf.zeros((2, 3)) + tf.zeros((4, 3))": ["(2, 3)", "(4, 3)", "`.shape`"],
    "keras.Input((3,)) + keras.Input((4,))": ["(None, 3)", "(None, 4)"],
    "layers.Add()([keras.Input((3,)), keras.Input((4,))])": ["(3,)", "(4,)"],
    "tf.function(lambda a, b: a + b)(tf.zeros((2, 3)), tf.zeros((3, 2)))": ["(2, 3)", "(3, 2)"],
    "x @ w": ["4", "5", "`x @ w`", "(8, 4)", "(5, 2)"],
    "x.dot(w)": ["(8, 4)", "(5, 2)", "`.T`"],
    "tf.matmul(x, w)": ["(8, 4)", "(5, 2)"],
    "keras.ops.matmul(x, w)": ["(8, 4)", "(5, 2)"],
    "tf.function(lambda a, b: a @ b)(x, w)": ["(8, 4)", "(5, 2)"],
    "x @ 3.0": ["`*`"],
    "x[0] = np.ones(5)": ["(5,)", "(4,)"],
    "np.zeros(784).reshape(28, 27)": ["784", "756", "(28, 27)"],
    "np.zeros(784).reshape(-1, 27)": ["784", "27"],
    "tf.reshape(tf.zeros(6), (4,))": ["6", "4"],
    "layers.Reshape((5,))(keras.Input((4,)))": ["4", "(5,)"],
    "np.concatenate([x, w])": ["`axis`", "(8, 4)", "(5, 2)"],
    "np.stack([x, w])": ["`axis`"],
    "tf.concat([x, w], 0)": ["`axis`"],
    "layers.Concatenate()([keras.Input((3, 4)), keras.Input((4, 3))])": ["`axis`"],
    "x[0, 0, 0]": ["3", "2", "(8, 4)"],
    "x[0][0][0]": ["`x[0][0][0]`"],
    "x.sum(axis=2)": ["`axis=2`", "(8, 4)"],
    "x[np.array([True, False])]": ["2", "8"],
    "n, h, v = x.shape": ["3", "(8, 4)"],
    "for a, b in x:\n    pass": ["2", "(8, 4)"],
    "if x > 0:\n    pass": ["`(…).all()`", "`(…).any()`", "`&`"],
    "math.exp(x)": ["`np.exp`", "(8, 4)"],
    "plt.imshow(np.zeros((2, 28, 28)))": ["(2, 28, 28)", "`x[0]`"],
    "plt.plot([1, 2], [1, 2, 3])": ["(2,)", "(3,)"],
    # types of values
    "a = np.arange(3, dtype='uint8')\na -= 1.5": ["`float64`", "`uint8`", "`a` "],
    "np.array(['a']) * 2.0": ["`multiply`", "`x.astype('float32')`"],
    "np.exp(np.array(['1']))": ["`exp`"],
    "np.exp(np.array([1, 'a'], dtype=object))": ["`exp`"],
    "tf.constant(1) * tf.constant(1.0)": ["`int32`", "`float`", "`keras.ops.cast(x, 'float32')`"],
    "tf.constant(1.0) * tf.constant(1.0, 'float64')": ["`double`", "`float`"],
    "tf.constant(1) * 2.5": ["`int32`", "`2.5`"],
    "tf.function(lambda a, b: a @ b)(tf.zeros((2, 2)), tf.zeros((2, 2), 'float64'))": ["`float64`"],
    "np.array([[1, 2], [3]])": ["`np.array(x, dtype='float32')`"],
    "tf.convert_to_tensor(np.array([[1, 2], [3]], dtype=object))": [
        "`np.array(x, dtype='float32')`"
    ],
    "tf.constant([[1, 2], [3]])": ["`np.array(x, dtype='float32')`"],
    "dense(4).fit(x.astype(object), y, verbose=0)": ["`np.array(x, dtype='float32')`"],
    "dense(4).fit(x, np.array(['cat'] * 8), verbose=0)": ["`str`"],
    "float('3,5')": ["`'3,5'`"],
    "int('a')": ["`'a'`"],
    "np.array([300], dtype='uint8')": ["`uint8`", "300", "255"],
    "[1, 2] * 1.5": ["`x = np.array(x)`"],
    "[1, 2] - [3]": ["`x = np.array(x)`"],
    "[1, 2] + 3": ["`x = np.array(x)`"],
    "'loss: ' + 0.5": ["`str`"],
    "1 + '2'": ["`str`"],
    "{} + 1": ["`dict`", "`int`"],
    # indices, keys, attributes
    "np.concatenate(x, x)": ["`np.concatenate([a, b])`"],
    "[1, 2][np.array([0, 1])]": ["`np.array("],
    "rows = [[1, 2], [3, 4]]\nrows[0, 1]": ["`x[0, 1]`", "`rows` "],
    "[1, 2]['a']": ["`type(…)`"],
    "tf.zeros(3)['a']": ["`type(…)`"],
    "n = 10 / 2\nx[n]": ["`//`", "`n` ", "`float`"],
    "range(5 / 2)": ["`//`"],
    "np.zeros(2.5)": ["`//`"],
    "np.arange(3)[np.array([0.0])]": ["`x.astype(int)`"],
    "[1, 2][1.0]": ["`int(…)`"],
    "x[8]": ["8", "`x` ", "(8, 4)"],
    "keras.utils.to_categorical([1, 2, 3], 3)": ["3", "`num_classes`"],
    "tf.zeros(3)[5]": ["5", "0"],
    "names = ['a', 'b']\nnames[2]": ["`names`", "2", "`-1`"],
    "history.history['val_loss']": ["`'val_loss'`", "`'loss'`", "`validation_data=(x_val, y_val)`"],
    "history.history['acc']": ["`'acc'`", "`accuracy`"],
    "history.history['los']": ["`'los'`", "`loss`"],
    "history.history['auc']": ["`metrics=['accuracy']`"],
    "{'a': 1}['b']": ["`'b'`"],
    "np.float(3)": ["`np.float`", "`float`"],
    "x.shpae": ["`shpae`", "`shape`"],
    "np.arrange(3)": ["`arrange`", "`arange`"],
    "keras.layers.Dens(3)": ["`keras.layers`", "`Dense`"],
    "[1, 2].shape": ["`list`", "`x = np.array(x)`"],
    "x.numpy()": ["`.numpy()`"],
    "x.append(3)": ["`np.array("],
    "tf.zeros(3).reshape(3, 1)": ["`keras.ops.reshape(x, …)`", "`x.numpy()`"],
    "tf.zeros(3).astype('int32')": ["`keras.ops.cast(x, …)`"],
    "history.loss": ["`….history['loss']`"],
    "history.history.loss": ["`…['loss']`"],
    "[1].add(3)": ["`list`", "`add`"],
    # the rest
    "3 / 0": ["0", "`3 / 0`"],
    "def relu(z):\n    return relu(z)\nrelu(1)": ["2, ", "`relu` : |`relu`: "],
    "np.zeros((10**7, 10**7))": ["`batch_size`"],
}


class Learner:
    """Runs cells as IPython does: their globals are one namespace, linecache knows their source."""

    def __init__(self, **names):
        self.names = {"__name__": "__main__", **names}
        self.count = itertools.count(1)

    def run(self, source):
        """Return what the cell raises, None if nothing."""
        name = f"<cell {next(self.count)} of {id(self)}>"
        lines = [f"{line}\n" for line in source.split("\n")]
        linecache.cache[name] = (len(source), None, lines, name)
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(source, name, "exec"), self.names)
        except Exception as error:
            return error
        return None

    def explain(self, source):
        """Return both messages on the error of a cell."""
        error = self.run(source)
        messages = []
        for lang in ("fr", "en"):
            use_language(lang)
            messages.append(error and explain.explain(error, self.names))
        return messages


@pytest.fixture(autouse=True, scope="module")
def no_figure_left():
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@pytest.fixture
def learner():
    return Learner(np=np)


HISTORY = {"accuracy": [0.5], "loss": [1.0]}


def everything():
    """Return a learner whose namespace has what `CASES` need."""
    import matplotlib.pyplot as plt
    import tensorflow as tf

    from course_utils.quiet import import_keras

    keras = import_keras()
    learner = Learner(np=np, math=math, keras=keras, layers=keras.layers, plt=plt, tf=tf)
    history = keras.callbacks.History()
    history.history = HISTORY
    images = np.zeros((2, 28, 28))
    x, y, w = np.ones((8, 4), "float32"), np.zeros(8, int), np.ones((5, 2), "float32")
    learner.names.update(history=history, images=images, x=x, y=y, w=w)
    learner.run(
        "def nothing(x):\n    pass\n"
        "def dense(inputs, units=1, loss='mse', metrics=None):\n"
        "    m = keras.Sequential([keras.Input((inputs,)), layers.Dense(units)])\n"
        "    m.compile('sgd', loss, metrics=metrics)\n"
        "    return m\n"
        "def pictures():\n"
        "    first = [keras.Input((28, 28, 1)), layers.Conv2D(1, 3), layers.Flatten()]\n"
        "    return keras.Sequential([*first, layers.Dense(1)])\n"
    )
    return learner


@pytest.fixture(scope="module")
def provoked():
    """Return, for every case, its two messages and the entry that made them."""
    learner, given, results = everything(), [], {}
    original = clues.Entry.explanation

    def recorded(entry, clue):
        if (message := original(entry, clue)) is not None:
            given.append(entry)
        return message

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clues.Entry, "explanation", recorded)
        for source in CASES:
            names = dict(learner.names)
            given.clear()
            results[source] = (learner.explain(source), list(given))
            learner.names.clear()  # the same dictionary: functions and cells share it
            learner.names.update(names)
    return results


@pytest.mark.parametrize("source", CASES)
def test_the_message_says_what_matters(provoked, source):
    messages, _ = provoked[source]
    for message in messages:
        assert message is not None, "no error, or not recognised"
        for fact in CASES[source]:
            assert any(way in message for way in fact.split("|")), f"{fact!r} is not in {message!r}"


@pytest.mark.parametrize("source", CASES)
def test_the_message_reads_well(provoked, source):
    (french, english), _ = provoked[source]
    if french is None:
        pytest.skip("reported by the other test")
    assert french != english
    assert re.search(r"\b(le|la|les|un|une|de|des|est|vous|s'appelle)\b", french)
    assert re.search(r"\b(the|a|an|is|has|of)\b", english, re.I)
    for message in (french, english):
        told, _, where = message.partition("\n")
        assert told.rstrip(")")[-1] in ".?", "sentences"
        assert where.startswith(("Ligne ", "Line "))
        assert len(re.findall(r"[.?:;] ", told)) <= 6 and len(told) < 420, "short"
        assert told.count("`") % 2 == 0 and "``" not in told and "  " not in told
        assert "None`" in told or not re.search(r"\bNone\b(?![,)])", told.replace("`None`", "")), (
            "no group left empty"
        )


def test_every_entry_is_provoked(provoked):
    used = {id(entry) for _, entries in provoked.values() for entry in entries}
    idle = [entry for entry in catalogue.CATALOGUE if id(entry) not in used]
    assert not idle, [entry.patterns[0].pattern for entry in idle]


# --- what is left alone -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError('an amount must be positive')",
        "class Odd(Exception):\n    pass\nraise Odd('x')",
        "assert 1 == 2, 'not equal'",
        "raise NotImplementedError('only for images')",
        "[1, 2].index(3)",
        "import json\njson.loads('{')",
        "raise SystemError",
    ],
)
def test_an_error_that_the_catalogue_does_not_know_has_no_explanation(learner, source):
    assert learner.explain(source) == [None, None]


def test_a_fault_of_a_library_is_not_told_as_the_learners(learner):
    library = Learner()
    library.run(
        "def misspell():\n    return mispelt\n"
        "def look(d):\n    return d['a key']\n"
        "def call(f):\n    return f()\n"
        "def none():\n    return None[0]\n"
        "def divide():\n    return 1 / 0\n"
    )
    learner.names.update(library.names, __name__="__main__")
    for cell in ("misspell()", "look({})", "call(3)", "none()", "divide()"):
        assert learner.explain(cell) == [None, None], cell


def test_an_error_without_a_traceback_is_explained_without_a_line():
    message = explain.explain(ZeroDivisionError("division by zero"), {})
    assert message is None, "nobody knows whose fault it is"
    message = explain.explain(ValueError("You must call `compile()` before using the model."), {})
    assert "`model.compile(" in message and "Ligne" not in message


def test_a_subclass_is_recognised(learner):
    cell = "class Mine(ValueError):\n    pass\nraise Mine('cannot reshape array of size 6 into shape (4,)')"
    assert all("6" in message and "4" in message for message in learner.explain(cell))


def test_the_line_is_that_of_the_cell_and_values_those_of_the_function(learner):
    learner.run("w = np.ones((5, 2))\ndef layer(x):\n    z = (x\n         @ w)\n    return z")
    french, english = learner.explain("x = 'another'\nlayer(np.ones((3, 4)))")
    assert "Ligne 3, dans `layer` : `z = (x`" in french
    assert "(`x` de forme (3, 4), `w` de forme (5, 2))" in french
    assert "Line 3, in `layer`: `z = (x` (`x` of shape (3, 4), `w` of shape (5, 2))" in english


def test_accents_do_not_shift_the_columns(learner):
    french, _ = learner.explain("été = 'é'; a = np.ones(2); b = np.ones(3); {'é': a + b}")
    assert french.endswith("(`a` de forme (2,), `b` de forme (3,))")


def test_nothing_is_called_to_explain(learner):
    learner.run("calls = []\ndef f():\n    calls.append(1)\n    return np.ones(2)\na = np.ones(3)")
    learner.explain("f() + a")
    assert learner.names["calls"] == [1]


def test_a_code_in_backquotes_cannot_be_broken(learner):
    french, _ = learner.explain("'`' + 1")
    assert french.endswith("Ligne 1 : `''' + 1`")


# --- losses -------------------------------------------------------------------------------------


@pytest.fixture
def shell():
    return SimpleNamespace(user_ns={})


def test_a_loss_that_is_no_number_is_told_once_per_training(shell, capsys):
    learner = everything()
    keras, names = learner.names["keras"], shell.user_ns
    losses = explain._Losses(shell)
    model = learner.names["dense"](4)
    model.optimizer.learning_rate = 1e30
    names["net"] = model
    model.fit(learner.names["x"], learner.names["y"], epochs=4, verbose=0)
    losses.look()
    assert math.isnan(model.history.history["loss"][-1]), "what this test is about"
    told = capsys.readouterr().out
    assert (
        told.startswith("✗ La perte est NaN") and "`net`" in told and "dix fois plus petit" in told
    )
    losses.look()
    names["past"] = model.history  # the same training under another name
    losses.look()
    assert capsys.readouterr().out == ""

    use_language("en")
    names["other"] = keras.callbacks.History()
    losses.look()
    names["other"].history = {"loss": [2.0, math.inf]}
    losses.look()
    assert capsys.readouterr().out.startswith("✗ The loss is infinite from epoch 2 on (`other`)")


def test_a_good_training_and_odd_variables_go_unnoticed(shell, capsys):
    learner = everything()
    shell.user_ns.update(learner.names, odd=Unwilling())
    explain._Losses(shell).look()
    learner.names["history"].history = {}
    explain._Losses(shell).look()
    assert capsys.readouterr().out == ""


class Unwilling:
    """A variable that may not be looked at."""

    @property
    def __class__(self):
        raise RuntimeError


def test_without_keras_no_loss_is_looked_at(shell, monkeypatch):
    monkeypatch.delitem(sys.modules, "keras", raising=False)
    explain._Losses(shell).look()
    assert "keras" not in sys.modules


# --- in a kernel --------------------------------------------------------------------------------

CELLS = {
    "start": """
        import sys
        from course_utils import start
        shell = get_ipython()
        shell.set_custom_exc((ImportError,), lambda *_, **options: print("the other handler"))
        start("02_neuron", "fr", use_keras=False)
        from course_utils.live import explain
        explain.attach(shell)
        before = len(shell.events.callbacks["post_run_cell"])
        start("02_neuron", "fr", use_keras=False)
        explain.attach(shell)
        print(len(shell.events.callbacks["post_run_cell"]) - before)
    """,
    "known": """
        import numpy as np
        def add(x):
            return x + np.ones((2, 3))

        add(np.ones((3, 2)))
    """,
    "after": "print(type(sys.last_value).__name__, hasattr(sys.last_value, '_render_traceback_'))",
    "tb": "%tb",
    "html": "{}['<b>&']",
    "to do": "raise NotImplementedError",
    "unknown": "raise RuntimeError('something else')",
    "other": "raise ImportError('something else')",
    "magic": "%%time\nnp.ones(2) + np.ones(3)",
    "closed": """
        class Closed(ValueError):
            def __setattr__(self, *_):
                raise AttributeError
        raise Closed("matmul: Input operand 1 does not have enough dimensions")
    """,
    "broken": "explain._find = lambda *_: 1 / 0\nnp.ones(2) + np.ones(3)",
    "last": "1 / 0",
}


@pytest.fixture(scope="module")
def executed():
    """Return, by name of the cell, its outputs and the reply of a kernel; and what stopped nbclient."""
    replies = []
    cells = [nbformat.v4.new_code_cell(textwrap.dedent(text).strip()) for text in CELLS.values()]
    for cell in cells[:-1]:
        cell.metadata["tags"] = ["raises-exception"]
    client = nbclient.NotebookClient(
        nbformat.v4.new_notebook(cells=cells),
        kernel_name="python3",
        timeout=120,
        on_cell_executed=lambda cell, cell_index, execute_reply: replies.append(
            execute_reply["content"]
        ),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_STATIC", "1")  # `start` alone: the rest is attached by hand
        with pytest.raises(nbclient.exceptions.CellExecutionError) as stopped:
            client.execute()
    cells = {
        name: SimpleNamespace(outputs=cell.outputs, reply=reply)
        for name, cell, reply in zip(CELLS, cells, replies, strict=True)
    }
    return cells, stopped.value


def parts(cell):
    """Return what a cell displays (the last of it) and its error, None for what there is not."""
    shown = [o.data for o in cell.outputs if o.output_type == "display_data"]
    errors = [o for o in cell.outputs if o.output_type == "error"]
    assert len(shown) <= 1 and len(errors) <= 1, "nothing is told twice"
    return (shown or [None])[0], (errors or [None])[0]


def printed(cell):
    """Return what a cell prints, however it was cut."""
    return "".join(o.text for o in cell.outputs if o.output_type == "stream")


def test_attaching_again_changes_nothing(executed):
    cells, _ = executed
    assert printed(cells["start"]) == "0\n"


def test_a_known_error_fails_with_a_short_traceback_and_the_whole_one_folded(executed):
    cells, _ = executed
    shown, error = parts(cells["known"])
    message = "operands could not be broadcast together with shapes (3,2) (2,3) "
    assert (error.ename, error.evalue) == ("ValueError", message)
    assert error.traceback == [
        "Ligne 5 : add(np.ones((3, 2)))",
        "Ligne 3 (add) : return x + np.ones((2, 3))",
        f"ValueError: {message.strip()}",
    ]
    reply = cells["known"].reply
    assert (reply["status"], reply["ename"], reply["evalue"]) == ("error", "ValueError", message)
    page = shown["text/html"]
    assert "Les formes (3, 2) et (2, 3)" in page and "<code>.T</code>" in page
    assert "Ligne 3, dans <code>add</code>" in page
    folded = page.partition("<details><summary>Trace complète de l&#x27;erreur</summary><pre>")[2]
    assert "Traceback (most recent call last)" in folded and "----&gt; 5 add(" in folded
    assert "\x1b" not in page
    plain = shown["text/plain"]
    assert plain.startswith("✗ Les formes (3, 2) et (2, 3)") and plain.endswith(
        "`%tb` dans une cellule."
    )


def test_the_exception_stays_as_it_was(executed):
    cells, _ = executed
    assert printed(cells["after"]) == "ValueError False\n"
    shown, error = parts(cells["tb"])
    assert shown is None
    assert "Traceback (most recent call last)" in re.sub(
        r"\x1b\[[\d;]*m", "", "\n".join(error.traceback)
    )


def test_what_the_learner_wrote_is_escaped(executed):
    page = parts(executed[0]["html"])[0]["text/html"]
    assert "<b>" not in page and "&lt;b&gt;&amp;" in page


def test_a_stub_is_no_failure(executed):
    shown, error = parts(executed[0]["to do"])
    assert shown["text/plain"].startswith("○ ")
    assert error.traceback[-1] == "NotImplementedError"


def test_an_unknown_error_is_shown_as_usual(executed):
    shown, error = parts(executed[0]["unknown"])
    assert shown is None and error.ename == "RuntimeError"
    assert "Traceback" in "\n".join(error.traceback)


def test_the_handler_of_the_front_end_keeps_what_it_handled(executed):
    assert printed(executed[0]["other"]) == "the other handler\n"
    assert parts(executed[0]["other"]) == (None, None)


def test_a_magic_does_not_show_its_own_line(executed):
    shown, error = parts(executed[0]["magic"])
    if shown is not None:  # IPython 7 shows the error of a timed cell itself
        assert "run_cell_magic" not in "".join(error.traceback)


@pytest.mark.parametrize("name", ["closed", "broken"])
def test_a_fault_of_the_explanation_hides_nothing(executed, name):
    _, error = parts(executed[0][name])
    assert error.ename == {"closed": "Closed", "broken": "ValueError"}[name]
    assert "Traceback" in "\n".join(error.traceback)
    assert executed[0][name].reply["status"] == "error"
    assert "unregistering" not in printed(executed[0][name])


def test_a_notebook_stops_at_an_explained_error(executed):
    _, stopped = executed
    assert (stopped.ename, stopped.evalue) == ("ZeroDivisionError", "division by zero")
