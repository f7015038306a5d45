"""A kernel that can do no harm: bubblewrap hides the machine, limits and a watchdog bound the rest.

Inside there is no network, nothing of the host is writable, and only Python, this package (without
the bank) and the system's programs can be read. What a limit of the kernel's own process cannot
bound (memory and number of its children; root ignores the latter's limit) is watched from outside.
"""

import contextlib
import functools
import json
import secrets
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from course_utils.grading.folder import BANK
from course_utils.grading.zygote import Zygote
from course_utils.i18n import T, Text

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
POLL = 0.1  # seconds between two looks of the watchdog
GRADER_MB = 1000  # what messages may add to this process: a multipart one has no limit of its own


@dataclass(frozen=True)
class Limits:
    """What a submission may use.

    Attributes:
        cell_seconds: wall-clock time of one cell or question.
        total_seconds: wall-clock time of a whole run, replays included.
        memory_mb: address space of one process, MiB; TensorFlow needs 3 GiB.
        resident_mb: resident memory of all processes together, MiB.
        output_bytes: kept of what one cell shows.
        value_bytes: JSON text of the answers to one question.
        processes: processes at a time, and (isolated, not as root) threads.
        file_mb: size of one file, and of the temporary folder, MiB.
    """

    cell_seconds: float = 60
    total_seconds: float = 300
    memory_mb: int = 6144
    resident_mb: int = 3000
    output_bytes: int = 100_000
    value_bytes: int = 5_000_000
    processes: int = 200
    file_mb: int = 200


# The kernel's process starts here: only after `unshare` does RLIMIT_NPROC count this sandbox alone.
# Without a sandbox the kernel adopts its orphans (36: PR_SET_CHILD_SUBREAPER), so that they can be
# found, and dies with the grader (1: PR_SET_PDEATHSIG).
_LAUNCHER = """
import contextlib, ctypes, json, resource, runpy, sys
limits, isolated = json.loads(sys.argv.pop(1))
for name, value in limits.items():
    with contextlib.suppress(ValueError, OSError):  # the system's own limit is lower
        resource.setrlimit(getattr(resource, name), (value, value))
with contextlib.suppress(AttributeError):  # not Linux
    isolated or [ctypes.CDLL(None).prctl(*call, 0, 0, 0) for call in ((36, 1), (1, 9))]
runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
"""


def missing() -> str | None:
    """Return why submissions cannot be isolated here and what to install; None when they can."""
    if (reason := _failure()) is None:
        return None
    return T(
        f"Impossible d'isoler les copies : {reason}. Il faut Linux et bubblewrap 0.8 ou plus récent "
        "(Debian, Ubuntu : sudo apt install bubblewrap ; Fedora : sudo dnf install bubblewrap).",
        f"Submissions cannot be isolated: {reason}. Linux and bubblewrap 0.8 or later are needed "
        "(Debian, Ubuntu: sudo apt install bubblewrap; Fedora: sudo dnf install bubblewrap).",
    )


