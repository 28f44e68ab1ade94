"""The template 「指標の値」 as a workbook: blank, with the indicators to choose from and what their numerator and denominator are.

data.importers.indicator_values reads it back.
"""

from data.importers.indicator_values import HEADINGS, KINDS, PREFECTURE, TITLE
from data.indicators.definition import indicators

from .list_template import ListTemplate

SHEET, INDICATORS = "値", "指標一覧"
_WIDTHS = {"指標": 34, "区域の種類": 16, "区域": 24, "備考": 40}
_NEEDED = ("指標", "区域の種類", "区域", "年", "分子")
_HOW = (f"1行に1指標・1区域・1年。区域の種類は {'、'.join(KINDS)}。区域は名前かコード。年は 2024 か 令和6年度。"
        "分子と分母は数えた数（割合は計算する）。平均しか分からない指標だけは「値」に書く。秘匿は *、分からないときは行を書かない。")


def indicator_template(pref_name: str = "") -> bytes:
    """The workbook; pref_name: filled in above the headings, '' leaves it blank."""
    template = ListTemplate(SHEET, TITLE.replace("（様式）", " 様式"), (PREFECTURE, pref_name), _HOW, HEADINGS, _WIDTHS, _NEEDED, INDICATORS,
                            (("指標", 34), ("名前", 60), ("分子", 50), ("分母", 40), ("単位", 20), ("場面", 16), ("調査", 24)), how_column=3,
                            numbers=("分子", "分母", "値"))
    return template.workbook((i.code, i.name, i.numerator, i.denominator, i.unit, i.stage, i.survey) for i in indicators().values())
