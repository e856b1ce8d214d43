"""Where an unexpected error came from, for a log.

Must stay true: code places and names of types only; the error's own words may quote a document and are left out.
"""

import traceback


def frames(error: BaseException) -> list[str]:
    """The places in the code that the error passed, the outermost first, then its type; before that what caused it."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    passed = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return [*(frames(cause) if cause else ()), *passed, type(error).__name__]
