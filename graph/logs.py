"""Structured logs on stderr: readable lines on a terminal, one JSON object a line elsewhere.

Must stay true: no secret and no document text reaches a log, whoever logs it; log lines of libraries go the same way
as ours.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

HIDDEN = "[hidden]"

SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "credential")
"""A field whose name contains one of these is hidden."""

TEXT_FIELDS = frozenset({"text", "content", "passage", "sentence", "context", "body", "query", "parameters"})
"""Fields of these names hold what documents say or what people ask: hidden as well."""

LONGEST_VALUE = 300
"""Characters of a value; a longer one is cut, since it is more likely a document than a fact about the program."""

QUIET = ("neo4j", "neomodel", "httpx", "httpx2", "httpcore", "asyncio", "uvicorn")
"""Libraries that log what passes through them (queries with parameters, addresses asked for), or each of their own
steps: warnings only."""


def configure_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send all logs of this process from `level` on to `stream` (default: stderr). Calling it again replaces the first.

    Pass `log_config=None` to uvicorn, which would otherwise install its own handlers.
    """
    target = stream or sys.stderr
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_shared(), processors=_rendering(target.isatty()))
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: `log.info("document-read", pages=3)`; the event is a fixed word, facts are fields."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide,
    ]


def _rendering(terminal: bool) -> list[Processor]:
    clean: Processor = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if terminal:
        # The default tracebacks on a terminal print local variables, and those hold passwords and documents.
        plain = structlog.dev.plain_traceback
        return [clean, structlog.dev.ConsoleRenderer(exception_formatter=plain)]
    return [clean, structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]


def hide(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event with secrets and texts hidden and long values cut."""
    for name, value in event.items():
        event[name] = _safe(name, value)
    return event


def _safe(name: str, value: Any) -> Any:
    lowered = name.lower()
    if lowered in TEXT_FIELDS or any(word in lowered for word in SECRET_WORDS):
        return HIDDEN
    if isinstance(value, dict):
        return {key: _safe(str(key), inner) for key, inner in value.items()}
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return f"{value[:LONGEST_VALUE]}… ({len(value)} characters)"
    return value
