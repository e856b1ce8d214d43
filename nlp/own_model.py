"""A spaCy pipeline of the office's own in place of the trained tagger (TIELINE_SPACY_MODEL).

It says which names it sees; the words stay LAC's, which the rules rely on. Its labels are those of spaCy's Chinese
pipelines (PERSON, GPE, LOC, ORG, EVENT), or our own types for one that was trained on them.

Must stay true: nothing is fetched, a name or folder that is no installed pipeline is an error that says what to do; the
mark of the model changes with it, so that documents are read anew.
"""

import hashlib
import os
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Span

from graph.ontology.errors import TielineError
from nlp.lac import Lac
from nlp.tagger import TYPES
from nlp.vocabulary import leading_country
from nlp.words import Name, Reading

VARIABLE = "TIELINE_SPACY_MODEL"
CHANCE = 0.99
"""How sure a name of the pipeline is taken to be: spaCy gives no chance of its own."""
ELSEWHERE = 0.05
"""The chance of a stretch that the pipeline does not call a name."""
_SPACY_TYPES = {
    "PERSON": "Person",
    "PER": "Person",
    "GPE": "Place",
    "LOC": "Place",
    "ORG": "Organisation",
    "EVENT": "Project",
}


class ModelUnusable(TielineError):
    """The pipeline that the office names cannot be loaded."""

    code = "spacy-model-unusable"
    zh = "无法使用 TIELINE_SPACY_MODEL 指定的 spaCy 模型 {name}：{why}。请检查名称或文件夹，或取消该设置。"
    en = "The spaCy pipeline {name} of TIELINE_SPACY_MODEL cannot be used: {why}. Check the name, or unset it."


class OwnSeen:
    """The names that the pipeline sees in one text."""

    def __init__(self, names: list[Name]) -> None:
        self.names = names
        self._spans = {(name.start, name.end, name.type) for name in names}

    def chance(self, start: int, end: int, kind: str) -> float:
        """How probable it is that exactly this stretch is a name of this type."""
        return CHANCE if (start, end, kind) in self._spans else ELSEWHERE


class OwnModel:
    """The loaded pipeline beside LAC's words."""

    def __init__(self, name: str) -> None:
        self._words = Lac()
        self._language = _load(name)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """The words of LAC and the names of the pipeline for each text, in the order of the texts."""
        docs = self._language.pipe(texts)
        return [
            Reading(read.words, OwnSeen([name for span in doc.ents if (name := _name(span))]))
            for read, doc in zip(self._words.read(texts), docs, strict=True)
        ]


def named() -> str:
    """The pipeline that the office wants; empty for the tagger that ships."""
    return os.environ.get(VARIABLE, "").strip()


def mark() -> str:
    """What tells one pipeline from another in the version of the extractor; empty without one."""
    name = named()
    if not name:
        return ""
    try:
        told = version(name.replace("_", "-"))
    except (PackageNotFoundError, ValueError):
        meta = Path(name) / "meta.json"
        told = meta.read_text(encoding="utf-8") if meta.is_file() else ""
    return hashlib.sha256(f"{name} {told}".encode()).hexdigest()[:8]


def _load(name: str) -> Language:
    try:
        return spacy.load(name)
    except Exception as error:  # whatever a foreign package raises while it loads
        raise ModelUnusable(name=name, why=str(error).splitlines()[0][:200]) from error


def _name(span: Span) -> Name | None:
    kind = span.label_ if span.label_ in TYPES else _SPACY_TYPES.get(span.label_, "")
    if kind == "Place" and leading_country(span.text) == span.text:
        kind = "Country"
    return Name(span.start_char, span.end_char, kind, CHANCE) if kind else None
