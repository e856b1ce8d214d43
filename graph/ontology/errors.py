"""The one family of errors that a user may see: a code, and a sentence in both languages that says what to do.

Must stay true: a message never holds a stack trace, a password or a piece of a document.
"""


class TielineError(Exception):
    """An expected failure. Subclasses set `code`, `zh` and `en` (templates over the keyword arguments)."""

    code = "error"
    zh = "出错了。"
    en = "Something went wrong."

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """The sentence for the user in `zh` or `en`."""
        return (self.zh if language == "zh" else self.en).format(**self.parameters)


class NotFound(TielineError):
    """The thing asked for does not exist for this viewer."""

    code = "not-found"
    zh = "没有找到：{what}。可能已被删除，或地址有误。"
    en = "Not found: {what}. It may have been deleted, or the address is wrong."


class InvalidInput(TielineError):
    """What the caller sent cannot be used; `why` says what is wrong with it."""

    code = "invalid-input"
    zh = "输入有误：{why}"
    en = "Invalid input: {why}"
