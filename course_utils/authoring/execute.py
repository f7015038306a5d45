"""Execute notebooks through papermill, several at a time, and report what happened."""

import json
import multiprocessing
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

from course_utils.alone import Busy, alone
from course_utils.authoring import warm
from course_utils.authoring.paths import CourseError
from course_utils.i18n import T
from course_utils.orphans import end_with_starter
from course_utils.records import RECORD
from course_utils.widgets import WIDGET_VIEW

CELL_TIMEOUT = 600  # seconds; a cell that needs more is hung
_events = None  # of a worker: where it tells how far it is
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Job:
    """One notebook to execute."""

    lesson: str
    lang: str
    notebook: str  # JSON text: cheap to send to a worker
    out: Path
    profile: str = "full"
    data: str = "auto"
    solutions: bool = False
    static: bool = True  # record pictures, not widgets
    threads: int | None = None  # TensorFlow threads; None leaves the choice to TensorFlow
    warm: bool = False  # a kernel forked from one that has TensorFlow, where the system can fork


@contextmanager
def only_run(folder: Path, otherwise: str = "") -> Iterator[None]:
    """Keep a second execution out of a folder of executed notebooks.

    Args:
        folder: where the notebooks are written.
        otherwise: what the user can do instead of waiting, after a comma.

    Raises:
        CourseError: another one is writing there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with alone(folder / ".running"):
            yield
    except Busy as who:
        raise CourseError(
            T(
                f"Une autre exécution écrit dans {folder} ({who}) : attendez sa fin{otherwise}.",
                f"Another execution writes into {folder} ({who}): wait until it has ended"
                f"{otherwise}.",
            )
        ) from None


def run_jobs(jobs: list[Job], workers: int, progress: Callable | None = None) -> Iterable[dict]:
    """Execute jobs in `workers` processes; yield a report for each as it finishes.

    Args:
        jobs: what to execute.
        workers: how many notebooks at a time.
        progress: called with (lesson, lang, cells done, cells in all).

    Yields:
        {"lesson", "lang", "profile", "solutions", "seconds", "cpu_seconds", "peak_mb", "data",
        "claims", "checks", "error"}; "error" is None, or {"cell", "source", "name", "message"}.
    """
    context = multiprocessing.get_context("spawn")
    events = context.Queue()
    pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(events,))
    listener = threading.Thread(target=_listen, args=(events, progress), daemon=True)
    listener.start()
    others = set(multiprocessing.active_children())
    try:
        for future in as_completed([pool.submit(_run, job) for job in jobs]):
            yield future.result()
    except BaseException:  # Ctrl-C: without it a worker would end its notebook and begin another
        for worker in set(multiprocessing.active_children()) - others:
            worker.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        events.put(None)
        listener.join()


def _begin(events) -> None:
    """Prepare a worker."""
    global _events
    _events = events
    end_with_starter()


def _listen(events, progress) -> None:
    while (event := events.get()) is not None:
        if progress is not None:
            progress(*event)


def _run(job: Job) -> dict:
    """Execute one notebook in this process's environment (a worker runs one at a time)."""
    import papermill
    from papermill.exceptions import PapermillExecutionError

    _register_engine()
    warm.choose(job.warm)
    os.environ.update(
        COURSE_PROFILE=job.profile,
        COURSE_DATA=job.data,
        COURSE_STATIC="1" if job.static else "0",
        PYDEVD_DISABLE_FILE_VALIDATION="1",
    )
    if job.threads:
        for variable in ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"):
            os.environ[variable] = str(job.threads)
    job.out.parent.mkdir(parents=True, exist_ok=True)
    # What a kernel writes to its terminal goes into a file beside the notebook.
    with open(job.out.with_suffix(".log"), "wb") as log:
        os.dup2(log.fileno(), 2)
    error = None
    with tempfile.TemporaryDirectory(prefix="course-run-") as folder, _Usage() as usage:
        source = Path(folder) / "in.ipynb"
        source.write_text(job.notebook, encoding="utf-8")
        begin = time.perf_counter()
        try:
            papermill.execute_notebook(
                str(source),
                str(job.out),
                kernel_name="python3",
                engine_name="course",
                progress_bar=False,
                cwd=folder,
                execution_timeout=CELL_TIMEOUT,
                notify=lambda done, total: _events.put((job.lesson, job.lang, done, total)),
            )
        except PapermillExecutionError as failure:
            error = {
                "cell": failure.cell_index,
                "source": failure.source,
                "name": failure.ename,
                "message": _ANSI.sub("", failure.evalue),
            }
        except (
            Exception
        ) as failure:  # dead kernel, time-out: papermill has no common class for them
            error = {
                "cell": None,
                "source": "",
                "name": type(failure).__name__,
                "message": _ANSI.sub("", str(failure)),
            }
        seconds = time.perf_counter() - begin
    records = collect(nbformat.read(job.out, as_version=4)) if job.out.exists() else []
    return {
        "lesson": job.lesson,
        "lang": job.lang,
        "profile": job.profile,
        "solutions": job.solutions,
        "seconds": round(seconds, 1),
        "cpu_seconds": round(usage.cpu, 1),
        "peak_mb": round(usage.peak / 1e6),
        "data": {r["asked"]: r["origin"] for r in records if r["type"] == "data"},
        "claims": [r for r in records if r["type"] == "claim"],
        "checks": [r for r in records if r["type"] == "check"],
        "error": error,
    }


