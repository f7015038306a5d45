"""The lessons run on the versions that Colab has, and the helper changes none of them."""

import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from selection import index_reachable, slow_lessons

from course_utils import colab
from course_utils.authoring.paths import ROOT
from course_utils.authoring.render import render, to_text
from course_utils.authoring.source import read_lesson

PINS = Path(__file__).with_name("colab-pins.txt")
LESSONS = os.environ.get("COURSE_COLAB_LESSONS", "").split() or slow_lessons()

# --- install_missing, without pip --------------------------------------------------------------


@pytest.fixture
def pip(monkeypatch):
    """Record what would be run; `pip.returncode` and `pip.stderr` are what it answers."""
    fake = SimpleNamespace(calls=[], constraints="", returncode=0, stderr="")

    def run(command, **options):
        fake.calls.append(command)
        fake.constraints = Path(command[command.index("-c") + 1]).read_text()
        return SimpleNamespace(returncode=fake.returncode, stderr=fake.stderr)

    monkeypatch.setattr(colab.subprocess, "run", run)
    return fake


@pytest.fixture
def without_mlxtend(monkeypatch):
    """Pretend that mlxtend and the packages of the `course` command are not installed."""
    version = importlib.metadata.version

    def pretended(name):
        if name in ("mlxtend", *colab.COMMAND_ONLY):
            raise importlib.metadata.PackageNotFoundError(name)
        return version(name)

    monkeypatch.setattr(colab.importlib.metadata, "version", pretended)


def test_nothing_to_do_takes_no_time(pip):
    colab.install_missing()
    begin = time.process_time()
    colab.install_missing()
    assert time.process_time() - begin < 0.2
    assert pip.calls == []


def test_only_what_is_absent_is_installed_within_what_is_there(pip, without_mlxtend):
    colab.install_missing()
    [command] = pip.calls
    assert command[:4] == [sys.executable, "-m", "pip", "install"]
    assert [word for word in command if word.startswith("mlxtend")] == [command[-1]]
    assert "--upgrade" not in command and "-U" not in command
    assert f"numpy=={importlib.metadata.version('numpy')}" in pip.constraints.splitlines()


def test_a_failure_is_told_in_both_languages(pip, without_mlxtend):
    pip.returncode, pip.stderr = 1, "noise\nERROR: no route to host\n"
    with pytest.raises(RuntimeError) as caught:
        colab.install_missing()
    french, english = str(caught.value).splitlines()
    assert "a échoué" in french and "failed" in english
    assert "mlxtend" in french and english.endswith("ERROR: no route to host")


# --- the stand-in for Colab --------------------------------------------------------------------


def python_313() -> str | None:
    """Return an interpreter of Colab's version that really runs (pyenv's shims may not)."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    found = [shutil.which("python3.13"), *sorted(map(str, versions.glob("3.13*/bin/python3.13")))]
    for path in [sys.executable, *filter(None, found)]:
        command = [path, "-c", "import sys; raise SystemExit(sys.version_info[:2] != (3, 13))"]
        if subprocess.run(command, capture_output=True).returncode == 0:
            return path
    return None


def uv(*arguments: str) -> str:
    """Run uv; its message becomes the test's."""
    command = [sys.executable, "-m", "uv", *arguments]
    environment = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def freeze(python: Path) -> dict[str, str]:
    """Return {distribution: version} of an environment."""
    listed = json.loads(uv("pip", "list", "-q", "--format", "json", "--python", str(python)))
    return {item["name"]: item["version"] for item in listed}


def base_environment() -> tuple[Path, dict[str, str]]:
    """Return (Python, its distributions) of an environment with the pins; made once per machine."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    key = hashlib.sha256(PINS.read_bytes()).hexdigest()[:12]
    folder = caches / "course-colab-check" / key
    python, ready = folder / "bin" / "python", folder / "ready.json"
    if not ready.exists():
        base = python_313()
        if base is None:
            pytest.skip("no Python 3.13 runs here (Colab's version)")
        if not index_reachable():
            pytest.skip("no package index is reachable: Colab's versions cannot be installed")
        shutil.rmtree(folder, ignore_errors=True)
        uv("venv", "-q", "--seed", "--python", base, str(folder))
        # Compiled once: where Python writes no bytecode, TensorFlow would take 7 s to import.
        uv("pip", "install", "-q", "--compile-bytecode", "--python", str(python), "-r", str(PINS))
        ready.write_text(json.dumps(freeze(python)))
    return python, json.loads(ready.read_text())


@pytest.fixture(scope="module")
def colab_python(tmp_path_factory):
    """Yield the stand-in's Python after what the first cell of a lesson does on Colab."""
    python, before = base_environment()
    if extra := sorted(set(freeze(python)) - set(before)):  # of an earlier run
        uv("pip", "uninstall", "-q", "--python", str(python), *extra)
    if not index_reachable():
        pytest.skip("no package index is reachable: the package cannot be built")
    elsewhere = tmp_path_factory.mktemp("content")
    for command in (
        ["-m", "pip", "install", "-q", "--no-deps", str(ROOT)],
        ["-c", "from course_utils import colab; colab.install_missing(); colab.install_missing()"],
    ):
        done = subprocess.run(
            [str(python), *command],
            cwd=elsewhere,
            env=clean_environment(elsewhere),
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        assert not done.stdout.strip(), "the bootstrap cell is not quiet"
    after = freeze(python)
    changed = {k: (v, after.get(k)) for k, v in before.items() if after.get(k) != v}
    assert not changed, f"the bootstrap cell changed Colab's packages: {changed}"
    assert not colab.COMMAND_ONLY & (set(after) - set(before))
    return python


def clean_environment(home: Path) -> dict[str, str]:
    """Return an environment without traces of this checkout or of the user's kernels."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("COURSE_", "JUPYTER", "VIRTUAL_ENV", "PYTHONPATH", "PYTEST"))
    }
    return {
        **kept,
        "JUPYTER_DATA_DIR": str(home / "jupyter"),
        "COURSE_PROFILE": "fast",
        "COURSE_DATA": "sample",
        "COURSE_PROGRESS_DIR": str(home / "progress"),
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


EXECUTE = """
import sys, nbformat, nbclient
notebook = nbformat.read(sys.argv[1], as_version=4)
try:
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
finally:
    nbformat.write(notebook, sys.argv[1])
"""


@pytest.mark.parametrize("name", LESSONS)
def test_lesson_runs_on_colabs_versions(colab_python, tmp_path, name):
    path = tmp_path / f"{name}.ipynb"
    lang = "en" if int(name[:2]) % 2 else "fr"
    path.write_text(to_text(render(read_lesson(name), lang)), encoding="utf-8")
    done = subprocess.run(
        [str(colab_python), "-c", EXECUTE, str(path)],
        cwd=tmp_path,
        env=clean_environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    said = [
        (cell.source[:80], output.text)
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]
    assert not said, f"text on standard error: {said}"
