"""`course grade …`: the instructor's commands. Each can be repeated and interrupted."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from course_utils.i18n import T

app = typer.Typer(
    help="Graded assignments: variants, isolated grading, marks.", no_args_is_help=True
)
console = Console()
errors = Console(stderr=True)

Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The course folder.")]
Name = Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="A folder of DIR/bank.")]
NoSandbox = Annotated[
    bool, typer.Option("--no-sandbox", help="Run submissions without isolation (dangerous).")
]


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn the instructor's errors into one sentence and status 1."""
    try:
        from course_utils.grading.folder import GradingError
    except ModuleNotFoundError as error:
        fail(_needs_extra(error))
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("course_utils"):
            raise
        fail(_needs_extra(error))
    except GradingError as error:
        fail(str(error))


def fail(message: str) -> None:
    """Print one message and leave with status 1."""
    errors.print(message, style="red", markup=False, soft_wrap=True)
    raise typer.Exit(1)


def _needs_extra(error: ModuleNotFoundError) -> str:
    return T(
        f'Il manque {error.name} : installez les outils de correction par pip install -e ".[grading]"',
        f'{error.name} is missing: install the grading tools with pip install -e ".[grading]"',
    )


def say(text: str, style: str | None = None) -> None:
    console.print(text, style=style, markup=False, soft_wrap=True, highlight=False)


def _course(folder: Path):
    from course_utils.grading.folder import CourseFolder

    return CourseFolder(folder)


@app.command()
def init(folder: Dir) -> None:
    """Make a private course folder, or add to one what is missing."""
    with clear_errors():
        from course_utils.grading.init import create

        for line in create(folder):
            say(line)


@app.command()
def release(
    folder: Dir,
    name: Name,
    variants: Annotated[
        str | None, typer.Option(help="student, cohort or none (default: course.toml).")
    ] = None,
) -> None:
    """Write the notebooks to give out into DIR/handout/ASSIGNMENT."""
    with clear_errors():
        from course_utils.grading.release import release as give_out

        course = _course(folder)
        written = give_out(course, name, variants)
        say(
            T(
                f"{len(written)} notebook(s) écrit(s) dans {course.handout(name)}",
                f"{len(written)} notebook(s) written into {course.handout(name)}",
            )
        )


@app.command()
def preview(
    folder: Dir, name: Name, student: Annotated[str, typer.Option(help="Student id.")]
) -> None:
    """Show what one student sees, with the expected answers."""
    with clear_errors():
        from course_utils.grading.preview import preview as show

        page, expected = show(_course(folder), name, student)
        for task, lines in expected.items():
            say(task, style="bold")
            for line in lines:
                say(f"    {line}")
        say(str(page))


@app.command()
def collect(
    folder: Dir,
    name: Name,
    source: Annotated[Path, typer.Argument(metavar="FOLDER|ZIP", help="An LMS export.")],
) -> None:
    """File the notebooks of an LMS export under their students."""
    with clear_errors():
        from course_utils.grading.collect import collect as gather

        for line in gather(_course(folder), name, source).lines():
            say(line)


@app.command()
def run(
    folder: Dir,
    name: Name,
    jobs: Annotated[int, typer.Option(min=1, help="Submissions at a time.")] = 1,
    student: Annotated[str | None, typer.Option(help="Only this student id.")] = None,
    no_sandbox: NoSandbox = False,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler: grade on its workers.")
    ] = None,
) -> None:
    """Grade; again after a correction, show which marks change (manual marks stay)."""
    with clear_errors():
        from course_utils.grading import integrity
        from course_utils.grading.run import run as grade

        course = _course(folder)
        if no_sandbox:
            say(_given_up(), style="yellow")
        results = []
        try:
            with _bar(1 if student else len(course.roster)) as advance:
                graded_ones = grade(
                    course, name, jobs, student, not no_sandbox, scheduler=scheduler
                )
                for graded in graded_ones:
                    results.append(graded)
                    advance()
        except KeyboardInterrupt:
            fail(
                T(
                    f"Interrompu après {len(results)} copie(s) ; relancez la même commande pour continuer.",
                    f"Interrupted after {len(results)} submission(s); run the same command to go on.",
                )
            )
        done = [one.student for one in results if one.error is None]
        for one, sentences in integrity.classmates(course, name, done).items():
            next(r for r in results if r.student == one).flags.extend(sentences)
        _report(course, results)
    if any(one.error for one in results):
        raise typer.Exit(1)


