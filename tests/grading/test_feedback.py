"""Feedback: marks and comments in the student's language; no check, no live markup."""

import re

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course_utils.grading.folder import CourseFolder, GradingError

nbgrader = pytest.importorskip("nbgrader.api")
from course_utils.grading import feedback as module  # noqa: E402
from course_utils.grading.feedback import clean, feedback  # noqa: E402

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>a</a>"
HIDDEN = "assert add(3) == 4711"
COMMENT = f"**Bravo** {EVIL}"


def graded(id, **more):
    flags = {"grade": False, "solution": False, "task": False, "locked": False, "schema_version": 3}
    return {"nbgrader": {"grade_id": id, **flags, **more}}


def cells():
    return [
        new_markdown_cell(f"## Énoncé & $x < y$\n\nUn paragraphe. {EVIL}\n\n| a |\n|---|\n| b |"),
        new_code_cell(
            "def add(x):\n    return '<b>&'",
            metadata=graded("add", solution=True),
            outputs=[new_output("stream", name="stdout", text=EVIL)],
        ),
        new_code_cell(
            f"x = 1\n### BEGIN HIDDEN TESTS\n{HIDDEN}\n### END HIDDEN TESTS\ny = 2",
            metadata=graded("test_add", grade=True, points=4, locked=True),
            outputs=[new_output("error", ename="E", evalue=HIDDEN, traceback=[HIDDEN])],
        ),
        new_markdown_cell(
            "Ma réponse", metadata=graded("why", grade=True, solution=True, points=2)
        ),
        new_code_cell(
            "show()",
            outputs=[
                new_output(
                    "display_data", data={"text/html": f"<table><tr><td>7</td></tr></table>{EVIL}"}
                ),
                new_output("display_data", data={"text/markdown": EVIL}),
                new_output(
                    "display_data", data={"application/javascript": "alert(4)", "text/plain": "P"}
                ),
                new_output(
                    "display_data", data={"image/svg+xml": f"<svg>{EVIL}</svg>", "text/plain": "S"}
                ),
                new_output("display_data", data={"text/latex": EVIL}),
                new_output(
                    "display_data",
                    data={"image/png": "AAAA"},
                    metadata={
                        "alt": '"><script>alert(5)</script>',
                        "image/png": {"width": "1 onload=alert(6)"},
                    },
                ),
                new_output("error", ename="E", evalue="v", traceback=[f"\x1b[31m{EVIL}\x1b[0m"]),
            ],
        ),
        new_code_cell("# forged", metadata=graded("unknown", grade=True, points=1000)),
        new_markdown_cell("=== BEGIN MARK SCHEME ===\nsecret scheme"),
        new_markdown_cell(
            "![pasted](attachment:a.png) ![lost](attachment:b.png)",
            attachments={"a.png": {"image/png": "iVBORw0KGgo="}},
        ),
    ]


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """A course with graded notebooks of two students, one in each language."""
    root = tmp_path_factory.mktemp("c")
    (root / "bank" / "tp1").mkdir(parents=True)
    (root / "bank" / "tp1" / "assignment.py").write_text("")
    (root / "nbgrader_config.py").write_text("")
    (root / "roster.csv").write_text("id,language\nann,fr\nbob,en\nnone,fr\n")
    with nbgrader.Gradebook(f"sqlite:///{root / 'gradebook.db'}", "c") as book:
        book.add_assignment("tp1", course_id="c")
        book.add_notebook("tp1", "tp1")
        book.add_grade_cell("test_add", "tp1", "tp1", max_score=4, cell_type="code")
        book.add_grade_cell("why", "tp1", "tp1", max_score=2, cell_type="markdown")
        book.add_solution_cell("add", "tp1", "tp1")
        book.add_solution_cell("why", "tp1", "tp1")
        for student in ("ann", "bob"):
            book.add_student(student)
            book.add_submission("tp1", student)
            book.find_grade("test_add", "tp1", "tp1", student).auto_score = 2.5
            book.find_grade("why", "tp1", "tp1", student).manual_score = 1
            book.find_comment("why", "tp1", "tp1", student).manual_comment = COMMENT
            submission = book.find_submission_notebook("tp1", "tp1", student)
            submission.late_submission_penalty = 0.5
            folder = root / "autograded" / student / "tp1"
            folder.mkdir(parents=True)
            notebook = new_notebook(cells=cells())
            notebook.cells[1]["execution_count"] = EVIL
            notebook.cells[1]["id"] = "x"
            notebook.cells[0].metadata["tags"] = [EVIL]
            notebook.metadata["title"] = notebook.metadata["widgets"] = EVIL
            (folder / "tp1.ipynb").write_text(nbformat.v4.writes(notebook))
            (folder / "timestamp.txt").write_text("2026-03-01 12:00:00 UTC")
        book.db.commit()
    return root


