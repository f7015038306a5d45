"""Putting one language into a code cell."""

import pytest

from course_utils.authoring.localize import code_pairs, split_solution, translate_code
from course_utils.authoring.paths import CourseError


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ('x = T("é", "e")', 'x = "é"', 'x = "e"'),
        ("x = T('é', \"e\")", "x = 'é'", 'x = "e"'),
        ('f(T("é", "e"), T("ù", "u"))  # ê', 'f("é", "ù")  # ê', 'f("e", "u")  # ê'),
        ('T(f"{n} é", f"{n} e")', 'f"{n} é"', 'f"{n} e"'),
        ('T(r"\\é", "")', 'r"\\é"', '""'),
        (
            'def f():\n    T("""Un\n    é.""", """A.""")',
            'def f():\n    """Un\n    é."""',
            'def f():\n    """A."""',
        ),
        ("# fr: é\n# en: e\nx = 1", "# é\nx = 1", "# e\nx = 1"),
        (
            "if x:\n    # fr: é\n    # en: e\n    y()",
            "if x:\n    # é\n    y()",
            "if x:\n    # e\n    y()",
        ),
        ("# fr: a\n# en: b\n# fr: c\n# en: d", "# a\n# c", "# b\n# d"),
        ("x.T(1)\ny = x.T", "x.T(1)\ny = x.T", "x.T(1)\ny = x.T"),
        ("# frontière: é", "# frontière: é", "# frontière: é"),
        ("", "", ""),
    ],
)
def test_both_languages(code, french, english):
    assert translate_code(code, "fr") == french
    assert translate_code(code, "en") == english


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_text_over_several_lines_stays_valid(lang):
    code = 'x = T(\n"un "\n"deux",\n    "one "\n    f"two",\n)\ny = f(T("é"\n  "a", "b"))'
    result = translate_code(code, lang)
    variables = {"f": str}
    exec(compile(result, "cell", "exec"), variables)
    wanted = {"fr": ("un deux", "éa"), "en": ("one two", "b")}[lang]
    assert (variables["x"], variables["y"]) == wanted
    assert "((" not in result, "no parentheses where there are some already"


def test_lines_that_are_not_translated_keep_their_place():
    code = 'a = 1\nx = T("é", "e"); b = 2\n\nc = 3  # fin'
    assert translate_code(code, "en").splitlines() == [
        "a = 1",
        'x = "e"; b = 2',
        "",
        "c = 3  # fin",
    ]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ('T("a")', "line 1: T takes two literal strings"),
        ('T("a", b)', "two literal strings"),
        ('x = 1\nT("a", en="b")', "line 2: T takes two literal strings"),
        ('T("a", 3)', "two literal strings"),
        ('T("a" + "b", "c")', "two literal strings"),
        ("f\"{T('a', 'b')}\"", "inside an f-string"),
        ("T(f\"{T('a', 'b')}\", \"c\")", "inside an f-string"),
        ("x = (", "line 1: "),
        ("# fr: é\nx = 1", "needs '# en:' on the next line"),
        ("# en: e\n# fr: é", "needs '# en:'"),
        ("# fr: a\n# fr: b\n# en: c", "needs '# en:'"),
        ("# fr: a\n\n# en: c", "needs '# en:'"),
    ],
)
def test_mistakes_of_an_author_are_named_with_their_place(code, said):
    with pytest.raises(CourseError) as caught:
        translate_code(code, "fr", "09_x.py, cell 3")
    assert said in str(caught.value)
    assert str(caught.value).startswith("09_x.py, cell 3: ")


def test_pairs_are_literals_and_comments():
    code = '# fr: é\n# en: e\nx = T("ù", "u")\nT(f"{x} é", f"{x} e")'
    pairs = code_pairs(code, "here")
    assert {(p.fr, p.en) for p in pairs} == {("é", "e"), ('"ù"', '"u"'), ('f"{x} é"', 'f"{x} e"')}
    assert {p.where for p in pairs} == {"here"}


# --- exercises --------------------------------------------------------------------------------

EXERCISE = """\
def f(x):
    "Doc."
    y = x
    ### BEGIN SOLUTION
    for i in x:
        y += i
    return y
    ### END SOLUTION"""


def test_stub_and_solution():
    stub, solution = split_solution(EXERCISE, "fr")
    assert (
        stub
        == 'def f(x):\n    "Doc."\n    y = x\n    # À vous de jouer\n    raise NotImplementedError'
    )
    assert (
        solution
        == 'def f(x):\n    "Doc."\n    y = x\n    for i in x:\n        y += i\n    return y'
    )
    assert "# Your turn" in split_solution(EXERCISE, "en")[0]


def test_the_stub_runs_and_says_to_do():
    variables = {}
    exec(split_solution(EXERCISE, "fr")[0], variables)
    with pytest.raises(NotImplementedError):
        variables["f"](1)


@pytest.mark.parametrize("marker", ["### BEGIN SOLUTION", "### END SOLUTION"])
def test_a_space_after_a_marker_does_not_give_the_solution_away(marker):
    stub, solution = split_solution(EXERCISE.replace(marker, marker + " "), "fr")
    assert "y += i" not in stub and "SOLUTION" not in stub + solution


def test_code_after_the_region_stays():
    stub, solution = split_solution(EXERCISE + "\n\nf(1)", "fr")
    assert stub.endswith("raise NotImplementedError\n\nf(1)") and solution.endswith("\n\nf(1)")
