"""What uvicorn speaks on a connection: HTTP/1.1, with our own answer to what cannot be read as a request.

Must stay true: only what never reaches the app is answered here, with an answer from `api.problems`.
"""

from uvicorn.protocols.http.h11_impl import H11Protocol

from api import problems


def protocol(language: str) -> type[H11Protocol]:
    """The protocol of a server whose office speaks this language; a request that cannot be read names none."""

    class Protocol(H11Protocol):
        def send_400_response(self, msg: str) -> None:
            """Called by uvicorn for a request that breaks the rules of HTTP; its own answer is a line of plain text."""
            if not _answering(self):
                answer = problems.unreadable(language)
                lines = (b"%s: %s\r\n" % header for header in answer.raw_headers)
                head = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\n" + b"".join(lines)
                self.transport.write(head + b"\r\n" + bytes(answer.body))
            self.transport.close()

    return Protocol


def _answering(connection: H11Protocol) -> bool:
    """Whether an answer to the same request is on its way already: what comes after it is no request."""
    cycle = connection.cycle
    return cycle is not None and cycle.response_started and not cycle.response_complete
