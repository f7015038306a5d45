"""Files from the web. The server's whims are tested through `load` in test_datasets.py."""

import hashlib

import pytest

from course_utils import downloads
from course_utils.downloads import DataError, Remote, download

CONTENT = b"weights of a network"


@pytest.fixture
def remote(tmp_path, serve):
    """Two files on a server of this machine, and an empty cache."""
    shop = tmp_path / "shop"
    (shop / "models").mkdir(parents=True)
    for name in ("a.h5", "b.json"):
        (shop / "models" / name).write_bytes(CONTENT + name.encode())
    files = {
        "a.h5": "md5:" + hashlib.md5(CONTENT + b"a.h5").hexdigest(),
        "b.json": hashlib.sha256(CONTENT + b"b.json").hexdigest(),
    }
    _, url = serve(shop)
    return Remote("Inception", "models", 1, files, url=f"{url}/models")


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_an_address_of_its_own_and_either_kind_of_digest(remote, tmp_path, capsys):
    result = download(remote, lambda folder: (folder / "a.h5").read_bytes())
    assert result == CONTENT + b"a.h5"
    assert names(tmp_path / "keras" / "models") == ["a.h5", "b.json"]
    assert "Inception (1 Mo)" in capsys.readouterr().out


def test_a_mirror_replaces_every_address(remote, monkeypatch):
    url = remote.url
    elsewhere = Remote(remote.title, "models", 1, remote.files, url="http://nowhere.invalid/")
    monkeypatch.setenv("COURSE_DATA_URL", url)
    assert download(elsewhere, names) == ["a.h5", "b.json"]
    assert downloads.address(remote) == f"{url}/"


@pytest.mark.parametrize("digest", ["md5:" + "0" * 32, "0" * 64])
def test_a_wrong_file_leaves_nothing(remote, tmp_path, digest):
    remote.files["b.json"] = digest
    with pytest.raises(DataError, match=r"Inception .*pas le bon.*COURSE_DATA_DIR.*a\.h5 \(\+ 1\)"):
        download(remote, names)
    assert names(tmp_path / "keras") == []


def test_what_cannot_be_read_is_not_kept(remote, tmp_path):
    def read(folder):
        raise DataError("illisible")

    with pytest.raises(DataError, match="Inception"):
        download(remote, read)
    assert names(tmp_path / "keras") == []
