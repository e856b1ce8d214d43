"""Write the Word file of the invented sample from the text below: `python tools/make_sample_docx.py [TARGET]`.

Must stay true: the same text gives the same bytes (no clock, no user name), and all of it is invented.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TypedDict
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument

TARGET = Path(__file__).parents[1] / "ingest" / "sample" / "2022-overseas-support.docx"
WRITTEN = datetime(2022, 12, 26)
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip entry can hold: it stands for "no time"."""


class Section(TypedDict):
    heading: str
    paragraphs: Sequence[str]
    table: Sequence[Sequence[str]]


class Report(TypedDict):
    mark: str
    title: str
    opening: str
    sections: Sequence[Section]
    signature: Sequence[str]


SOURCE: Report = {
    "mark": "（示例文件：内容纯属虚构）",
    "title": "云川市侨联2022年海外联谊和捐赠工作情况",
    "opening": "2022年，我会围绕凝聚侨心、服务发展，做好海外联谊和捐赠项目管理。现将有关情况汇总如下。",
    "sections": [
        {
            "heading": "一、海外联谊",
            "paragraphs": [
                "云川市归国华侨联合会同葡萄牙南岭商会、泰国南岭会馆、智利南岭总商会保持经常性联系。"
                "云川籍侨领陈汝舟现任肯尼亚南岭商会会长、马库伦加郡投资促进委员会委员，"
                "并担任东非云川同乡会名誉会长。"
                "2022年8月，经陈汝舟牵线，我市与肯尼亚马库伦加郡签署《建立友好交流关系协议书》。",
            ],
            "table": [],
        },
        {
            "heading": "二、捐赠项目",
            "paragraphs": [
                "香港同胞何景澹先生通过澄江春笋助学项目出资30万元，资助60名大学生就学。"
                "马来西亚《南洲晚报》先后资助柳塘区300余名小学生。"
                "年内主要捐赠项目见下表。",
            ],
            "table": [
                ["项目名称", "捐助方", "金额（万元）", "受益单位"],
                ["澄江春笋助学项目", "何景澹", "30", "云川市实验中学"],
                ["石溪卫生室援建项目", "香港澄怀慈善基金会", "80", "石溪县"],
                ["青樟侨心书屋项目", "泰国南岭会馆", "12", "青樟区"],
            ],
        },
        {
            "heading": "三、为侨服务",
            "paragraphs": [
                "全年共接待海外侨团、侨领86人次，慰问困难归侨侨眷45户，发放慰问金9万元。"
                "2022年11月，青樟区梧桐社区被南岭省归国华侨联合会授予“为侨服务示范社区”称号。",
            ],
            "table": [],
        },
    ],
    "signature": ["云川市归国华侨联合会", "2022年12月26日"],
}


def add_table(document: WordDocument, rows: Sequence[Sequence[str]]) -> None:
    """Append a ruled table whose first row holds the column heads."""
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def add_section(document: WordDocument, section: Section) -> None:
    """Append a section: its heading, its paragraphs and its table, where it has one."""
    document.add_heading(section["heading"], level=2)
    for paragraph in section["paragraphs"]:
        document.add_paragraph(paragraph)
    if section["table"]:
        add_table(document, section["table"])


def compose(report: Report) -> WordDocument:
    """The Word document of a report, with properties that do not depend on when and where it is made."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = report["title"], "", report["mark"]
    properties.created = properties.modified = WRITTEN
    document.add_paragraph(report["mark"])
    document.add_heading(report["title"], level=1)
    document.add_paragraph(report["opening"])
    for section in report["sections"]:
        add_section(document, section)
    for line in report["signature"]:
        document.add_paragraph(line)
    return document


def timeless(archive: bytes) -> bytes:
    """The same zip archive with every entry's time set to the earliest one, entries in the same order."""
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            entry = ZipInfo(name, date_time=EARLIEST)
            entry.compress_type = ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return target.getvalue()


def main(arguments: Sequence[str]) -> None:
    """Write the file to the given path, or to its place in the sample."""
    raw = BytesIO()
    compose(SOURCE).save(raw)
    Path(arguments[0] if arguments else TARGET).write_bytes(timeless(raw.getvalue()))


if __name__ == "__main__":
    main(sys.argv[1:])
