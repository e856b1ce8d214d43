"""The one use of the embedded server's HTTP side: SQL that its Bolt side does not speak (full-text DDL, engine check).

Must stay true: no document text goes this way, only schema statements and questions about the engine.
"""

import http.client
import json
from base64 import b64encode
from typing import Any

from graph.database_errors import DatabaseUnavailable, QueryFailed
from graph.embedded.liveness import LOOPBACK
from graph.embedded.state import DATABASE, USER, ServerNote

_TIMEOUT_S = 60.0


def sql(note: ServerNote, statement: str) -> list[dict[str, Any]]:
    """The rows of one SQL statement.

    Raises QueryFailed when the server refuses it, DatabaseUnavailable when nobody answers.
    """
    connection = http.client.HTTPConnection(LOOPBACK, note.http_port, timeout=_TIMEOUT_S)
    body = json.dumps({"language": "sql", "command": statement})
    try:
        connection.request("POST", f"/api/v1/command/{DATABASE}", body, _headers(note))
        response = connection.getresponse()
        answer = response.read()
    except OSError:
        raise DatabaseUnavailable(where=LOOPBACK) from None
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise QueryFailed(reason=f"{response.status} at {statement[:80]}")
    rows: list[dict[str, Any]] = json.loads(answer)["result"]
    return rows


def _headers(note: ServerNote) -> dict[str, str]:
    login = b64encode(f"{USER}:{note.password}".encode()).decode()
    return {"Authorization": f"Basic {login}", "Content-Type": "application/json"}
