"""`tieline rebuild`: the knowledge folded anew from the evidence.

Must stay true: no evidence and no human judgement is touched.
"""

from cli import session
from cli.options import Json
from cli.output import emit, out, say


def rebuild(json: Json = False) -> None:
    """Fold all knowledge anew from the evidence. / 重建知识

    Nothing is lost and, unless something was wrong, nothing changes.
    """
    total = 0
    with session.writing() as found, session.progress_bar(say("项", "items")) as show:
        from graph.fold.run import rebuild as fold_anew

        def count(done: int, of: int) -> None:
            nonlocal total
            total = of
            show(done, of)

        fold_anew(found.db, count)
    if json:
        emit({"folded": total})
    else:
        out(say(f"已重建（{total} 项）。", f"Rebuilt ({total} items)."))
