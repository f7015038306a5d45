"""The translation lock: one side changed without the other is found, anything else is not."""

import pytest

from course_utils.authoring.localize import Pair
from course_utils.authoring.translations import explain, lock_text, stale_pairs


def pair(fr, en):
    return Pair("lesson.py, cell 1", fr, en)


def locked(*pairs):
    return {tuple(line.split()) for line in lock_text(list(pairs)).splitlines()}


PERTE, EPOQUE = pair("perte", "loss"), pair("époque", "epoch")
DROP = pair("perte", "drop")  # the same French word, translated otherwise elsewhere
LOCK = locked(PERTE, EPOQUE)


@pytest.mark.parametrize(
    ("current", "unchanged"),
    [
        ([PERTE, EPOQUE], []),
        ([EPOQUE, PERTE, PERTE], []),
        ([PERTE], []),  # removed
        ([PERTE, EPOQUE, pair("lot", "batch")], []),  # added
        ([PERTE, pair("une époque", "one epoch")], []),  # both sides changed
        ([PERTE, pair("époque ", "\nepoch")], []),  # only blanks around
        ([PERTE, pair("une époque", "epoch")], ["en"]),
        ([PERTE, pair("époque", "one epoch")], ["fr"]),
        ([pair("la perte", "loss"), pair("époque", "one epoch")], ["en", "fr"]),
    ],
)
def test_one_side_changed(current, unchanged):
    assert [lang for _, lang in stale_pairs(current, LOCK)] == unchanged


@pytest.mark.parametrize(
    ("current", "stale"),
    [
        ([PERTE, EPOQUE, DROP], []),  # a second translation of a word whose first is still used
        ([EPOQUE, DROP], [DROP]),  # its first translation was replaced
        ([PERTE, EPOQUE, pair("chute", "loss")], []),
    ],
)
def test_a_word_with_two_translations(current, stale):
    assert [found for found, _ in stale_pairs(current, LOCK)] == stale


def test_of_two_translations_one_changes():
    lock = locked(PERTE, DROP)
    changed = pair("perte", "fall")
    assert stale_pairs([PERTE, changed], lock) == [(changed, "fr")]
    assert stale_pairs([PERTE, DROP], lock) == []


def test_an_empty_lock_accepts_everything():
    assert stale_pairs([PERTE, EPOQUE], set()) == []


def test_the_lock_is_sorted_and_says_nothing_twice():
    text = lock_text([PERTE, EPOQUE, PERTE])
    assert text == lock_text([EPOQUE, PERTE])
    lines = text.splitlines()
    assert len(lines) == 2 and lines == sorted(lines) and text.endswith("\n")
    assert all(len(half) == 16 for line in lines for half in line.split())


def test_the_sentence_says_what_changed_where_and_what_to_do():
    english = explain(pair("époque", "one epoch"), "fr")
    assert english.startswith(
        "lesson.py, cell 1: the English text changed, the French one did not."
    )
    assert "'one epoch'" in english and "course build --confirm" in english
    french = explain(pair("une époque", "epoch"), "en")
    assert "the French text changed, the English one did not" in french and "'une époque'" in french