@pytest.fixture(scope="module")
def pages(root):
    return feedback(CourseFolder(root), "tp1")


@pytest.fixture(params=["ann", "bob"])
def page(request, pages, root):
    path = root / "feedback" / request.param / "tp1" / "tp1.html"
    assert path in pages
    return request.param, BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_one_page_per_graded_student(pages, root):
    assert len(pages) == 2
    assert {path.name for path in (root / "feedback").iterdir()} == {"ann", "bob"}
    folder = root / "feedback" / "ann" / "tp1"
    assert {path.name for path in folder.iterdir()} == {"tp1.html", "timestamp.txt"}
    assert not list(root.glob("*.partial")) and not list(root.glob(".*.partial"))


def test_a_pasted_image_is_shown_and_a_lost_one_is_named(page):
    _, soup = page
    assert soup.find("img", alt="pasted")["src"] == "data:image/png;base64,iVBORw0KGgo="
    assert soup.find("img", alt="lost") is None and "lost" in soup.get_text()


def test_the_page_is_in_the_language_of_the_student(page):
    student, soup = page
    text = " ".join(soup.get_text(" ").split())
    french = ["Note : 3 / 6", "Sommaire", "Commentaire :", "Haut de page", "Note : 2,5 / 4"]
    french += ["Réponse rédigée", "Retard : −0,5"]
    english = ["Score: 3 / 6", "Table of contents", "Comment:", "Top", "Score: 2.5 / 4"]
    english += ["Written answer", "Late submission: −0.5"]
    wanted, other = (french, english) if student == "ann" else (english, french)
    assert soup.html["lang"] == ("fr" if student == "ann" else "en")
    assert [words for words in wanted if words not in text] == []
    assert [words for words in other if words in text] == []


def test_hidden_checks_do_not_show(page):
    source = str(page[1])
    assert "4711" not in source and "secret scheme" not in source and "HIDDEN" not in source
    assert re.search(r"x.*=.*1", page[1].get_text()) and "y" in page[1].get_text()


def test_a_forged_cell_brings_no_points(page):
    assert "1000" not in page[1].get_text() and "# forged" in page[1].get_text()


def test_nothing_is_live(page):
    soup = page[1]
    scripts = soup("script")
    assert [one.get("src", "").split("?")[0].rpartition("/")[2] for one in scripts] == [
        *("MathJax.js", "")
    ]
    assert scripts[1]["type"] == "text/x-mathjax-config"
    for tag in soup(True):
        assert not [name for name in tag.attrs if name.startswith("on")], tag
        for name in ("href", "src"):
            value = tag.get(name, "#")
            assert value.startswith(("#", "data:image/png;base64,", "https://cdnjs")), tag
    assert not soup(["iframe", "object", "embed", "form", "svg", "base", "link"])
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "default-src 'none'" in policy and "'unsafe-inline'" not in policy.split("script-src")[1]


def test_what_is_harmless_shows(page):
    soup = page[1]
    assert soup.find("h2", string=re.compile("Énoncé"))
    assert soup.find("td", string="7") and soup.find("td", string=re.compile("b"))
    assert "return" in soup.get_text() and "'<b>&'" in soup.get_text()
    assert "<script>alert(1)</script>" in soup.get_text()  # printed, hence shown
    assert soup.find("strong", string="Bravo")
    assert "$x < y$" in soup.get_text()
    for word in ("P", "S"):
        assert soup.find("pre", string=re.compile(rf"^\s*{word}\s*$"))


def test_every_image_has_a_description_in_the_language_of_the_page(page):
    images = page[1]("img")
    assert images and all(image["src"].startswith("data:image/png") for image in images)
    assert "No description" not in str(page[1])


