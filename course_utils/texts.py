"""The texts of the course: film reviews with their label, and the course's own prose.

IMDB     50,000 English film reviews, favourable or not (`course_utils.files`), lower case
         without punctuation.
sample   9,000 short French or English reviews made of frames and words written for this course
         (`data/reviews`). No frame serves in two of its three splits.
course   the prose of the first lessons in either language, and texts of their exercises and
         quizzes in both (`data/course_text`).

COURSE_DATA=sample asks for the sample of reviews and touches neither folder, cache nor network.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from course_utils import files
from course_utils.downloads import DataError
from course_utils.i18n import LANGUAGES, T, Text, language, number
from course_utils.session import announce

_HELD_OUT = 5_000  # of IMDB's 25,000 training reviews, for validation

# The sample: reviews of each split, and how often each kind of sentence gives the opinion.
_COUNTS = {"train": 6_000, "validation": 1_000, "test": 2_000}
_KINDS = {"plain": 0.4, "negation": 0.25, "concession": 0.25, "expectation": 0.1}
_SLOT = re.compile(r"\{(\w+|[aA]?[+-][me]?)\}")


@dataclass(frozen=True, eq=False)
class Split:
    """Reviews and labels.

    Attributes:
        texts: one review each.
        labels: uint8, (n,), 1 for a favourable review and 0 for an unfavourable one.
        kinds: for the sample, how each review gives its opinion ("plain", "negation",
            "concession", "expectation"); empty for IMDB.
    """

    texts: list[str] = field(repr=False)
    labels: np.ndarray = field(repr=False)
    kinds: list[str] = field(default_factory=list, repr=False)


@dataclass(frozen=True, eq=False)
class Reviews:
    """Film reviews, ready for a lesson.

    Attributes:
        train, validation, test: the three splits.
        lang: language of the texts, "fr" or "en".
        origin: "real" for IMDB, "sample" for the reviews written for the course.
    """

    train: Split
    validation: Split
    test: Split
    lang: str
    origin: str


def load_reviews(lang: str | None = None) -> Reviews:
    """Load film reviews and say in one line where they came from.

    Args:
        lang: language of the sample, "fr" or "en"; None for the language of the lesson. IMDB's
            reviews are English whatever it says.

    Returns:
        IMDB: 20,000 training, 5,000 validation and 25,000 test reviews. The sample: 6,000, 1,000
        and 2,000. Half of the reviews of each split of IMDB, about half of the sample's, are
        favourable. The same call gives the same reviews, whatever NumPy's global seed.

    Raises:
        DataError: the sample is needed, and missing from the installation.
    """
    why = T("COURSE_DATA=sample demande l'échantillon.", "COURSE_DATA=sample asks for the sample.")
    if os.environ.get("COURSE_DATA") != "sample":
        try:
            return _announce(files.obtain("imdb", _read))
        except DataError as error:
            why = str(error)
    return _announce(_sample(lang or language()), why)


def course_text(lang: str | None = None) -> str:
    """Return the prose of the course's first lessons, one paragraph a line.

    Args:
        lang: "fr" or "en"; None for the language of the lesson.

    Raises:
        DataError: the text is missing from the installation.
    """
    return _shipped("course_text", f"{lang or language()}.txt")


def course_pairs() -> list[Text]:
    """Return the texts of the first lessons' exercises and quizzes, in both languages.

    Raises:
        DataError: they are missing from the installation.
    """
    return [Text._make(pair) for pair in json.loads(_shipped("course_text", "pairs.json"))]


def _shipped(*parts: str) -> str:
    return files.shipped(*parts).read_text(encoding="utf-8")


def _announce(reviews: Reviews, why: str = "") -> Reviews:
    train, test = number(len(reviews.train.texts), 0), number(len(reviews.test.texts), 0)
    name = (
        T("IMDB (en anglais)", "IMDB")
        if reviews.origin == "real"
        else T("Critiques écrites pour ce cours", "Reviews written for this course")
    )
    sizes = T(
        f" : {train} pour l'entraînement, {test} pour le test.",
        f": {train} for training, {test} for testing.",
    )
    announce(f"{why} {name}{sizes}", "reviews", "reviews", reviews.origin)
    return reviews


# --- IMDB --------------------------------------------------------------------------------------


def _read(folder: Path) -> Reviews:
    ranks, archive = (folder / "imdb_word_index.json", folder / "imdb.npz")
    words = {rank: word for word, rank in json.loads(ranks.read_text(encoding="utf-8")).items()}
    # Pickled lists: safe, because `obtain` knows the digest before anything is opened.
    with np.load(archive, allow_pickle=True) as arrays:
        raw = {name: arrays[name] for name in ("x_train", "y_train", "x_test", "y_test")}
    splits = {}
    for name in ("train", "test"):
        # Keras publishes the reviews of each label one after the other.
        order = np.random.default_rng(0).permutation(len(raw[f"y_{name}"]))
        texts = [" ".join(words[rank] for rank in raw[f"x_{name}"][i]) for i in order]
        splits[name] = texts, raw[f"y_{name}"][order].astype(np.uint8)
    texts, labels = splits["train"]
    cut = len(texts) - min(_HELD_OUT, len(texts) // 5)
    return Reviews(
        Split(texts[:cut], labels[:cut]),
        Split(texts[cut:], labels[cut:]),
        Split(*splits["test"]),
        lang="en",
        origin="real",
    )


# --- the sample --------------------------------------------------------------------------------


def _sample(lang: str) -> Reviews:
    if lang not in LANGUAGES:
        raise ValueError(f"lang={lang!r}: {' | '.join(LANGUAGES)}")
    grammar = tomllib.loads(_shipped("reviews", f"{lang}.toml"))
    splits = {
        name: _write(grammar, name, count, np.random.default_rng([LANGUAGES.index(lang), i]))
        for i, (name, count) in enumerate(_COUNTS.items())
    }
    return Reviews(**splits, lang=lang, origin="sample")


def _write(grammar: dict, split: str, count: int, rng: np.random.Generator) -> Split:
    labels = rng.integers(0, 2, count, dtype=np.uint8)
    kinds = [str(kind) for kind in rng.choice(list(_KINDS), count, p=list(_KINDS.values()))]
    texts = []
    for label, kind in zip(labels, kinds, strict=True):
        opinion = _fill(grammar, _choice(rng, grammar["frames"][kind][split]), bool(label), rng)
        # Facts that say nothing of the opinion, before it, after it, or both.
        before, after = (
            [_choice(rng, grammar["neutral"][split])] if rng.random() < share else []
            for share in (0.5, 0.4)
        )
        texts.append(" ".join([*before, opinion, *after]))
    return Split(texts, labels, kinds)


def _fill(grammar: dict, frame: str, favourable: bool, rng: np.random.Generator) -> str:
    noun, agreement = _choice(rng, list(grammar["nouns"].items()))
    plural = agreement.endswith("p")
    forms = ("ms", "fs", "mp", "fp")

    def word(match: re.Match) -> str:
        slot = match[1]
        if slot == "N":
            return noun
        if slot in grammar["verbs"]:
            return grammar["verbs"][slot][plural]
        good = ("+" in slot) == favourable
        adjective = _choice(rng, grammar["adjectives"]["positive" if good else "negative"])
        if slot[0] in "aA":  # English: with its article
            return f"{slot[0]}{'n' * (adjective[0][0] in 'aeiou')} {adjective[0]}"
        form = {"m": 0, "e": 1}.get(slot[-1])
        if form is None:
            form = forms.index(agreement) if len(adjective) > 1 else 0
        return adjective[form]

    text = _SLOT.sub(word, frame)
    return text[0].upper() + text[1:]


def _choice(rng: np.random.Generator, things: list):
    return things[rng.integers(len(things))]
