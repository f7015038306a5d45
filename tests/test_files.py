"""Files of other publishers: found, fetched, verified; files of the course: found or named."""

import hashlib
from dataclasses import replace

import pytest

from course_utils import files
from course_utils.downloads import DataError


@pytest.fixture
def shop(tmp_path, monkeypatch, serve):
    """Two small files at the address of IMDB's; the cache is empty."""
    folder = tmp_path / "shop"
    folder.mkdir()
    digests = {}
    for name in files.REMOTE["imdb"].files:
        (folder / name).write_text(name)
        digests[name] = hashlib.sha256(name.encode()).hexdigest()
    _, url = serve(folder)
    monkeypatch.setitem(files.REMOTE, "imdb", replace(files.REMOTE["imdb"], files=digests, url=url))
    return folder


def state():
    return [(good, text) for name, good, text in files.verify() if name == "imdb"]


def test_fetched_once_and_verified(shop, tmp_path):
    assert files.place("imdb") is None
    assert state() == [(True, "absent")]
    home = tmp_path / "keras" / "datasets"
    assert files.fetch("imdb") == str(home)
    for path in shop.iterdir():
        path.unlink()  # a second download would fail
    assert files.fetch("imdb") == str(home) and files.place("imdb") == home
    assert state() == [(True, f"contenu exact ({home})")]
    (home / "imdb.npz").write_text("altered")
    [(good, text)] = state()
    assert not good and text.startswith(f"altéré ({home}) : imdb.npz")
    assert files.place("imdb") is None
    (home / "imdb.npz").unlink()  # one of two: nothing to complain of, but not enough
    assert state() == [(True, f"incomplet ({home}) : imdb.npz")]
    assert files.place("imdb") is None


@pytest.mark.parametrize("below", ["", "imdb"])
def test_a_folder_of_ones_own_comes_first(shop, tmp_path, monkeypatch, below):
    files.fetch("imdb")
    own = tmp_path / "own"
    monkeypatch.setenv("COURSE_DATA_DIR", str(own))
    assert files.place("imdb") == tmp_path / "keras" / "datasets"
    (own / below).mkdir(parents=True)
    for path in list(shop.iterdir()):
        path.rename(own / below / path.name)
    assert files.place("imdb") == own / below


def test_what_cannot_be_kept_is_no_success(shop, monkeypatch):
    monkeypatch.setattr(files, "download", lambda remote, read: read(shop))
    with pytest.raises(DataError, match="ne se laisse pas écrire"):
        files.fetch("imdb")


def test_files_of_the_course_are_found_or_named():
    assert files.shipped("reviews", "fr.toml").is_file()
    with pytest.raises(DataError, match=r"reviews/de\.toml manque"):
        files.shipped("reviews", "de.toml")
