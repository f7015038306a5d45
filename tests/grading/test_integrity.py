"""Answers that are right for a classmate: said, with a probability, and never for a right answer."""

import re

import pytest

from course_utils.grading import integrity, plain
from course_utils.grading.integrity import classmates, coincidence
from course_utils.grading.marking import Mark, Record, judge_all
from course_utils.i18n import use_language
from course_utils.task import Task, draw_cases


@pytest.fixture(autouse=True)
def english():
    use_language("en")


def right(release, name):
    """Return the right answer to a value task for one student."""
    task = release.assignment.tasks[name]
    return task.reference(**draw_cases(task, release.variant.graded)[0])


def hand_in(release, **values):
    """Store a record of these answers, marked."""
    record = Record(answers={n: [{"value": plain.encode(v)}] for n, v in values.items()})
    record.marks = judge_all(release.assignment, release.variant.graded, "en", record)
    record.write(release.record_path)
    return record


def found(course):
    return classmates(course, "demo", course.roster)


def percent(sentence):
    return float(re.search(r"([\d.]+)%", sentence)[1])


def test_a_classmates_answers_are_named_with_a_probability(demo_course, releases):
    ana, bob = releases["ana"], releases["bob"]
    hand_in(ana, total=right(ana, "total"), split=right(ana, "split"))
    hand_in(bob, total=right(ana, "total"), split=right(bob, "split"))
    flags = found(demo_course)
    assert list(flags) == ["bob"]
    [sentence] = flags["bob"]
    assert "right for ana: total" in sentence and "split" not in sentence
    assert percent(sentence) == 0.04  # with one of two others: 2 (0 + 1) / (5000 + 1)


def test_both_answers_from_one_classmate_are_one_sentence(demo_course, releases):
    hand_in(releases["cy"], **{n: right(releases["ana"], n) for n in ("total", "split")})
    [sentence] = found(demo_course)["cy"]
    assert "right for ana: total, split" in sentence


@pytest.mark.parametrize(
    "values", [{}, {"total": 3}, {"total": None}, {"total": "text"}, {"split": (1, "a")}]
)
def test_other_answers_are_not(demo_course, releases, values):
    hand_in(releases["bob"], **values)
    assert found(demo_course) == {}


def test_a_copied_answer_that_earned_points_needs_no_word(demo_course, releases):
    record = hand_in(releases["bob"], total=right(releases["ana"], "total"))
    record.marks["total"] = Mark(1.0, 2, "fail", "", "")
    record.write(releases["bob"].record_path)
    assert found(demo_course) == {}


@pytest.mark.parametrize("kind", ["cohort", "none"])
def test_nothing_where_all_have_the_same_values(demo_course, releases, kind):
    hand_in(releases["bob"], total=right(releases["ana"], "total"))
    assert found(demo_course)
    (demo_course.root / "course.toml").write_text(f'[assignments.demo]\nvariants = "{kind}"\n')
    assert found(demo_course) == {}


def test_an_empty_roster(demo_course):
    (demo_course.root / "roster.csv").write_text("id\n")
    assert found(demo_course) == {}


def one_of(count):
    return Task(
        f"one_of_{count}",
        1,
        lambda rng: {"n": int(rng.integers(count))},
        lambda n: n,
        (),
        value=True,
    )


def test_small_ranges_give_larger_probabilities():
    few, many = one_of(2), one_of(50)
    alone = [coincidence([task], {task.name: 1}) for task in (few, many)]
    assert alone[0] == pytest.approx(1 / 2, abs=0.05) and alone[1] == pytest.approx(
        1 / 50, abs=0.015
    )
    together = coincidence([few, many], {few.name: 1, many.name: 1})
    assert together == pytest.approx(1 / 100, abs=0.01) and together < alone[1]
    assert coincidence([few], {few.name: 7}) == 1 / (integrity.DRAWS + 1)  # never zero
    assert coincidence([many], {many.name: 1}) == alone[1]  # the same on every run


def test_a_comparison_that_fails_on_an_odd_value_finds_nothing():
    def compare(expected, got):
        return None if got + 1 == expected + 1 else "no"

    task = Task("f", 1, lambda rng: {"n": 1}, lambda n: n, (), compare=compare, value=True)
    assert coincidence([task], {"f": "text"}, draws=5) == 1 / 6
