"""Who gave an honour and who got it, in the active and the passive voice, with invented names."""

import pytest

from graph.ontology.types import Extraction
from tests.nlp.reading_room import by_uid, claims, extract

HONOURS = [
    ("甲江市人民政府授予樱川市市长田中一郎“甲江市荣誉市民”称号。", {"甲江市人民政府"}, {"田中一郎"}),
    ("樱川市市长田中一郎被林登市授予“林登市荣誉市民”称号。", {"林登"}, {"田中一郎"}),
    ("樱川市市长田中一郎被授予“甲江市荣誉市民”称号。", set(), {"田中一郎"}),
    ("樱川商会向陈志强颁发“友谊使者”奖章。", {"樱川商会"}, {"陈志强"}),
    ("林登市授予樱川市市长田中一郎、林登市议长李国华“林登友谊奖”。", {"林登"}, {"田中一郎", "李国华"}),
    ("陈志强荣获樱川商会颁发的“友谊使者”称号。", {"樱川商会"}, {"陈志强"}),
    ("我市荣获“国际友城贡献奖”。", set(), {"甲江"}),
    ("林登大学聘樱川市市长田中一郎为名誉教授。", {"林登大学"}, {"田中一郎"}),
    ("甲江市三个社区被樱川商会授予“示范社区”称号。", set(), set()),
    ("拟授予樱川市市长田中一郎“甲江市荣誉市民”称号。", set(), set()),
]


def _heads(found: Extraction, predicate: str) -> set[str]:
    units = by_uid(found)
    return {units[claim.subject].normal for claim in claims(found, predicate)}


@pytest.mark.parametrize(("text", "givers", "takers"), HONOURS)
def test_who_gives_an_honour_and_who_gets_it(text: str, givers: set[str], takers: set[str]) -> None:
    found = extract(text)
    assert _heads(found, "CONFERRED") == givers
    assert _heads(found, "RECEIVED") == takers
