"""A language for a while, then the one before it again."""

import pytest

from course_utils.i18n import T, language
from course_utils.speaking import speaking


def test_the_language_is_another_inside_the_block_alone():
    before = language()
    other = "en" if before == "fr" else "fr"
    with speaking(other):
        assert T("fr", "en") == other
    assert language() == before


def test_an_error_gives_the_language_back_too():
    before = language()
    with pytest.raises(KeyError), speaking("en" if before == "fr" else "fr"):
        raise KeyError
    assert language() == before


def test_an_unknown_language_changes_nothing():
    before = language()
    with pytest.raises(ValueError, match="klingon"), speaking("klingon"):
        pass
    assert language() == before
