"""指標の値: figures of indicators that a prefecture or municipality counted itself, in the project's template.

The indicators stand in data/kpi; exports.indicator_template makes the template.
"""

from datetime import date

import pandas as pd

from ..indicators.definition import COUNT, MEAN, SHARE, Indicator, indicators
from ..official_file import BadFile, OfficialFile
from . import filled_form
from .cells import cell_text, find_columns, number, plain
from .checked import Checked, Reject, Source
from .japanese_dates import year_number

NAME = "indicator_values"
TITLE = "指標の値（様式）"
PREFECTURE = "都道府県"
REQUIRED = {"indicator": ("指標",), "kind": ("区域の種類",), "area": ("区域",), "year": ("年", "年度"), "numerator": ("分子",),
            "denominator": ("分母",)}
OPTIONAL = {"value": ("値",), "note": ("備考",)}
HEADINGS = [words[0] for words in (REQUIRED | OPTIONAL).values()]
KINDS = {"市区町村": "unit", "市町村": "municipality", "保険者": "insurer", "構想区域": "concept", "二次医療圏": "secondary",
         "在宅医療圏域": "homecare", "連携拠点の区域": "kyoten", "保健所の区域": "health_center", "都道府県": "prefecture", "全国": "nation"}
WHOLE = ("facilities", "beds", "people", "events", "answers", "areas")  # what is counted in whole numbers
COLUMNS = ["indicator_code", "pref_name", "area_kind", "area", "year", "numerator", "denominator", "value", "flag", "note", "line"]
_FIGURES = ("numerator", "denominator", "value")
_HEADING = {field: words[0] for field, words in (REQUIRED | OPTIONAL).items()}
_KNOWN_BY = (REQUIRED["indicator"], REQUIRED["kind"], REQUIRED["numerator"], REQUIRED["denominator"])


