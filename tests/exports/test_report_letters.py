"""Letters to those who have not reported: a page each, what people wrote as they wrote it, room where nothing is."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pandas as pd

from exports.report_letters import BLANK_DAY, Letter, addresses, letters

LETTER = Letter("かかりつけ医機能報告", "令和7年度", "医療法第30条の18の4第1項", deadline="令和8年3月31日", sender="沖縄県知事 <甲>")
WHO = pd.DataFrame({"name": ["A医院", "B & C クリニック"], "address": ["那覇市泉崎1", ""], "municipality": "那覇市", "phone": ["098-1", ""],
                    "code": ["4710000001", ""], "status": "未報告"})
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraphs(content: bytes) -> list[ElementTree.Element]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert package.testzip() is None
        for name in ("[Content_Types].xml", "_rels/.rels"):
            ElementTree.fromstring(package.read(name))
        return list(ElementTree.fromstring(package.read("word/document.xml")).iter(f"{W}p"))


def texts(content: bytes) -> list[str]:
    return ["".join(part.text or "" for part in paragraph.iter(f"{W}t")) for paragraph in paragraphs(content)]


def test_every_facility_has_a_letter_on_a_page_of_its_own():
    made = letters(LETTER, WHO)
    said = texts(made)
    assert said.count("管理者　様") == 2
    assert {"A医院", "B & C クリニック", "那覇市泉崎1", "沖縄県知事 <甲>"} <= set(said)
    assert sum(paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None for paragraph in paragraphs(made)) == 1
    [first] = [line for line in said if "（医療機関コード 4710000001）" in line]
    assert "医療法第30条の18の4第1項に基づくかかりつけ医機能報告（令和7年度）" in first
    assert any("令和8年3月31日まで" in line for line in said)


def test_what_nobody_wrote_is_left_to_be_written_by_hand():
    said = texts(letters(Letter("病床機能報告", "令和7年度", "医療法第30条の13第1項"), WHO.head(1)))
    assert BLANK_DAY in said
    assert any(re.search(f"{BLANK_DAY}まで", line) for line in said)
    assert "（差出人）" in said


def test_the_list_to_merge_letters_from_has_a_row_a_facility():
    made = addresses(LETTER, WHO)
    assert made["宛名"].tolist() == ["A医院　管理者　様", "B & C クリニック　管理者　様"]
    assert set(made["期限"]) == {"令和8年3月31日"}
    assert made["所在地"].tolist() == ["那覇市泉崎1", ""]
