"""The template 「指定病院の実績」 as a workbook: blank, with the items to choose from.

data.importers.designation_results reads it back.
"""

from data.designation_rules import result_items
from data.importers.designation_results import HEADINGS, PREFECTURE, TITLE

from .list_template import ListTemplate

SHEET, ITEMS = "実績", "項目"
_WIDTHS = {"項目": 24, "名称": 40, "備考": 40}
_NEEDED = ("項目", "名称", "市区町村", "年度", "実績")
_HOW = ("1行に1病院・1年度・1項目。年度は 2024 か 令和6年度。行わなかったときは 0、分からないときは行を書かない（未報告になる）。"
        "医療機関コード（10桁）があれば市区町村は空欄でよい。救命救急の評価には3年分を書く。")


def result_template(pref_name: str = "") -> bytes:
    """The workbook; pref_name: filled in above the headings, '' leaves it blank."""
    template = ListTemplate(SHEET, TITLE.replace("（様式）", " 様式"), (PREFECTURE, pref_name), _HOW, HEADINGS, _WIDTHS, _NEEDED, ITEMS,
                            (("項目", 24), ("指定の種類", 30), ("単位", 12)), how_column=3, numbers=("実績",))
    return template.workbook((item.name, item.kind, item.unit) for item in result_items().values())
