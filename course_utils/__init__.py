"""Helpers of the course "Deep Learning pas à pas".

The names below are loaded on first use: importing the package costs nothing and loads
neither TensorFlow nor Matplotlib.
"""

import importlib

__version__ = "0.1.0"

_HOME = {
    "T": "i18n",
    "number": "i18n",
    "percent": "i18n",
    "start": "session",
    "load": "session",
    "check_environment": "doctor",
    "claim": "claims",
    "check": "exercises",
    "quiz": "quizzes",
    "explore": "explorers",
    "show": "plots",
    "LiveCurves": "training",
    "progress": "live.progress",
    "digit_pad": "pad",
    "center_digit": "pad",
    "plots": "plots",
}

__all__ = list(_HOME)


def module_of(name: str) -> str:
    """Return the module of this package that `from course_utils import name` loads."""
    return _HOME.get(name, name)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = importlib.import_module(f"{__name__}.{_HOME[name]}")
    value = module if name == _HOME[name] else getattr(module, name)
    globals()[name] = value
    return value
