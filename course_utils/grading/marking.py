"""Marks for one submission: run it, compare its answers outside the kernel, write points and reasons."""

import copy
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass, field
from html import escape
from pathlib import Path

import nbformat
from nbformat.v4 import new_output

from course_utils.authoring.markup import CODE
from course_utils.grading import plain
from course_utils.grading.assignment import Assignment, drawn_cases
from course_utils.grading.executor import Cell, Question, execute
from course_utils.grading.sandbox import Limits
from course_utils.grading.selfcheck import form_problem
from course_utils.i18n import T, number
from course_utils.speaking import speaking
from course_utils.task import Answer, Result, Task, compare_values, judge

SHOWN = {"text/plain", "image/png", "image/jpeg"}  # nothing that acts
_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
VERSION = 1  # of what is stored; a new one runs every submission again


@dataclass
class Mark:
    """Points of one task, what the instructor reads (`detail`) and the student (`reason`)."""

    points: float
    max: float
    status: str
    reason: str
    detail: str


@dataclass
class Record:
    """What is known about one submission, one JSON file per student.

    Attributes:
        key: digest of everything that the run depended on: the same key, the same answers.
        outputs: cell id -> nbformat outputs.
        answers: task -> answers, values in plain form.
        notes: what happened in the kernel.
        seconds: duration of the run.
        marks: task -> mark; computed again whenever the reference may have changed.
        flags: what the instructor should know about the file.
        missing: nothing readable was handed in.
        booked: digest of what the gradebook holds; None: not yet there.
    """

    key: str = ""
    outputs: dict[str, list] = field(default_factory=dict)
    answers: dict[str, list] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    marks: dict[str, Mark] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    missing: bool = False
    booked: str | None = None

    @classmethod
    def read(cls, path: Path) -> "Record":
        """Read a record; an unreadable or older one counts as none."""
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            if found.pop("version", None) != VERSION:
                return cls()
            found["marks"] = {name: Mark(**mark) for name, mark in found["marks"].items()}
            return cls(**found)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return cls()

    def write(self, path: Path) -> None:
        """Write the record in one step: an interruption leaves the old one."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.partial")
        text = json.dumps({"version": VERSION, **asdict(self)}, ensure_ascii=False, indent=1)
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(path)


def steps(assignment: Assignment, notebook, seed: int, lang: str) -> list[Cell | Question]:
    """Return what the executor is to do: run the student's cells, and ask at each check cell."""
    found: list[Cell | Question] = []
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        mark = cell.metadata.get("nbgrader", {})
        if not mark.get("grade"):
            found.append(Cell(cell.id, cell.source))
            continue
        task = assignment.tasks[mark["grade_id"]]
        cases = None if task.value else plain.dumps(drawn_cases(task, seed))
        found.append(Question(task.name, cases, lang))
    return found


def answer(
    assignment: Assignment,
    notebook,
    seed: int,
    lang: str,
    old: Record,
    limits: Limits,
    isolated: bool = True,
) -> Record:
    """Return a record with the answers of a mended notebook: those of `old` if nothing changed.

    Raises:
        GradingError: no sandbox, or the kernel does not start.
    """
    todo = steps(assignment, notebook, seed, lang)
    parts = [[type(step).__name__, *asdict(step).values()] for step in todo]
    digest = hashlib.sha256(json.dumps([VERSION, parts]).encode()).hexdigest()
    if digest == old.key:
        return Record(old.key, old.outputs, old.answers, old.notes, old.seconds, booked=old.booked)
    with speaking(lang):
        outcome = execute(todo, limits, isolated)
    answers = {
        name: [{**asdict(a), "value": plain.encode(a.value)} for a in found]
        for name, found in outcome.answers.items()
    }
    return Record(
        digest,
        outcome.outputs,
        answers,
        outcome.notes,
        round(outcome.seconds, 2),
        booked=old.booked,
    )


def judge_all(assignment: Assignment, seed: int, lang: str, record: Record) -> dict[str, Mark]:
    """Compare the answers of a record with the references; return the mark of every task."""
    with speaking(lang):
        return {
            name: _mark(task, assignment.points[name], seed, answers_of(record, name))
            for name, task in assignment.tasks.items()
        }


