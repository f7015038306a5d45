"""Each limit speaks when, and only when, a lesson that keeps all of them breaks it."""

from dataclasses import replace

import pytest

from course_utils.authoring.paths import lesson_names
from course_utils.authoring.source import read_lesson
from course_utils.authoring.style import link_problems, style_problems

WORDS = " ".join(["mot"] * 121)

# (what to replace in the demonstration, by what, what the sentence must contain)
BROKEN = {
    "objectives": (
        "#       - compter\n#       en:\n",
        "#       - compter\n" * 6 + "#       en:\n" + "#       - count\n" * 5,
        "6 objectives in fr",
    ),
    "parameter value": ("seed = None", "seed = 0", "`parameters`"),
    "parameter name": ("seed = None", "graine = None", "`parameters`"),
    "no parameters": (' tags=["parameters"]', "", "0 cells tagged `parameters`"),
    "block numbers": ("# ## 2. Deux", "# ## 4. Deux", "blocks numbered [1, 4, 3] in fr"),
    "too few blocks": ("# ## 3. Three", "# ## Three", "blocks numbered [1, 2] in en"),
    "words": ("Combien font", WORDS + " Combien font", "in fr, at most 120"),
    "words in English": ("What is", WORDS + " What is", "in en, at most 120"),
    "code lines": ("# fr: deux", "x = 1\n" * 15 + "# fr: deux", "17 lines of code, at most 16"),
    "stub lines": ('"Twice x.")', '"Twice x.")' + "\n    x = 1" * 16, "18 lines of code"),
    "width": ("# en: two", "# en: " + "two" * 40, "a line of 122 characters in en"),
    "solution width": ("return 3 * x", "return 3 * x" + 20 * "    + 0", "at most 100"),
    "stars": ("# ### Exercice ★★\n", "# ### Exercice ★\n", "statement with [1] stars in fr"),
    "no statement": ("# ### Exercise ★\n", "# ### Exercise\n", "statement with no stars in en"),
    "no task": ("def triple(x)", "def treble(x)", "treble is no task"),
    "unused task": ("def triple(x)", "def treble(x)", "task triple is in no exercise cell"),
    "exercises": (
        '# %% tags=["exercise"]\ndef double',
        "# %%\ndef double",
        "2 exercises, at least 3",
    ),
    "no quiz": ("quiz()", "print()", "quiz is never shown"),
    "sections": ("# ## À retenir", "# ## Glossaire bis", "last sections in fr"),
    "order": ("# ## Glossary\n# ## References", "# ## References\n# ## Glossary", "sections in en"),
    "references": (
        "Un article, [doi:10.1109/5.726791](https://doi.org/10.1109/5.726791).",
        "Un article.",
        "Références: no DOI",
    ),
    "bad DOI": ("https://doi.org/10.1109/5.726791", "https://doi.org/1109.5", "'1109.5' is no DOI"),
    "explorer": ("explore(draw,", "print(draw,", "no explorer"),
    "no alternative": (
        '(figure, T("Un repère vide, sans aucune courbe.", "Empty axes, without any curve in them."))',
        '(figure, "Un repère vide, sans aucune courbe.")',
        "show() without a bilingual alternative text",
    ),
    "short alternative": ("Axes of adjustable width.", "Axes.", "5 characters in en, at least 20"),
    "space before :": ("Combien font", "Combien: font", "'Combien:'"),
    "space before ?": ("1$ ?", "1$?", "French text has no space"),
    "space in code": ('"Un repère vide,', '"Un repère vide:', "'vide:'"),
    "space in header": ("      - compter", "      - compter; lire", "header, objectives: French"),
    "quotation marks": ("Combien font", 'Combien "font"', "English quotation marks"),
    "headings": ("# ## A question", "# ### A question", "levels of headings differ, [2] in French"),
    "formulas": ("What is $1 + 1$?", "What is 1 + 1?", "numbers of formulas differ, 1 in French"),
    "fences": ("# What is", "# ```\n# x\n# ```\n# What is", "numbers of code fences"),
    "images": ("# What is", "# ![x](x.png)\n# What is", "numbers of images"),
    "links": ("[the contents](00_welcome.ipynb)", "the contents", "numbers of links differ, 1"),
    "placeholders": ("{{next}}\n# %% ", "fin\n# %% ", "numbers of {{…}} differ, 0"),
}


@pytest.mark.parametrize("name", lesson_names())
def test_the_lessons_of_the_course(name):
    lesson = read_lesson(name)
    found = style_problems(lesson) + link_problems(lesson)
    assert not found, "\n".join(found)


