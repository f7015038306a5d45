"""Train the first blocks of InceptionV3 on CIFAR-10 and store them in half precision.

    python data/inception_cifar10/train.py

Makes the weights that lesson 12 uses where ImageNet's cannot be downloaded. It needs CIFAR-10
(Krizhevsky 2009): `cifar10/cifar10_30k.npz` in the folder COURSE_DATA_DIR, or the download by
`keras.datasets`; either way its first 30,000 training images, of which the last 3,000 serve for
validation. An interrupted training goes on where it stopped. See README.md for what it measured.
"""

import csv
import hashlib
import json
import os
import platform
import time
from datetime import date
from pathlib import Path

import keras
import numpy as np
from keras import layers

from course_utils.inception import CUT, FILE, stem

HERE = Path(__file__).resolve().parent
WORK = HERE.parents[1] / "work" / "inception_cifar10"
N, N_VAL = 30_000, 3_000
SIDE, BATCH, EPOCHS, RATE, SEED = 64, 128, 16, 0.1, 0


def data() -> tuple[np.ndarray, np.ndarray]:
    """Return the first 30,000 training images, (30000, 32, 32, 3) uint8, and their labels."""
    chosen = Path(os.environ.get("COURSE_DATA_DIR", ""), "cifar10", "cifar10_30k.npz")
    if chosen.is_file():
        with np.load(chosen) as archive:
            return archive["x"], archive["y"].ravel()
    (x, y), _ = keras.datasets.cifar10.load_data()
    return x[:N], y[:N].ravel()


def network() -> keras.Model:
    """Return the classifier of 32×32 images: its weights are those of the stem, then of the head."""
    images = keras.Input((32, 32, 3))
    x = layers.RandomFlip("horizontal")(images)
    x = layers.RandomTranslation(0.125, 0.125, fill_mode="reflect")(x)
    x = layers.Resizing(SIDE, SIDE)(x)
    x = stem()(layers.Rescaling(1 / 127.5, offset=-1)(x))
    x = layers.Dropout(0.3)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(images, layers.Dense(10)(x))


def main() -> None:
    keras.utils.set_random_seed(SEED)
    x, y = data()
    split = N - N_VAL
    model = network()
    steps = EPOCHS * -(-split // BATCH)
    rate = keras.optimizers.schedules.CosineDecay(
        0.0, steps - steps // 10, warmup_target=RATE, warmup_steps=steps // 10
    )
    model.compile(
        keras.optimizers.SGD(rate, momentum=0.9, nesterov=True, weight_decay=5e-4),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    WORK.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    model.fit(
        x[:split],
        y[:split],
        batch_size=BATCH,
        epochs=EPOCHS,
        validation_data=(x[split:], y[split:]),
        verbose=2,
        callbacks=[
            keras.callbacks.BackupAndRestore(str(WORK / "backup")),
            keras.callbacks.CSVLogger(str(WORK / "log.csv"), append=True),
        ],
    )
    seconds = time.perf_counter() - start
    stored = [w.astype(np.float16) for w in model.get_weights()]
    np.savez_compressed(HERE / FILE, **{f"{i:03d}": w for i, w in enumerate(stored)})
    # What is stored is what is measured: the rounded weights.
    model.set_weights([w.astype(np.float32) for w in stored])
    _, accuracy = model.evaluate(x[split:], y[split:], batch_size=500, verbose=0)
    log = WORK / "log.csv"
    (HERE / "log.csv").write_bytes(log.read_bytes())
    about = {
        "data": f"CIFAR-10, training images 0 to {split - 1}; validation {split} to {N - 1}",
        "cut": CUT,
        "validation_accuracy": round(accuracy, 4),
        "epochs": len(list(csv.DictReader(log.open()))),
        "seconds_of_last_run": round(seconds),
        "side": SIDE,
        "date": date.today().isoformat(),
        "keras": keras.version(),
        "python": platform.python_version(),
        FILE: {
            "bytes": (HERE / FILE).stat().st_size,
            "sha256": hashlib.sha256((HERE / FILE).read_bytes()).hexdigest(),
        },
    }
    (HERE / "about.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(about, indent=1))


if __name__ == "__main__":
    main()
