"""Letters to those who have not reported, ready to print: a Word file (.docx), one letter a page; and the list to merge letters from.

Office Open XML (ECMA-376) written by hand: paragraphs, alignment, page breaks, nothing else.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

import pandas as pd

from analytics.written_text import printable

BLANK_DAY = "令和　　年　　月　　日"
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" \
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override \
PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" \
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
_BODY = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>\
<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>"""
_FONT = '<w:rFonts w:ascii="ＭＳ 明朝" w:eastAsia="ＭＳ 明朝" w:hAnsi="ＭＳ 明朝"/>'


@dataclass(frozen=True)
class Letter:
    """What the same in every letter is. kind, year_words: かかりつけ医機能報告, 令和7年度. law: what it rests on. Blank texts leave room to write."""

    kind: str
    year_words: str
    law: str
    number: str = ""
    day: str = ""
    deadline: str = ""
    sender: str = ""
    contact: str = ""


def letters(letter: Letter, receivers: pd.DataFrame) -> bytes:
    """The .docx. receivers: name, address, code of each facility, a letter each in their order."""
    parts = []
    for number, receiver in enumerate(receivers.itertuples(index=False)):
        parts += [_paragraph(*line, breaks=number > 0 and place == 0) for place, line in enumerate(_lines(letter, receiver))]
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", _BODY.format("".join(parts)))):
            package.writestr(name, text)
    return output.getvalue()


def addresses(letter: Letter, receivers: pd.DataFrame) -> pd.DataFrame:
    """The list to merge letters from: a row a facility, with what is the same in all. receivers: name, address, municipality, phone, code,
    status (words)."""
    return pd.DataFrame({
        "宛名": receivers["name"] + "　管理者　様", "医療機関名": receivers["name"], "医療機関コード": receivers["code"],
        "所在地": receivers["address"], "市区町村": receivers["municipality"], "電話": receivers["phone"],
        "報告の種類": letter.kind, "年度": letter.year_words, "状態": receivers["status"], "期限": letter.deadline, "差出人": letter.sender,
        "問い合わせ先": letter.contact}).reset_index(drop=True)


def _lines(letter: Letter, receiver) -> Sequence[tuple[str, str]]:
    """(text, alignment) of one letter."""
    asked = f"{letter.deadline or BLANK_DAY}まで"
    code = f"（医療機関コード {receiver.code}）" if receiver.code else ""
    return (
        (letter.number, "right"), (letter.day or BLANK_DAY, "right"), ("", "left"),
        (receiver.address, "left"), (receiver.name, "left"), ("管理者　様", "left"), ("", "left"),
        (letter.sender or "（差出人）", "right"), ("", "left"),
        (f"{letter.kind}（{letter.year_words}）の提出について", "center"), ("", "left"),
        (f"　平素より保健医療行政に御協力いただき、厚く御礼申し上げます。{letter.law}に基づく{letter.kind}（{letter.year_words}）について、"
         f"貴院{code}からの報告がまだ確認できておりません。", "left"),
        (f"　つきましては、{asked}に御報告くださいますようお願いいたします。すでに報告がお済みの場合は、行き違いを御容赦のうえ、"
         "下記まで御連絡ください。", "left"),
        ("", "left"), ("記", "center"), ("", "left"),
        (f"１　報告の種類　　{letter.kind}（{letter.year_words}）", "left"), (f"２　期限　　　　　{letter.deadline or BLANK_DAY}", "left"),
        (f"３　問い合わせ先　{letter.contact or '（担当課・担当者・電話）'}", "left"), ("", "left"), ("以上", "right"))


def _paragraph(text: str, alignment: str, breaks: bool = False) -> str:
    before = "<w:pageBreakBefore/>" if breaks else ""
    return (f'<w:p><w:pPr>{before}<w:jc w:val="{alignment}"/></w:pPr><w:r><w:rPr>{_FONT}<w:sz w:val="22"/></w:rPr>'
            f'<w:t xml:space="preserve">{escape(printable(text))}</w:t></w:r></w:p>')
