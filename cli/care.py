"""`tieline rebuild`: the knowledge folded anew from the evidence.

Must stay true: no evidence and no human judgement is touched; what is told is what the graph holds afterwards.
"""

from typing import TYPE_CHECKING

from cli import session
from cli.options import Json
from cli.output import emit, note, out, say

if TYPE_CHECKING:
    from graph.read.models import Statistics


def rebuild(json: Json = False) -> None:
    """Fold all knowledge anew from the evidence. / 重建知识

    Nothing is lost and, unless something was wrong, nothing changes. What an import or ingest left half written is
    not completed by this: run that again.
    """
    total = 0
    with session.writing() as found, session.progress_bar(say("项", "items")) as show:
        from graph import evidence
        from graph.fold.run import rebuild as fold_anew
        from graph.read.statistics import statistics

        def count(done: int, of: int) -> None:
            nonlocal total
            total = of
            show(done, of)

        broken_off = evidence.journal(found.db).any
        fold_anew(found.db, count)
        half_written = len(evidence.incomplete(found.db))
        held = statistics(found.db, found.viewer)
    _tell(held, total, half_written, broken_off, json=json)


def _tell(held: "Statistics", folded: int, half_written: int, broken_off: bool, *, json: bool) -> None:
    documents, entities, relations = held.documents, sum(held.entities.values()), sum(held.relations.values())
    if json:
        counts = {"documents": documents, "entities": entities, "relations": relations}
        emit({"folded": folded, **counts, "half_written": half_written, "broken_off": broken_off})
    else:
        out(
            say(
                f"已重建：文件 {documents}，对象 {entities}，关系 {relations}。",
                f"Rebuilt: {documents} documents, {entities} entities, {relations} relations.",
            )
        )
    if half_written:
        note(
            say(
                f"另有 {half_written} 份文件没有写完，未计入。请再次运行中断的 tieline import 或 tieline ingest。",
                f"{half_written} more documents are half written and do not count. Run the `tieline import` or "
                "`tieline ingest` that broke off again.",
            )
        )
    elif broken_off:
        note(
            say(
                "此前有一次改动中断，已写入的均已整理。若中断的是 tieline import 或 tieline ingest，"
                "请再次运行，以补全尚未写入的文件。",
                "A change had broken off; all that it had written is folded now. If it was a `tieline import` or "
                "`tieline ingest`, run it again for the documents that it had not reached.",
            )
        )
