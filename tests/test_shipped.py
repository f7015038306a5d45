"""What ships with the course is what its scripts made, and damage is named."""

import shutil

import pytest

from course_utils import shipped
from course_utils.authoring.paths import ROOT
from course_utils.i18n import use_language


@pytest.fixture
def copies(tmp_path, monkeypatch):
    """Have the module read copies of the folders; return where they are."""
    for folder in shipped.FOLDERS:
        shutil.copytree(ROOT / "data" / folder, tmp_path / folder)

    def place(*parts):
        path = tmp_path.joinpath(*parts)
        if not path.is_file():
            raise shipped.DataError(f"{'/'.join(parts)} is missing")
        return path

    monkeypatch.setattr(shipped, "shipped", place)
    return tmp_path


def test_everything_that_ships_is_in_order(copies):
    lines = shipped.verify()
    assert [name for name, good, _ in lines if not good] == []
    assert {name for name, *_ in lines} == {
        "course_text/en.txt",
        "course_text/fr.txt",
        "course_text/pairs.json",
        "inception_cifar10/inception_mixed3_cifar10.npz",
    }


def test_a_folder_with_an_about_file_is_among_those_checked():
    assert {path.parent.name for path in (ROOT / "data").glob("*/about.json")} == {*shipped.FOLDERS}


@pytest.mark.parametrize(("lang", "said"), [("fr", "abîmé"), ("en", "damaged")])
def test_one_byte_more_or_a_missing_file_is_named(copies, lang, said):
    use_language(lang)
    with open(copies / "inception_cifar10" / "inception_mixed3_cifar10.npz", "ab") as file:
        file.write(b"\0")
    (copies / "course_text" / "en.txt").unlink()
    bad = {name: text for name, good, text in shipped.verify() if not good}
    assert set(bad) == {"course_text/en.txt", "inception_cifar10/inception_mixed3_cifar10.npz"}
    assert said in bad["inception_cifar10/inception_mixed3_cifar10.npz"]
    assert "missing" in bad["course_text/en.txt"]
