"""Which place 我市, 我省, 我县 stands for in a document that does not say so elsewhere.

A place that is not in the list of divisions (a new one, a small one) is found by its suffix and by what stands
around it.

Must stay true: the answer is a place that the title or the text names, or ""; never one behind a foreign country.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from graph.ontology.types import Passage
from nlp.lexicon import Lexicon
from nlp.sentence import plain
from nlp.vocabulary import CHINA, countries, divisions, word_set

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
_SURE = _TITLE_WEIGHT * _BODY_WEIGHT
"""From here on a place outside the list of divisions may outdo one in it: the title names it as reporting."""
_OFFICES = re.compile("政府|人民政府|外事|外办|侨办|市志|年鉴|市委")
_OWN_OFFICES = re.compile("(?:人民)?政府|外事|外办|侨办|侨联|友协|[\u4e00-\u9fff]{2,6}局|文化|委")
_OUR_OFFICE = re.compile("我[局办委会]")
_REPORTS = re.compile("[12][0-9]{3}|" + _OWN_OFFICES.pattern + "|国际友|友好城市|友城|对外|外事")
"""What follows the reporting place in a title; a partner is followed by its delegation or mayor."""
_UNLISTED = re.compile("[\u4e00-\u9fff]{2,14}?[市省县区州]")
_EDGE = re.compile(".*(?:关于|中共|[由在与和向对被到赴是经率及同为至从的了省])")
"""What may stand in front of a name without a mark between."""
_OTHER = re.compile("我[市省县区州](?:先后|分别|已|拟|还|正式)?[与同和跟]$")
"""What in front of a place shows that it is not the one that reports."""
_CORE = range(2, 5)
"""How many characters a Chinese place has before its suffix."""
_NO_CORE = re.compile("[我本全各该两外内]|城$|[0-9一二三四五六七八九十多数几]个?|部分|有关|地$")


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
    unlisted, support = _unlisted(head, text)
    if scores and (levels or any(True for _ in _lexicon().find(head))):
        listed = max(sorted(scores), key=lambda name: scores[name])
        return unlisted if support >= max(_SURE, scores[listed] + 1) else listed
    return unlisted


def _unlisted(head: str, text: str) -> tuple[str, int]:
    """The place outside the list of the suffix that 我X says with the most support, and that, counted as above.

    Without 我X only the title and offices tell, these where the text says 我局, 我办 or the like.
    """
    said = _suffix(head + "\n" + text)
    scores: Counter[str] = Counter()
    others: set[str] = set()
    for body, weight in ((head, _TITLE_WEIGHT), (text, 1 if said or _OUR_OFFICE.search(text) else 0)):
        for name, end, elsewhere in _places_of_suffix(body, said):
            reports = _REPORTS if body is head else _OWN_OFFICES
            office = _BODY_WEIGHT if reports.match(body, end) else 1 if said else 0
            scores[name] += weight * office
            others |= {name} if elsewhere else set()
    chosen = {name: score for name, score in scores.items() if score and name not in others}
    best = max(sorted(chosen), key=lambda name: chosen[name], default="")
    return best, chosen.get(best, 0)


def _places_of_suffix(text: str, suffix: str) -> Iterator[tuple[str, int, bool]]:
    """(name, its end, whether it is a place elsewhere) of what looks like a place; any suffix for ""."""
    for match in _UNLISTED.finditer(text):
        start = match.start() + next((end for end in _country_ends(match.group())), 0)
        lead = _EDGE.match(text, start, match.end() - 3)
        begin = lead.end() if lead else start
        elsewhere = start > match.start() or bool(_OTHER.search(text, max(0, begin - 8), begin))
        name = text[begin : match.end()]
        fits = elsewhere or len(name) - 1 in _CORE
        if (not suffix or name[-1] == suffix) and fits and not _generic(name[:-1]):
            yield name, match.end(), elsewhere


def _country_ends(text: str) -> Iterator[int]:
    """Where the names of foreign countries end in a text."""
    return (end for start, end in _countries().find(text) if countries()[text[start:end]] != CHINA)


def _generic(core: str) -> bool:
    return core in word_set("generic_before_suffix") or bool(_NO_CORE.search(core))


@cache
def _countries() -> Lexicon:
    return Lexicon(countries())


def _levels(text: str) -> tuple[str, ...]:
    suffix = _suffix(text)
    return _LEVEL[suffix] if suffix else ()


def _suffix(text: str) -> str:
    """The suffix that 我X says most often, or ""."""
    said = Counter(_POINTING.findall(text))
    return max(sorted(said), key=lambda suffix: said[suffix], default="")
