"""Import Keras without TensorFlow's start-up messages.

The C++ side of TensorFlow writes to file descriptor 2 whatever the Python level says,
on import and again on the first operation; ipykernel copies that descriptor into the cell.
"""

import contextlib
import logging
import os
import sys
import tempfile

from course_utils.widgets import InPlace, widgets_wanted


@contextlib.contextmanager
def native_stderr_silenced():
    """Send file descriptor 2 to a temporary file; show it only if the block raises."""
    with tempfile.TemporaryFile() as sink:
        saved = os.dup(2)
        try:
            os.dup2(sink.fileno(), 2)
            yield
        except BaseException:
            sink.seek(0)
            sys.stderr.write(sink.read().decode(errors="replace"))
            raise
        finally:
            os.dup2(saved, 2)
            os.close(saved)


def import_keras():
    """Import Keras, run one operation, and return the module; nothing is printed.

    Raises:
        ImportError: Keras or its backend is not installed (native messages are then shown).
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Python-side advice (retracing and the like), which a beginner cannot act on.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    loading = InPlace("Keras …") if "keras" not in sys.modules and widgets_wanted() else None
    with native_stderr_silenced():
        import keras

        keras.ops.matmul(keras.ops.ones((1, 1)), keras.ops.ones((1, 1)))
    if loading:  # several seconds, before the lesson has said its first word
        loading.show({"text/plain": f"Keras {keras.version()}"})
    return keras
