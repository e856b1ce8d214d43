"""Which place 我市, 我省, 我县 stands for in a document that does not say so elsewhere.

Must stay true: the answer is a place that the title or the text names, or "".
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from graph.ontology.types import Passage
from nlp.lexicon import Lexicon
from nlp.sentence import plain
from nlp.vocabulary import divisions

_POINTING = re.compile("[我本全]([市省县区州])")
_LEVEL = {
    "市": ("city", "municipality"),
    "省": ("province",),
    "县": ("county",),
    "区": ("county", "province"),
    "州": ("city",),
}
_TITLE_WEIGHT = 6
_BODY_WEIGHT = 2
_OFFICES = re.compile("政府|人民政府|外事|外办|侨办|市志|年鉴|市委")


@cache
def _lexicon() -> Lexicon:
    return Lexicon(divisions())


def reporting_locality(passages: Sequence[Passage], title: str) -> str:
    """The place that reports: of the level that 我X says, the one with the most support; "" where none is named.

    A name in the title counts six times, one in front of an office (…市外办) twice.
    """
    text = plain("\n".join(passage.text for passage in passages))
    head = plain(title)
    levels = _levels(head + "\n" + text)
    scores: Counter[str] = Counter()
    for body, weight in ((head, _TITLE_WEIGHT), (text, 1)):
        for start, end in _lexicon().find(body):
            division = divisions()[body[start:end]]
            level = "municipality" if division.level == "province" and division.name.endswith("市") else division.level
            if not levels or level in levels:
                office = _BODY_WEIGHT if _OFFICES.match(body, end) else 1
                scores[division.name] += weight * office
    if not scores or (not levels and not any(True for _ in _lexicon().find(head))):
        return ""
    return max(sorted(scores), key=lambda name: scores[name])


def _levels(text: str) -> tuple[str, ...]:
    said = Counter(_POINTING.findall(text))
    if not said:
        return ()
    return _LEVEL[max(sorted(said), key=lambda suffix: said[suffix])]
