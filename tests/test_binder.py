"""Binder's configuration: what repo2docker makes of it, and whether its pins fit together."""

import os
import subprocess
import sys

import pytest
from selection import ci_script, index_reachable

from course_utils.authoring.paths import ROOT

lock = ci_script("lock")


@pytest.mark.skipif(sys.platform == "win32", reason="repo2docker does not run on Windows")
def test_repo2docker_accepts_it():
    # The Dockerfile is printed, not built: neither Docker nor a network is needed.
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    text = done.stdout + done.stderr
    assert done.returncode == 0, text[-2000:]
    assert f"python={lock.BINDER_PYTHON}" in text
    assert 'pip install --no-cache-dir -r "binder/requirements.txt"' in text
    assert '-r "requirements.txt"' not in text
    assert "RUN ./binder/postBuild" in text


def test_post_build_runs():
    path = ROOT / "binder" / "postBuild"
    assert path.read_text().startswith("#!")
    assert os.name == "nt" or os.access(path, os.X_OK)
    assert "\r" not in path.read_text()
    if os.name != "nt":
        subprocess.run(["bash", "-n", str(path)], check=True)


def test_pins_fit_together():
    if not index_reachable():
        pytest.skip("no package index is reachable: uv cannot resolve")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header"),
            *("--no-annotate", "--only-binary", ":all:", "--python-version", lock.BINDER_PYTHON),
            *("--python-platform", "x86_64-unknown-linux-gnu", lock.BINDER),
        ],
        cwd=ROOT,
        env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    resolved = {line for line in done.stdout.splitlines() if "==" in line}
    given = {f"{p.name}{p.specifier}" for p in lock.pins((ROOT / lock.BINDER).read_text())}
    assert resolved == given  # nothing missing, so pip adds nothing: above all no full tensorflow
