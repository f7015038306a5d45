"""The static site: what a reader finds there, from the file system and without a network."""

import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from selection import in_turn, needs_chromium

from course_utils.authoring import render, site
from course_utils.authoring.paths import CourseError, lesson_names, notebook_path, settings
from course_utils.authoring.site.extension import forms
from course_utils.authoring.site.glossary import anchor, entries
from course_utils.authoring.site.mathml import mathml
from course_utils.authoring.source import read_lesson
from course_utils.i18n import LANGUAGES

RESOURCES = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}


class Page(HTMLParser):
    """What a page says of itself: language, links, resources, anchors, pictures, text."""

    def __init__(self, path):
        super().__init__()
        self.path, self.lang, self.links, self.resources = path, None, [], []
        self.anchors, self.alts, self.words, self._skip = set(), [], [], 0
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "html":
            self.lang = found.get("lang")
        self.anchors.update(found[key] for key in ("id", "name") if found.get(key))
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag == "img":
            self.alts.append(found.get("alt"))
        if (key := RESOURCES.get(tag)) and found.get(key) and found.get("rel") != "canonical":
            self.resources.append(found[key])
        self._skip += tag in ("pre", "code", "script", "style", "math")

    def handle_endtag(self, tag):
        self._skip -= tag in ("pre", "code", "script", "style", "math")

    def handle_data(self, data):
        if not self._skip:
            self.words.append(data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return the whole site, in a folder with a space and an accent in its name."""
    out = tmp_path_factory.mktemp("site") / "un été"
    site.build(out, pdf=False)
    return out


@pytest.fixture(scope="module")
def pages(folder):
    paths = [folder / "index.html", *sorted(folder.glob("*/*.html"))]
    return {path: Page(path) for path in paths}


def test_every_lesson_in_every_language(pages, folder):
    for lang in LANGUAGES:
        for name in lesson_names():
            page = pages[folder / lang / f"{name}.html"]
            assert page.lang == lang
            text = " ".join("".join(page.words).split())
            title = read_lesson(name).title(lang)
            assert title.replace("\xa0", " ").replace("\u202f", " ") in text
            assert f"../{'en' if lang == 'fr' else 'fr'}/{name}.html" in page.links
            stored = (folder / lang / "notebooks" / f"{name}.ipynb").read_bytes()
            assert stored == notebook_path(name, lang).read_bytes()


def test_no_link_is_broken(pages):
    broken = []
    for path, page in pages.items():
        for link in [*page.links, *page.resources]:
            parts = urlsplit(link)
            if parts.scheme or link == "#":
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                broken.append(f"{path.name}: {link}")
            elif parts.fragment and unquote(parts.fragment) not in pages[target].anchors:
                broken.append(f"{path.name}: {link} (no such place)")
    assert not broken, broken


def test_nothing_is_loaded_from_elsewhere(pages):
    outside = {
        u for p in pages.values() for u in p.resources if urlsplit(u).scheme not in ("", "data")
    }
    assert not outside


def test_pages_are_light(pages):
    for path, page in pages.items():
        files = {path, *(path.parent / unquote(u) for u in page.resources if "_images" in u)}
        size = sum(file.stat().st_size for file in files)
        assert size < 2e6, f"{path}: {size} bytes with its pictures"


def test_every_picture_has_its_text(pages, folder):
    assert all(alt for page in pages.values() for alt in page.alts)
    page = pages[folder / "fr" / "05_backpropagation.html"]
    assert (
        "Le graphe d'un neurone : valeurs, pentes locales, et gradients qui remontent." in page.alts
    )


def test_what_a_screen_reader_says_is_in_the_language_of_the_page(folder):
    said = re.compile(r'(?:aria-label|title|placeholder)="([^"]+)"')
    fr, en = (
        set(said.findall((folder / f"{lang}/index.html").read_text("utf-8"))) for lang in LANGUAGES
    )
    assert fr & en <= {"Page"}, "the theme's own words, in English on both"
    assert len(fr) > 5 and len(en) > 5


def test_formulas_are_mathml(pages):
    left = {
        path.name: found
        for path, page in pages.items()
        if (found := re.findall(r"\$[^$\n]{0,40}\$|\\[a-z]+\{.{0,20}", "".join(page.words)))
    }
    assert not left
    assert not any("mathjax" in u.lower() for page in pages.values() for u in page.resources)


def test_first_uses_lead_to_the_glossary(pages, folder):
    places = pages[folder / "fr" / "glossary.html"].anchors
    for name in lesson_names()[1:]:
        links = [u for u in pages[folder / "fr" / f"{name}.html"].links if "glossary.html#" in u]
        terms = entries(read_lesson(name), "fr")
        assert len(terms) / 2 < len(links) == len(set(links)) <= len(terms), name
        assert {link.partition("#")[2] for link in links} <= places


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("époque, pas", "Deux époques plus tard", "époques"),
        ("carte d'activation", "les cartes d'activation", "cartes d'activation"),
        ("logit", "logiteux", None),
        ("état (caché)", "l'état d'avant", "état"),
        ("bias", "unbiased", None),
    ],
)
def test_forms_of_a_term(term, text, found):
    match = forms(term).search(text)
    assert (match and match[0]) == found


def test_anchors_are_ascii():
    assert (
        anchor("gradient qui disparaît, qui explose") == "term-gradient-qui-disparait-qui-explose"
    )


def test_functions_are_set_apart():
    space = '<mspace width="0.17em" />'
    assert f"<mi>y</mi>{space}<mi>ln</mi>{space}<mi>p</mi>" in mathml(r"y\ln p")
    assert mathml(r"-\ln(p)").count("mspace") == 0
    assert f"</msub>{space}<mi>p</mi>" in mathml(r"\log_2 p")
    assert 'display="block"' in mathml("x", block=True)
    assert "&lt;" in mathml("a < b")


@needs_chromium
def test_search_answers_from_the_file_system(folder, chromium):
    tab = chromium.new_page()
    tab.goto((folder / "fr" / "search.html").as_uri() + "?q=rétropropagation")
    tab.locator("#search-results a[href^='05_']").first.wait_for(timeout=20_000)


@needs_chromium
def test_nothing_is_wider_than_a_phone(pages, chromium):
    tab = chromium.new_page(viewport={"width": 390, "height": 900})
    found = []
    for path in pages:
        tab.goto(path.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        if (width := tab.evaluate("document.documentElement.scrollWidth")) > 390:
            found.append(f"{path.parent.name}/{path.name}: {width}")
    assert not found, "\n".join(found)


@needs_chromium
def test_readable_by_everyone(folder, pages, chromium):
    """No serious finding of axe-core, nothing wider than the window; three lessons a day in turn."""
    from axe_playwright_python.sync_playwright import Axe

    due = in_turn(lesson_names(), 3)
    others = [path for path in pages if path.stem not in lesson_names()]
    paths = others + [
        folder / LANGUAGES[turn % 2] / f"{name}.html" for turn, name in enumerate(due)
    ]
    found = []
    for turn, path in enumerate(paths):
        width, scheme = ((1280, "dark"), (390, "light"), (1280, "light"), (390, "dark"))[turn % 4]
        tab = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab.goto(path.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach((e) => { e.open = true; })")
        where = f"{path.parent.name}/{path.name} {width} {scheme}"
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{where}: wider than the window")
        # Most of a page is code, in one palette, and takes most of the time: lesson 02 stands for all.
        context = None if path.stem.startswith("02") else {"exclude": [["div.highlight"]]}
        for item in Axe().run(tab, context, {"preload": False}).response["violations"]:
            if item["impact"] in ("serious", "critical"):
                found.append(f"{where}: {item['help']}: {item['nodes'][0]['html'][:200]}")
        tab.close()
    assert not found, "\n".join(found)


@needs_chromium
def test_printed(folder, tmp_path):
    copy = tmp_path / "fr"
    shutil.copytree(folder / "fr", copy)
    # In a process of its own: Playwright's loop of this one is the browser's.
    code = f"from {site.__name__} import Path, print_pages; import sys\n"
    code += "print_pages([Path(sys.argv[1])])"
    subprocess.run([sys.executable, "-c", code, copy / "00_welcome.html"], check=True, timeout=120)
    printed = (copy / "pdf" / "00_welcome.pdf").read_bytes()
    assert printed.startswith(b"%PDF") and b"/StructTreeRoot" in printed and len(printed) > 50_000


def test_where_to_run_it(monkeypatch):
    monkeypatch.setattr(
        render, "settings", lambda: {**settings(), "repository": "a/b", "ref": "v1"}
    )
    line = site._links(read_lesson("05_backpropagation"), "fr", ("fr",), True)
    path = "notebooks/fr/05_backpropagation.ipynb"
    assert f"https://colab.research.google.com/github/a/b/blob/v1/{path}" in line
    assert f"https://mybinder.org/v2/gh/a/b/v1?labpath={path}" in line
    assert "pdf/05_backpropagation.pdf" in line and "hreflang" not in line


def test_nothing_but_the_site(folder):
    assert {path.name for path in folder.iterdir()} == {*LANGUAGES, "index.html"}


def test_what_is_no_site_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(CourseError, match="choose another folder"):
        site.build(tmp_path)
    assert (tmp_path / "thesis.txt").exists()


def test_a_bad_page_is_named(tmp_path):
    (tmp_path / "terms.json").write_text("{}")
    (tmp_path / "index.md").write_text("# Title\n\n[elsewhere](nowhere.ipynb)\n")
    with pytest.raises(CourseError, match=r"index\.md.*nowhere\.ipynb"):
        site._sphinx(tmp_path, tmp_path / "out", "fr")


def test_without_chromium_it_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CourseError, match="--no-pdf"):
        site.build(tmp_path / "site")


def test_without_sphinx_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "find_spec", lambda name: None if name == "myst_nb" else name)
    with pytest.raises(CourseError, match=r'myst_nb missing: .*"\.\[dev,site\]"'):
        site.build(tmp_path / "site")
