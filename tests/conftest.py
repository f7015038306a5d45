"""What the tests share: no network and no leftovers, a fake notebook, and a whole course in a folder."""

import contextlib
import http.server
import importlib
import os
import sys
import tempfile
import threading
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
from selection import as_learners_get_it

os.environ.setdefault("MPLBACKEND", "Agg")

import course_utils.tasks
from course_utils import downloads, i18n, live, session
from course_utils.authoring.site import printing

# Kernels too remember a learner's progress here and not in the home; removed with this process.
_progress = tempfile.TemporaryDirectory(prefix="course-progress-")
os.environ["COURSE_PROGRESS_DIR"] = _progress.name


def pytest_configure(config):
    """Leave to nbval the notebooks whose turn it is, unless some are named on the command line."""

    def due(path: Path) -> bool:
        today = ("nbval", path.parent.name)
        return path.suffix != ".ipynb" or as_learners_get_it(path.stem) == today

    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        config.args = [argument for argument in config.args if due(Path(argument))]


@pytest.fixture(autouse=True)
def fresh_settings(monkeypatch):
    """Start and end each test in French, without a lesson, on sample data."""
    for name in ("COURSE_PROFILE", "COURSE_SEED", "COURSE_STATIC", "COURSE_LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COURSE_DATA", "sample")
    monkeypatch.setattr(session, "_session", session.Session())
    i18n.use_language("fr")
    yield
    i18n.use_language("fr")


@pytest.fixture
def notebook(monkeypatch):
    """Pretend that a notebook runs; return the outputs it shows, each with `data` and `metadata`.

    `earlier` lists the data that an output had before it was updated. The modules under test
    must be imported by then. A widget is shown as {"widget": it}.
    """
    import IPython.display

    shown = []

    def display(thing, raw=False, metadata=None, display_id=None):
        data = thing if raw else {"widget": thing}
        item = SimpleNamespace(data=data, metadata=metadata or {}, earlier=[])
        shown.append(item)

        def update(bundle, raw=False, metadata=None):
            item.earlier.append(item.data)
            item.data, item.metadata = bundle, metadata or {}

        return SimpleNamespace(update=update) if display_id else None

    for module in [m for n, m in sys.modules.items() if n.startswith("course_utils.")]:
        if hasattr(module, "in_notebook"):
            monkeypatch.setattr(module, "in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", display)
    monkeypatch.setattr(live, "accompany", lambda session: None)  # it needs a real kernel
    return shown


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """Return a function that serves a folder from this machine: (server, address); the cache is empty."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    for name in ("COURSE_DATA_DIR", "COURSE_DATA_URL"):
        monkeypatch.delenv(name, raising=False)
    downloads.reachable.cache_clear()
    with contextlib.ExitStack() as running:

        def start(folder):
            handler = partial(_Quiet, directory=folder)
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            running.callback(server.server_close)
            running.callback(server.shutdown)
            return server, f"http://127.0.0.1:{server.server_address[1]}"

        yield start
    downloads.reachable.cache_clear()


# --- a small course ---------------------------------------------------------------------------

_HEADER = """\
# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   lesson:
#     title:
#       fr: Une démonstration
#       en: A demonstration
#     objectives:
#       fr:
#       - compter
#       en:
#       - count
#     prerequisites: []
#     reading: 5
#     next:
#       fr: La fin.
#       en: The end.
# ---
"""

WELCOME = (
    _HEADER.replace("Une démonstration", "Bienvenue").replace("A demonstration", "Welcome")
    + """
# %% [markdown] lang="fr"
# {{index}}
# %% [markdown] lang="en"
# {{index}}

# %%
print(1)
"""
)

# It keeps every style limit; tests of a limit break it in one place.
DEMO = (
    _HEADER
    + """
# %% tags=["source-only"]
from course_utils import T

# %% tags=["parameters"]
profile = None
data = None
seed = None

# %%
from course_utils import explore, plots, quiz, show, start

lesson = start("01_demo", T("fr", "en"), profile=profile, data=data, seed=seed, use_keras=False)

# %% [markdown] lang="fr"
# ## Une question
# Combien font $1 + 1$ ? Voir [le sommaire](00_welcome.ipynb).
# %% [markdown] lang="en"
# ## A question
# What is $1 + 1$? See [the contents](00_welcome.ipynb).

# %%
# fr: deux
# en: two
figure, axis = plots.plt.subplots()
show(figure, T("Un repère vide, sans aucune courbe.", "Empty axes, without any curve in them."))

# %% [markdown] lang="fr"
# ## 1. Un
# %% [markdown] lang="en"
# ## 1. One

# %% [markdown] lang="fr"
# ### Exercice ★
# %% [markdown] lang="en"
# ### Exercise ★

# %% tags=["exercise"]
def double(x):
    T("Le double.", "Twice x.")
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION

# %% [markdown] lang="fr"
# ## 2. Deux
# %% [markdown] lang="en"
# ## 2. Two

