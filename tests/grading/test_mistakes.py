"""What is said to whoever leaves bugs in, what that earns, and when mistakes can be told apart."""

from types import SimpleNamespace

import numpy as np

from course_utils.grading.mistakes import all_differ, left_in
from course_utils.i18n import Text

BUGS = {"a": Text("un", "one"), "b": Text("deux", "two"), "c": Text("trois", "three")}


def solution_with(a=False, b=False, c=False):
    return lambda: (a, b, c)


def test_every_set_of_bugs_has_its_own_message_and_credit():
    mistakes = left_in(solution_with, BUGS)
    assert [mistake.credit for mistake in mistakes] == [0] + [0.25] * 3 + [0.5] * 3
    assert len({mistake.wrong() for mistake in mistakes}) == len(mistakes) == 7
    assert (False, False, False) not in {mistake.wrong() for mistake in mistakes}
    for mistake in mistakes[1:]:
        left = [text for text, there in zip(BUGS.values(), mistake.wrong(), strict=True) if there]
        assert mistake.message.fr.endswith(f"Il reste : {' ; '.join(t.fr for t in left)}.")
        assert mistake.message.en.endswith(f"Left: {'; '.join(t.en for t in left)}.")
        assert f"{3 - len(left)} sur 3" in mistake.message.fr


def test_the_code_handed_out_comes_first():
    two = left_in(lambda a=False, b=False: lambda: (a, b), dict(list(BUGS.items())[:2]))
    assert two[0].wrong() == (True, True) and two[0].credit == 0
    assert "ses deux défauts" in two[0].message.fr and "its two bugs" in two[0].message.en
    assert [mistake.credit for mistake in two[1:]] == [1 / 3] * 2


def test_mistakes_that_give_the_same_value_are_noticed():
    def task(*wrong):
        mistakes = [SimpleNamespace(wrong=one) for one in wrong]
        return SimpleNamespace(reference=lambda x: (x, np.ones(2)), mistakes=mistakes)

    assert all_differ(task(lambda x: (x, np.zeros(2)), lambda x: (2 * x, np.ones(2))), {"x": 1.0})
    assert not all_differ(task(lambda x: (x, np.ones(2) + 1e-5)), {"x": 1.0}), "the reference"
    assert not all_differ(task(*[lambda x: (0.0, np.ones(2))] * 2), {"x": 1.0}), "each other"
    assert all_differ(task(lambda x: x), {"x": 1.0}), "another shape"
