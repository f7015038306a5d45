"""The `course` command. Lessons never import it."""

import errno
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from course_utils.cli import grade
from course_utils.i18n import LANGUAGES, T, language, use_language

# What nbformat validates notebooks with would compile a grammar of web addresses when imported,
# more than a second in each process; no field of a notebook is declared to be such an address.
sys.modules.setdefault("rfc3987_syntax", None)

app = typer.Typer(
    help="Deep Learning pas à pas",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
data_app = typer.Typer(help="List, fetch or verify the data sets.", no_args_is_help=True)
app.add_typer(data_app, name="data")
app.add_typer(grade.app, name="grade")
console = Console()
errors = Console(stderr=True)

Lessons = Annotated[
    list[str] | None, typer.Argument(help="Lesson numbers or names; all by default.")
]
Lang = Annotated[str | None, typer.Option("--lang", help="fr or en.")]


def fail(message: str) -> None:
    """Print one message and leave with status 1."""
    errors.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def authoring():
    """Import the contributor's side, or say what to install."""
    try:
        from course_utils.authoring import build, execute, paths, preview, render, scaffold, source
    except ModuleNotFoundError as error:
        fail(
            T(
                f"Il manque {error.name} : cette commande demande les outils de contribution ; "
                'installez-les par : pip install -e ".[dev]"',
                f"{error.name} is missing: this command needs the contributor's tools; "
                'install them with: pip install -e ".[dev]"',
            )
        )
    from types import SimpleNamespace

    return SimpleNamespace(
        build=build,
        execute=execute,
        paths=paths,
        preview=preview,
        render=render,
        scaffold=scaffold,
        source=source,
    )


@contextmanager
def told(tools):
    """Turn what the contributor's tools refuse, and what the disk refuses, into one sentence."""
    try:
        yield
    except tools.paths.CourseError as error:
        fail(str(error))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            fail(
                T(
                    "Le disque est plein ; libérez de la place, puis relancez la même commande.",
                    "The disk is full; free some space, then run the same command again.",
                )
            )
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
        fail(
            T(
                f"{error.filename} ne se laisse pas écrire ({error.strerror}) : changez ses droits, "
                "ou donnez un autre dossier par --out là où la commande l'accepte.",
                f"{error.filename} cannot be written ({error.strerror}): change its permissions, or "
                "give another folder by --out where the command takes one.",
            )
        )


def languages(lang: str | None) -> tuple[str, ...]:
    if lang is None:
        return LANGUAGES
    if lang not in LANGUAGES:
        fail(f"--lang {lang!r}: fr | en")
    return (lang,)


# --- learners ---------------------------------------------------------------------------------


@app.command()
def lab(
    lang: Lang = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser.")
    ] = False,
    port: Annotated[int, typer.Option(help="First port to try.")] = 8888,
) -> None:
    """Open your own copies of the lessons (work/LANG) in JupyterLab."""
    from course_utils.cli import workspace

    use_language((languages(lang) if lang else (language(),))[0])
    try:
        folder, fresh = workspace.prepare(language())
    except workspace.WorkspaceError as error:
        fail(str(error))
    if fresh:
        console.print(
            T(
                f"{fresh} leçon(s) copiée(s) dans {folder}.",
                f"{fresh} lesson(s) copied into {folder}.",
            ),
            markup=False,
            soft_wrap=True,
        )
    raise typer.Exit(workspace.open_lab(folder, port, not no_browser))


@app.command()
def reset(lesson: str, lang: Lang = None) -> None:
    """Put a fresh copy of a lesson beside yours; your own file is not touched."""
    from course_utils.cli import workspace

    use_language((languages(lang) if lang else (language(),))[0])
    try:
        path = workspace.fresh_copy(lesson, language())
    except workspace.WorkspaceError as error:
        fail(str(error))
    console.print(T(f"Copie neuve : {path}", f"Fresh copy: {path}"), soft_wrap=True)