def _register_engine() -> None:
    """Register a papermill engine that reports each finished cell and saves once, at the end.

    papermill itself saves the whole notebook, its pictures included, before and after each cell.
    """
    from papermill.engines import NBClientEngine, papermill_engines

    class CourseEngine(NBClientEngine):
        @classmethod
        def execute_managed_notebook(cls, manager, kernel_name, notify=None, **options):
            total, done = len(manager.nb.cells), [0]
            complete = manager.cell_complete

            def counted(cell, *args, **kwargs):
                complete(cell, *args, **kwargs)
                done[0] += 1
                notify(done[0], total)

            manager.cell_complete = counted
            path, manager.output_path = manager.output_path, None
            try:
                super().execute_managed_notebook(manager, kernel_name, **options)
            finally:
                manager.output_path = path

    papermill_engines.register("course", CourseEngine)


class _Usage:
    """Measure what this process's descendants (kernel and its workers) use.

    A fork server that earlier notebooks left behind counts for its memory, not for its time.

    Attributes:
        peak: their largest resident memory together, bytes.
        cpu: the processor time of all of them, seconds; unlike the time on the wall, it hardly
            depends on what else the machine is doing.
    """

    def __enter__(self):
        self.peak, self._cpu = 0, {}
        self._look()
        self._before = sum(self._cpu.values())
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    @property
    def cpu(self) -> float:
        return sum(self._cpu.values()) - self._before

    def _watch(self):
        while not self._stop.wait(0.1):
            self._look()

    def _look(self):
        import psutil

        total = 0
        for child in psutil.Process().children(recursive=True):
            try:
                # One just forked, about to run a program, still shares its parent's memory.
                if time.time() - child.create_time() > 1:
                    total += child.memory_info().rss
                self._cpu[child.pid] = sum(child.cpu_times()[:2])  # user, system
            except psutil.Error:
                continue
        self.peak = max(self.peak, total)

    def __exit__(self, *exc):
        self._stop.set()
        self._thread.join()


def collect(notebook: nbformat.NotebookNode) -> list[dict]:
    """Return the records that the cells left in their outputs, in order."""
    return [
        output["data"][RECORD]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if RECORD in output.get("data", {})
    ]


def problems(report: dict) -> list[str]:
    """Return what is wrong in a report, one readable block each: error, claims, checks."""
    name = f"{report['lesson']} ({report['lang']}, {report['profile']})"
    found = []
    if error := report["error"]:
        where = f"cell {error['cell']}" if error["cell"] is not None else "outside any cell"
        source = "\n".join(f"    {line}" for line in error["source"].strip().splitlines()[:12])
        found.append(f"{name}, {where}: {error['name']}: {error['message']}\n{source}".rstrip())
    for item in report["claims"]:
        if item["judged"] and not item["holds"]:
            bound = (
                ""
                if item["bound"] is None
                else f" (value {float(item['value']):.4g}, bound {item['bound']:.4g})"
            )
            found.append(f"{name}: claim does not hold: {item['sentence']}{bound}")
    for item in report["checks"]:
        wanted = "pass" if report["solutions"] else "todo"
        if item["status"] != wanted:
            found.append(
                f"{name}: exercise {item['task']} is {item['status']!r}, not {wanted!r}: {item['message']}"
            )
    return found


def tidy_outputs(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Keep of an executed notebook what is worth storing: no widgets, no papermill marks.

    Raises:
        CourseError: a cell wrote to standard error (start-up noise, warnings).
    """
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        kept = []
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                raise CourseError(
                    f"a cell writes to standard error:\n{cell.source[:200]}\n→ {output.text[:300]}"
                )
            if "data" in output and WIDGET_VIEW in output.data:
                del output.data[WIDGET_VIEW]
            if output.get("metadata"):
                output.metadata.pop("papermill", None)
            if "data" in output and not output.data:
                continue
            kept.append(output)
        cell.outputs = kept
        cell.metadata.pop("papermill", None)
        cell.metadata.pop("execution", None)
    notebook.metadata.pop("widgets", None)
    return notebook


def write_report(reports: list[dict], folder: Path) -> Path:
    """Write `report.json` into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.json"
    path.write_text(json.dumps(reports, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path
