"""What a lesson costs, told against a peer in the same run: machines and their load differ.

The peer is a bare notebook that imports Keras and trains the usual introductory CNN for two epochs
on 1,000 images of noise.
"""

from pathlib import Path

import bare

from course_utils.authoring import execute
from course_utils.authoring.render import to_text

CODE = """
import keras
import numpy as np
keras.utils.set_random_seed(0)
noise = np.random.default_rng(0)
images, labels = noise.random((1000, 28, 28, 1), dtype="float32"), noise.integers(0, 10, 1000)
model = keras.Sequential([
    keras.Input((28, 28, 1)),
    keras.layers.Conv2D(32, 3, activation="relu"), keras.layers.MaxPooling2D(),
    keras.layers.Conv2D(64, 3, activation="relu"), keras.layers.MaxPooling2D(),
    keras.layers.Flatten(), keras.layers.Dropout(0.5), keras.layers.Dense(10, activation="softmax"),
])
model.compile("adam", "sparse_categorical_crossentropy")
model.fit(images, labels, batch_size=128, epochs=2, verbose=0)
"""
# Its processor time on a machine like that of the limits in DESIGN.md, seconds (10.2 to 11.5 were
# measured beside another process).
REFERENCE = 10.0


def job(out: Path) -> execute.Job:
    """Return the execution of the peer, on one thread and in an ordinary kernel."""
    return execute.Job("peer", "fr", to_text(bare.notebook(CODE)), out, "fast", "sample", threads=1)


def seconds(report: dict, peer: dict) -> float:
    """Return the processor time that a notebook would have taken on the reference machine."""
    return report["cpu_seconds"] * REFERENCE / peer["cpu_seconds"]
