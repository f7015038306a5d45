"""One source, two languages: the current language, texts and numbers."""

import os
import subprocess
import sys

import pytest

from course_utils.i18n import T, Text, language, number, percent, use_language


def test_texts_follow_the_current_language():
    text = Text("époque", "epoch")
    assert (language(), T("époque", "epoch"), str(text)) == ("fr", "époque", "époque")
    use_language("en")
    assert (language(), T("époque", "epoch"), str(text)) == ("en", "epoch", "epoch")


def test_an_unknown_language_is_refused_in_both_languages_and_changes_nothing():
    with pytest.raises(ValueError, match=r"langue inconnue / unknown language: 'de'.*fr, en"):
        use_language("de")
    assert language() == "fr"


@pytest.mark.parametrize(
    ("value", "digits", "french", "english"),
    [
        (1234.5, 1, "1\u202f234,5", "1,234.5"),
        (1234567, 0, "1\u202f234\u202f567", "1,234,567"),
        (-0.126, 2, "\N{MINUS SIGN}0,13", "\N{MINUS SIGN}0.13"),
        (-0.004, 2, "0,00", "0.00"),
        (0, 2, "0,00", "0.00"),
    ],
)
def test_numbers(value, digits, french, english):
    assert number(value, digits) == french
    use_language("en")
    assert number(value, digits) == english


def test_percentages():
    assert percent(0.992) == "99,2\u202f%"
    use_language("en")
    assert percent(0.99234, 2) == "99.23%"


@pytest.mark.parametrize(
    ("variable", "expected"), [("en", "en"), ("fr", "fr"), ("de", "fr"), (None, "fr")]
)
def test_first_language_comes_from_the_environment(variable, expected):
    kept = {key: value for key, value in os.environ.items() if key != "COURSE_LANG"}
    done = subprocess.run(
        [sys.executable, "-c", "from course_utils.i18n import language; print(language())"],
        env=kept if variable is None else {**kept, "COURSE_LANG": variable},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == expected
