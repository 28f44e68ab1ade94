"""What the workbooks of MHLW's 病床機能報告「地域別の病床機能等の見える化」 share: words, editions, source."""

import re

from ..official_file import BadFile
from .cells import plain
from .checked import Source

AREAS = 339  # 構想区域 of today; another number is said, not refused
TOLERATED_SHARE = 0.01  # of the areas may fail a sum (the publisher's own slips, listed); more refuses the file
FUNCTIONS = {"合計": "total", "高度急性期": "acute_intensive", "急性期": "acute", "回復期": "comprehensive",
             "包括期": "comprehensive", "慢性期": "chronic"}
BED_FUNCTIONS = ("acute_intensive", "acute", "comprehensive", "chronic")
BED_ROWS = ("total", *BED_FUNCTIONS)

_PUBLISHER = "厚生労働省"
_PAGE = "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/0000080850.html"
_LICENCE = "公共データ利用規約（第1.0版）"
NOT_COMPARABLE = ("病床機能報告の集計結果と将来の病床数の必要量は計算方法が異なることから、単純に比較するのではなく、"
                  "詳細な分析や検討を行った上で地域医療構想調整会議で協議を行うことが重要。")
NOT_PREFECTURES = "都道府県が報告結果を更新している場合があり、都道府県の保有データと一致しないことがある。"
MASKED = "診療実績は一部非公表（*）で、実際より小さくなっている場合がある。未報告の医療機関があり得る。"


def source(source_id: str, title: str, as_of: str, caveat: str) -> Source:
    """A Source of MHLW's page on 地域医療構想."""
    return Source(source_id, title, _PUBLISHER, _PAGE, _LICENCE, as_of, caveat)


def report_day(published_fy: str) -> str:
    """Day the reports of an edition stand for: '2025-07-01' for R7."""
    return f"{report_year(published_fy)}-07-01"


def report_year(published_fy: str) -> int:
    """Year of the newest reported beds of an edition: 2025 for R7."""
    return 2018 + int(published_fy[1:])


def edition(year: int) -> str:
    """Fiscal year whose edition has `year` as its newest reported beds: 'R7' for 2025."""
    return f"R{year - 2018}"


def given_edition(fiscal_year: str | None, file: str) -> str | None:
    """The user's fiscal year, checked: 'R8'. Raises BadFile when it is not so written."""
    if fiscal_year is None:
        return None
    if not re.fullmatch(r"R[1-9]\d?", fiscal_year):
        raise BadFile(f"公表年度「{fiscal_year}」が読めません。R8 のように指定してください。", file)
    return fiscal_year


def ask_for_edition(headings: list, file: str, sheet: str) -> None:
    """Raises BadFile when the headings are of R8 or later (包括期 as a bed function) and no fiscal year was given."""
    if "包括期" in {plain(h) for h in headings}:
        raise BadFile("令和8年度以降の様式（包括期）です。公表年度を R8 のように指定してください。", file, sheet)


def unnumbered(heading) -> str:
    """Plain text of a heading without the circled number in front: '①医療機関名' → '医療機関名'."""
    return plain(str(heading).lstrip("①②③④⑤⑥⑦⑧⑨⑩ \n"))


def count_message(areas: int) -> list[str]:
    """A message when a file does not hold all 構想区域."""
    return [] if areas == AREAS else [f"構想区域が {areas} 区域です（全国は {AREAS} 区域）。"]


def refuse_or_list(wrong: list[str], areas: int, what: str, file: str) -> list[str]:
    """Messages on areas where a sum does not hold. Raises BadFile when they are more than 1 % of the areas."""
    if not wrong:
        return []
    shown = "、".join(wrong[:10]) + (f" ほか{len(wrong) - 10}区域" if len(wrong) > 10 else "")
    if len(wrong) > TOLERATED_SHARE * areas:
        raise BadFile(f"{what}（{shown}）。公表時のファイルか確かめてください。", file)
    return [f"{what}: {shown}"]
