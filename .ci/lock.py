"""Regenerate the locked requirements: what learners, contributors and Binder install.

Usage: python .ci/lock.py [--check] [--upgrade [PACKAGE…]]. Without an option the present pins
are kept and only what pyproject.toml asks for changes. `--check` changes nothing.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
RUNTIME, DEVELOPMENT, BINDER = (
    "requirements.txt",
    ".ci/requirements-dev.txt",
    "binder/requirements.txt",
)
BINDER_PYTHON = (ROOT / "binder" / "runtime.txt").read_text().strip().removeprefix("python-")
BINDER_HEADER = """\
# Made by `make lock` from requirements.txt: the same versions, for Binder's Linux and Python {python}.
# TensorFlow without CUDA parts (tensorflow-cpu): a third less to download and to store.
"""


def uv(folder: Path, *arguments: str, **options) -> str:
    """Run `uv pip compile` in `folder`; no address of an index ever gets into a file."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-emit-index-url"]
    done = subprocess.run(
        [*command, "--no-emit-find-links", *arguments],
        cwd=folder,
        env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
        capture_output=True,
        text=True,
        **options,
    )
    if done.returncode != 0:
        sys.exit(f"uv could not resolve the requirements:\n{done.stderr}")
    return done.stdout


def pins(text: str) -> list[Requirement]:
    """Return the requirements of a lock file's text."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return [Requirement(line) for line in lines if line]


def environment(
    python: str, platform="linux", system="Linux", machine="x86_64", name="posix"
) -> dict:
    """Return the marker environment of a platform, by default Binder's."""
    return {
        "python_version": python,
        "python_full_version": f"{python}.9",
        "sys_platform": platform,
        "platform_system": system,
        "platform_machine": machine,
        "os_name": name,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
    }


def compile_all(folder: Path, upgrade: list[str]) -> None:
    """Write the three files into `folder`, which holds pyproject.toml and the present pins."""
    shared = ["--universal", "--python-version", "3.11", "pyproject.toml"]
    shared += ["--custom-compile-command", "make lock", *upgrade]
    uv(folder, *shared, "-o", RUNTIME)
    extras = [f"--extra={name}" for name in ("dev", "grading", "cluster", "site")]
    uv(folder, *shared, *extras, "-c", RUNTIME, "-o", DEVELOPMENT)
    (folder / BINDER).write_text(binder(folder))


def binder(folder: Path) -> str:
    """Return Binder's requirements: the lock for its platform, with tensorflow-cpu."""
    here = environment(BINDER_PYTHON)
    lines = []
    for pin in pins((folder / RUNTIME).read_text()):
        if pin.marker is None or pin.marker.evaluate(here):
            lines.append(f"{pin.name}{pin.specifier}")
    [full] = [line for line in lines if line.startswith("tensorflow==")]
    lines[lines.index(full)] = tensorflow_cpu(folder, full.partition("==")[2])
    return BINDER_HEADER.format(python=BINDER_PYTHON) + "\n".join(sorted(lines)) + "\n"


def tensorflow_cpu(folder: Path, version: str) -> str:
    """Return the pin of tensorflow-cpu: the same version, or the nearest older one that we allow."""
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    [ours] = [r for r in map(Requirement, project["dependencies"]) if r.name == "tensorflow"]
    platform = ["--python-version", BINDER_PYTHON, "--python-platform", "x86_64-unknown-linux-gnu"]
    wanted = f"tensorflow-cpu{ours.specifier},<={version}"
    text = uv(folder, "-", "--no-deps", "--no-header", "--no-annotate", *platform, input=wanted)
    return re.search(r"^tensorflow-cpu==\S+", text, re.MULTILINE)[0]


def main() -> None:
    """Write the files, or say in one sentence that they are not what uv gives."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--upgrade", nargs="*", metavar="PACKAGE")
    options = parser.parse_args()
    upgrade = ["--upgrade"] if options.upgrade == [] else []
    for name in options.upgrade or []:
        upgrade += ["--upgrade-package", name]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in ("pyproject.toml", RUNTIME, DEVELOPMENT, BINDER):
            (folder / name).parent.mkdir(exist_ok=True)
            if (ROOT / name).exists():
                shutil.copy(ROOT / name, folder / name)
        compile_all(folder, upgrade)
        changed = [
            name
            for name in (RUNTIME, DEVELOPMENT, BINDER)
            if not (ROOT / name).exists()
            or (ROOT / name).read_text() != (folder / name).read_text()
        ]
        if options.check:
            if changed:
                sys.exit(f"Out of date with pyproject.toml: {', '.join(changed)}; run `make lock`.")
            return
        for name in changed:
            shutil.copy(folder / name, ROOT / name)
            print(f"wrote {name}")


if __name__ == "__main__":
    main()