@app.command()
def doctor() -> None:
    """Check this installation and say what to do about each problem."""
    from course_utils import doctor as checks

    bad = 0
    for good, text in checks.run():
        bad += not good
        console.print(
            f"{'✓' if good else '✗'} {text}",
            style=None if good else "red",
            markup=False,
            soft_wrap=True,
        )
    raise typer.Exit(1 if bad else 0)


@data_app.command("list")
def data_list() -> None:
    """Say which data sets and weights are here, and where."""
    from course_utils import datasets, files

    table = Table("name", "here", "where")
    for item in datasets.status():
        table.add_row(item.name, "✓" if item.available else "–", item.where)
    for name, remote in files.REMOTE.items():
        here = files.place(name)
        table.add_row(name, "✓" if here else "–", str(here or remote.absent))
    console.print(table)


@data_app.command("fetch")
def data_fetch(names: Annotated[list[str] | None, typer.Argument()] = None) -> None:
    """Download real data sets and weights into the Keras cache; all of them by default."""
    from course_utils import datasets, files

    possible = ["mnist", "fashion_mnist", *files.REMOTE]
    for name in names or possible:
        if name not in possible:
            fail(
                T(
                    f"✗ {name!r} ne se télécharge pas ; possibles : {', '.join(possible)}.",
                    f"✗ {name!r} cannot be downloaded; possible: {', '.join(possible)}.",
                )
            )
        try:
            fetched = files.fetch(name) if name in files.REMOTE else datasets.fetch(name)
            console.print(f"✓ {name}: {fetched}", soft_wrap=True, markup=False)
        except datasets.DataError as error:
            fail(f"✗ {name}: {error}")


@data_app.command("verify")
def data_verify() -> None:
    """Check the content of every data set and weight file that is here, the course's own included."""
    from course_utils import datasets, files, shipped

    bad = 0
    for name, good, text in [*datasets.verify(), *files.verify(), *shipped.verify()]:
        bad += not good
        console.print(f"{'✓' if good else '✗'} {name}: {text}", markup=False, soft_wrap=True)
    raise typer.Exit(1 if bad else 0)


# --- contributors -----------------------------------------------------------------------------


