"""The instructor's page: what a student sees, and what is expected, harmless in a browser."""

import re
from html import unescape

import pytest

from course_utils.grading.adapter import Release
from course_utils.grading.folder import GradingError
from course_utils.grading.preview import SHOWN, preview
from course_utils.i18n import language, use_language
from course_utils.task import draw_cases


def text_of(page):
    return unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("student", "lang", "title"),
    [("ana", "fr", "Réponse attendue"), ("bob", "en", "Expected answer")],
)
def test_the_page_holds_the_expected_answers(demo_course, releases, student, lang, title):
    use_language("en")
    page, expected = preview(demo_course, "demo", student)
    assert language() == "en"
    html, text = page.read_text(encoding="utf-8"), text_of(page)
    assert f'<html lang="{lang}"' in html and html.count("<html") == 1
    release = releases[student]
    assert list(expected) == list(release.assignment.tasks)
    total = sum(release.assignment.given(release.variant.graded)["total"]["numbers"])
    assert expected["total"] == [f"total = {total}"]
    assert len(expected["scale"]) == SHOWN + 1 and expected["scale"][-1] == "# + 2"
    for lines in expected.values():
        for line in lines:
            assert line in text
    assert text.count(title) == len(expected)
    assert "RUBRIC" not in text and "raise NotImplementedError" in text


def test_the_page_stays_out_of_what_is_given_out(demo_course):
    page, _ = preview(demo_course, "demo", "ana")
    assert page == demo_course.root / "preview" / "demo" / "ana.html"
    assert not demo_course.handout("demo").exists() and not demo_course.results("demo").exists()


def test_answers_are_escaped(demo_course):
    evil = "<script>alert(1)</script>"
    folder = demo_course.bank("demo")
    tasks = (folder / "tasks.py").read_text()
    (folder / "tasks.py").write_text(
        tasks.replace("lambda numbers: sum(numbers)", f"lambda numbers: {evil!r}")
    )
    page, expected = preview(demo_course, "demo", "ana")
    assert expected["total"] == [f"total = {evil!r}"]
    assert evil not in page.read_text() and evil in text_of(page)


def test_a_second_preview_follows_the_bank(demo_course):
    _, before = preview(demo_course, "demo", "ana")
    folder = demo_course.bank("demo")
    text = (folder / "tasks.py").read_text()
    (folder / "tasks.py").write_text(text.replace("sum(numbers)", "-sum(numbers)"))
    _, after = preview(demo_course, "demo", "ana")
    assert after["total"] == [before["total"][0].replace("= ", "= -")]


@pytest.mark.parametrize(("name", "student"), [("demo", "zoe"), ("other", "ana")])
def test_unknown_names_are_refused(demo_course, name, student):
    with pytest.raises(GradingError, match=r"zoe|other"):
        preview(demo_course, name, student)


def test_all_marked_cases_are_the_students_own(demo_course):
    """The page shows cases of the marked seed, not those of the public examples."""
    _, expected = preview(demo_course, "demo", "ana")
    release = Release(demo_course, "demo", "ana")
    task = release.assignment.tasks["scale"]
    case = draw_cases(task, release.variant.graded)[0]
    assert f"{case['factor']:.6g}" in expected["scale"][0]
    public = draw_cases(task, release.variant.public)[0]
    assert f"{public['factor']:.6g}" not in " ".join(expected["scale"])