def recognises(file: OfficialFile) -> bool:
    if file.kind not in ("xlsx", "text") or not all(word in file.header(filled_form.HEADING_ROWS) for word in ("指標", "区域の種類", "分子")):
        return False
    return filled_form.heading(filled_form.lines(file)[1], _KNOWN_BY) is not None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table indicator_row: a row an indicator, area and year, COLUMNS (figures float, flag '*' where masked) and source_id.

    It replaces what the prefecture loaded for the same indicator and year. A row is rejected for an unknown indicator or kind of area, a
    year to come, a figure that is none, a share (％, a fraction) where a count belongs, a numerator above its whole, or what stands twice.
    Raises BadFile without prefecture or rows, or for a mistake in the definitions.
    """
    sheet, lines = filled_form.lines(file)
    heading = filled_form.heading(lines, _KNOWN_BY)
    if heading is None:
        raise BadFile("見出し「指標」「区域の種類」「分子」「分母」の行が見つかりません。様式の見出しの行を消さずに読み込んでください。",
                      file.name, sheet)
    pref_name = cell_text(filled_form.beside(lines[:heading], PREFECTURE, file.name, sheet, "沖縄県"))
    present = {field: words for field, words in OPTIONAL.items() if {plain(w) for w in words} & set(map(plain, lines[heading]))}
    places = find_columns(file.name, sheet, heading + 1, lines[heading], REQUIRED | present)
    known = indicators()
    known |= {plain(indicator.name): indicator for indicator in known.values()}
    rows, rejects, seen = [], [], set()
    for line, cells in enumerate(lines[heading + 1:], start=heading + 2):
        given = {field: cell_text(cells[place]) if place < len(cells) else "" for field, place in places.items()}
        if not any(given.values()):
            continue
        try:
            rows.append(_checked_row(given, known, seen) | {"pref_name": pref_name, "line": line})
        except ValueError as problem:
            rejects.append(Reject(sheet, line, *problem.args))
    if not rows:
        if not rejects:
            raise BadFile("値の行が1つもありません。", file.name, sheet)
        raise BadFile(f"採れる行が1つもありません（{rejects[0].reason}）。", file.name, sheet, rejects[0].row, rejects[0].column)
    frame = pd.DataFrame(rows, columns=COLUMNS)
    years = "～".join(f"{year}年" for year in dict.fromkeys((frame["year"].min(), frame["year"].max())))
    source = Source(f"indicators_{pref_name}", f"指標の値（{pref_name}、読み込み）", pref_name, "", "都道府県の定めによる", years)
    messages = [f"{len(rows):,} 行、{frame['indicator_code'].nunique()} 指標（{pref_name}、{years}）。"
                f"{pref_name}が前に読み込んだ同じ指標と年の値に置き換わります。"]
    return Checked(source, {"indicator_row": frame.assign(source_id=source.source_id)}, len(rows) + len(rejects), rejects, messages,
                   parts=("indicator_code", "year"), must_be_whole=True, must_be_placed=True)


def _checked_row(given: dict[str, str], known: dict[str, Indicator], seen: set[tuple]) -> dict:
    """Raises ValueError(heading, value, reason)."""
    indicator = known.get(plain(given["indicator"]))
    if indicator is None:
        raise ValueError("指標", given["indicator"], "指標が分かりません。シート「指標一覧」にある符号か名前を書いてください。")
    kind = KINDS.get(plain(given["kind"]))
    if kind is None:
        raise ValueError("区域の種類", given["kind"], f"区域の種類が分かりません。{'、'.join(KINDS)} のどれかを書いてください。")
    if not given["area"] and kind != "nation":
        raise ValueError("区域", "", "空欄です。区域の名前かコードを書いてください。")
    row = {"value": "", "note": ""} | given | {"indicator_code": indicator.code, "area_kind": kind, "year": _year(given["year"]), "flag": None}
    figures = {field: _figure(field, row[field], indicator, row) for field in _FIGURES}
    _fit(figures, row, indicator)
    key = (indicator.code, kind, plain(given["area"]), row["year"])
    if key in seen:
        raise ValueError("区域", given["area"], "同じ指標の同じ区域と年が2度あります。1行にしてください。")
    seen.add(key)
    return row | figures


def _year(text: str) -> int:
    try:
        year = year_number(text)
    except ValueError:
        raise ValueError("年", text, "年が読めません。2024 か 令和6年度 のように書いてください。") from None
    if year > date.today().year:
        raise ValueError("年", text, "まだ来ていない年です。年を直してください。")
    return year


def _figure(field: str, text: str, indicator: Indicator, row: dict) -> float | None:
    """The figure of a cell; a masked one (*) sets the row's flag."""
    counted = field != "value"
    if counted and ("%" in plain(text) or "割" in text):
        raise ValueError(_HEADING[field], text, "割合が書かれています。数えた数（人数、件数など）を書いてください。割合は分子と分母から計算します。")
    try:
        figure, sign = number(text.removesuffix("%").removesuffix("％"))
    except ValueError:
        raise ValueError(_HEADING[field], text, "数ではありません。分からないときはその行を消し、秘匿された値は * と書いてください。") from None
    if sign not in (None, "*") or (figure is not None and figure < 0):
        raise ValueError(_HEADING[field], text, "0以上の数ではありません。分からないときはその行を消し、秘匿された値は * と書いてください。")
    if sign:
        row["flag"] = sign
    whole = field == "numerator" and indicator.counts in WHOLE
    if figure is not None and whole and figure != int(figure):
        raise ValueError(_HEADING[field], text, "小数です。割合ではなく、数えた数（整数）を書いてください。")
    return figure


def _fit(figures: dict[str, float | None], row: dict, indicator: Indicator) -> None:
    """Raises ValueError where the figures are not those that the kind of indicator asks for."""
    top, bottom = figures["numerator"], figures["denominator"]
    has = {field: bool(row[field]) for field in _FIGURES}
    if has["value"] and indicator.kind != MEAN:
        raise ValueError("値", row["value"], "この指標の値は分子と分母から計算します。「値」は空欄にし、分子と分母を書いてください。")
    if has["value"] and (has["numerator"] or has["denominator"]):
        raise ValueError("値", row["value"], "「分子」と「分母」を書くか、「値」だけを書くか、どちらかにしてください。")
    if has["value"]:
        return
    for field in ("numerator", *(() if indicator.kind == COUNT else ("denominator",))):
        if not has[field]:
            raise ValueError(_HEADING[field], "", f"空欄です。「{getattr(indicator, field)}」を書いてください。")
    if indicator.kind == COUNT and has["denominator"]:
        raise ValueError("分母", row["denominator"], "この指標に分母はありません。空欄にしてください。")
    if indicator.kind == SHARE and top is not None and bottom is not None and top > bottom:
        raise ValueError("分子", row["numerator"], f"分子が分母（{bottom:,g}）より大きくなっています。分子は分母の一部です。直してください。")
