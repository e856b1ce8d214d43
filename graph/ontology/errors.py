"""The one family of errors that a user may see: a code, and a sentence in both languages that says what to do.

Must stay true: a message never holds a stack trace, a password or a piece of a document; it is in one language.
"""

import errno
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A part of a message that depends on what went wrong, in both languages."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


_OF_SYSTEM = {
    errno.ENOENT: Reason("没有这个文件或文件夹", "there is no such file or folder"),
    errno.EACCES: Reason("没有权限", "permission denied"),
    errno.EPERM: Reason("系统不允许", "the system does not permit it"),
    errno.EISDIR: Reason("这是文件夹", "it is a folder"),
    errno.ENOTDIR: Reason("路径中有一段不是文件夹", "a part of its path is not a folder"),
    errno.ENAMETOOLONG: Reason("文件名过长", "its name is too long"),
    errno.EIO: Reason("磁盘读写出错", "the disk failed"),
    errno.EROFS: Reason("磁盘是只读的", "the disk is read-only"),
    errno.ENOSPC: Reason("磁盘已满", "the disk is full"),
}


def of_system(error: OSError) -> Reason:
    """Why the system did not do it; its own words where we have none."""
    own = error.strerror or str(error)
    return _OF_SYSTEM.get(error.errno or 0) or Reason(f"系统报告“{own}”", f"the system says “{own}”")


class TielineError(Exception):
    """An expected failure. Subclasses set `code`, `zh` and `en` (templates over the keyword arguments, of which a
    `Reason` is said in the message's language)."""

    code = "error"
    zh = "出错了。"
    en = "Something went wrong."

    def __init__(self, **parameters: object) -> None:
        self.parameters = parameters
        super().__init__(self.message("en"))

    def message(self, language: str) -> str:
        """The sentence for the user in `zh` or `en`."""
        told = {
            name: value.said(language) if isinstance(value, Reason) else value
            for name, value in self.parameters.items()
        }
        return (self.zh if language == "zh" else self.en).format(**told)


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
