"""Time to 99.0 % test accuracy: the recipe of lesson 09 against the usual introductory CNN.

    COURSE_DATA_DIR=folder-with-mnist/mnist.npz python tests/benchmarks/mnist_time_to_99.py

The recipe is read from the lesson: its cells tagged `recipe` are executed here. Both networks train on the same 55,000 images; test accuracy is read every
quarter epoch with the clock stopped, so reading costs nothing. The clock starts
when fit() is called: it includes tracing, shuffling and whatever fit() does
between epochs, for both networks alike. A second figure leaves out the first
execution, where tracing happens (its steps are charged at the average pace).
Runs alternate between the two networks, so that a busy machine slows both.
By default a run stops at the first reading of 99.0 %; `--to-end` trains the
recipe alone to the end of its schedule and reads the test set once per seed.
"""

import argparse
import os
import platform
import statistics
import sys
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

TARGET = 0.99
USUAL_MAX_EPOCHS = 15
USUAL_BATCH_SIZE = 128
N_TRAIN = 55_000  # the last 5,000 training images are the validation part


def data_file():
    folder = os.environ.get("COURSE_DATA_DIR")
    path = Path(folder or ".") / "mnist" / "mnist.npz"
    if not folder or not path.is_file():
        sys.exit("Set COURSE_DATA_DIR to the folder that contains mnist/mnist.npz.")
    return path


PATH = data_file()  # before the slow imports

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras import layers  # noqa: E402

from course_utils.authoring.source import read_lesson  # noqa: E402


def lesson_recipe() -> dict:
    """Return what the lesson's cells tagged `recipe` define: build_cnn, compile_cnn, BATCH, EPOCHS."""
    names = {"keras": keras, "layers": layers}
    for cell in read_lesson("09_mnist_cnn").cells:
        if "recipe" in cell.tags:
            exec(cell.code, names)
    return names


RECIPE = lesson_recipe()


def load():
    with np.load(PATH) as d:
        x, y = d["x_train"][:N_TRAIN], d["y_train"][:N_TRAIN]
        x_test, y_test = d["x_test"], d["y_test"]
    return x[..., None], y.astype("int32"), x_test[..., None], y_test.astype("int32")


def build_usual():
    inputs = keras.Input((28, 28, 1))
    x = layers.Rescaling(1 / 255)(inputs)  # as in the recipe: both are fed the same integers
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D()(x)
    x = layers.Flatten()(x)
    x = layers.Dropout(0.5)(x)
    return keras.Model(inputs, layers.Dense(10, activation="softmax")(x))


def accuracy(model, x, y):
    """Accuracy of the current weights, the ones predict() uses."""
    hits = 0
    for i in range(0, len(x), 1000):
        hits += int((model.predict_on_batch(x[i : i + 1000]).argmax(1) == y[i : i + 1000]).sum())
    return hits / len(x)


class QuarterEpochReader(keras.callbacks.Callback):
    """Reads test accuracy every quarter epoch with the clock stopped."""

    def __init__(self, x, y, steps_per_epoch, target):
        super().__init__()
        self.x, self.y, self.target = x, y, target
        self.quarter = steps_per_epoch / 4
        self.next_read = self.quarter
        self.steps_per_epoch = steps_per_epoch
        self.done = self.epoch = 0
        self.paused = 0.0
        self.first = self.reached = None  # (step, seconds)
        self.readings = []  # (step, seconds, accuracy)

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        # With steps_per_execution=k this is called every k steps, so a reading
        # is up to k - 1 steps late, never early.
        now = time.perf_counter()
        seconds = now - self.start - self.paused
        step = self.epoch * self.steps_per_epoch + batch + 1
        if self.first is None:
            self.first = (step, seconds)
        if step < self.next_read:
            return
        self.next_read += self.quarter
        acc = accuracy(self.model, self.x, self.y)
        self.readings.append((step, seconds, acc))
        if acc >= self.target:
            self.model.stop_training = True
            self.reached = (step, seconds)
        self.paused += time.perf_counter() - now


def train(name, seed, data, target=TARGET):
    x, y, x_test, y_test = data
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    if name == "recipe":
        batch, epochs = RECIPE["BATCH"], RECIPE["EPOCHS"]
        steps_per_epoch = -(-len(x) // batch)
        model = RECIPE["build_cnn"]()
        RECIPE["compile_cnn"](model, steps_per_epoch * epochs)
    else:
        batch, epochs = USUAL_BATCH_SIZE, USUAL_MAX_EPOCHS
        steps_per_epoch = -(-len(x) // batch)
        model = build_usual()
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    reader = QuarterEpochReader(x_test, y_test, steps_per_epoch, target)
    # Trace the prediction function now: reading must not be billed, either way.
    accuracy(model, x_test[:1000], y_test[:1000])
    reader.start = time.perf_counter()
    callbacks = [reader] if target else []
    model.fit(x, y, batch_size=batch, epochs=epochs, verbose=0, callbacks=callbacks)
    if target is None:
        seconds = time.perf_counter() - reader.start
        return seconds, accuracy(model, x_test, y_test)
    return reader


def report(name, seed, reader):
    step, seconds, acc = reader.readings[-1]
    (first_step, first_seconds) = reader.first
    pace = (seconds - first_seconds) / max(step - first_step, 1)
    warm = pace * step
    # No crossing: the best the benchmark can say is "at least this long".
    flag = "" if reader.reached else "  NOT REACHED"
    epochs = step / reader.steps_per_epoch
    print(
        f"{name:7s} {seed:4d} {epochs:7.2f} {seconds:9.2f} {warm:11.2f} "
        f"{pace * 1e3:8.1f} {acc * 100:9.2f}{flag}",
        flush=True,
    )
    return seconds, warm, bool(reader.reached)


def main():
    parser = argparse.ArgumentParser(description="time to 99.0 % test accuracy")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--to-end", action="store_true", help="recipe only, full schedule")
    args = parser.parse_args()
    data = load()
    warm = build_usual()  # TensorFlow's own start-up is nobody's training time
    warm.compile("adam", "sparse_categorical_crossentropy")
    warm.fit(data[0][:256], data[1][:256], verbose=0)
    import tensorflow as tf

    print(
        f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()},"
        f" Keras {keras.__version__}, TensorFlow {tf.__version__}"
    )
    if args.to_end:
        results = []
        for seed in range(args.seeds):
            results.append(train("recipe", seed, data, target=None))
            print(
                f"recipe seed {seed}: {results[-1][0]:.1f} s, test {results[-1][1]:.2%}", flush=True
            )
        accs = [a for _, a in results]
        times = [t for t, _ in results]
        print(
            f"test accuracy mean {statistics.mean(accs):.3%}, min {min(accs):.2%};"
            f" seconds median {statistics.median(times):.1f}, max {max(times):.1f}"
        )
        return
    print(
        f"{'network':7s} {'seed':>4s} {'epochs':>7s} {'seconds':>9s} {'no tracing':>11s} {'ms/step':>8s} {'test acc.':>9s}"
    )
    results = {"recipe": [], "usual": []}
    for seed in range(args.seeds):
        for name in results:
            results[name].append(report(name, seed, train(name, seed, data)))
    for column, label in enumerate(("seconds", "no tracing")):
        usual, fast = (
            statistics.median(r[column] for r in results[n]) for n in ("usual", "recipe")
        )
        print(
            f"median {label:10s}: usual {usual:7.2f}  recipe {fast:6.2f}  ratio {usual / fast:.2f}"
        )
    if not all(reached for rows in results.values() for *_, reached in rows):
        print("some run did not reach the target: its time is a lower bound")


if __name__ == "__main__":
    main()