def test_the_demonstration_keeps_every_limit(course):
    assert style_problems(course.lesson()) == []
    assert link_problems(course.lesson()) == []


@pytest.mark.parametrize("limit", BROKEN)
def test_a_broken_limit_is_named(course, limit):
    old, new, said = BROKEN[limit]
    course.edit((old, new))
    found = style_problems(course.lesson())
    assert any(said in sentence for sentence in found), found
    assert all("demo" in sentence.partition(": ")[0] for sentence in found), found


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('Text("Un autre.", "Another."), ', "", "task double has 2 hints, exactly 3"),
        ("QUIZ = 4 *", "QUIZ = 3 *", "a quiz of 3 questions, 4 to 6"),
        ("QUIZ = 4 *", "QUIZ = 7 *", "a quiz of 7 questions, 4 to 6"),
        ('Text("Non.", "No.")', 'Text("", "No.")', "question 1 has an option without feedback"),
        (
            'Option(Text("Deux", "Two"), Text("Non.", "No.")),',
            "",
            "question 1 has 1 options, 2 to 6",
        ),
        ('"Un indice."', '"Un indice: ici."', "'indice:'"),
    ],
)
def test_limits_of_the_tasks_module(course, old, new, said):
    course.edit((old, new), path=course.tasks)
    found = style_problems(course.lesson())
    assert any(said in sentence for sentence in found), found


@pytest.mark.parametrize(
    "text",
    [
        "Combien\u202f: font",
        "Combien\u00a0: font",
        "`x[:, 0]: y` font",
        "```\n# x: y\n# ```\n#",
        "$x: y$ font",
        "à 10:30 font",
        "**Combien :** font",
        "« Combien »",
        'On dit « *loss* » ou "perte" et',
        "A. Nom (2019), *Why so deep? A study: part 1*, font",
        "<b style='color: red'>font</b>",
    ],
)
def test_french_that_is_right(course, text):
    text = text.replace("# ", "")
    lesson = course.lesson()
    cells = [replace(c, fr=c.fr.replace("Combien font", text)) for c in lesson.cells]
    assert cells != lesson.cells
    assert not [s for s in style_problems(replace(lesson, cells=cells)) if "French text" in s]


def test_words_leave_out_code_math_tables_tags_and_addresses(course):
    lesson = course.lesson()
    extra = "\n".join(
        [f"\n```python\n{WORDS}\n```", f"$$ {WORDS} $$", f"| {WORDS} |", f"<p title='{WORDS}'>"]
    )
    cells = [
        replace(c, fr=c.fr + extra, en=c.en + extra) if c.kind == "markdown" else c
        for c in lesson.cells
    ]
    assert not [s for s in style_problems(replace(lesson, cells=cells)) if "words" in s]


def test_code_lines_leave_out_comments_blanks_and_docstrings(course):
    course.edit(
        ("# fr: deux", "x = 1\n" * 14 + "\n# rien\n\n" * 9 + "# fr: deux"),
        ('T("Le double.", "Twice x.")', 'T("""Le\n' + "    a\n" * 20 + '    """, """Twice x.""")'),
    )
    assert not [s for s in style_problems(course.lesson()) if "lines of code" in s]


def test_lesson_00_is_no_lesson_of_the_template(course):
    assert style_problems(course.lesson("00_welcome")) == []
    welcome = course.root / "notebooks/source/00_welcome.py"
    course.edit(("# {{index}}", "# Ah! {{index}}"), path=welcome)
    assert ["'Ah!'" in s for s in style_problems(course.lesson("00_welcome"))] == [True]


@pytest.mark.parametrize(
    ("target", "problem"),
    [
        ("00_welcome.ipynb#partie", None),
        ("../en/01_demo.ipynb", None),
        ("../source/01_demo.py", None),
        ("#ici", None),
        ("https://example.org/a_(b)", None),
        ("02_none.ipynb", "leads nowhere in fr"),
        ("../../LICENSE", "leads nowhere in fr"),
        ("https://example.org/a b", "no address"),
        ("https:///example.org", "no address"),
        ("http://example", "no address"),
    ],
)
def test_links(course, target, problem):
    course.edit(("(00_welcome.ipynb)", f"({target})"))
    found = link_problems(course.lesson())
    assert bool(found) == bool(problem), found
    assert all(problem in sentence and "01_demo.py" in sentence for sentence in found)
