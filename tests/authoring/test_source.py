"""Reading a lesson source, and saying where it is not as it should be."""

import pytest

from course_utils.authoring.paths import CourseError, lesson_names
from course_utils.authoring.source import pairs, read_lesson, read_lessons


def test_header_and_cells(course):
    lesson = read_lesson("01_demo")
    assert (lesson.name, lesson.number, lesson.slug) == ("01_demo", "01", "demo")
    assert lesson.title("fr") == "Une démonstration" and lesson.title("en") == "A demonstration"
    assert lesson.meta["prerequisites"] == [] and lesson.meta["reading"] == 5
    first, parameters, start, question, *_ = lesson.cells
    assert first.tags == ["source-only"] and first.kind == "code"
    assert parameters.tags == ["parameters"] and parameters.code.startswith("profile = None")
    assert start.tags == [] and "T(" in start.code
    assert question.kind == "markdown" and question.code == ""
    assert question.text("fr").startswith("## Une question\nCombien")
    assert question.text("en").startswith("## A question\nWhat")
    assert question.where == "01_demo.py, cell 4 (Une question Combien font $1 +…)"


def test_lessons_are_chosen_by_number_or_name(course):
    assert lesson_names() == ["00_welcome", "01_demo"]
    for key in ("1", "01", "01_demo"):
        assert lesson_names([key]) == ["01_demo"]
    assert lesson_names(["1", "0", "01"]) == ["00_welcome", "01_demo"]
    assert [lesson.name for lesson in read_lessons(["0"])] == ["00_welcome"]
    with pytest.raises(CourseError, match=r"no lesson '7'; there are: 00_welcome, 01_demo"):
        lesson_names(["7"])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("#   lesson:\n", "#   other:\n", "the header has no 'lesson:' block"),
        ("#     reading: 5\n", "", "'lesson:' has no 'reading'"),
        ("#     prerequisites: []\n", "", "'lesson:' has no 'prerequisites'"),
        ("#       en: A demonstration\n", "", "needs 'title' in both languages"),
        ("#       en: The end.\n", "", "needs 'next' in both languages"),
        ("#       en:\n#       - count\n", "", "needs 'objectives' in both languages"),
        ('# %% [markdown] lang="en"\n# ## 1. One\n', "", "adjacent pairs"),
        ('lang="fr"\n# ## 1. Un', 'lang="en"\n# ## 1. Un', "found ['en', 'en']"),
        ('[markdown] lang="fr"\n# ## 1. Un', "[markdown]\n# ## 1. Un", "found [None, 'en']"),
        ("# ## 1. One\n", "# ## 1. One\n\n# %% [raw]\n# x\n", "adjacent pairs"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(course, old, new, said):
    course.edit((old, new))
    with pytest.raises(CourseError) as caught:
        read_lesson("01_demo")
    assert said in str(caught.value) and "01_demo.py" in str(caught.value)


def test_a_pair_left_alone_at_the_end(course):
    source = course.source.read_text(encoding="utf-8")
    course.source.write_text(source + '\n# %% [markdown] lang="fr"\n# Fin\n', encoding="utf-8")
    with pytest.raises(CourseError, match=r"found \['fr'\]"):
        read_lesson("01_demo")


def test_pairs_are_all_bilingual_texts(course):
    found = {(pair.fr, pair.en): pair.where for pair in pairs(course.lesson())}
    assert found["Une démonstration", "A demonstration"] == "01_demo.py, header, title"
    assert found["La fin.", "The end."] == "01_demo.py, header, next"
    assert found["compter", "count"] == "01_demo.py, header, objectives"
    assert found["## 1. Un", "## 1. One"] == "01_demo.py, cell 6 (1. Un)"
    assert found["deux", "two"].startswith("01_demo.py, cell 5 (")
    assert found['"Le double."', '"Twice x."'].startswith("01_demo.py, cell 8 (")
    assert found['"Un indice."', '"A hint."'].startswith("tasks/demo.py, line ")
    assert found['"Combien ?"', '"How many?"'].startswith("tasks/demo.py, line ")


def test_objectives_come_in_pairs(course):
    course.edit(("#       - compter\n", "#       - compter\n#       - lire\n"))
    with pytest.raises(CourseError, match="01_demo.py: not as many objectives".replace(".", r"\.")):
        pairs(course.lesson())


def test_texts_of_tasks_have_two_languages(course):
    course.edit(('Text("Un indice.", "A hint.")', 'Text("Un indice.")'), path=course.tasks)
    with pytest.raises(CourseError, match=r"tasks/demo.py, line \d+: Text takes French, English"):
        pairs(course.lesson())


def test_a_lesson_may_have_no_tasks(course):
    assert not [p for p in pairs(course.lesson("00_welcome")) if "tasks/" in p.where]
