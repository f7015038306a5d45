"""A graded assignment: its source, its tasks and points, and the notebook that a student gets."""

import base64
import copy
import importlib.util
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from types import ModuleType

import jupytext
import nbformat
import numpy as np
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.utils import compute_checksum

from course_utils.authoring.localize import split_solution, translate_code
from course_utils.authoring.paths import CourseError
from course_utils.authoring.render import KERNEL, bootstrap, french_spaces
from course_utils.authoring.source import Cell, read_cells
from course_utils.grading import plain, seeds
from course_utils.grading.folder import GradingError
from course_utils.i18n import T
from course_utils.speaking import speaking
from course_utils.task import Task, compare_values, draw_cases, generator

PUBLIC_CASES = 3  # examples that a student may check against
MOST_DRAWN = 40  # among these are the examples that tell a mistake from the right answer
RUBRIC = "### RUBRIC"
_BUG = re.compile(r"^[ \t]*### BEGIN BUG[ \t]*\n(.*?)\n[ \t]*### END BUG[ \t]*$\n?", re.M | re.S)
_SOLUTION = re.compile(
    r"^[ \t]*### BEGIN SOLUTION[ \t]*\n(.*?)\n[ \t]*### END SOLUTION[ \t]*$\n?", re.M | re.S
)


@dataclass(frozen=True)
class Variant:
    """What differs from student to student.

    Attributes:
        graded: seed of the marked values.
        public: seed of the examples that `check` uses.
    """

    graded: int
    public: int


def variant(secret: bytes, assignment: str, kind: str, student: str) -> Variant:
    """Return the variant of a student.

    Args:
        secret: the course's secret.
        assignment: name of the assignment.
        kind: "student" (one variant each), "cohort" (one for all, under the secret) or "none"
            (the same for every course: for a demonstration).
        student: student id.
    """
    if kind == "none":
        return Variant(0, 1)
    owner = student if kind == "student" else ""
    return Variant(*(seeds.seed(secret, assignment, owner, purpose) for purpose in seeds.PURPOSES))


@dataclass(frozen=True)
class Assignment:
    """A graded assignment as its author wrote it, see `course_utils/grading/bank`.

    Attributes:
        name: name of its folder.
        title: title in both languages.
        cells: its source.
        module: its tasks.
        points: points of each task, in the order of the notebook.
        written: points of each question marked by hand.
    """

    name: str
    title: dict[str, str]
    cells: list[Cell]
    module: ModuleType
    points: dict[str, float]
    written: dict[str, float]

    @cached_property
    def tasks(self) -> dict[str, Task]:
        return {task.name: task for task in self.module.TASKS}

    @cached_property
    def _mended(self) -> set[str]:
        """Names of the tasks that hand out wrong code."""
        return {_task_name(cell.code, self.tasks) for cell in self.cells if _BUG.search(cell.code)}

    def given(self, seed: int) -> dict[str, dict]:
        """Return the values that the statement refers to: one dictionary per value task."""
        return {name: drawn_cases(task, seed)[0] for name, task in self.tasks.items() if task.value}

    def notebook(self, lang: str, variant: Variant, student: str = "", solved: bool = False):
        """Return the notebook of one student.

        Args:
            lang: "fr" or "en".
            variant: whose values to put in.
            student: student id, noted in the metadata.
            solved: with the author's solutions instead of the stubs.
        """
        with speaking(lang):
            cells = self._cells(lang, variant, solved)
        for number, cell in enumerate(cells):
            cell["id"] = f"cell-{number}"
            if mark := cell.metadata.get("nbgrader"):
                cell["id"] = mark.grade_id  # found again where the metadata was lost
                mark["checksum"] = compute_checksum(cell)
        course = {"assignment": self.name, "lang": lang, "student": student}
        made = new_notebook(
            cells=cells,
            metadata={**KERNEL, "language_info": {"name": "python"}, "course": course},
        )
        made.nbformat_minor = 5
        return made

    def _cells(self, lang: str, variant: Variant, solved: bool) -> list:
        cells = [new_code_cell(bootstrap(lang))]
        pending = list(self.written)
        for cell in self.cells:
            if cell.kind == "markdown":
                text = cell.text(lang).partition(RUBRIC)[0].strip()
                cells.append(new_markdown_cell(french_spaces(text) if lang == "fr" else text))
                if "written" in cell.tags:
                    name = pending.pop(0)
                    cells.append(_written_cell(name, self.written[name]))
            elif "values" in cell.tags:
                cells += self._values(variant, lang)
            elif "exercise" in cell.tags:
                cells += self._exercise(cell, lang, solved)
            elif "source-only" not in cell.tags:
                cells.append(new_code_cell(translate_code(cell.code, lang, cell.where)))
        return cells

    def _values(self, variant: Variant, lang: str) -> list:
        given = f"from numpy import array\n\ngiven = {_spread(self.given(variant.graded))}"
        check = (
            "from course_utils.grading.selfcheck import SelfCheck\n\n"
            f'check = SelfCheck("{lang}", "{self.examples(variant)}")'
        )
        cells = [_locked(new_code_cell(given), "values"), _locked(new_code_cell(check), "examples")]
        cells[1].metadata["jupyter"] = {"source_hidden": True}  # nothing to read there
        return cells

    def examples(self, variant: Variant) -> str:
        """Return what `SelfCheck` needs, packed into one text; it holds no marked answer.

        A function task gets a few cases drawn from the public seed, with the expected values and
        what each listed mistake would give; a value task only the form of its answer.
        """
        packed = {}
        for name, task in self.tasks.items():
            packed[name] = {"value": task.value}
            if task.value:
                packed[name]["form"] = plain.blank(
                    task.reference(**drawn_cases(task, variant.public)[0])
                )
                continue
            cases = packed[name]["cases"] = _telling_cases(task, variant.public)
            if task.compare is compare_values:
                packed[name]["expected"] = [task.reference(**case) for case in cases]
                # What is still wrong with code to be mended is the question itself.
                packed[name]["mistakes"] = [] if name in self._mended else _mistakes(task, cases)
        return base64.b64encode(zlib.compress(plain.dumps(packed).encode(), 9)).decode()

    def _exercise(self, cell: Cell, lang: str, solved: bool) -> list:
        code = translate_code(cell.code, lang, cell.where)
        name = _task_name(code, self.tasks)
        if name is None:
            raise CourseError(
                f"{cell.where}: an exercise defines one of the tasks {', '.join(self.tasks)}"
            )
        task = self.tasks[name]
        answer = _metadata(new_code_cell(answer_code(code, task, lang, solved)), f"{name}-answer")
        answer.metadata.nbgrader.update(solution=True)
        call = f"check({name}={name})" if task.value else f"check({name})"
        check = _locked(new_code_cell(call), name)
        check.metadata.nbgrader.update(grade=True, points=self.points[name])
        return [answer, check]