def _given_up() -> str:
    return T(
        "Sans bac à sable : le code des étudiants s'exécute avec VOS droits. Il peut lire et modifier "
        "vos fichiers (secret, carnet de notes, autres copies) et accéder au réseau.",
        "Without a sandbox students' code runs with YOUR rights. It can read and change your files "
        "(secret, gradebook, other submissions) and reach the network.",
    )


@contextmanager
def _bar(total: int):
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("", total=total)
        yield lambda: bars.advance(task)


def _report(course, results: list) -> None:
    """Print the marks in the order of the roster, then everything worth a look."""
    order = {student: i for i, student in enumerate(course.roster)}
    results.sort(key=lambda one: order[one.student])
    table = Table(T("étudiant", "student"), T("points automatiques", "automatic points"), "")
    for one in results:
        word = (
            T("non corrigé", "not graded")
            if one.error
            else T("manquant", "missing")
            if one.missing
            else ""
        )
        table.add_row(one.student, "" if one.error else f"{sum(one.after.values()):g}", word)
    console.print(table)
    for one in results:
        for task, (before, after) in one.changes.items():
            say(f"{one.student}, {task}: {before:g} → {after:g}", style="cyan")
        for flag in one.flags:
            say(f"{one.student}: {flag}", style="yellow")
        if one.error:
            errors.print(f"{one.student}: {one.error}", style="red", markup=False, soft_wrap=True)


@app.command()
def feedback(folder: Dir, name: Name) -> None:
    """Write one HTML page per student, in the student's language."""
    with clear_errors():
        from course_utils.grading.feedback import feedback as write

        course = _course(folder)
        pages = write(course, name)
        say(
            T(
                f"{len(pages)} page(s) dans {course.root / 'feedback'}",
                f"{len(pages)} page(s) in {course.root / 'feedback'}",
            )
        )


@app.command()
def export(
    folder: Dir,
    file_format: Annotated[str, typer.Option("--format", help="csv, moodle or canvas.")] = "csv",
) -> None:
    """Write the marks of every enrolled student into one file."""
    with clear_errors():
        from course_utils.grading.export import export as write

        say(str(write(_course(folder), file_format, lambda note: say(note, style="yellow"))))


@app.command()
def stress(
    name: Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="A folder of the bank.")],
    seeds: Annotated[int, typer.Option(min=1, help="Variants to try in process.")] = 300,
    folder: Annotated[
        Path | None, typer.Option("--dir", help="A course folder; default: the public bank.")
    ] = None,
    no_sandbox: NoSandbox = False,
) -> None:
    """Check generators, references, stubs and mistakes on many variants; three end to end."""
    with clear_errors():
        from course_utils.grading import assignment as assignments
        from course_utils.grading import sandbox
        from course_utils.grading import stress as tester
        from course_utils.grading.folder import BANK, GradingError

        path = _course(folder).bank(name) if folder else BANK / name
        if not (path / "assignment.py").is_file():
            known = ", ".join(sorted(p.parent.name for p in BANK.glob("*/assignment.py")))
            raise GradingError(
                T(
                    f"Aucun devoir {name!r} ; il y a : {known}.",
                    f"No assignment {name!r}; there are: {known}.",
                )
            )
        if not no_sandbox and (problem := sandbox.missing()):
            raise GradingError(problem)
        assignment = assignments.load(path)
        with _bar(seeds * len(assignment.tasks)) as advance:
            found = tester.stress(assignment, seeds, advance)
        bad = [f"{one.task}: {problem}" for one in found for problem in one.problems]
        table = Table(
            "task",
            T("réponses distinctes", "distinct answers"),
            T("médiane (ms)", "median (ms)"),
            "max (ms)",
        )
        for one in found:
            table.add_row(
                one.task,
                f"{one.distinct}/{seeds}",
                f"{1e3 * one.median:.1f}",
                f"{1e3 * one.slowest:.1f}",
            )
        console.print(table)
        for seed, lang in enumerate(("fr", "en", "fr")):
            for task, shares in tester.end_to_end(assignment, seed, lang, not no_sandbox).items():
                if shares != (1.0, 0.0):
                    bad.append(f"{task}: {shares} != (1, 0), seed {seed}, {lang}")
        for problem in bad:
            errors.print(f"✗ {problem}", style="red", markup=False, soft_wrap=True)
        if bad:
            raise typer.Exit(1)
        say(
            T(
                "✓ tout est juste, trois variantes de bout en bout",
                "✓ all is right, three variants end to end",
            )
        )
