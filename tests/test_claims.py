"""Claims: what they say, what they record, and when they are judged."""

import math

import numpy as np
import pytest

from course_utils import claims, session
from course_utils.claims import claim
from course_utils.i18n import use_language
from course_utils.records import RECORD


@pytest.fixture
def profile(monkeypatch):
    """Return a function that sets profile and data origins of the running lesson."""

    def choose(name="full", **origins):
        monkeypatch.setattr(session, "_session", session.Session("x", name, origins=origins))

    choose()
    return choose


def test_exact_claims_are_judged_in_every_profile(profile, notebook):
    profile("fast")
    assert claim("Les formes coïncident", np.bool_(True)) is True
    assert claim("Les formes coïncident", False) is False
    good, bad = notebook
    assert good.data["text/plain"] == "✓ Les formes coïncident."
    assert bad.data["text/plain"] == "✗ Les formes coïncident — pas dans cette exécution."
    assert bad.data[RECORD] == {
        "type": "claim",
        "sentence": "Les formes coïncident",
        "kind": "exact",
        "value": False,
        "bound": None,
        "sense": None,
        "holds": False,
        "judged": True,
    }


@pytest.mark.parametrize(
    ("value", "bounds", "holds"),
    [
        (0.99, {"at_least": 0.99}, True),
        (0.98, {"at_least": 0.99}, False),
        (0.5, {"at_most": 0.5}, True),
        (0.51, {"at_most": 0.5}, False),
        (np.float32(1), {"at_least": 1}, True),
        (np.int64(3), {"at_most": 2}, False),
        (math.nan, {"at_least": 0}, False),
        (math.nan, {"at_most": 0}, False),
        (-math.inf, {"at_most": 0}, False),
    ],
)
def test_bounds_are_inclusive_and_nothing_that_is_not_finite_passes(
    profile, notebook, value, bounds, holds
):
    assert claim("La perte", value, **bounds) is holds
    record = notebook[0].data[RECORD]
    [(sense, bound)] = bounds.items()
    assert (record["sense"], record["bound"], record["judged"]) == (sense, bound, True)
    assert record["value"] == (value if math.isfinite(value) else str(float(value)))


def test_a_statistical_claim_is_not_judged_in_fast(profile, notebook):
    profile("fast")
    assert claim("L'exactitude", 0.5, at_least=0.9) is False
    assert notebook[0].data["text/plain"].startswith("• L'exactitude : 0,50 (au moins 0,90)")
    assert "non jugé" in notebook[0].data["text/plain"]
    assert notebook[0].data[RECORD]["judged"] is False


@pytest.mark.parametrize(
    ("origins", "bound"),
    [
        ({}, 0.9),
        ({"mnist": "real"}, 0.9),
        ({"mnist": "sample"}, 0.6),
        ({"a": "real", "b": "sample"}, 0.6),
    ],
)
def test_sample_data_have_their_own_bound(profile, notebook, origins, bound):
    profile(**origins)
    assert claim("L'exactitude", 0.7, at_least=0.9, on_sample=0.6) is (bound == 0.6)
    assert notebook[0].data[RECORD]["bound"] == bound


def test_sentences_follow_the_language(profile, notebook):
    use_language("en")
    claim("Test accuracy", 0.99123, at_least=0.9, digits=3)
    claim("The loss", 2.0, at_most=1)
    assert notebook[0].data["text/plain"] == "✓ Test accuracy: 0.991 (at least 0.900)."
    assert notebook[1].data["text/plain"] == "✗ The loss: 2.00 (at most 1.00) — not in this run."


def test_fractions_can_be_shown_as_percentages(profile, notebook):
    claim("L'exactitude", 0.99123, at_least=0.9, as_percent=True)
    text = "✓ L'exactitude : 99,12\u202f% (au moins 90,00\u202f%)."
    assert notebook[0].data["text/plain"] == text
    assert notebook[0].data[RECORD]["value"] == 0.99123


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        (0.9, {}),
        (0.9, {"at_least": 1, "at_most": 2}),
        (True, {"at_least": 1}),
        (None, {"at_most": 1}),
    ],
)
def test_a_claim_written_wrongly_is_an_error_of_its_author(profile, value, bounds):
    with pytest.raises(TypeError, match="claim"):
        claims.claim("x", value, **bounds)
