"""Helpers of the course "Deep Learning pas à pas".

The names below are loaded on first use: importing the package costs nothing and loads
neither TensorFlow nor Matplotlib.
"""

import importlib

from course_utils.i18n import T, number, percent

__version__ = "0.1.0"

_HOME = {
    "start": "session",
    "load": "session",
    "check_environment": "doctor",
    "claim": "claims",
    "check": "exercises",
    "quiz": "quizzes",
    "explore": "explorers",
    "show": "plots",
    "LiveCurves": "training",
    "digit_pad": "pad",
    "center_digit": "pad",
    "plots": None,
}

__all__ = ["T", "number", "percent", *_HOME]


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOME[name]
    if home is None:
        return importlib.import_module(f"{__name__}.{name}")
    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value