# %% [markdown] lang="fr"
# ### Exercice ★★
# %% [markdown] lang="en"
# ### Exercise ★★

# %% tags=["exercise"]
def triple(x):
    ### BEGIN SOLUTION
    return 3 * x
    ### END SOLUTION

# %% [markdown] lang="fr"
# ## 3. Trois
# %% [markdown] lang="en"
# ## 3. Three

# %% [markdown] lang="fr"
# ### Exercice ★★★
# %% [markdown] lang="en"
# ### Exercise ★★★

# %% tags=["exercise"]
def quadruple(x):
    ### BEGIN SOLUTION
    return 4 * x
    ### END SOLUTION

# %%
def draw(width=3):
    figure, axis = plots.plt.subplots(figsize=(width, 2))
    return figure

explore(draw, T("Un repère de largeur réglable.", "Axes of adjustable width."), width=(2, 6, 1))

# %%
quiz()

# %% [markdown] lang="fr"
# ## Erreurs fréquentes
# ## À retenir
# ## Glossaire
# ## Références
# Un article, [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791).
# ## Et ensuite ?
# {{next}}
# %% [markdown] lang="en"
# ## Common errors
# ## What to remember
# ## Glossary
# ## References
# A paper, [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791).
# ## What comes next
# {{next}}
"""
)

TASKS = '''\
"""Tasks of the demonstration."""

from course_utils.i18n import Text
from course_utils.quizzes import Option, Question
from course_utils.task import Mistake, Task


def _inputs(rng):
    return {"x": int(rng.integers(1, 100))}


HINTS = (Text("Un indice.", "A hint."), Text("Un autre.", "Another."), Text("Fin.", "End."))
SQUARE = Mistake(lambda x: x * x, Text("C'est le carré.", "This is the square."))
TASKS = tuple(
    Task(name, stars, _inputs, lambda x, n=stars: (n + 1) * x, HINTS, (SQUARE,))
    for stars, name in enumerate(("double", "triple", "quadruple"), 1)
)
QUIZ = 4 * (
    Question(
        Text("Combien ?", "How many?"),
        (
            Option(Text("Un", "One"), Text("Oui.", "Yes."), True),
            Option(Text("Deux", "Two"), Text("Non.", "No.")),
        ),
    ),
)
'''


class Course:
    """A checkout of its own: lessons 00_welcome and 01_demo, tasks, and what a lesson runs."""

    def __init__(self, root: Path):
        self.root = root
        self.source = root / "notebooks/source/01_demo.py"
        self.tasks = root / "course_utils/tasks/demo.py"
        self.package = root / "course_utils/session.py"
        for path, text in {
            root / "pyproject.toml": '[tool.course]\nrepository = ""\nref = "main"\n',
            root / "README.md": "Cours\n<!-- index:fr -->\n<!-- end -->\n",
            root / "notebooks/source/00_welcome.py": WELCOME,
            self.source: DEMO,
            self.tasks: TASKS,
            self.package: '"""A package."""\n',
        }.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def notebook(self, lang: str, name: str = "01_demo") -> Path:
        """Return the path of a generated notebook."""
        return self.root / "notebooks" / lang / f"{name}.ipynb"

    def edit(self, *changes: tuple[str, str], path: Path | None = None) -> None:
        """Replace texts that occur in a file (the source of 01_demo by default), once each."""
        path = path or self.source
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, f"{old!r} is not in {path.name}"
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")

    def lesson(self, name: str = "01_demo"):
        """Read a lesson."""
        from course_utils.authoring.source import read_lesson

        return read_lesson(name)


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Make the authoring tools work on a course in `tmp_path`; the repository stays as it is."""
    root = tmp_path / "course"
    new = {
        "ROOT": root,
        "SOURCES": root / "notebooks/source",
        "LOCK": root / "notebooks/source/translations.lock",
        "MEASUREMENTS": root / "notebooks/measurements.json",
        "DURATIONS": root / "data/durations/cells.json",
        "TASKS": root / "course_utils/tasks",
        "WORK": root / "work",
    }
    names = (
        "paths build dependencies durations execute index measurements preview render scaffold source style"
        " translations"
    )
    modules = [importlib.import_module(f"course_utils.authoring.{name}") for name in names.split()]
    for module in modules:
        for name, path in new.items():
            if hasattr(module, name):
                monkeypatch.setattr(module, name, path)
    monkeypatch.setattr(course_utils.tasks, "__path__", [str(new["TASKS"])])
    modules[0].settings.cache_clear()
    before = set(sys.modules)
    yield Course(root)
    modules[0].settings.cache_clear()
    for name in set(sys.modules) - before:
        if name.startswith("course_utils.tasks."):
            del sys.modules[name]
            with contextlib.suppress(AttributeError):
                delattr(course_utils.tasks, name.rpartition(".")[2])


@pytest.fixture(scope="module")
def chromium():
    """Yield a headless Chromium; tests that ask for it are marked `needs_chromium`."""
    with printing.browser() as browser:
        yield browser
