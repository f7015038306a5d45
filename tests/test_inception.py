"""InceptionV3: ImageNet's weights from a server of this machine, the project's own from the disk."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest
from keras.src.legacy.saving.legacy_h5_format import save_weights_to_hdf5_group

from course_utils import files, inception, session
from course_utils.downloads import DataError

HOME = Path(__file__).parents[1] / "data" / "inception_cifar10"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A weight file in the format of the published one (old Keras HDF5), its network, its digest."""
    import h5py

    keras.utils.set_random_seed(1)
    whole = keras.applications.InceptionV3(include_top=False, weights=None)
    folder = tmp_path_factory.mktemp("shop")
    with h5py.File(folder / files.WEIGHTS, "w") as file:
        save_weights_to_hdf5_group(file, whole)
    digest = hashlib.md5((folder / files.WEIGHTS).read_bytes()).hexdigest()
    return folder, whole, f"md5:{digest}"


@pytest.fixture
def shop(published, monkeypatch, serve):
    """Serve the file at the address of ImageNet's weights; the cache is empty."""
    folder, _, digest = published
    server, url = serve(folder)
    remote = replace(files.REMOTE["inception"], files={files.WEIGHTS: digest}, url=url)
    monkeypatch.setitem(files.REMOTE, "inception", remote)
    monkeypatch.setenv("COURSE_DATA", "auto")
    return server


def same(weights, others):
    return len(weights) == len(others) and all(map(np.array_equal, weights, others))


def test_imagenet_is_downloaded_once(published, shop, tmp_path, capsys):
    result = inception.pretrained()
    assert (result.weights, result.origin) == ("ImageNet", "real")
    assert same(result.model.get_weights(), published[1].get_weights())
    assert result.model.compute_output_shape((1, 150, 150, 3)) == (1, 3, 3, 2048)
    assert "poids appris sur ImageNet" in capsys.readouterr().out
    assert not session.current().on_sample
    assert [p.name for p in (tmp_path / "keras").rglob("*.h5")] == [files.WEIGHTS]
    shop.shutdown()
    shop.server_close()
    again = inception.pretrained()
    assert same(again.model.get_weights(), published[1].get_weights())


@pytest.mark.parametrize("below", ["", "inception"])
def test_a_folder_of_ones_own_comes_first(published, shop, tmp_path, monkeypatch, below):
    place = tmp_path / "mine" / below
    place.mkdir(parents=True)
    os.link(published[0] / files.WEIGHTS, place / files.WEIGHTS)
    shop.shutdown()
    shop.server_close()
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path / "mine"))
    assert inception.pretrained().origin == "real"


def test_a_damaged_file_is_not_used(published, shop, tmp_path):
    models = tmp_path / "keras" / "models"
    models.mkdir(parents=True)
    content = (published[0] / files.WEIGHTS).read_bytes()
    (models / files.WEIGHTS).write_bytes(content[: len(content) // 2])
    result = inception.pretrained()
    assert same(result.model.get_weights(), published[1].get_weights())
    assert (models / files.WEIGHTS).stat().st_size == len(content)


def test_without_network_the_projects_weights_take_over(shop, tmp_path, monkeypatch, capsys):
    wrong = {files.WEIGHTS: "md5:" + "0" * 32}
    monkeypatch.setitem(files.REMOTE, "inception", replace(files.REMOTE["inception"], files=wrong))
    result = inception.pretrained()
    assert (result.weights, result.origin) == ("CIFAR-10", "sample")
    said = capsys.readouterr().out
    assert "n'a pas pu être téléchargé" in said and "poids appris sur CIFAR-10" in said
    assert session.current().on_sample
    assert not list((tmp_path / "keras").rglob("*.h5"))


def test_the_sample_asks_nobody(shop, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", "sample")
    monkeypatch.setattr(files, "obtain", lambda *_: pytest.fail("network"))
    assert inception.pretrained().weights == "CIFAR-10"


def test_missing_weights_are_named(monkeypatch):
    monkeypatch.setattr(inception, "FILE", "absent.npz")
    with pytest.raises(DataError, match=r"absent\.npz manque"):
        inception.pretrained()


@pytest.mark.parametrize("kept", [0, 1_000_000])
def test_damaged_weights_are_named(tmp_path, monkeypatch, kept):
    damaged = tmp_path / inception.FILE
    damaged.write_bytes((HOME / inception.FILE).read_bytes()[:kept])
    monkeypatch.setattr(files, "shipped", lambda *_: damaged)
    with pytest.raises(DataError, match="est abîmé"):
        inception.pretrained()


def test_the_stem_is_the_beginning_of_the_whole_network(published):
    whole = published[1]
    first = inception.stem()
    images = np.random.default_rng(0).uniform(-1, 1, (2, 75, 75, 3)).astype("float32")
    first.set_weights(whole.get_weights()[: len(first.get_weights())])
    until = keras.Model(whole.input, whole.get_layer(inception.CUT).output)
    np.testing.assert_allclose(first(images), until(images), rtol=1e-5, atol=1e-5)
    shapes = [w.shape for w in first.get_weights()]
    assert shapes == [w.shape for w in inception.pretrained().model.get_weights()]


def test_the_file_is_the_one_described():
    path = HOME / inception.FILE
    about = json.loads((HOME / "about.json").read_text(encoding="utf-8"))
    assert path.stat().st_size == about[inception.FILE]["bytes"] <= 8_000_000
    assert hashlib.sha256(path.read_bytes()).hexdigest() == about[inception.FILE]["sha256"]
    with np.load(path) as archive:
        assert {archive[name].dtype for name in archive} == {np.dtype("float16")}


def test_the_accuracy_is_the_one_announced():
    folder = os.environ.get("COURSE_DATA_DIR")
    data = Path(folder or "", "cifar10", "cifar10_30k.npz")
    if not folder or not data.is_file():
        pytest.skip("COURSE_DATA_DIR has no CIFAR-10")
    about = json.loads((HOME / "about.json").read_text(encoding="utf-8"))
    with np.load(data) as archive:
        x, y = archive["x"][-3000::3], archive["y"].ravel()[-3000::3]
    with np.load(HOME / inception.FILE) as archive:
        kernel, bias = (archive[name].astype("float32") for name in sorted(archive)[-2:])
    images = keras.ops.image.resize(x.astype("float32") / 127.5 - 1, (about["side"],) * 2)
    features = inception.pretrained().model.predict(images, batch_size=100, verbose=0)
    guesses = np.argmax(features.mean(axis=(1, 2)) @ kernel + bias, axis=1)
    # A third of the images that the announced figure rests on: three standard errors.
    share = about["validation_accuracy"]
    assert abs(np.mean(guesses == y) - share) < 3 * np.sqrt(share * (1 - share) / len(y))
