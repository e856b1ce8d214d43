"""`tieline extract`: what Tieline reads in a file, without storing it.

Must stay true: no database is opened; the objects have the form of the annotated reports, so that their scorer reads
them; a file that cannot be read costs one line and exit code 1.
"""

import json as jsonlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import faults, session
from cli.exits import ExitCode
from cli.ingest import NothingToRead, tell_link
from cli.options import Date, Locality
from cli.output import emit, language, note, out, say
from graph.ontology.errors import InvalidInput, TielineError

if TYPE_CHECKING:
    from graph.ontology.types import Document, Passage
    from graph.settings import Settings
    from nlp.pipeline import Extractor

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="FILE|FOLDER...", exists=True, help="What to read. / 文件或文件夹")
]
Gold = Annotated[
    Path | None,
    typer.Option("--gold", exists=True, dir_okay=False, help="Read the texts of an annotated file (JSONL)."),
]
Jsonl = Annotated[bool, typer.Option("--jsonl", help="One JSON object a document, in the form of annotated reports.")]

RELATIONS_SHOWN = 30


class BadGoldFile(InvalidInput):
    """A line of the annotated file is not what it should be."""

    zh = "第 {line} 行无法使用：应为含有 id 和 text 的 JSON 对象。"
    en = "Line {line} cannot be used: it should be a JSON object with id and text."


@dataclass(frozen=True)
class Text:
    """A text to extract from: its id in the answer, its file, and where that is not a real one, its content."""

    id: str
    path: Path
    data: bytes | None = None
    title: str = ""


def extract(
    paths: Paths = None,
    gold: Gold = None,
    jsonl: Jsonl = False,
    date: Date = "",
    locality: Locality = "",
) -> None:
    """Show what Tieline reads in files; nothing is stored. / 试读，不入库

    Each object of --jsonl has id, entities and relations, with offsets, confidence, rule and passage.
    """
    if bool(paths) == bool(gold):
        raise InvalidInput(
            why=say("请给出文件，或用 --gold 给出标注文件", "name files, or an annotated file with --gold")
        )
    settings = session.load()
    failures: list[Path] = []
    texts = _annotated(gold) if gold else _files(paths or [])
    for found in _extracted(settings, texts, failures, date, locality.strip()):
        if jsonl:
            emit(found, line=True)
        else:
            _show(found)
    if failures:
        raise typer.Exit(ExitCode.FAILED)


def _annotated(path: Path) -> Iterator[Text]:
    """The texts of an annotated file, as if each were a text file. Raises BadGoldFile."""
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = jsonlib.loads(line)
            content, title = row["text"].encode("utf-8"), str(row.get("title", ""))
            yield Text(str(row["id"]), Path(f"{row['id']}.txt"), content, title)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadGoldFile(line=number) from error


def _files(paths: Sequence[Path]) -> Iterator[Text]:
    """The files; an id is a file's name without its ending, or its path where two have the same name."""
    from ingest.reading import find_files

    files = list(find_files(paths, tell_link))
    if not files:
        raise NothingToRead(where=", ".join(map(str, paths)))
    stems = Counter(path.stem for path in files)
    for path in files:
        yield Text(path.stem if stems[path.stem] == 1 else str(path), path)


def _extracted(
    settings: "Settings", texts: Iterator[Text], failures: list[Path], date: str, locality: str
) -> Iterator[dict[str, Any]]:
    from ingest.traces import frames
    from ingest.work import ReaderFailed
    from nlp.pipeline import Extractor

    tool = Extractor()
    for text in texts:
        try:
            yield _found(tool, text, *read_text(settings, text, date, locality))
        except TielineError as error:
            _fail(failures, text.path, error)
        except Exception as error:  # a fault in one file must not end the run
            _fail(failures, text.path, ReaderFailed(kind=type(error).__name__))
            faults.show(frames(error))


def read_text(settings: "Settings", text: Text, date: str, locality: str) -> "tuple[Document, Sequence[Passage]]":
    """The document and passages of a file, or of a text that stands for one. Raises what reading raises."""
    from ingest.reading import read_bytes, read_file
    from ingest.runs import limits_of

    department, limits = settings.department, limits_of(settings)
    if text.data is None:
        read = read_file(text.path, department=department, limits=limits, date=date, locality=locality)
    else:
        name = str(text.path)
        read = read_bytes(name, text.data, department=department, limits=limits, date=date, locality=locality)
    return replace(read.document, title=text.title or read.document.title), read.passages


def _found(tool: "Extractor", text: Text, document: "Document", passages: "Sequence[Passage]") -> dict[str, Any]:
    """The object of one document."""
    from nlp.gold import to_gold, with_locality

    document = with_locality(document, passages)
    found = to_gold(text.id, document, tool.extract(document, passages))
    shown = [{"id": p.uid, "start": p.start, "end": p.end, "page": p.page, "text": p.text} for p in passages]
    return {**found, "file": str(text.path), "passages": shown}


def _fail(failures: list[Path], path: Path, error: TielineError) -> None:
    failures.append(path)
    note(f"{path}: {error.message(language())}")


def _show(found: dict[str, Any]) -> None:
    """A summary for people."""
    from cli.describe import summary_lines

    types = Counter(entity["type"] for entity in found["entities"])
    relations = Counter(relation["type"] for relation in found["relations"])
    out(f"{found['file']}  《{found['title']}》")
    out("  " + say("，", ", ").join(summary_lines(types, relations)))
    for relation in found["relations"][:RELATIONS_SHOWN]:
        details = [relation[name] for name in ("status", "title", "role") if name in relation]
        out("    " + "  ".join([relation["type"], relation["head"], "—", relation["tail"], *details]))
    hidden = len(found["relations"]) - RELATIONS_SHOWN
    if hidden > 0:
        out("    " + say(f"……另有 {hidden} 项，用 --jsonl 查看", f"… {hidden} more: use --jsonl"))
