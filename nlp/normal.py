"""Normal forms: what makes two spellings of one name in one document the same unit.

Must stay true: a normal form depends on the name and its type alone, and normalising twice changes nothing.
"""

import re
import unicodedata
from functools import lru_cache

from nlp.vocabulary import countries, leading_country

_BRACKETS = "《》〈〉“”\"'「」『』()（）[]【】"
_PLACE_SUFFIX = re.compile(
    "(?:特别行政区|街道|广域市|特别市|直辖市|(?:壮族|回族|维吾尔)?自治区|自治州|自治县|自治旗|地区|[市县省州区郡府道])$"
)
_SHORTEST_CORE = 2
_NAMED = re.compile(r"(?P<core>.+?)(?:集团|有限|责任|股份|总)*(?:公司|集团|财团|银行|大学|学院)")
_GENERIC = re.compile(
    "国家|人民|国际|联邦|中央|全国|皇家|国立|金融|贸易|投资|汽车|石油|电力|航空|科技|师范|理工|农业|工业|第[一二三四]|驻"
)


def squeeze(text: str) -> str:
    """NFKC, without white space and outer brackets, lower case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip(_BRACKETS).lower()


@lru_cache(maxsize=65536)
def normal_form(kind: str, name: str) -> str:
    """The normal form of a name of this entity type."""
    text = squeeze(name)
    if kind == "Place":
        return _place(text)
    if kind == "Country":
        return _country(text)
    if kind == "Organisation":
        return _organisation(text)
    return text


def _place(text: str) -> str:
    core = _PLACE_SUFFIX.sub("", text)
    return core if len(core) >= _SHORTEST_CORE else text


def _country(text: str) -> str:
    known = countries()
    if text in known:
        return known[text]
    core = re.sub("(?:人民|民主|联邦|伊斯兰|社会主义){0,3}(?:共和国|王国|公国|大公国|联邦)$", "", text)
    return known.get(core, text)


def _organisation(text: str) -> str:
    """Without the country in front where the rest is distinctive alone.

    Companies and universities have names of their own; associations, chambers and parties are called alike in every
    country, so theirs stays.
    """
    rest = text.removeprefix(leading_country(text))
    named = _NAMED.fullmatch(rest)
    if not named or leading_country(rest) or _GENERIC.match(rest):
        return text
    return rest if len(named["core"]) >= _SHORTEST_CORE else text
