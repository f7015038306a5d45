"""Spelling: what counts as prose, what is found, and no unknown word in the course."""

import pytest

from course_utils.authoring import spelling
from course_utils.authoring.localize import Pair
from course_utils.authoring.paths import TASKS
from course_utils.authoring.source import pairs, read_lessons, text_calls

needs_hunspell = pytest.mark.skipif(spelling.missing() is not None, reason=str(spelling.missing()))


def found(fr="", en=""):
    """Return the words found in a text of each language."""
    return [p.split("'")[1] for p in spelling.problems([Pair("here", fr, en)])]


def test_words_are_prose():
    assert spelling.words("Un CNN, w₁ et l’été : NumPy's x, deux-points") == {
        "Un",
        "et",
        "l'été",
        "NumPy",
        "deux-points",
    }


@needs_hunspell
@pytest.mark.parametrize(
    ("fr", "en"),
    [
        ("Le résau apprend.", ""),
        ("L'aprentissage", ""),
        ("", "The netwrok learns."),
        ("", "The color of the line"),  # British spelling
        ("", "Le réseau"),
        ("## Glossaire\n\n| poids | wieght |", ""),
        ("du *resaux*", ""),
        ("Keras et Kerras", ""),
    ],
)
def test_a_word_that_is_wrong_is_found(fr, en):
    assert found(fr, en)


@needs_hunspell
def test_what_is_no_prose_or_in_a_list_is_not():
    text = (
        "Le *learning rate* $\\eta_{maxx}$ de `Densse`, {valuee:.2f}, <b classe='xyzt'>gras</b>, "
        "[ici](https://exemple.org/abcdx) ; Softmax et le softmax ; aujourd’hui, l’œil.\n\n"
        "## Glossaire\n\n| poids | weight |\n\n## Références\n\nXyz Abcd, *Zzzz*.\n\n## Et ensuite\n\nFin."
    )
    assert found(text) == []


@needs_hunspell
def test_a_problem_says_where_which_and_what_to_do():
    [problem] = spelling.problems([Pair("lesson 42, cell 3", "Le résau", "The net")])
    assert problem.startswith("lesson 42, cell 3: 'résau' (fr)") and "words.fr.txt" in problem


@needs_hunspell
def test_the_lessons():
    texts = [pair for lesson in read_lessons() for pair in pairs(lesson)]
    assert spelling.problems(texts) == []


@needs_hunspell
def test_what_the_package_says():
    paths = sorted(TASKS.parent.rglob("*.py"))
    texts = [pair for path in paths if path.parent != TASKS for pair in text_calls(path)]
    assert len(texts) > 100
    assert spelling.problems(texts) == []
