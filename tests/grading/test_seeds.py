"""Seeds: nothing about one student's values can be told from another's."""

import itertools
import secrets

import pytest

from course_utils.grading.folder import new_secret
from course_utils.grading.seeds import PURPOSES, seed

SECRET = bytes(range(32))


def test_same_arguments_give_the_same_seed_for_ever():
    # A course that runs for a year must find its variants again after an update.
    assert seed(SECRET, "tp1", "ann") == 239050777643117460405785724311280717734
    assert 0 <= seed(SECRET, "tp1", "ann") < 2**128


def test_each_argument_matters():
    values = [
        seed(secret, assignment, student, purpose)
        for secret in (SECRET, SECRET[::-1])
        for assignment in ("tp1", "tp2")
        for student in ("", "ann", "Ann", "bob")
        for purpose in PURPOSES
    ]
    assert len(set(values)) == len(values) == 32


def test_neighbouring_names_are_kept_apart():
    names = ["", "a", "b", "ab", "abc", "bc", "c", "graded", "gradeda"]
    values = [seed(SECRET, one, two) for one, two in itertools.product(names, names)]
    assert len(set(values)) == len(names) ** 2


def test_every_bit_of_a_seed_varies():
    values = [seed(SECRET, "tp1", f"s{n}") for n in range(200)]
    for bit in range(128):
        assert 50 < sum(value >> bit & 1 for value in values) < 150


@pytest.mark.parametrize("secret", [b"", b"short", bytes(15)])
def test_short_secret_is_refused(secret):
    with pytest.raises(ValueError, match="16 bytes"):
        seed(secret, "tp1", "ann")


def test_unknown_purpose_is_refused():
    with pytest.raises(ValueError, match="purpose 'exam'"):
        seed(SECRET, "tp1", "ann", "exam")


def test_new_secrets_are_long_and_differ():
    one, two = (bytes.fromhex(new_secret()) for _ in range(2))
    assert len(one) == 32 and one != two
    assert seed(one, "tp1", "ann") != seed(secrets.token_bytes(32), "tp1", "ann")
