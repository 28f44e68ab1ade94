"""医療施設（静態・動態）調査, e-Stat tables on home care: 在宅療養支援診療所 by 二次医療圏; services of clinics and hospitals by prefecture, city."""

import re

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, plain
from .checked import Checked, Reject, Source
from .mhlw import given_edition

NAME = "facility_survey"
TITLE = "医療施設（静態・動態）調査（e-Stat、在宅医療の表）"
DEFAULT_FISCAL_YEAR = "R5"  # of the tables at hand: the survey of all facilities is every third year
CLINICS, HOSPITALS, SUPPORT = "診療所", "病院", "在支診"  # what an item begins with
TOTAL = "総数"
INSTITUTIONS, TIMES = "施設", "件数"
# 医保: paid by medical insurance; 介保: by long-term care insurance.
SERVICES = ("往診", "訪問診療", "歯科訪問診療", "救急搬送診療", "訪問看護指導", "精神科訪問看護指導", "訪問リハ指導管理", "訪看ST指示書",
            "在宅看取り", "居宅療養管理指導", "介保訪問看護", "介保訪問リハ")
SERVICE_HEADINGS = (TOTAL, f"医保_総数{INSTITUTIONS}", f"介保_総数{INSTITUTIONS}",
                    *(f"{service}_{what}" for service in SERVICES for what in (INSTITUTIONS, TIMES)))
# Heading of the table of 在宅療養支援診療所 → item.
SUPPORT_HEADINGS = {"general_clinics": f"{SUPPORT}_一般診療所", "zaishishin_notified": f"{SUPPORT}_届出",
                    "linked_institutions": f"{SUPPORT}_連携医療機関", "home_patients": f"{SUPPORT}_患者"}
ITEMS = (*SUPPORT_HEADINGS.values(), *(f"{kind}_{heading}" for kind in (CLINICS, HOSPITALS) for heading in SERVICE_HEADINGS))
NATION = "全国"
MORE_THAN_HOSPITALS = 50_000  # Japan has about 8,000 hospitals and 100,000 clinics: the tables do not say which they count
COLUMNS = ["area_code", "area_name", "year", "item", "value"]


def recognises(file: OfficialFile) -> bool:
    return file.kind == "text" and _headings(file) is not None


