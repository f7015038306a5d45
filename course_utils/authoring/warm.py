"""Warm kernels: forked from a process that has imported TensorFlow and run nothing.

For checks alone: learners, outputs and releases have ordinary kernels. Jupyter finds the class by
the entry point `NAME` in pyproject.toml. Each process that starts kernels has a fork server of its
own, which ends with it.
"""

import multiprocessing
import os
import sys

from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from course_utils.orphans import end_with_starter

NAME = "course-warm"
AVAILABLE = "forkserver" in multiprocessing.get_all_start_methods()  # not on Windows
# Not Matplotlib: on import it asks the environment for its backend, which each kernel sets.
_PRELOAD = ["ipykernel.kernelapp", "ipykernel.debugger", "ipywidgets", "keras"]
_PRELOAD += ["sklearn.datasets", "tensorflow"]


def choose(wanted: bool) -> None:
    """Have the kernels that this process starts from now on warm, where the system can fork."""
    name = NAME if wanted and AVAILABLE else "local-provisioner"
    KernelProvisionerFactory.instance().default_provisioner_name = name


class WarmProvisioner(LocalProvisioner):
    """Start `ipykernel` in a fork; for the rest, the kernel is a local process like any other."""

    async def launch_kernel(self, cmd: list[str], **kwargs) -> dict:
        """Fork a kernel; `cmd` is what would start an ordinary one.

        Raises:
            ValueError: the kernel is not `python -m ipykernel_launcher`.
        """
        if cmd[1:3] != ["-m", "ipykernel_launcher"]:
            raise ValueError(f"only ipykernel starts warm, not {cmd}")
        os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # read when TensorFlow is imported
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOAD)
        cwd = kwargs.get("cwd") or os.getcwd()
        process = context.Process(target=_kernel, args=(cmd[3:], kwargs["env"], str(cwd)))
        process.start()
        self.process = _Forked(process)
        self.pid = self.pgid = process.pid  # of the group that the kernel makes for itself
        self.cwd = cwd
        return self.connection_info


def _kernel(arguments: list[str], env: dict[str, str], cwd: str) -> None:
    """Become a kernel, in the forked process."""
    os.setsid()
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = ["ipykernel_launcher", *arguments]
    # The parent in the system's sense, which ipykernel watches, is the fork server; and that one
    # stays as long as any of its children.
    end_with_starter(group=True)
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(parent_handle=os.getppid())


class _Forked:
    """What Jupyter asks of `subprocess.Popen`, for a process of `multiprocessing`."""

    stdin = stdout = stderr = None

    def __init__(self, process: multiprocessing.Process):
        self._process, self.pid = process, process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()
