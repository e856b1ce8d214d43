"""The office's records as lines of JSON, for backups.

Must stay true: what is read back is what was written; sessions and counted tries are not among it, so nobody is logged
in by a restore.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from graph.database import Database
from graph.queries import office as queries


def lines(db: Database) -> Iterator[str]:
    """Every record that a backup holds, one a line."""
    for label in queries.KEPT:
        for row in db.stream(queries.records(label)):
            yield json.dumps({"label": label, "props": row["props"]}, ensure_ascii=False, sort_keys=True)


def restore(db: Database, source: Iterable[str]) -> int:
    """Write the records of these lines; how many there were. Raises ValueError for what `lines` did not write."""
    count = 0
    for label, group in groupby(map(json.loads, source), key=itemgetter("label")):
        if label not in queries.KEPT:
            raise ValueError(f"unknown record {label!r}")
        rows = ({"uid": row["props"]["uid"], "props": row["props"]} for row in group)
        count += db.write_rows(queries.restore(label), rows)
    return count
