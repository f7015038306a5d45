"""The start of a lesson: where settings come from, what a bad one is told, seeds, the line shown."""

import os
import random
from types import SimpleNamespace

import numpy as np
import pytest

from course_utils import session
from course_utils.i18n import language, use_language
from course_utils.records import RECORD
from course_utils.session import Session, current, load, start


def begin(lang="fr", **settings):
    return start("01_demo", lang, use_keras=False, **settings)


def test_settings_left_open_fall_back_to_full_and_auto(monkeypatch):
    monkeypatch.delenv("COURSE_DATA")
    lesson = begin()
    assert (lesson.profile, lesson.data, lesson.seed) == ("full", "auto", 0)
    assert current() is lesson


def test_the_environment_comes_before_the_defaults(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    monkeypatch.setenv("COURSE_SEED", "7")
    lesson = begin()
    assert (lesson.profile, lesson.data, lesson.seed) == ("fast", "sample", 7)


def test_parameters_come_before_the_environment(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "fast")
    monkeypatch.setenv("COURSE_SEED", "7")
    lesson = begin(profile="full", data="real", seed=0)
    assert (lesson.profile, lesson.data, lesson.seed) == ("full", "real", 0)
    assert os.environ["COURSE_DATA"] == "real", "loaders and other processes see the choice"


def test_an_empty_variable_counts_as_absent(monkeypatch):
    for name in ("COURSE_PROFILE", "COURSE_DATA", "COURSE_SEED"):
        monkeypatch.setenv(name, "")
    lesson = begin()
    assert (lesson.profile, lesson.data, lesson.seed) == ("full", "auto", 0)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"profile": "slow"}, r"COURSE_PROFILE {is} 'slow'.*full, fast"),
        ({"data": "fake"}, r"COURSE_DATA {is} 'fake'.*auto, real, sample"),
        ({"seed": "x"}, r"COURSE_SEED {is} 'x'"),
        ({"seed": "1.5"}, r"COURSE_SEED {is} '1.5'"),
        ({"seed": -1}, r"COURSE_SEED {is} -1"),
    ],
)
@pytest.mark.parametrize(("lang", "verb"), [("fr", "vaut"), ("en", "is")])
def test_bad_values_are_named_in_the_language_of_the_lesson(settings, said, lang, verb):
    with pytest.raises(ValueError, match=said.replace("{is}", verb)):
        begin(lang, **settings)
    assert current().lesson == "", "the lesson has not started"


def test_bad_variables_are_named_too(monkeypatch):
    monkeypatch.setenv("COURSE_PROFILE", "Full")
    with pytest.raises(ValueError, match="COURSE_PROFILE vaut 'Full'"):
        begin()


def test_language():
    begin("en")
    assert language() == "en"
    with pytest.raises(ValueError, match="unknown language"):
        begin("de")


def test_the_seed_reaches_python_and_numpy():
    def draw():
        return random.random(), np.random.random()

    begin(seed=3)
    first = draw()
    begin(seed=3)
    assert draw() == first
    begin(seed=4)
    assert draw() != first


def test_the_seed_reaches_keras():
    import keras

    def draw():
        start("01_demo", "fr", seed=3)
        return random.random(), np.random.random(), float(keras.random.uniform(()))

    assert draw() == draw()


def test_one_line_says_what_runs(notebook):
    begin(profile="fast", seed=3)
    begin("en", profile="fast", seed=3)
    french, english = notebook
    assert "profil fast · graine 3" in french.data["text/plain"]
    assert "fast profile · seed 3" in english.data["text/plain"]
    assert french.data["text/plain"].count("\n") == 0
    record = {"type": "start", "lesson": "01_demo", "lang": "en", "profile": "fast"}
    assert english.data[RECORD] == record


def test_pick():
    assert Session(profile="full").pick(full=1, fast=2) == 1
    assert Session(profile="fast").pick(full=1, fast=2) == 2


def test_a_folder_of_its_own():
    first, second = Session(), Session()
    assert first.folder is first.folder and first.folder != second.folder
    assert first.folder.is_dir() and list(first.folder.iterdir()) == []
    path = first.folder
    first._folder.cleanup()
    assert not path.exists()


def test_tasks_are_those_of_the_lesson(course):
    assert [task.name for task in begin().tasks.TASKS] == ["double", "triple", "quadruple"]


def test_load_says_where_data_come_from_and_remembers_it(monkeypatch, notebook):
    import course_utils

    data = SimpleNamespace(
        x_train=range(3000), x_test=range(2), origin="sample", name="textures", source="Des photos."
    )
    asked = []
    fake = SimpleNamespace(load=lambda name, **options: asked.append((name, options)) or data)
    monkeypatch.setitem(__import__("sys").modules, "course_utils.datasets", fake)
    monkeypatch.setattr(course_utils, "datasets", fake, raising=False)
    lesson = begin()
    assert not lesson.on_sample
    assert load("fashion_mnist", size=28) is data
    assert asked == [("fashion_mnist", {"size": 28})]
    assert lesson.on_sample and lesson.origins == {"fashion_mnist": "sample"}
    assert (
        notebook[-1]
        .data["text/plain"]
        .endswith("textures : 3\u202f000 images d'entraînement, 2 de test. ")
    )
    assert notebook[-1].data[RECORD] == {
        "type": "data",
        "name": "textures",
        "asked": "fashion_mnist",
        "origin": "sample",
    }


def test_a_new_lesson_forgets_the_data_of_the_last():
    begin().origins["mnist"] = "sample"
    use_language("en")
    assert not begin().on_sample
    assert session.current().origins == {}
