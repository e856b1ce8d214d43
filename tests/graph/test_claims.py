"""The boundary between findings and the store: what the ontology admits, and under which pair."""

from dataclasses import replace

from graph.claims import admit
from graph.ontology.types import Extraction
from tests.graph.made import Said, reading


def extraction(*said: Said) -> Extraction:
    return reading(1, said).extraction


def test_what_the_ontology_allows_is_kept() -> None:
    kept, dropped = admit(extraction(Said("LOCATED_IN", "鲁堡市", "德国"), Said("level", "鲁堡市", "city")))
    assert [item.claim.predicate for item in kept] == ["LOCATED_IN", "level"]
    assert not dropped


def test_what_it_forbids_is_counted_with_the_reason() -> None:
    kept, dropped = admit(extraction(Said("TIE", "云川市", "德国"), Said("level", "陆以宁", "city")))
    assert kept == []
    assert dropped == {"TIE from Place to Country": 1, "attribute level of Person": 1}


def test_a_claim_about_itself_or_without_ends_is_refused() -> None:
    found = extraction(Said("TIE", "云川市", "鲁堡市"))
    itself = replace(found.claims[0], object=found.claims[0].subject)
    lost = replace(found.claims[0], object="nobody")
    kept, dropped = admit(replace(found, claims=(itself, lost)))
    assert kept == []
    assert dropped == {"claim of a thing about itself": 1, "claim without its ends": 1}


def test_a_visit_is_spelled_out_as_an_event() -> None:
    found = extraction(Said("VISITED", "陆以宁", "鲁堡市", (("part", "leader"),)))
    visit = replace(found.units[0], type="Visit", normal="云川>鲁堡", name="云川市—鲁堡市")
    claims = tuple(replace(claim, event=visit.uid) for claim in found.claims)
    kept, _ = admit(replace(found, units=(*found.units, visit), claims=claims))
    ends = {item.claim.predicate: (item.claim.subject, item.claim.object) for item in kept}
    assert set(ends) == {"VISITED", "TOOK_PART", "DESTINATION"}
    assert ends["TOOK_PART"] == (claims[0].subject, visit.uid)
    assert ends["DESTINATION"] == (visit.uid, claims[0].object)


def test_a_symmetric_relation_has_one_pair_in_both_directions() -> None:
    there, _ = admit(extraction(Said("TIE", "云川市", "鲁堡市")))
    back, _ = admit(extraction(Said("TIE", "鲁堡市", "云川市")))
    assert there[0].pair == back[0].pair


def test_titles_tell_positions_apart() -> None:
    kept, _ = admit(
        extraction(
            Said("POSITION", "陆以宁", "云川市国际商会", (("title", "会长"),)),
            Said("POSITION", "陆以宁", "云川市国际商会", (("title", "名誉会长"),)),
        )
    )
    assert len({item.pair for item in kept}) == 2
