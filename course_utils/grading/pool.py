"""Where submissions are examined: processes of this machine, or a Dask cluster that exists already.

Both are executors in the sense of `concurrent.futures`; a context manager ends what is under way.
"""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from course_utils.grading import sandbox
from course_utils.grading.folder import GradingError
from course_utils.i18n import T, language
from course_utils.orphans import end_with_starter
from course_utils.speaking import speaking

CONNECT = 10  # seconds for the scheduler to answer


@contextmanager
def local(jobs: int, isolated: bool) -> Iterator[Executor]:
    """Give `jobs` processes.

    Raises:
        GradingError: submissions are to be isolated, and cannot be.
    """
    if isolated and (problem := sandbox.missing()):
        raise GradingError(problem)
    context = multiprocessing.get_context("spawn")  # TensorFlow and threads do not survive a fork
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=end_with_starter)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def cluster(address: str, root: Path, isolated: bool) -> Iterator[Executor]:
    """Give the workers of a Dask scheduler, for instance "tcp://10.0.0.5:8786".

    Dask gives the work of a worker that is lost to another one. All need this package, bubblewrap
    and the course folder at the same path (a shared file system).

    Raises:
        GradingError: Dask is not installed, nobody answers, or a worker cannot do it.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise GradingError(
            T(
                'Il manque Dask : pip install -e ".[cluster]".',
                'Dask is missing: pip install -e ".[cluster]".',
            )
        ) from None
    try:
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise GradingError(
            T(
                f"Aucun ordonnanceur Dask ne répond à {address} ({_first_line(error)}) ; démarrez-le "
                "(`dask scheduler`) ou corrigez l'adresse.",
                f"No Dask scheduler answers at {address} ({_first_line(error)}); start it "
                "(`dask scheduler`) or mend the address.",
            )
        ) from None
    with client:
        _check_workers(client, root, isolated)
        # Not pure: Dask must not take the examination of yesterday for that of today.
        pool = client.get_executor(pure=False)
        try:
            yield pool
        finally:
            pool.shutdown(wait=False)


def _check_workers(client, root: Path, isolated: bool) -> None:
    workers = client.scheduler_info(n_workers=-1)["workers"]
    if not workers:
        raise GradingError(
            T(
                "L'ordonnanceur n'a pas d'ouvrier ; démarrez-en : `dask worker ADRESSE --nthreads 1`.",
                "The scheduler has no workers; start some: `dask worker ADDRESS --nthreads 1`.",
            )
        )
    # The language of messages belongs to a process.
    threads = T("plusieurs fils d'exécution ; `--nthreads 1`", "several threads; `--nthreads 1`")
    problems = {name: threads for name, worker in workers.items() if worker["nthreads"] > 1}
    unfit = client.run(_unfit, root, isolated, language())
    problems |= {name: problem for name, problem in unfit.items() if problem}
    if problems:
        name, problem = min(problems.items())
        more = f" (+ {len(problems) - 1})" if len(problems) > 1 else ""
        raise GradingError(f"{name}: {problem}{more}")


def _unfit(root: Path, isolated: bool, lang: str) -> str | None:
    """Return why this worker cannot grade, None when it can (on the worker)."""
    with speaking(lang):
        if not (root / "course.toml").is_file():
            return T(f"{root} n'y est pas visible", f"{root} is not visible there")
        return sandbox.missing() if isolated else None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