def answer_code(code: str, task: Task, lang: str, solved: bool) -> str:
    """Return the answer cell: the author's solution, or what students start from."""
    if solved:
        return _SOLUTION.sub(r"\1\n", _BUG.sub("", code)).strip()
    if _BUG.search(code):  # a task of debugging hands out wrong code
        return _SOLUTION.sub("", _BUG.sub(r"\1\n", code)).strip()
    if task.value:
        todo = {"fr": "# À vous de jouer", "en": "# Your turn"}[lang]
        return _SOLUTION.sub(f"{todo}\n{task.name} = None\n", code).strip()
    return split_solution(code, lang)[0]


def load(folder: Path) -> Assignment:
    """Read an assignment from its folder (`assignment.py` and `tasks.py`).

    Raises:
        GradingError: the two files do not fit together; the message says what to change.
    """
    source = jupytext.read(folder / "assignment.py", fmt="py:percent")
    meta = source.metadata.get("assignment") or {}
    spec = importlib.util.spec_from_file_location(f"bank_{folder.name}", folder / "tasks.py")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        cells = read_cells(source, f"{folder.name}/assignment.py")
        points = {name: float(value) for name, value in meta["points"].items()}
        written = {name: float(value) for name, value in meta.get("written", {}).items()}
        made = Assignment(folder.name, dict(meta["title"]), cells, module, points, written)
        _verify(made)
    except Exception as error:  # the author's own code runs here: anything may be raised
        raise GradingError(f"{folder}: {type(error).__name__}: {error}") from error
    return made


@lru_cache(maxsize=32)  # one submission asks three times, and drawing can cost more than judging
def _drawn(task: Task, seed: int) -> list[dict]:
    return draw_cases(task, seed)


def drawn_cases(task: Task, seed: int) -> list[dict]:
    """Return the inputs of every case of a task, as `draw_cases` does."""
    return copy.deepcopy(_drawn(task, seed))


