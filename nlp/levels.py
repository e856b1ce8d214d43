"""The level of a place, by the list of Chinese divisions and by the suffix of its name.

Must stay true: what the name does not tell stays untold ("").
"""

from collections.abc import Iterable

from nlp.vocabulary import SPECIAL_REGIONS, divisions

_SUFFIXES = [
    ("特别行政区", "country_part"), ("自治区", "province"), ("自治州", "city"), ("自治县", "county"), ("广域市", "city"),
    ("特别市", "city"), ("街道", "town"), ("开发区", "county"), ("高新区", "county"), ("新区", "county"),
    ("社区", "village"), ("地区", ""), ("大区", "province"), ("联邦区", "province"), ("省", "province"), ("州", "province"), ("市", "city"),
    ("县", "county"), ("区", "county"), ("郡", "county"), ("旗", "county"), ("镇", "town"), ("乡", "town"), ("村", "village"),
]  # fmt: skip
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