@app.command()
def build(
    lessons: Lessons = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail if something would change.")
    ] = False,
    execute: Annotated[
        bool, typer.Option("--execute", help="Run in full on real data and store outputs.")
    ] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Accept texts changed in one language only.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Make the notebooks from their sources."""
    tools = authoring()
    with told(tools):
        if check:
            found = tools.build.check()
            for text in found:
                errors.print(f"✗ {text}", style="red", markup=False, soft_wrap=True)
            if not found:
                console.print("✓ notebooks, translations and measurements are up to date")
            raise typer.Exit(1 if found else 0)
        for path in tools.build.build(lessons, languages(lang), confirm):
            console.print(f"wrote {path.relative_to(tools.paths.ROOT)}")
        if execute:
            jobs = [(n, one) for n in tools.paths.lesson_names(lessons) for one in languages(lang)]
            with progress_display(jobs) as progress:
                reports = tools.build.execute_and_store(lessons, languages(lang), progress)
            tools.build.build(None)  # headers, index and README show the new measurements
            conclude(tools, reports, tools.paths.WORK / "build")


@app.command()
def run(
    lessons: Lessons = None,
    lang: Lang = None,
    profile: Annotated[str, typer.Option(help="full or fast.")] = "full",
    jobs: Annotated[int, typer.Option(help="Notebooks at a time.")] = 1,
    solutions: Annotated[bool, typer.Option("--solutions", help="With solved exercises.")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder for executed notebooks and report.json.")
    ] = None,
) -> None:
    """Execute lessons and judge their claims (fast: in kernels forked from one that has TensorFlow)."""
    tools = authoring()
    if profile not in ("full", "fast"):
        fail(f"--profile {profile!r}: full | fast")
    out = out or tools.paths.WORK / "run"
    todo, reports = [], []
    try:
        elsewhere = T(", ou donnez un autre dossier par --out", ", or give another folder by --out")
        with told(tools), tools.execute.only_run(out, elsewhere):
            todo = [
                tools.execute.Job(
                    lesson.name,
                    one,
                    tools.render.to_text(tools.render.render(lesson, one, solutions)),
                    out / one / f"{lesson.name}.ipynb",
                    profile,
                    os.environ.get("COURSE_DATA") or "auto",
                    solutions,
                    threads=1 if jobs > 1 else None,
                    warm=profile == "fast",
                )
                for lesson in tools.source.read_lessons(lessons)
                for one in languages(lang)
            ]
            with progress_display([(job.lesson, job.lang) for job in todo]) as progress:
                for report in tools.execute.run_jobs(todo, jobs, progress):
                    reports.append(report)
            conclude(tools, reports, out)
    except KeyboardInterrupt:
        tools.execute.write_report(reports, out)
        fail(
            T(
                f"Interrompu : {len(reports)} notebook(s) sur {len(todo)} exécutés, dans {out}.",
                f"Interrupted: {len(reports)} of {len(todo)} notebook(s) executed, in {out}.",
            )
        )


def progress_display(jobs: list[tuple[str, str]]):
    """Return a context manager that shows a bar per notebook and yields the function that moves it."""
    from contextlib import contextmanager

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    @contextmanager
    def display():
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console) as bars:
            tasks = {job: bars.add_task(" ".join(job), total=None, start=False) for job in jobs}

            def move(lesson: str, lang: str, done: int, total: int) -> None:
                task = tasks[lesson, lang]
                bars.start_task(task)
                bars.update(task, completed=done, total=total)

            yield move

    return display()


def conclude(tools, reports: list[dict], out: Path) -> None:
    """Write report.json, print a table and every problem; leave with status 1 if there is one."""
    reports.sort(key=lambda r: (r["lesson"], r["lang"]))
    tools.execute.write_report(reports, out)
    table = Table("lesson", "lang", "s", "MB", "claims", "")
    found = []
    for report in reports:
        bad = tools.execute.problems(report)
        found += bad
        held = sum(claim["holds"] for claim in report["claims"])
        table.add_row(
            report["lesson"],
            report["lang"],
            f"{report['seconds']:.0f}",
            str(report["peak_mb"]),
            f"{held}/{len(report['claims'])}",
            "✗" if bad else "✓",
        )
    console.print(table)
    for text in found:
        errors.print(f"\n✗ {text}", style="red", markup=False, soft_wrap=True)
    if found:
        raise typer.Exit(1)


@app.command()
def preview(
    lesson: str,
    watch: Annotated[
        bool, typer.Option("--watch", help="Again after every change of the source.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Render one lesson, run it fast, and write a page to look at."""
    tools = authoring()
    use_language((languages(lang) if lang else (language(),))[0])
    with told(tools):
        tools.preview.preview(lesson, language(), watch, console.print)


@app.command()
def site(
    out: Annotated[Path | None, typer.Option(help="Its folder; work/site by default.")] = None,
    lang: Lang = None,
    pdf: Annotated[bool, typer.Option(help="A PDF of each lesson (needs Chromium).")] = True,
) -> None:
    """Build the course as a static web site, from the notebooks as they are."""
    tools = authoring()
    with told(tools):
        from course_utils.authoring import site as pages

        out = out or tools.paths.WORK / "site"
        pages.build(out, languages(lang), pdf)
    console.print(f"✓ {out / 'index.html'}", soft_wrap=True, markup=False)


@app.command()
def new(number: str, slug: str) -> None:
    """Start a lesson: a source and a tasks module that build and run; the style check lists what remains."""
    tools = authoring()
    with told(tools):
        for path in tools.scaffold.new_lesson(number, slug):
            console.print(f"wrote {path.relative_to(tools.paths.ROOT)}")
