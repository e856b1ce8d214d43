"""Entities, facts and paths as text for a terminal.

Must stay true: every word comes from the ontology or from a document.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from api.labels import Labels
from cli.output import aligned, language, say
from graph.ontology.vocabulary import ontology
from graph.read.models import AttributeFact, DocumentRef, EntityPage, EntityRef, Evidence, Fact, Path, Statistics

LONGEST_LIST = 10


def labels() -> Labels:
    """The words of the user's language."""
    return Labels(language())


def called(entity: EntityRef) -> str:
    """An entity's name, with its mark where only invented documents name it."""
    return entity.name + labels().invented(entity)


def reading(fact: Fact, around: str = "", *, bare: str = "") -> str:
    """A fact as a sentence; one that holds both ways begins with the entity of id `around`. Each end that is invented
    has its mark, except the entity of id `bare`, whose page says so at its head."""
    relation = ontology().relations[fact.predicate]
    if relation.symmetric and fact.tail.id == around:
        fact = replace(fact, head=fact.tail, tail=fact.head)
    centre = next((end for end in (fact.head, fact.tail) if end.id == bare), None)
    return labels().reading(fact, centre).striptags()


def support(evidence: int, sources: int) -> str:
    """How well a fact is supported."""
    return say(f"依据 {evidence} 处，文件 {sources} 份", f"evidence {evidence}, documents {sources}")


def fact_line(fact: Fact, around: str = "", *, bare: str = "") -> str:
    """A fact with its date, what else is known of it, and its support."""
    said = (text for name, text in labels().details(fact) if name != "stage")  # the reading of a tie ends with it
    details = [fact.date, *said, support(fact.evidence, fact.sources)]
    return f"{reading(fact, around, bare=bare)}  [{' · '.join(filter(None, details))}]"


def document_name(document: DocumentRef) -> str:
    """A document's title, with its date where it is known and its mark where it is invented."""
    marks = [document.date, say("虚构", "invented") if document.invented else ""]
    shown = ", ".join(filter(None, marks))
    return f"《{document.title}》" + (f" ({shown})" if shown else "")


def page_lines(page: EntityPage, evidence: Mapping[str, Sequence[Evidence]]) -> Iterator[str]:
    """The page of an entity; `evidence` holds what is to be shown under each fact, by its id."""
    yield f"{called(page.entity)}  {labels().kind(page.entity)}  {page.entity.id}"
    others = [name.text for name in page.names if name.text != page.entity.name]
    if others:
        yield say("又称：", "Also: ") + labels().between.join(others[:LONGEST_LIST])
    for attribute in page.attributes:
        yield _attribute_line(attribute)
        yield from evidence_lines(evidence.get(attribute.id, ()), "  ")
    for predicate, facts in page.facts.items():
        yield ""
        yield f"{labels().predicate(predicate)} ({page.fact_counts[predicate]})"
        for fact in facts:
            yield f"  {fact_line(fact, page.entity.id, bare=page.entity.id)}"
            yield from evidence_lines(evidence.get(fact.id, ()), "    ")
        yield from _more(page.fact_counts[predicate] - len(facts))
    yield ""
    yield say("文件", "Documents") + f" ({page.document_count})"
    yield from (f"  {document_name(document)}" for document in page.documents)
    yield from _more(page.document_count - len(page.documents))


def _attribute_line(attribute: AttributeFact) -> str:
    values = [attribute.value, *(other.value for other in attribute.others)]
    shown = [labels().value(attribute.name, value) for value in dict.fromkeys(values)]
    return f"{labels().attribute(attribute.name)}: {' / '.join(shown[:LONGEST_LIST])}"


def _more(hidden: int) -> Iterator[str]:
    if hidden > 0:
        yield "  " + say(f"……另有 {hidden} 项", f"… {hidden} more")


def evidence_lines(found: Iterable[Evidence], indent: str) -> Iterator[str]:
    """The sentences behind a fact, each with where it stands."""
    for item in found:
        page = say(f"第 {item.page} 页", f"p. {item.page}")
        yield f"{indent}“{item.text.strip()}” {document_name(item.document)} {page}"


def path_lines(found: Path) -> Iterator[str]:
    """A path: its entities, then each step as a sentence."""
    yield " — ".join(map(called, found.nodes))
    for here, step in zip(found.nodes, found.steps, strict=False):
        yield f"  {fact_line(step.fact, here.id)}"


def statistics_lines(found: Statistics) -> Iterator[str]:
    """The counts, as a table for each kind."""
    first = [(say("文件", "Documents"), str(found.documents)), (say("段落", "Passages"), str(found.passages))]
    if found.invented:
        first.insert(1, (say("其中虚构示例", "of them invented"), str(found.invented)))
    yield from aligned(first, indent="")
    words = labels()
    for head, counts, name in (
        (say("对象", "Entities"), found.entities, words.plural),
        (say("关系", "Relations"), found.relations, words.predicate),
        (say("友城关系的阶段", "Stages of ties"), found.ties_by_stage, words.stage),
    ):
        if counts:
            yield ""
            yield f"{head} ({sum(counts.values())})"
            yield from aligned((name(key), str(count)) for key, count in counts.items())


def summary_lines(types: Mapping[str, int], relations: Mapping[str, int]) -> Iterator[str]:
    """Counts by type of what was found in one file."""
    known = ontology()
    for name, count in (*types.items(), *relations.items()):
        shown = known.entities[name].plural[language()] if name in known.entities else labels().predicate(name)
        yield f"{shown} {count}"
