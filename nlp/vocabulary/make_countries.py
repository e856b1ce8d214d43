"""Generate countries.tsv from the Unicode CLDR names that Babel carries: `python -m nlp.vocabulary.make_countries`.

Must stay true: no territory that is not a country of its own enters the list; Hong Kong, Macao and Taiwan are places.
"""

from collections.abc import Iterator
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).with_name("countries.tsv")
HEADER = "# name\tnormal form\tISO 3166-1 code; names: Unicode CLDR (Unicode-3.0) through Babel (BSD-3-Clause)\n"

TERRITORIES = frozenset(
    [
        "AC",
        "AI",
        "AQ",
        "AS",
        "AW",
        "AX",
        "BL",
        "BM",
        "BQ",
        "BV",
        "CC",
        "CK",
        "CP",
        "CW",
        "CX",
        "DG",
        "EA",
        "EH",
        "EU",
        "EZ",
        "FK",
        "FO",
        "GF",
        "GG",
        "GI",
        "GL",
        "GP",
        "GS",
        "GU",
        "HK",
        "HM",
        "IC",
        "IM",
        "IO",
        "JE",
        "KY",
        "MF",
        "MO",
        "MP",
        "MQ",
        "MS",
        "NC",
        "NF",
        "NU",
        "PF",
        "PM",
        "PN",
        "PR",
        "QO",
        "RE",
        "SH",
        "SJ",
        "SX",
        "TA",
        "TC",
        "TF",
        "TK",
        "TW",
        "UM",
        "UN",
        "VG",
        "VI",
        "WF",
        "XA",
        "XB",
        "XK",
        "YT",
        "ZZ",
    ]
)
"""CLDR entries that are dependent, disputed or no territory of a state at all."""

SHORT = {"AE": "阿联酋", "BA": "波黑", "PS": "巴勒斯坦", "SA": "沙特", "DO": "多米尼加", "CF": "中非"}
"""The short form that offices write where CLDR has a long one; it is the normal form."""

OTHER = {
    "AE": ["阿拉伯联合酋长国"],
    "AU": ["澳洲"],
    "BD": ["孟加拉"],
    "BY": ["白俄"],
    "CD": ["刚果民主共和国"],
    "CF": ["中非共和国"],
    "CN": ["中华人民共和国"],
    "CZ": ["捷克共和国"],
    "DE": ["联邦德国", "德意志联邦共和国"],
    "DO": ["多米尼加共和国"],
    "FR": ["法兰西共和国"],
    "GB": ["大不列颠及北爱尔兰联合王国"],
    "ID": ["印尼"],
    "JP": ["日本国"],
    "KP": ["朝鲜民主主义人民共和国"],
    "KR": ["大韩民国"],
    "LA": ["老挝人民民主共和国"],
    "MK": ["马其顿"],
    "MM": ["缅甸联邦"],
    "MN": ["蒙古国"],
    "NL": ["荷兰王国"],
    "PS": ["巴勒斯坦国"],
    "RU": ["俄罗斯联邦", "俄国", "俄联邦"],
    "SA": ["沙特阿拉伯"],
    "SZ": ["埃斯瓦蒂尼"],
    "TH": ["泰王国"],
    "US": ["美利坚合众国"],
    "VA": ["梵蒂冈城国"],
    "ZA": ["南非共和国"],
}
FORMER = ["苏联", "南斯拉夫", "东德", "西德", "民主德国", "捷克斯洛伐克", "塞尔维亚和黑山"]


def rows() -> Iterator[tuple[str, str, str]]:
    """(name, normal form, code), unsorted."""
    for code, name in Locale.parse("zh_Hans").territories.items():
        if not code.isalpha() or code in TERRITORIES:
            continue
        plain = name.replace("（", "(").replace("）", ")")
        normal = SHORT.get(code, plain)
        for form in {plain, plain.replace("(", "（").replace(")", "）"), normal, *OTHER.get(code, [])}:
            yield form, normal, code
    for name in FORMER:
        yield name, name, "-"


def main() -> None:
    lines = sorted("\t".join(row) + "\n" for row in set(rows()))
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
