"""The level of a place, by the list of Chinese divisions and by the suffix of its name.

Must stay true: what the name does not tell stays untold ("").
"""

from collections.abc import Iterable

from nlp.vocabulary import SPECIAL_REGIONS, divisions

_BY_LEVEL = {
    "country_part": ["特别行政区"],
    "province": ["自治区", "大区", "联邦区", "省", "州"],
    "city": ["自治州", "广域市", "特别市", "市"],
    "county": ["自治县", "开发区", "高新区", "新区", "县", "区", "郡", "旗"],
    "town": ["街道", "镇", "乡", "町"],
    "village": ["社区", "村"],
    "": ["地区"],
}
_SUFFIXES = sorted(
    ((tail, level) for level, tails in _BY_LEVEL.items() for tail in tails), key=lambda row: -len(row[0])
)
"""The longest suffix decides."""
_JAPANESE = {"县": "province", "府": "province", "道": "province", "都": "province"}
"""Japan's 都道府县 are its provinces."""


def level_of(names: Iterable[str], country: str) -> str:
    """The level that these names of one place say, the longest name first."""
    for name in sorted(names, key=lambda name: (-len(name), name)):
        level = _level(name, country)
        if level:
            return level
    return ""


def _level(name: str, country: str) -> str:
    if name in SPECIAL_REGIONS or name.removesuffix("特别行政区") in SPECIAL_REGIONS:
        return "country_part"
    if country == "日本" and name[-1] in _JAPANESE:
        return _JAPANESE[name[-1]]
    if name in divisions():
        return divisions()[name].level
    return next((level for suffix, level in _SUFFIXES if name.endswith(suffix)), "")
