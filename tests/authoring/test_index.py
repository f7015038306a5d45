"""Generated lists: reading paths with the hours they take, the catalogue of lessons."""

import json
import re

from course_utils.authoring import index


def test_a_path_has_its_hours_and_only_lessons_that_exist(course):
    assert index.paths("en") == "- **Everything, in order** (about 1 h): [01](01_demo.ipynb)"
    course.edit(("reading: 5", "reading: 61"))
    assert "(environ 2 h) : [01](01_demo.ipynb)" in index.paths("fr")


def test_both_languages_have_the_same_paths():
    french, english = (
        [re.findall(r"\(\S+ipynb\)", line) for line in index.paths(lang).splitlines()]
        for lang in ("fr", "en")
    )
    assert french == english
    assert len(french) == len(index.PATHS)


def test_the_catalogue_tells_the_package_what_lessons_there_are(course):
    assert json.loads(index.catalogue()) == [
        {
            "name": "00_welcome",
            "title": {"fr": "Bienvenue", "en": "Welcome"},
            "exercises": [],
            "questions": 0,
        },
        {
            "name": "01_demo",
            "title": {"fr": "Une démonstration", "en": "A demonstration"},
            "exercises": ["double", "triple", "quadruple"],
            "questions": 4,
        },
    ]
