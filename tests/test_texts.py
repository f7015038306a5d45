"""Reviews and prose: IMDB in the published format from a server of this machine, and the samples."""

import hashlib
import json
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from course_utils import files, session, texts
from course_utils.downloads import DataError

DATA = Path(__file__).parents[1] / "data"
WORDS = ["the", "film", "is", "good", "bad"]


@pytest.fixture
def shop(tmp_path, monkeypatch, serve):
    """Ten reviews in the format of the published files, at their address; the cache is empty."""
    folder = tmp_path / "shop"
    folder.mkdir()
    index = {word: rank for rank, word in enumerate(WORDS, start=1)}
    (folder / "imdb_word_index.json").write_text(json.dumps(index))
    labels = np.array([1] * 5 + [0] * 5)
    lists = np.empty(10, dtype=object)
    lists[:] = [[1, 2, 3, 4 if label else 5] + [2] * i for i, label in enumerate(labels)]
    np.savez(
        folder / "imdb.npz", x_train=lists, y_train=labels, x_test=lists[::-1], y_test=labels[::-1]
    )
    digests = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in files.REMOTE["imdb"].files
    }
    server, url = serve(folder)
    monkeypatch.setitem(files.REMOTE, "imdb", replace(files.REMOTE["imdb"], files=digests, url=url))
    monkeypatch.setenv("COURSE_DATA", "auto")
    return server


def test_imdb_is_decoded_mixed_and_kept(shop, tmp_path, capsys):
    reviews = texts.load_reviews("fr")
    assert (reviews.origin, reviews.lang) == ("real", "en")
    splits = reviews.train, reviews.validation, reviews.test
    assert [len(split.texts) for split in splits] == [8, 2, 10]
    for split in splits:
        for text, label in zip(split.texts, split.labels, strict=True):
            assert text.startswith("the film is " + ("good" if label else "bad"))
    assert list(reviews.test.labels) != sorted(reviews.test.labels, reverse=True)
    assert len(set(reviews.train.texts + reviews.validation.texts)) == 10
    assert "IMDB" in capsys.readouterr().out and not session.current().on_sample
    shop.shutdown()
    shop.server_close()
    assert texts.load_reviews().train.texts == reviews.train.texts  # from the cache


def test_a_folder_of_ones_own(shop, tmp_path, monkeypatch):
    (tmp_path / "shop").rename(tmp_path / "imdb")
    shop.shutdown()
    shop.server_close()
    monkeypatch.setenv("COURSE_DATA_DIR", str(tmp_path))
    assert texts.load_reviews().origin == "real"


def test_a_wrong_archive_is_never_opened(shop, tmp_path, monkeypatch, capsys):
    # It would run code of whoever made it: pickled lists.
    monkeypatch.setattr(texts.np, "load", lambda *_, **__: pytest.fail("opened"))
    for place in (tmp_path / "shop", tmp_path / "keras" / "datasets"):
        place.mkdir(parents=True, exist_ok=True)
        for name in files.REMOTE["imdb"].files:
            (place / name).write_bytes(b"something else")
    assert texts.load_reviews().origin == "sample"
    assert "pas le bon" in capsys.readouterr().out and session.current().on_sample


def test_the_sample_asks_nobody(monkeypatch):
    monkeypatch.setattr(files, "obtain", lambda *_: pytest.fail("network"))
    assert texts.load_reviews().origin == "sample"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_sample(lang):
    reviews = texts.load_reviews(lang)
    splits = reviews.train, reviews.validation, reviews.test
    assert [len(split.texts) for split in splits] == [6000, 1000, 2000]
    for split in splits:
        assert len(split.labels) == len(split.kinds) == len(split.texts)
        assert split.labels.dtype == np.uint8 and abs(split.labels.mean() - 0.5) < 0.05
        wrong = {"fr": r"[{}]|  ", "en": r"[{}]|  |\b[aA] [aeiou]"}[lang]
        assert not any(re.search(wrong, text) for text in split.texts)
    assert not set(reviews.train.texts) & set(reviews.test.texts)
    assert texts.load_reviews(lang).test.texts == reviews.test.texts


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_frame_serves_twice(lang):
    grammar = tomllib.loads((DATA / "reviews" / f"{lang}.toml").read_text(encoding="utf-8"))
    for group in (*grammar["frames"].values(), grammar["neutral"]):
        frames = [frame for split in group.values() for frame in split]
        assert len(frames) == len(set(frames))
        assert set(group) == {"train", "validation", "test"}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_order_of_words_decides(lang):
    """Counting words is not enough; counting pairs and triples of words is better, and not enough."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    reviews = texts.load_reviews(lang)
    scores = []
    for longest in (1, 3):
        counts = CountVectorizer(ngram_range=(1, longest), token_pattern=r"\w+")
        model = make_pipeline(counts, LogisticRegression(max_iter=1000))
        model.fit(reviews.train.texts, reviews.train.labels)
        scores.append(model.score(reviews.test.texts, reviews.test.labels))
    assert scores[0] < 0.7 < scores[1] < 0.9


def test_the_opinion_is_the_label():
    """An adjective under a negation has the opposite sign; elsewhere the plain ones have their own."""
    reviews = texts.load_reviews("fr")
    grammar = tomllib.loads((DATA / "reviews" / "fr.toml").read_text(encoding="utf-8"))
    good, bad = (
        {form for forms in grammar["adjectives"][sign] for form in forms}
        for sign in ("positive", "negative")
    )
    for text, label, kind in zip(*vars(reviews.train).values(), strict=True):
        words = set(re.findall(r"\w+", text.lower()))
        if kind in ("plain", "negation"):
            assert bool(words & (good if label == (kind == "plain") else bad)), text
            assert not words & (bad if label == (kind == "plain") else good), text
        else:
            assert words & good and words & bad, text


def test_adjectives_agree():
    french = "\n".join(texts.load_reviews("fr").train.texts)
    assert re.search(r"[Ll]es images sont \w+es\b", french)
    assert not re.search(r"[Ll]es images est|[Ll]es images sont \w+[^s]\b(?=[.,;])", french)
    assert not re.search(r"un film (brillante|ratée|creuse)", french)


def test_the_files_of_the_course_s_texts_are_those_described():
    about = json.loads((DATA / "course_text" / "about.json").read_text(encoding="utf-8"))
    for name in ("fr.txt", "en.txt", "pairs.json"):
        content = (DATA / "course_text" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == about[name]["sha256"]
        assert len(content.decode()) == about[name]["characters"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_course_s_prose(lang):
    text = texts.course_text(lang)
    assert len(text) > 100_000
    assert not re.search(r"https?:|[`{}|\\]|\$", text)
    lines = text.splitlines()
    assert len(lines) == len(set(lines))


def test_the_course_s_translations():
    pairs = texts.course_pairs()
    assert len(pairs) == len(set(pairs)) > 1000
    assert (
        sum(" the " in pair.en for pair in pairs) > 300 < sum(" la " in pair.fr for pair in pairs)
    )


def test_what_is_missing_is_named(monkeypatch):
    with pytest.raises(DataError, match=r"course_text/de\.txt manque"):
        texts.course_text("de")