@functools.cache
def _failure() -> str | None:
    command = [*bubblewrap(Limits()), "true"]
    try:
        done = subprocess.run(command, env=environment("/tmp"), capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return None if done.returncode == 0 else done.stderr.decode(errors="replace").strip()[-300:]


def bubblewrap(limits: Limits) -> list[str]:
    """Return the command line that isolates the program whose own command line follows."""
    package = BANK.parents[1]
    readable = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives"]
    readable += ["/etc/ld.so.cache", "/etc/fonts", sys.prefix, sys.base_prefix]
    readable += [str(Path(sys.prefix).resolve()), str(Path(sys.base_prefix).resolve())]
    line = ["bwrap", "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent"]
    line += ["--new-session", "--cap-drop", "ALL", "--uid", "1000", "--gid", "1000"]
    line += ["--hostname", "course", "--proc", "/proc", "--dev", "/dev"]
    for folder, mb in (("/tmp", limits.file_mb), ("/dev/shm", limits.file_mb), ("/ipc", 1)):
        line += ["--size", str(mb << 20), "--tmpfs", folder]
    for path in [*dict.fromkeys(readable), str(package)]:
        line += ["--ro-bind-try", path, path]
    if BANK.is_dir():
        line += ["--tmpfs", str(BANK), "--remount-ro", str(BANK)]
    # bubblewrap's own / and /dev are in memory too, and without a limit
    return [*line, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]


def environment(home: str) -> dict[str, str]:
    """Return the environment of a kernel: nothing of the grader's own, and one thread."""
    return {
        "PATH": f"{sys.prefix}/bin:/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": home,
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "COURSE_DATA": "sample",
        "COURSE_PROFILE": "fast",
        "COURSE_STATIC": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TF_NUM_INTEROP_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


_zygote: Zygote | None = None


def zygote() -> Zygote:
    """Return this process's own zygote, a new one when it is gone (one thread asks at a time)."""
    global _zygote
    if _zygote is None or not _zygote.alive:
        _zygote = Zygote(environment("/tmp"))
    return _zygote


class Sandbox:
    """A running kernel and all that it starts; `close` leaves nothing of it behind.

    Args:
        limits: what it may use.
        isolated: behind bubblewrap; without, only as far as limits and the watchdog go.
        keras: it will need TensorFlow; an isolated one, forked from the zygote, then has it.

    Attributes:
        key: signs the messages of this kernel.
        stopped: why the watchdog ended it; None while it has not.
    """

    def __init__(self, limits: Limits, isolated: bool = True, keras: bool = False):
        self.key, self.stopped = secrets.token_hex(32), None
        self._limits, self._isolated = limits, isolated
        self._process = self._kernel = None
        self._folder = tempfile.TemporaryDirectory(prefix="course-kernel-")
        host = Path(self._folder.name, "connection.json")
        sockets = "/ipc/kernel" if isolated else f"{self._folder.name}/kernel"
        ports = {f"{channel}_port": n for n, channel in enumerate(CHANNELS, 1)}
        host.write_text(json.dumps({"transport": "ipc", "ip": sockets, "key": self.key, **ports}))
        caps = {"RLIMIT_AS": limits.memory_mb << 20, "RLIMIT_CORE": 0}
        caps["RLIMIT_FSIZE"] = limits.file_mb << 20
        line, inside, home = [], host, self._folder.name
        if isolated:
            caps["RLIMIT_NPROC"] = limits.processes
            inside, home = "/ipc/connection.json", "/tmp"
            line = [*bubblewrap(limits), "--ro-bind", str(host), inside]
        # Without its history, which it writes, and says so when it cannot.
        kernel = ["-f", str(inside), "--HistoryManager.enabled=False"]
        cold = [sys.executable, "-c", _LAUNCHER, json.dumps([caps, isolated]), *kernel]
        self._seen: set[psutil.Process] = set()
        try:
            if isolated:
                self._open([*line, "cat"], home, subprocess.PIPE)
                self._kernel = self._enter(caps, kernel, keras)
            if self._kernel is None:
                self._open([*line, *cold], home, subprocess.DEVNULL)
        except BaseException:  # Ctrl-C
            self._kill()
            self._folder.cleanup()
            raise
        self._closing = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, daemon=True)
        self._watchdog.start()

    def _open(self, line: list[str], home: str, standard: int) -> None:
        """Start what `line` says, with standard input and output as `subprocess` names them."""
        self._process = subprocess.Popen(
            line,
            env=environment(home),  # not --clearenv: /proc/1/environ would still show ours
            cwd=self._folder.name,
            start_new_session=True,
            stdin=standard,
            stdout=standard,
            stderr=subprocess.DEVNULL,
        )
        self._root = psutil.Process(self._process.pid)  # knows when its number is used again

    def _enter(self, caps: dict[str, int], argv: list[str], keras: bool) -> psutil.Process | None:
        """Have a fork of the zygote enter the sandbox; None where that cannot be done."""
        try:
            self._process.stdin.write(b"?\n")
            self._process.stdin.flush()
            self._process.stdout.readline()  # bubblewrap has finished, `cat` is there
            (*_, inhabitant) = self._root.children(recursive=True)
            return psutil.Process(zygote().enter(inhabitant.pid, caps, argv, keras))
        except (OSError, ValueError, psutil.Error):
            self._kill()
            return None

    @property
    def alive(self) -> bool:
        """Whether the kernel still runs."""
        if self._kernel is None:
            return self._process.poll() is None
        return self._kernel.is_running() and _runs(self._kernel)

    def address(self, channel: str) -> str | None:
        """Return where to connect to one of `CHANNELS`, None as long as the kernel is not there."""
        folders = [self._folder.name]
        if self._isolated:
            # The sockets lie in the sandbox's own memory: no folder of the host is shared.
            folders = [f"/proc/{process.pid}/root/ipc" for process in self._family()]
        for folder in folders:
            with contextlib.suppress(OSError):
                if Path(folder, "kernel-1").exists():
                    return f"ipc://{folder}/kernel-{CHANNELS.index(channel) + 1}"
        return None

    def close(self) -> None:
        """Kill every process of the sandbox and remove its files."""
        self._closing.set()
        self._watchdog.join()
        self._kill()
        self._folder.cleanup()

    def _family(self) -> list[psutil.Process]:
        """Return what the kernel started, even when its parent has died since."""
        found = set()
        with contextlib.suppress(psutil.Error):
            found.update(self._root.children(recursive=True))
        if self._kernel is not None:  # a child of the zygote
            with contextlib.suppress(psutil.Error):
                found.update([self._kernel, *self._kernel.children(recursive=True)])
        self._seen = {process for process in self._seen | found if process.is_running()}
        return list(self._seen)

    def _kill(self) -> None:
        if self._process is None:  # interrupted before it was there
            return
        if not self._isolated:  # a stopped kernel starts nothing more, and keeps its orphans
            self._process.send_signal(signal.SIGSTOP)
        for _ in range(100):  # what forks meanwhile is met in the next round
            if not (family := [process for process in self._family() if _runs(process)]):
                break
            for process in family:
                with contextlib.suppress(psutil.Error):
                    process.kill()
            time.sleep(0.01)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2 if self._isolated else 0)  # bubblewrap reaps its child
        with self._process:
            self._process.kill()

    def _watch(self) -> None:
        grader = psutil.Process()
        before = grader.memory_info().rss
        while not self._closing.wait(POLL):
            family, resident = self._family(), 0
            for process in (self._root, *family):
                with contextlib.suppress(psutil.Error):
                    resident += process.memory_info().rss
            if len(family) > (most := self._limits.processes):
                reason = Text(f"plus de {most} processus", f"more than {most} processes")
            elif resident > (most := self._limits.resident_mb) << 20:
                reason = Text(f"plus de {most} Mo de mémoire", f"more than {most} MB of memory")
            elif grader.memory_info().rss - before > GRADER_MB << 20:
                reason = Text("messages trop gros", "messages too large")
            else:
                continue
            self.stopped = reason
            self._kill()
            return


def _runs(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.Error):
        return process.status() != psutil.STATUS_ZOMBIE
    return False
