"""Each claim has a chance of its own; what is more likely wrong goes."""

import pytest

from nlp import confidence
from nlp.confidence import FLOOR, features, judged
from nlp.rules import CONFIDENCE
from tests.nlp.reading_room import claims, document, extract, extractor, passages

TEXT = "我市与日本樱川市正式结为友好城市。我市拟与德国林登市结为友好城市。"


def test_claims_are_sure_to_different_degrees() -> None:
    found = claims(extract(TEXT), "TIE")
    assert len({claim.confidence for claim in found}) == len(found) == 2
    assert all(FLOOR <= claim.confidence < 1 for claim in found)


def test_a_feature_never_holds_a_name() -> None:
    for reading in extractor().readings(document(), list(passages(TEXT))):
        told = [name for found in features(reading.line, reading.context, reading.facts) for name in found]
        assert told
        assert not any(name in feature for feature in told for name in ("樱川", "林登", "日本", "甲江"))


def test_without_the_model_a_claim_is_as_sure_as_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "_weights", dict)
    for claim in claims(extract(TEXT), "TIE"):
        assert claim.confidence == CONFIDENCE[claim.rule]


def test_what_is_likely_wrong_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "_weights", lambda: {"bias:TIE": -5.0, "bias:LOCATED_IN": 5.0})
    kept = [
        fact.predicate
        for reading in extractor().readings(document(), list(passages(TEXT)))
        for fact in judged(reading.line, reading.context, reading.facts)
    ]
    assert "TIE" not in kept
    assert "LOCATED_IN" in kept
