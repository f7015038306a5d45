"""Warm kernels for the sandbox: forked from a process that has imported much and run nothing.

The name is Android's, for the same thing. bubblewrap makes the sandbox as for an ordinary kernel,
around a program that only waits; a fork of the zygote enters it (setns), gives up what bubblewrap
would have taken (capabilities, new privileges) and becomes the kernel. Each kernel is a new process
in a sandbox of its own; what one does, the zygote and the next one never see.

The zygote itself holds nothing of the grader's: its environment is the sandbox's, its modules are
those that a student may import, its only open file is the socket of this module, which a fork closes.
"""

import contextlib
import ctypes
import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys

# Not pyplot: only in a kernel does its import arrange that figures are shown. A kernel imports its
# debugger and the extension by itself: the former costs nearly half of its start.
_ALWAYS = ("ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.debugger")
_ALWAYS += ("IPython.core.completerlib", "IPython.extensions.storemagic")
_ALWAYS += ("numpy", "matplotlib.figure")
_ALWAYS += ("matplotlib.backends.backend_agg", "course_utils.grading.kernel_side")
_ALWAYS += ("course_utils.grading.selfcheck", "course_utils.grading.streams")
KERAS = ("tensorflow", "keras")
_ANSWER = 120  # seconds: TensorFlow's import on a busy machine

# <linux/sched.h>: mount, cgroup, UTS, IPC, user, PID and network namespaces
_NAMESPACES = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000
_NAMESPACES |= 0x10000000 | 0x20000000 | 0x40000000
# <linux/prctl.h>, <linux/capability.h>
_CAPBSET_DROP, _NO_NEW_PRIVS, _AMBIENT, _AMBIENT_CLEAR_ALL = 24, 38, 47, 4
_CAPABILITY_VERSION_3 = 0x20080522


class Zygote:
    """A process to fork kernels from; it ends with this object or with this process.

    Args:
        environment: the only environment variables that it and its kernels have.
    """

    def __init__(self, environment: dict[str, str]):
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", f"from {__name__} import serve\nserve()"],
                env=environment,
                cwd="/",  # the first folder in which Python looks for modules
                stdin=theirs,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._socket.settimeout(_ANSWER)

    @property
    def alive(self) -> bool:
        """Whether it can be asked for kernels."""
        return self._socket.fileno() >= 0 and self._process.poll() is None

    def enter(self, inhabitant: int, limits: dict[str, int], argv: list[str], keras: bool) -> int:
        """Start a kernel in the sandbox in which a process runs; return its number on this side.

        Args:
            inhabitant: number of that process.
            limits: name in `resource` -> soft and hard limit.
            argv: arguments of `ipykernel_launcher`.
            keras: have TensorFlow and Keras imported.

        Raises:
            OSError: the sandbox cannot be entered, or the zygote is gone.
        """
        modules = KERAS if keras else ()
        request = {"inhabitant": inhabitant, "limits": limits, "argv": argv, "modules": modules}
        try:
            self._socket.send(json.dumps(request).encode())
            answer = self._socket.recv(10_000)
        except BaseException:  # what it may still answer is for nobody
            self.close()
            raise
        if not answer:
            self.close()
            raise ConnectionResetError("the zygote is gone")
        if "error" in (found := json.loads(answer)):
            raise OSError(found["error"])
        return found["pid"]

    def close(self) -> None:
        """End it; kernels go on in their sandboxes."""
        self._socket.close()
        self._process.kill()
        self._process.wait()


def serve() -> None:
    """Fork a guardian for every request that comes in, until nobody is left to ask."""
    channel = socket.socket(fileno=0)
    for module in _ALWAYS:
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # no zombies
    while request := channel.recv(10_000):
        order = json.loads(request)
        for module in order.pop("modules"):
            importlib.import_module(module)
        if not os.fork():
            _guard(channel, **order)


def _guard(channel: socket.socket, inhabitant: int, limits: dict, argv: list) -> None:
    """Enter the sandbox, fork the kernel, say its number, and wait for its end (in a fork).

    Entering a PID namespace takes effect for children: hence two forks.
    """
    try:
        with open(os.pidfd_open(inhabitant), closefd=True) as namespaces:
            _call("setns", namespaces.fileno(), _NAMESPACES)
        if not (kernel := os.fork()):
            _become_kernel(limits, argv)
        channel.send(json.dumps({"pid": kernel}).encode())
        channel.close()
        with contextlib.suppress(ChildProcessError):  # as it should, see SIGCHLD
            os.waitpid(kernel, 0)
    except BaseException as error:
        with contextlib.suppress(OSError):
            channel.send(json.dumps({"error": str(error)}).encode())
    finally:
        os._exit(0)


def _become_kernel(limits: dict, argv: list) -> None:
    """Give up everything that is not the student's, then run ipykernel (in a fork of the fork)."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.setsid()  # a signal to its group must not reach the zygote
        os.chdir("/tmp")
        nothing = os.open("/dev/null", os.O_RDWR)
        for standard in range(3):
            os.dup2(nothing, standard)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        _renounce()
        import resource

        for name, value in limits.items():
            with contextlib.suppress(ValueError, OSError):  # the system's own limit is lower
                resource.setrlimit(getattr(resource, name), (value, value))
        import numpy as np

        np.random.seed()  # otherwise every student would draw the same numbers
        sys.argv = ["ipykernel_launcher", *argv]
        runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)
    finally:
        os._exit(1)


def _renounce() -> None:
    """Drop every capability for good, as bubblewrap does for what it starts."""
    _prctl(_NO_NEW_PRIVS, 1)
    _prctl(_AMBIENT, _AMBIENT_CLEAR_ALL)
    with open("/proc/sys/kernel/cap_last_cap") as file:
        last = int(file.read())
    for capability in range(last + 1):
        _prctl(_CAPBSET_DROP, capability)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    none = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: 64 bits each
    _call("capset", header, none)


def _prctl(option: int, value: int) -> None:
    """Call prctl, which takes its other arguments as they come: each must be an unsigned long."""
    _call("prctl", option, *map(ctypes.c_ulong, (value, 0, 0, 0)))


def _call(name: str, *arguments) -> None:
    """Call a function of the C library that returns 0, or raise what errno says."""
    if getattr(ctypes.CDLL(None, use_errno=True), name)(*arguments):
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
