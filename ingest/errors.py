"""Why a file cannot be read, each reason with what to do about it.

Must stay true: a message tells a clerk what to do next; it never holds a piece of the document.
"""

from graph.ontology.errors import InvalidInput, Reason, TielineError

NO_REGULAR_FILE = Reason("这不是普通文件", "it is not a regular file")


class EmptyFile(TielineError):
    """The file has no bytes, or nothing but space."""

    code = "empty-file"
    zh = "文件没有内容。请确认选对了文件，或重新下载后再试。"
    en = "The file is empty. Check that it is the right one, or download it again."


class FileTooLarge(TielineError):
    """More bytes than the limit; `limit` in MiB."""

    code = "file-too-large"
    zh = "文件超过 {limit} MB 的上限。请拆分后再导入，或由管理员调高 TIELINE_MAX_FILE_MB。"
    en = "The file is larger than {limit} MB. Split it, or let the administrator raise TIELINE_MAX_FILE_MB."


class TooManyPages(TielineError):
    """More pages than the limit."""

    code = "too-many-pages"
    zh = "文件超过 {limit} 页的上限。请拆分后再导入，或由管理员调高 TIELINE_MAX_PAGES。"
    en = "The file has more than {limit} pages. Split it, or let the administrator raise TIELINE_MAX_PAGES."


class UnpacksTooLarge(TielineError):
    """A packed file grows beyond the limit; `limit` in MiB."""

    code = "unpacks-too-large"
    zh = "文件解压后超过 {limit} MB 的上限。请删去其中的图片等大件，或由管理员调高 TIELINE_MAX_UNPACKED_MB。"
    en = (
        "The file unpacks to more than {limit} MB. Remove pictures and other large parts, or let the administrator "
        "raise TIELINE_MAX_UNPACKED_MB."
    )


class ReadingTooLong(TielineError):
    """Reading took longer than the limit; `limit` in seconds."""

    code = "reading-too-long"
    zh = "读取超过 {limit} 秒仍未完成。请拆分文件，或由管理员调高 TIELINE_READ_TIMEOUT_S。"
    en = "Reading took longer than {limit} s. Split the file, or let the administrator raise TIELINE_READ_TIMEOUT_S."


class UnsupportedFormat(TielineError):
    """No reader knows this kind of file; `supported` lists those that are known."""

    code = "unsupported-format"
    zh = "不支持这种文件格式。可导入：{supported}。请另存为其中一种再试。"
    en = "This kind of file is not supported. Supported: {supported}. Save it as one of these."


class OldWordFormat(TielineError):
    """A Word file from before 2007."""

    code = "old-word-format"
    zh = "这是旧版 Word 文件（.doc）。请用 Word 或 WPS 打开，另存为 .docx 后再导入。"
    en = "This is an old Word file (.doc). Open it in Word or WPS and save it as .docx."


class Encrypted(TielineError):
    """The file needs a password."""

    code = "encrypted"
    zh = "文件设有密码。请去掉密码另存一份再导入。"
    en = "The file is protected by a password. Save a copy without the password."


class NoTextLayer(TielineError):
    """A PDF of pictures only."""

    code = "no-text-layer"
    zh = "这份 PDF 是扫描件，没有文字，暂不支持文字识别（OCR）。请导入原始电子文件，或先用其他软件识别文字。"
    en = (
        "This PDF is a scan without text; recognising text (OCR) is not supported. Use the original electronic file, "
        "or recognise the text with another program first."
    )


class DamagedFile(TielineError):
    """The file breaks the rules of its own format; `format` is the format's name."""

    code = "damaged-file"
    zh = "文件已损坏，不能按 {format} 读取。请重新下载，或打开后另存一份再试。"
    en = "The file is damaged and cannot be read as {format}. Download it again, or open it and save it anew."


class NestedTooDeeply(TielineError):
    """A web page of more elements within one another than the parser goes along with."""

    code = "nested-too-deeply"
    zh = "网页的标签嵌套超过 {limit} 层，无法完整读取。请用浏览器打开，把正文复制到 Word 或文本文件中再导入。"
    en = (
        "The tags of this page are nested more than {limit} deep, so it cannot be read whole. Open it in a browser and "
        "copy its text into a Word or text file."
    )


class UnknownEncoding(TielineError):
    """Text in none of the known encodings."""

    code = "unknown-encoding"
    zh = "无法识别文本的编码。请用记事本打开，另存为 UTF-8 编码再导入。"
    en = "The encoding of the text is not recognised. Open it in an editor and save it as UTF-8."


class InvalidDate(InvalidInput):
    """A stated date that is none."""

    zh = "日期“{date}”无法使用。请写成 2024、2024-05 或 2024-05-20。"
    en = "The date {date!r} cannot be used. Write 2024, 2024-05 or 2024-05-20."


class Unreadable(TielineError):
    """The file system does not give the file."""

    code = "unreadable"
    zh = "无法打开文件：{why}。请检查路径和权限。"
    en = "The file cannot be opened: {why}. Check its path and its rights."


class UnreadableFonts(TielineError):
    """A PDF whose fonts do not say which characters they draw."""

    code = "unreadable-fonts"
    zh = "这份 PDF 的字体没有文字编码，读出来是乱码。请导入原始的 Word 文件，或重新导出 PDF。"
    en = "The fonts of this PDF do not say which characters they draw. Use the Word file, or export the PDF anew."
