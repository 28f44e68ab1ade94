"""The template 「指定・手技の一覧」 as a workbook: blank, with the kinds to choose from and what each is.

data.importers.designations reads it back.
"""

from data.designation_kinds import designation_kinds
from data.importers.designations import AS_OF, HEADINGS, NOBODY, PREFECTURE, TITLE

from .list_template import ListTemplate

SHEET, KINDS = "一覧", "種類"
_WIDTHS = {"名称": 40, "種類": 30, "備考": 40}
_NEEDED = ("種類", "名称", "市区町村")
_HOW = ("時点は一覧がどの日のものか。分野（シート「種類」）ごとに、県内の全部を書く: 書かれた分野は、一覧にない区域を「無」とする。"
        f"県内に1つもない分野は、名称に「{NOBODY}」と書いた行を1つ入れる。医療機関コード（10桁）があれば市区町村は空欄でよい。")


def designation_template(pref_name: str = "") -> bytes:
    """The workbook; pref_name: filled in above the headings, '' leaves it blank."""
    template = ListTemplate(SHEET, TITLE.replace("（様式）", " 様式"), (PREFECTURE, pref_name, AS_OF, ""), _HOW, HEADINGS, _WIDTHS, _NEEDED, KINDS,
                            (("種類", 34), ("分野", 20), ("同じ種類とみなす書き方", 60), ("説明", 60)), how_column=4)
    return template.workbook((kind.name, kind.field, "、".join(kind.spellings), kind.note) for kind in designation_kinds().values())
