"""Agreements between parties: in 《》, or from the verb of signing to the word for the document.

Must stay true: laws, measures and opinions are none; a bare 协议 counts only where it is said to be signed.
"""

import re
from collections.abc import Iterator

from nlp.boundaries import CLOSED_TAGS, left_edge
from nlp.components import register
from nlp.sentence import Found, Sentence
from nlp.vocabulary import alternation, word_set, words
from nlp.words import Word

NAME = "tieline_agreements"
LONGEST = 30
_TITLE = re.compile(r"《([^《》]{2,80})》")
_SUFFIX = re.compile(alternation("agreement_suffixes"))
_VERB = re.compile(
    alternation("agreement_verbs")
    + r"(?P<done>了|过|的)?(?P<name>(?:[\u4e00-\u9fffA-Za-z0-9“”·-]|、(?=[\u4e00-\u9fff]{2,8}合作))"
    + r"{0,30}?"
    + alternation("agreement_suffixes")
    + r"(?:的?备忘录|书)?)"
)
_SIGNED_AT = re.compile(r"(?P<done>在)(?P<name>协议书|协议|备忘录|意向书)上签字")
_LEAD = re.compile(
    r"^(?:了|过|的|一[项份个]|相关|有关|多[项个份]|上述|第?[一二三四五六七八九十]+[项份个]|本|该|此|这[一份个]*|正式|关于|"
    r"[0-9]+[项份个]|两市(?!青年)|双方|新的?|前述)"
)
_DOING = re.compile("会同|抓好|做好|落实|履行|执行|商定|办理")
"""What is done with an agreement, and no part of its name."""
_SHORT = re.compile(r"^(?:正式)?(?:建立|缔结|开展|关于|结成|发展|加强)(?:正式)?")
_BARE = re.compile(r"^(?:的|等)")


def _stop(word: Word, text: str) -> bool:
    return word.tag in CLOSED_TAGS or text in word_set("agreement_verbs") or text in {"根据", "就", "了", "过", "各项"}


def find(sentence: Sentence) -> Iterator[Found]:
    titles = [match.span(1) for match in _TITLE.finditer(sentence.text)]
    for start, end in titles:
        if sentence.text[start:end].endswith(words("agreement_suffixes")) or "备忘录" in sentence.text[start:end]:
            yield Found(start, end, "Agreement", "agreement.title")
    for start, end in _untitled(sentence.text, sentence):
        if not any(left <= start < right for left, right in titles):
            yield Found(start, end, "Agreement", "agreement.signed")
    for match in _SUFFIX.finditer(sentence.text):
        if not any(left <= match.start() < right for left, right in titles):
            yield from _walked(sentence, match)


def _untitled(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The words from a verb of signing up to the document's kind."""
    for match in [*_VERB.finditer(text), *_SIGNED_AT.finditer(text)]:
        begin, end = match.span("name")
        start = _without_lead(text, begin, end)
        inner = text[start:end]
        if inner in word_set("generic_agreements") and (start > begin or not match["done"]):
            continue
        if len(inner) >= 2 and "的" not in inner[:-6] and not _BARE.match(inner) and not inner.startswith("意向书的"):
            yield start, end


def _walked(sentence: Sentence, match: re.Match[str]) -> Iterator[Found]:
    start = left_edge(sentence, match.start(), _stop, (), LONGEST)
    start = _without_lead(sentence.text, start, match.end())
    name = sentence.text[start : match.end()]
    named = name not in word_set("generic_agreements") and not _DOING.search(name)
    if named and len(name) > 4 and start <= match.start():
        yield Found(start, match.end(), "Agreement", "agreement.suffix")


def _without_lead(text: str, start: int, end: int) -> int:
    while lead := _LEAD.match(text[start:end]):
        start += lead.end()
    return start


def short_form(name: str) -> str:
    """The name without the verb that opens it: 建立友好城市关系备忘录 is also called 友好城市关系备忘录."""
    return _SHORT.sub("", name)


register(NAME, find)
