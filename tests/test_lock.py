"""The locked requirements fit pyproject.toml on every platform that the course promises."""

import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from selection import ci_script, index_reachable

from course_utils.authoring.paths import ROOT

lock = ci_script("lock")
PLATFORMS = {
    "linux-x86_64": ("linux", "Linux", "x86_64", "posix"),
    "linux-aarch64": ("linux", "Linux", "aarch64", "posix"),
    "macos-arm64": ("darwin", "Darwin", "arm64", "posix"),
    "windows-amd64": ("win32", "Windows", "AMD64", "nt"),
}


def pinned(name: str, environment: dict) -> dict[str, str]:
    """Return {package: version} that a lock file installs in an environment."""
    found = {}
    for pin in lock.pins((ROOT / name).read_text()):
        if pin.marker is None or pin.marker.evaluate(environment):
            [clause] = pin.specifier
            assert clause.operator == "==", pin
            assert canonicalize_name(pin.name) not in found, f"{pin.name} is pinned twice"
            found[canonicalize_name(pin.name)] = clause.version
    return found


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_requirement_is_pinned_within_its_range(platform, python):
    environment = lock.environment(python, *PLATFORMS[platform])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    base, dev = project["dependencies"], project["optional-dependencies"]["dev"]
    runtime = pinned(lock.RUNTIME, environment)
    development = pinned(lock.DEVELOPMENT, environment)
    for wanted, pins in ((base, runtime), (base + dev, development)):
        for requirement in map(Requirement, wanted):
            if requirement.marker is None or requirement.marker.evaluate(environment):
                version = pins.get(canonicalize_name(requirement.name))
                assert version, f"{requirement.name} is not pinned"
                assert requirement.specifier.contains(version), f"{requirement}: {version} pinned"
    assert runtime.items() <= development.items(), "contributors get other versions than learners"


def test_binder_has_the_versions_of_the_lock():
    ours = pinned(lock.RUNTIME, lock.environment(lock.BINDER_PYTHON))
    binders = pinned(lock.BINDER, lock.environment(lock.BINDER_PYTHON))
    del ours["tensorflow"]
    cpu = binders.pop("tensorflow-cpu")
    assert ours == binders
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [range_] = [r for r in map(Requirement, project["dependencies"]) if r.name == "tensorflow"]
    assert range_.specifier.contains(cpu)


@pytest.mark.parametrize("name", [lock.RUNTIME, lock.DEVELOPMENT, lock.BINDER])
def test_no_address_or_path_in_the_files(name):
    text = (ROOT / name).read_text()
    for sign in ("://", "--index", "--extra-index", "--find-links", "--trusted-host", " @ "):
        assert sign not in text


def test_the_files_are_what_uv_gives():
    if not index_reachable():
        pytest.skip("no package index is reachable: uv cannot resolve")
    script = str(ROOT / ".ci" / "lock.py")
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
