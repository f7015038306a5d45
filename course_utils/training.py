"""Training progress in a notebook: one compact line and live curves instead of pages of output."""

import math
import time

from course_utils.i18n import T, number, percent
from course_utils.plots import figure_output, learning_curves
from course_utils.quiet import import_keras
from course_utils.widgets import InPlace

keras = import_keras()  # a lesson may import this module before its `start`


class LiveCurves(keras.callbacks.Callback):
    """Keras callback: a line with the time left, and learning curves redrawn after each epoch.

    Use with `model.fit(..., verbose=0, callbacks=[LiveCurves()])`. The line and the curves are
    updated in place; what remains is a summary of the training. Drawing takes about 0.1 s an
    epoch and is left out of `seconds`. A loss that is NaN or infinite ends the training.

    Args:
        metric: metric to draw beside the loss.
        curves: False for the line alone, for secondary trainings.

    Attributes:
        seconds: training time so far, in seconds, drawing excluded.
    """

    def __init__(self, metric: str = "accuracy", curves: bool = True):
        super().__init__()
        self.metric = metric
        self.curves = curves
        self.seconds = 0.0

    def on_train_begin(self, logs=None):
        self.seconds, self._shown, self._past = 0.0, 0.0, {}
        self._since = time.perf_counter()
        self._line = InPlace()
        self._picture = InPlace() if self.curves else None

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        now = time.perf_counter()
        steps = self.params.get("steps")
        if steps and now - self._shown > 0.5:
            self._shown = now
            # With steps_per_execution the last batch number may lie beyond the epoch's end.
            self._line.show(
                {"text/plain": self._progress(self._epoch + min(1.0, (batch + 1) / steps))}
            )

    def on_epoch_end(self, epoch, logs=None):
        self.seconds += time.perf_counter() - self._since
        for key, value in (logs or {}).items():
            self._past.setdefault(key, []).append(float(value))
        if not math.isfinite(self._past.get("loss", [0.0])[-1]):
            self.model.stop_training = True  # the weights are lost: every further loss is NaN
        if self._picture:
            alt = T("Courbes d'apprentissage. ", "Learning curves. ") + self._summary()
            figure = learning_curves(self._past, self.metric)
            self._picture.show(*figure_output(figure, alt))
        self._since = time.perf_counter()

    def on_train_end(self, logs=None):
        self.seconds += time.perf_counter() - self._since
        self._since = time.perf_counter()
        if self._past:
            self._line.show({"text/plain": self._summary()})

    def _progress(self, done: float) -> str:
        """Return a bar: `done` epochs out of all, and the time left at the present pace."""
        epochs = self.params["epochs"]
        spent = self.seconds + time.perf_counter() - self._since
        left = spent / done * (epochs - done)
        filled = int(20 * done / epochs)
        bar = f"{self._epoch + 1}/{epochs} {'█' * filled}{'░' * (20 - filled)}"
        return T(f"époque {bar} encore {left:.0f} s", f"epoch {bar} {left:.0f} s left")

    def _summary(self) -> str:
        """Return the state after the last epoch in one sentence."""
        last = {key: values[-1] for key, values in self._past.items()}
        count = len(self._past["loss"])
        parts = [
            T(
                f"{count} époque{'s' if count > 1 else ''}",
                f"{count} epoch{'s' if count > 1 else ''}",
            ),
            f"{self.seconds:.0f} s",
            f"{T('perte', 'loss')} {number(last['loss'], 4)}",
        ]
        if "val_accuracy" in last:
            parts.append(
                f"{T('exactitude de validation', 'validation accuracy')} {percent(last['val_accuracy'], 2)}"
            )
        return ", ".join(parts)