def _headings(file: OfficialFile) -> dict[str, str] | None:
    """Heading → item without the kind of facility; None for another file."""
    first = {plain(cell) for row in file.top(None, 1) for cell in row}
    if {"area_code", *SUPPORT_HEADINGS} <= first:
        return SUPPORT_HEADINGS
    services = {heading: heading for heading in SERVICE_HEADINGS}
    return services if {"area", *map(plain, services)} <= first else None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table survey_figure: area_code (two digits a prefecture, four a 二次医療圏; NULL where only a name is printed), area_name,
    year (of 1 October; 件数 are those of September), item (ITEMS), value.

    「-」 is a count of zero. The files do not say their year: it is `fiscal_year` ('R5'), else 令和5年, and a message says so. Raises
    BadFile for a cell that is no count, an area that stands twice, 二次医療圏 that do not sum to their prefecture, more facilities than
    there are, or fewer 件数 than facilities.
    """
    edition = given_edition(fiscal_year, file.name) or DEFAULT_FISCAL_YEAR
    year = 2018 + int(edition[1:])
    headings = _headings(file)
    by_code = headings is SUPPORT_HEADINGS
    layout = {"area": ("area_name" if by_code else "area",), **({"code": ("area_code",)} if by_code else {}), **{h: (h,) for h in headings}}
    places = find_columns(file.name, None, 1, file.csv_rows[0], layout)
    lines, rejects = [], []
    for row, cells in enumerate(file.csv_rows[1:], start=2):
        if not any(map(plain, cells)):
            continue
        if len(cells) != len(file.csv_rows[0]):
            raise BadFile(f"列の数が見出しと違います（見出し {len(file.csv_rows[0])}、この行 {len(cells)}）。", file.name, row=row)
        name, code = plain(cells[places["area"]]), plain(cells[places["code"]]) if by_code else None
        if by_code and not re.fullmatch(r"\d{2}|\d{4}", code):
            rejects.append(Reject(None, row, "area_code", code, "都道府県2桁か二次医療圏4桁のコードではありません。採りません。"))
            continue
        lines.append({"row": row, "area_code": code, "area_name": name, **{h: _count(file.name, row, h, cells[places[h]]) for h in headings}})
    table = pd.DataFrame(lines, columns=["row", "area_code", "area_name", *headings])
    twice = table[table.duplicated(["area_code", "area_name"])]
    if len(twice):
        raise BadFile(f"「{twice['area_name'].iloc[0]}」が2度あります。", file.name, row=int(twice["row"].iloc[0]))
    if by_code:
        _prefectures_are_sums(file.name, table, headings)
        items = headings
    else:
        _services_fit(file.name, table)
        items = {heading: f"{_kind(file.name, table)}_{heading}" for heading in headings}
    frame = table.drop(columns="row").rename(columns=items).melt(["area_code", "area_name"], var_name="item", value_name="value")
    messages = [f"{len(table):,} 区域 × {len(headings)} 項目（{next(iter(items.values())).split('_')[0]}）。"]
    if fiscal_year is None:
        messages.append("ファイルに年が書かれていないため令和5年とみなしました。違うときは年度を指定して読み込んでください。")
    source = _source(edition, year)
    frame = frame.assign(year=year, source_id=source.source_id)[[*COLUMNS, "source_id"]]
    return Checked(source, {"survey_figure": frame}, len(lines) + len(rejects), rejects, messages, parts=("item",))


def _source(edition: str, year: int) -> Source:
    return Source(f"facility_survey_{edition.lower()}", f"医療施設（静態・動態）調査 令和{edition[1:]}年", "厚生労働省",
                  "https://www.e-stat.go.jp/statistics/00450021", "政府統計の総合窓口（e-Stat）利用規約",
                  f"{year}-10-01（件数は{year}年9月の1か月）", "医療機関の所在地による。患者の住所ではない。")


def _count(file: str, row: int, heading: str, cell: str) -> float:
    try:
        value, sign = number(cell)
    except ValueError:
        value, sign = None, None
    if sign == "-":
        return 0.0
    if value is None or value < 0 or value != int(value):
        raise BadFile(f"「{cell or '（空欄）'}」は数えた数ではありません。0以上の整数か「-」（0）にしてください。", file, row=row, column=heading)
    return value


def _kind(file: str, table: pd.DataFrame) -> str:
    """The kind of facility that a table of services counts, by its number in all Japan."""
    nation = table.loc[table["area_name"] == NATION, TOTAL]
    if nation.empty:
        raise BadFile(f"「{NATION}」の行がありません。診療所の表か病院の表かを全国の総数で見分けるため、行を消さずに読み込んでください。", file)
    return CLINICS if nation.iloc[0] > MORE_THAN_HOSPITALS else HOSPITALS


def _prefectures_are_sums(file: str, table: pd.DataFrame, headings: dict[str, str]) -> None:
    whole = table[table["area_code"].str.len() == 2].set_index("area_code")
    parts = table[table["area_code"].str.len() == 4]
    sums = parts.groupby(parts["area_code"].str[:2])[list(headings)].sum()
    for pref, line in sums.iterrows():
        if pref in whole.index and len(wrong := [h for h in headings if line[h] != whole.at[pref, h]]):
            raise BadFile(f"{whole.at[pref, 'area_name']}の二次医療圏の和（{line[wrong[0]]:,.0f}）が都道府県の値（{whole.at[pref, wrong[0]]:,.0f}）と"
                          "合いません。公表時のファイルか確かめてください。", file, row=int(whole.at[pref, "row"]), column=wrong[0])


def _services_fit(file: str, table: pd.DataFrame) -> None:
    for service in SERVICES:
        having, times = f"{service}_{INSTITUTIONS}", f"{service}_{TIMES}"
        for wrong, column, words in ((table[having] > table[TOTAL], having, f"{TOTAL}より多い施設数です"),
                                     (table[times] < table[having], times, "実施した施設数より少ない件数です")):
            if wrong.any():
                line = table[wrong].iloc[0]
                raise BadFile(f"{line['area_name']}: {words}（{line[column]:,.0f}）。公表時のファイルか確かめてください。", file,
                              row=int(line["row"]), column=column)
