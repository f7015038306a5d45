"""Is an assignment fair on every variant? Its generators, references and mistakes over many seeds."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from course_utils.grading import marking, plain, repair
from course_utils.grading.assignment import Assignment, Variant
from course_utils.grading.sandbox import Limits
from course_utils.i18n import T
from course_utils.task import Answer, Task, ask, draw_cases, judge

MISSED = (
    0.05  # share of variants on which a mistake may go unseen (it happens to give right values)
)
# Answers that no comparison may accept: students return anything.
_ODD = ("?", ["?"], {"?": "?"})


@dataclass
class Stressed:
    """What the seeds showed of one task.

    Attributes:
        distinct: how many different expected answers there were.
        missed: listed mistake (its number) -> seeds on which it earned other points than its own.
        slowest: seconds of the slowest reference, all cases of a seed together.
        median: median of the same.
        problems: what must be mended, one sentence each.
    """

    task: str
    seeds: int
    distinct: int = 0
    missed: dict[int, int] = field(default_factory=dict)
    slowest: float = 0.0
    median: float = 0.0
    problems: list[str] = field(default_factory=list)


def stress(assignment: Assignment, seeds: int, progress: Callable = lambda: None) -> list[Stressed]:
    """Judge references, odd answers and listed mistakes on `seeds` variants of every task."""
    return [_stress(task, seeds, progress) for task in assignment.tasks.values()]


def _stress(task: Task, seeds: int, progress: Callable) -> Stressed:
    found, times, seen, problems = Stressed(task.name, seeds), [], set(), {}
    for seed in range(seeds):
        try:
            begin = time.perf_counter()
            cases = draw_cases(task, seed)
            answers = _answers(task, task.reference, cases)
            times.append(time.perf_counter() - begin)
            seen.add(plain.dumps([answer.value for answer in answers]))
            for problem in _judge_all(task, cases, answers, found, seed):
                problems.setdefault(problem, seed)
        except Exception as error:
            problems.setdefault(f"{type(error).__name__}: {error}", seed)
        progress()
    found.distinct = len(seen)
    if times:
        found.slowest, found.median = max(times), float(np.median(times))
    for number, count in found.missed.items():
        if count > max(1, MISSED * seeds):
            problems.setdefault(
                T(
                    f"l'erreur {number} n'a pas ses points sur {count} variantes",
                    f"mistake {number} does not get its points on {count} variants",
                ),
                -1,
            )
    for text, seed in problems.items():
        found.problems.append(text if seed < 0 else f"{text} ({T('graine', 'seed')} {seed})")
    return found


def _judge_all(task: Task, cases: list, answers: list, found: Stressed, seed: int):
    result = judge(task, cases, answers)
    if result.credit != 1:
        yield T(
            f"la référence n'a pas tous les points : {result.message}",
            f"the reference loses points: {result.message}",
        )
    over_the_border = [Answer(plain.loads(plain.dumps(a.value))) for a in answers]
    if judge(task, [plain.loads(plain.dumps(c)) for c in cases], over_the_border).credit != 1:
        yield T("les valeurs ne survivent pas au passage en JSON", "values do not survive as JSON")
    for odd in _ODD:
        if judge(task, cases, [Answer(odd)] * len(cases)).credit:
            yield T(f"la réponse {odd!r} rapporte des points", f"the answer {odd!r} earns points")
    for number, mistake in enumerate(task.mistakes, 1):
        result = judge(task, cases, _answers(task, mistake.wrong, cases))
        if result.credit != mistake.credit:
            found.missed[number] = found.missed.get(number, 0) + 1


def _answers(task: Task, function, cases: list) -> list[Answer]:
    if task.value:
        try:
            return [Answer(function(**cases[0]))]
        except Exception as error:
            return [Answer(error=str(error))]
    return [ask(function, case) for case in cases]


def end_to_end(
    assignment: Assignment, seed: int, lang: str, isolated: bool = True
) -> dict[str, tuple[float, float]]:
    """Grade the author's solution and the untouched release of one variant in the executor.

    Returns:
        Task -> (share of points of the solution, share of the release): (1, 0) is right.

    Raises:
        GradingError: no sandbox here.
    """
    chosen, shares = Variant(seed, seed + 1), {}
    for solved in (True, False):
        notebook = assignment.notebook(lang, chosen, solved=solved)
        mended, _ = repair.mend(notebook, assignment.notebook(lang, chosen))
        record = marking.answer(
            assignment, mended, seed, lang, marking.Record(), Limits(), isolated
        )
        for name, mark in marking.judge_all(assignment, seed, lang, record).items():
            shares.setdefault(name, []).append(mark.points / mark.max)
    return {name: tuple(both) for name, both in shares.items()}