def _mark(task: Task, points: float, seed: int, answers: list[Answer]) -> Mark:
    cases = drawn_cases(task, seed)
    if not answers:
        answers = [Answer(error=T("aucune réponse", "no answer"))]
    result = judge(task, cases, answers)
    reason = _for_student(task, cases, answers, result)
    return Mark(round(points * result.credit, 2), points, result.status, reason, result.message)


def answers_of(record: Record, task: str) -> list[Answer]:
    """Return the answers to a task with their values rebuilt."""
    found = []
    for stored in record.answers.get(task, []):
        try:
            found.append(Answer(**{**stored, "value": plain.decode(stored["value"])}))
        except (plain.NotPlain, TypeError, KeyError) as error:
            found.append(Answer(error=str(error)))
    return found


def _for_student(task: Task, cases: list, answers: list[Answer], result: Result) -> str:
    """Return the message without the marked values: they would serve a second try, not learning."""
    if result.status != "fail" or task.compare is not compare_values:
        return result.message
    if result.message in {str(mistake.message) for mistake in task.mistakes}:
        return result.message
    for inputs, given in zip(cases, answers, strict=False):
        if given.error is not None:
            return result.message
        expected = task.reference(**copy.deepcopy(inputs))
        if problem := form_problem(plain.blank(expected), given.value):
            return problem
        if compare_values(expected, given.value) is not None:
            break  # the message would name both values
        if given.modified is not None:
            return result.message
    return T(
        "Une valeur au moins est fausse sur les données de la correction.",
        "At least one value is wrong on the data used for marking.",
    )


def harmless(text: str, images=()) -> str:
    """Return a student's Markdown with no tag and no script in it: Formgrader shows it as it is.

    Formgrader cannot open a notebook with an image that is not among the `images` attached.
    """
    found = re.compile(r"attachment:([^)\s>\"']*)")
    text = found.sub(lambda name: name[0] if name[1] in images else name[1], text)
    # In code, "&lt;" would show as it is: there an invisible character (a word joiner) does it.
    text = CODE.sub(lambda code: _TAG.sub("<\u2060", code[0]), text)
    text = _TAG.sub("&lt;", text)
    text = re.sub(r"&(?=#|colon|Tab|NewLine)", "& ", text)  # letters of a link in disguise
    return re.sub(r"(?i)((?:java|vb)script|data(?=:text)):", r"\1 :", text)


def _harmless_outputs(outputs: list) -> list:
    """Return a student's outputs without the kinds that could act in a page.

    nbconvert writes an image's width into the page as it is.
    """
    for output in outputs:
        if alt := output.pop("metadata", {}).get("alt"):
            output["metadata"] = {"alt": str(alt)}
        elif "data" in output:
            output["metadata"] = {}
        for kind in set(output.get("data", {})) - SHOWN:
            del output["data"][kind]
    return outputs


def evaluated(notebook, assignment: Assignment, record: Record) -> nbformat.NotebookNode:
    """Return the notebook with the outputs of its run and, in every check cell, points and reason."""
    made = nbformat.from_dict(notebook)
    for count, cell in enumerate((c for c in made.cells if c.cell_type == "code"), 1):
        cell.execution_count = count
        grading = cell.metadata.get("nbgrader", {})
        if not grading.get("grade"):
            cell.outputs = _harmless_outputs(nbformat.from_dict(record.outputs.get(cell.id, [])))
            continue
        mark = record.marks[grading["grade_id"]]
        # nbgrader reads the first result of the cell as its points.
        with speaking(made.metadata.course["lang"]):
            shown = f"{number(mark.points, 2)} / {number(mark.max, 2)}"
        data = {
            "text/plain": repr(mark.points),
            "text/html": f"<strong>{shown}</strong> · {escape(mark.reason)}",
        }
        cell.outputs = [new_output("execute_result", data, execution_count=count)]
    for cell in made.cells:
        if cell.cell_type == "markdown":
            cell.source = harmless(cell.source, cell.get("attachments", {}))
    return made