def test_links_of_the_contents_lead_somewhere(page):
    links = [a["href"][1:] for a in page[1].nav("a")]
    assert links == ["test_add", "why"]
    assert all(len(page[1](id=link)) == 1 for link in links)


def test_a_new_mark_gives_a_new_page(root, pages):
    path = root / "feedback" / "bob" / "tp1" / "tp1.html"
    (path.parent / "old.html").write_text("")
    with nbgrader.Gradebook(f"sqlite:///{root / 'gradebook.db'}", "c") as book:
        book.find_grade("why", "tp1", "tp1", "bob").manual_score = 2
        book.db.commit()
    try:
        assert feedback(CourseFolder(root), "tp1", ["bob"]) == [path]
        assert "Score: 4 / 6" in BeautifulSoup(path.read_text(), "html.parser").nav.get_text()
        assert not (path.parent / "old.html").exists()
    finally:
        with nbgrader.Gradebook(f"sqlite:///{root / 'gradebook.db'}", "c") as book:
            book.find_grade("why", "tp1", "tp1", "bob").manual_score = 1
            book.db.commit()
        feedback(CourseFolder(root), "tp1", ["bob"])


def test_a_failure_spares_the_others_and_the_earlier_page(root, pages):
    notebook = root / "autograded" / "ann" / "tp1" / "tp1.ipynb"
    content, before = notebook.read_text(), pages[0].read_bytes()
    bob = root / "feedback" / "bob" / "tp1" / "tp1.html"
    bob.unlink()
    notebook.write_text("{")
    try:
        with pytest.raises(GradingError, match="Pas de page pour ann"):
            feedback(CourseFolder(root), "tp1")
    finally:
        notebook.write_text(content)
    assert pages[0].read_bytes() == before and bob.exists()
    assert not list(root.glob(".*.partial"))


@pytest.mark.parametrize(
    ("students", "message"), [(["none"], "course grade run"), (["ann", "zed"], "roster.csv : zed")]
)
def test_refusals(root, students, message):
    with pytest.raises(GradingError, match=message):
        feedback(CourseFolder(root), "tp1", students)


@pytest.mark.parametrize(
    ("markup", "result"),
    [
        ("<p>a <em>b</em></p>", "<p>a <em>b</em></p>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<script>x</script>y<style>z</style>", "y"),
        ("<p onclick='x' style='y' id='notebook' class='c'>a</p>", '<p class="c">a</p>'),
        ("<a href='data:text/html,x'>a</a>", "<a>a</a>"),
        ("<a href='JavaScript:x'>a</a>", "<a>a</a>"),
        ("<a href='https://x.org'>a</a>", '<a href="https://x.org">a</a>'),
        ("<img src='https://x.org/i.png' alt='i'>", "i"),
        ("<img src='data:image/svg+xml;base64,AA'>", ""),
        ("<img src='data:image/png;base64,AA'>", '<img alt="" src="data:image/png;base64,AA">'),
        ("<object data='x'>a</object><input>", "a"),
        ("<scr<script></script>ipt>alert(1)</script>", None),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>", None),
        ("<math><mi><script>alert(1)</script></mi></math>", None),
    ],
)
def test_clean(markup, result):
    found = clean(markup)
    assert result is None or found == result
    soup = BeautifulSoup(found, "html.parser")
    assert not soup(["script", "style", "svg", "math"])
    assert not [tag for tag in soup(True) if any(name.startswith("on") for name in tag.attrs)]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc", "a\nc"),
        ("a\n### BEGIN HIDDEN TESTS\nb", "a"),
        ("### BEGIN HIDDEN TESTS\na\n### END HIDDEN TESTS\nb\n# BEGIN MARK SCHEME\nc", "b"),
        ("a\n### END HIDDEN TESTS\nb", "a\n### END HIDDEN TESTS\nb"),
        ("a", "a"),
    ],
)
def test_hidden_regions(source, shown):
    output = new_output("stream", text="out")
    cell, _ = module.HideChecks().preprocess_cell(new_code_cell(source, outputs=[output]), {}, 0)
    assert cell.source == shown
    assert bool(cell.outputs) == ("BEGIN" not in source)