def _verify(assignment: Assignment) -> None:
    codes = {c.where: translate_code(c.code, "fr", c.where) for c in assignment.cells if c.code}
    exercises = [c for c in assignment.cells if "exercise" in c.tags]
    found = [_task_name(codes.get(c.where, ""), assignment.tasks) for c in exercises]
    questions = sum("written" in cell.tags for cell in assignment.cells)
    values = sum("values" in cell.tags for cell in assignment.cells)
    problems = []
    if not list(assignment.tasks) == list(assignment.points) == found:
        problems.append(
            f"TASKS {list(assignment.tasks)}, points {list(assignment.points)}, exercises {found}"
        )
    if questions != len(assignment.written) or values != 1:
        problems.append(f"{questions} cells tagged written, {values} tagged values")
    # Without its markers, a solution would be handed out.
    problems += [
        f"{c.where}: no ### BEGIN SOLUTION" for c in exercises if not _SOLUTION.search(c.code)
    ]
    if twice := {"values", "examples", *assignment.tasks} & set(assignment.written):
        problems.append(f"written: {', '.join(twice)} names something else already")
    if problems:
        raise CourseError("; ".join(problems))


def _task_name(code: str, tasks: Iterable[str]) -> str | None:
    """Return the task that a cell answers: the last one it defines or assigns at top level."""
    names = re.findall(r"^(?:def (\w+)\(|(\w+) *=[^=])", code, re.MULTILINE)
    found = [a or b for a, b in names if (a or b) in tasks]
    return found[-1] if found else None


def _telling_cases(task: Task, seed: int) -> list[dict]:
    """Return a few cases, and one more for every listed mistake that these would take for right.

    Whether a student's first try shows its mistake must not depend on the luck of a variant.
    """
    rng = generator(task, seed)
    drawn = [task.inputs(rng) for _ in range(PUBLIC_CASES)]
    chosen = drawn.copy()
    for mistake in task.mistakes:
        if any(_tells(task, mistake.wrong, case) for case in chosen):
            continue
        for number in range(MOST_DRAWN):
            if number == len(drawn):  # drawing can cost more than all the rest
                drawn.append(task.inputs(rng))
            if _tells(task, mistake.wrong, drawn[number]):
                chosen.append(drawn[number])
                break
    return chosen


def _tells(task: Task, wrong, case: dict) -> bool:
    try:
        return (
            task.compare(task.reference(**copy.deepcopy(case)), wrong(**copy.deepcopy(case)))
            is not None
        )
    except Exception:  # a mistake that raises shows itself
        return True


def _mistakes(task: Task, cases: list[dict]) -> list:
    found = []
    for mistake in task.mistakes:
        try:
            values = [mistake.wrong(**case) for case in cases]
            plain.dumps(values)
        except Exception:  # a mistake that raises shows itself
            continue
        found.append([*mistake.message, values])
    return found


def _metadata(cell, name: str):
    cell.metadata["nbgrader"] = nbformat.from_dict(
        {
            "schema_version": 3,
            "grade_id": name,
            "cell_type": cell.cell_type,
            "grade": False,
            "solution": False,
            "locked": False,
            "task": False,
        }
    )
    return cell


def _locked(cell, name: str):
    _metadata(cell, name).metadata.nbgrader.update(locked=True)
    cell.metadata.update(editable=False, deletable=False)
    return cell


def _written_cell(name: str, points: float):
    cell = new_markdown_cell(T("*Votre réponse ici.*", "*Your answer here.*"))
    _metadata(cell, name).metadata.nbgrader.update(grade=True, solution=True, points=points)
    return cell


def _spread(given: dict[str, dict]) -> str:
    """Return Python code for the given values, one to a line."""
    lines = ["{"]
    for name, values in given.items():
        lines.append(f"    {name!r}: {{")
        lines += [f"        {key!r}: {_literal(value)}," for key, value in values.items()]
        lines.append("    },")
    return "\n".join([*lines, "}"])


def _literal(value) -> str:
    """Return Python code for a value; arrays are written `array([...])`, floats exactly."""
    if isinstance(value, dict):
        inside = ", ".join(f"{key!r}: {_literal(part)}" for key, part in value.items())
        return "{" + inside + "}"
    if isinstance(value, np.ndarray):
        default = value.dtype in (np.dtype(float), np.dtype(int), np.dtype(bool))
        kind = "" if default else f", dtype={str(value.dtype)!r}"
        return f"array({value.tolist()!r}{kind})"
    if isinstance(value, np.generic):
        return repr(value.item())
    if isinstance(value, (list, tuple)):
        inside = ", ".join(map(_literal, value))
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    return repr(value)
