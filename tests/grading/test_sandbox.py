"""What a submission can reach from inside: each probe succeeds outside the sandbox, or fails alike."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from course_utils.grading import sandbox
from course_utils.grading.folder import BANK
from course_utils.grading.sandbox import Limits, bubblewrap, environment, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=str(missing()))
PACKAGE = BANK.parents[1]


def inside(code, **limits):
    """Run code in the sandbox; return its exit status and what it printed."""
    line = [*bubblewrap(Limits(**limits)), sys.executable, "-c", code]
    return run(line, env=environment("/tmp"))


def run(line, **settings):
    done = subprocess.run(line, capture_output=True, text=True, timeout=60, **settings)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def listeners():
    """Servers of this machine: a port, and a Unix socket without a file."""
    with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(f"\0course-test-{os.getpid()}")
        unix.listen()
        yield tcp.getsockname()[1], f"\0course-test-{os.getpid()}"


HIDDEN = {
    "passwords": "open('/etc/shadow').read()",
    "bank": f"assert __import__('os').listdir({str(BANK)!r})",
    "sources": f"open({str(PACKAGE.parent / 'pyproject.toml')!r}).read()",
    "history": f"__import__('os').listdir({str(PACKAGE.parent / '.git')!r})",
    "home": f"assert any(e.is_file() for e in __import__('os').scandir({str(Path.home())!r}))",
    "secret": "open({secret!r}).read()",
    "network": "__import__('socket').create_connection(('127.0.0.1', {port}))",
    "unix socket": "__import__('socket').socket(1).connect({unix!r})",
    "processes": "__import__('os').kill({pid}, 0)",
    "package": f"open({str(PACKAGE / '__init__.py')!r}, 'r+')",
    "python": f"open({sys.prefix + '/pyvenv.cfg'!r}, 'r+')",
}


@pytest.mark.parametrize("name", HIDDEN)
def test_hidden(name, listeners, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("42")
    port, unix = listeners
    code = HIDDEN[name].format(secret=str(secret), port=port, unix=unix, pid=os.getpid())
    control, why = run([sys.executable, "-c", code])
    if control:
        pytest.skip(f"not within reach outside either: {why[-80:]}")
    status, text = inside(code)
    assert status == 1
    assert "Error" in text


def test_environment_of_the_grader(monkeypatch):
    monkeypatch.setenv("COURSE_TEST_TOKEN", "hunter2")
    box = sandbox.Sandbox(Limits())
    try:
        mine = [p for p in Path("/proc").glob("[0-9]*/environ") if _parent(p) == os.getpid()]
        assert mine
        assert not any(b"hunter2" in path.read_bytes() for path in mine)
    finally:
        box.close()


def _parent(path):
    try:
        return int(path.with_name("stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


WRITES = {
    "/tmp": "No space left",
    "/dev/shm": "No space left",
    "/ipc": "No space left",
    "/": "Read-only",
    "/dev": "Read-only",
    "/usr": "Read-only",
    "/proc/sys/kernel": "Error",
    str(BANK): "Read-only",
}


@pytest.mark.parametrize("folder", [f for f in WRITES if Path(f).exists() or f == "/ipc"])
def test_no_folder_holds_much(folder):
    code = f"for i in range(9): open(f'{folder}/x{{i}}', 'wb').write(bytes(1 << 20))"
    status, text = inside(code, file_mb=4)
    assert status == 1
    assert WRITES[folder] in text


def test_small_files_fit():
    assert inside("open('/tmp/x', 'wb').write(bytes(1 << 20)); import course_utils.task")[0] == 0


@pytest.mark.parametrize("stderr", ["no permissions", None])
def test_missing_says_what_to_install(stderr, monkeypatch):
    fake = ["sh", "-c", f"echo {stderr} >&2; exit 1"] if stderr else ["/no/such/bwrap"]
    monkeypatch.setattr(sandbox, "bubblewrap", lambda limits: fake)
    sandbox._failure.cache_clear()
    try:
        assert "apt install bubblewrap" in missing()
        assert (stderr or "No such file") in missing()
    finally:
        sandbox._failure.cache_clear()
