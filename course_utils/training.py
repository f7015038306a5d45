"""Training progress in a notebook: one compact line and live curves instead of pages of output."""

import time

import keras

from course_utils.i18n import T, number, percent
from course_utils.plots import learning_curves, png
from course_utils.records import in_notebook


class LiveCurves(keras.callbacks.Callback):
    """Keras callback: a line with time left while training, learning curves after each epoch.

    Use with `model.fit(..., verbose=0, callbacks=[LiveCurves()])`. One output is updated in
    place; the final one holds the curves of the whole training. Drawing takes about 0.1 s an
    epoch and is left out of `seconds`.

    Args:
        metric: metric to draw beside the loss.

    Attributes:
        seconds: training time so far, in seconds, drawing excluded.
    """

    def __init__(self, metric: str = "accuracy"):
        super().__init__()
        self.metric = metric
        self.seconds = 0.0
        self._past = {}

    def on_train_begin(self, logs=None):
        self.seconds, self._past, self._shown = 0.0, {}, 0.0
        self._since = time.perf_counter()
        self._handle = None
        if in_notebook():
            from IPython.display import display

            self._handle = display({"text/plain": "…"}, raw=True, display_id=True)

    def on_epoch_begin(self, epoch, logs=None):
        self._epoch = epoch

    def on_train_batch_end(self, batch, logs=None):
        now = time.perf_counter()
        if now - self._shown > 0.5:
            self._shown = now
            steps = self.params.get("steps") or 0
            done = self._epoch + (batch + 1) / steps if steps else self._epoch
            self._line(done)

    def on_epoch_end(self, epoch, logs=None):
        self.seconds += time.perf_counter() - self._since
        for key, value in (logs or {}).items():
            self._past.setdefault(key, []).append(float(value))
        self._draw()
        self._since = time.perf_counter()

    def on_train_end(self, logs=None):
        self.seconds += time.perf_counter() - self._since

    def _line(self, done: float) -> None:
        """Show a bar: `done` epochs out of all, and the time left at the present pace."""
        epochs = self.params["epochs"]
        spent = self.seconds + time.perf_counter() - self._since
        left = spent / done * (epochs - done) if done else 0.0
        filled = int(20 * done / epochs)
        text = T(
            f"époque {self._epoch + 1}/{epochs} {'█' * filled}{'░' * (20 - filled)} encore {left:.0f} s",
            f"epoch {self._epoch + 1}/{epochs} {'█' * filled}{'░' * (20 - filled)} {left:.0f} s left",
        )
        self._update({"text/plain": text})

    def _draw(self) -> None:
        if self._handle is None:
            return
        last = {key: values[-1] for key, values in self._past.items()}
        parts = [T(f"{len(self._past['loss'])} époques", f"{len(self._past['loss'])} epochs")]
        if len(self._past["loss"]) == 1:
            parts = [T("1 époque", "1 epoch")]
        parts.append(f"{T('perte', 'loss')} {number(last['loss'], 4)}")
        if f"val_{self.metric}" in last and self.metric == "accuracy":
            parts.append(
                f"{T('exactitude de validation', 'validation accuracy')} {percent(last['val_accuracy'], 2)}"
            )
        alt = T("Courbes d'apprentissage", "Learning curves") + " : " + ", ".join(parts)
        bundle = {"text/plain": alt, "image/png": png(learning_curves(self._past, self.metric))}
        self._update(bundle, {"image/png": {"alt": alt}})

    def _update(self, bundle: dict, metadata: dict | None = None) -> None:
        if self._handle is not None:
            self._handle.update(bundle, raw=True, metadata=metadata or {})
