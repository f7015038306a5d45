"""The start of every lesson: language, seeds, profile, figure style, environment card."""

import importlib
import os
import platform
import random
import tempfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from course_utils.i18n import T, language, number, use_language
from course_utils.records import in_notebook, say
from course_utils.widgets import widgets_wanted

PROFILES = ("full", "fast")
DATA_MODES = ("auto", "real", "sample")


@dataclass
class Session:
    """The settings of the running lesson.

    Attributes:
        lesson: file name of the lesson without extension, for instance "09_mnist_cnn".
        profile: "full" (what a learner runs) or "fast" (what checks run).
        data: "auto", "real" or "sample", see `course_utils.load`.
        seed: the seed given to Python, NumPy and Keras.
    """

    lesson: str = ""
    profile: str = "full"
    data: str = "auto"
    seed: int = 0
    origins: dict[str, str] = field(default_factory=dict)

    def pick(self, full, fast):
        """Return `full` or `fast` according to the profile."""
        return full if self.profile == "full" else fast

    @property
    def on_sample(self) -> bool:
        """Whether any data set loaded so far is a sample standing in for the real one."""
        return "sample" in self.origins.values()

    @cached_property
    def folder(self) -> Path:
        """A folder of its own for the files that the lesson writes; removed with the process."""
        self._folder = tempfile.TemporaryDirectory(prefix="course-")
        return Path(self._folder.name)

    @cached_property
    def tasks(self):
        """The module of `course_utils.tasks` with this lesson's exercises and quiz."""
        return importlib.import_module("course_utils.tasks." + self.lesson.partition("_")[2])


_session = Session()


def current() -> Session:
    """Return the session that the last `start` opened (default settings before the first)."""
    return _session


def _setting(given, variable: str, default, allowed):
    value = given if given is not None else os.environ.get(variable) or default
    if value not in allowed:
        raise ValueError(
            T(
                f"{variable} vaut {value!r} ; valeurs possibles : {', '.join(allowed)}.",
                f"{variable} is {value!r}; possible values: {', '.join(allowed)}.",
            )
        )
    return value


def start(lesson: str, lang: str, profile=None, data=None, seed=None, use_keras=True) -> Session:
    """Open a lesson: set language, seeds and figure style, and print one line about the machine.

    A setting left at None is read from COURSE_PROFILE, COURSE_DATA or COURSE_SEED,
    then falls back to "full", "auto" and 0.

    Args:
        lesson: file name of the lesson without extension.
        lang: "fr" or "en".
        profile: "full" or "fast".
        data: "auto", "real" or "sample".
        seed: a non-negative integer.
        use_keras: False for a lesson that needs neither Keras nor its seeds (starts at once).

    Raises:
        ValueError: a setting has an impossible value; the message lists the possible ones.
    """
    global _session
    use_language(lang)
    profile = _setting(profile, "COURSE_PROFILE", "full", PROFILES)
    data = _setting(data, "COURSE_DATA", "auto", DATA_MODES)
    seed = seed if seed is not None else os.environ.get("COURSE_SEED") or 0
    try:
        seed = int(seed)
        if seed < 0:
            raise ValueError
    except ValueError:
        raise ValueError(
            T(
                f"COURSE_SEED vaut {seed!r} ; il faut un entier positif ou nul.",
                f"COURSE_SEED is {seed!r}; it must be an integer, zero or more.",
            )
        ) from None
    # Later calls in this process (`load`, worker processes) see the same choice.
    os.environ["COURSE_DATA"] = data
    _session = Session(lesson, profile, data, seed)

    from course_utils.plots import use_course_style

    use_course_style()
    if use_keras:
        from course_utils.quiet import import_keras

        keras = import_keras()
        keras.utils.set_random_seed(seed)
        engine = f"Keras {keras.version()} ({keras.config.backend()})"
    else:
        import numpy as np

        random.seed(seed)
        np.random.seed(seed)
        engine = f"NumPy {np.__version__}"
    cores = os.cpu_count() or 1
    card = [
        f"Python {platform.python_version()}",
        engine,
        T(f"{cores} cœurs", f"{cores} cores") if cores > 1 else T("1 cœur", "1 core"),
        T(f"profil {profile}", f"{profile} profile"),
        T(f"graine {seed}", f"seed {seed}"),
    ]
    say(
        " · ".join(card),
        record={"type": "start", "lesson": lesson, "lang": language(), "profile": profile},
    )
    if in_notebook() and widgets_wanted():
        # Loaded by name: nothing that outputs show depends on it, so their hashes must not either.
        importlib.import_module("course_utils.live").accompany(_session)
    return _session


def announce(line: str, name: str, asked: str, origin: str) -> None:
    """Say in one line where data came from; the session and `course run` remember it.

    Args:
        line: the sentence.
        name: which data these are.
        asked: which data were asked for.
        origin: "real", or "sample" when something shipped stands in for them.
    """
    _session.origins[asked] = origin
    say(line, record={"type": "data", "name": name, "asked": asked, "origin": origin})


def load(name: str, **options):
    """Load a data set (see `course_utils.datasets.load`) and say in one line where it came from."""
    from course_utils import datasets

    data = datasets.load(name, **options)
    train, test = number(len(data.x_train), 0), number(len(data.x_test), 0)
    source = data.source if data.origin == "real" else ""  # a sample has already said what it is
    line = T(
        f"{data.name} : {train} images d'entraînement, {test} de test. {source}",
        f"{data.name}: {train} training images, {test} test images. {source}",
    )
    announce(line, data.name, name, data.origin)
    return data
