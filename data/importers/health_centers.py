"""保健所の管轄区域 (CSV): which health centre a municipality is under."""

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, plain, unit_code
from .checked import Checked, Reject, Source

NAME = "health_centers"
TITLE = "保健所の管轄区域（市区町村別）"
SOURCE = Source("health_centers", "保健所管轄区域（市区町村別）", "厚生労働省",
                "https://www.mhlw.go.jp/stf/seisakunitsuite/bunya/kenkou_iryou/kenkou/hokenjo/index.html",
                "公共データ利用規約（第1.0版）", "令和8年度")
COLUMNS = {"pref_name": ("pref", "都道府県", "都道府県名"), "code": ("muni_code", "市区町村コード"), "center_name": ("hokenjo", "保健所", "保健所名")}


def recognises(file: OfficialFile) -> bool:
    if file.kind != "text":
        return False
    headings = set(map(plain, file.text.split("\n", 1)[0].replace('"', "").split(",")))
    return all(headings & set(words) for words in COLUMNS.values())


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table health_center_member: pref_name, code (five digits, as in the file), center_name (no white space).

    A file of one prefecture replaces that prefecture only. Rows without name or with a wrong code are rejected.
    Raises BadFile for a municipality under two health centres: an area would be drawn wrongly.
    """
    lines = file.csv_rows
    places = find_columns(file.name, None, 1, lines[0], COLUMNS)
    rows, rejects, centers = [], [], {}
    for number, line in enumerate(lines[1:], start=2):
        if not any(line):
            continue
        # The publisher spreads short names over the cell: 「南　部」.
        cell = {field: plain(line[place]) if place < len(line) else "" for field, place in places.items()}
        try:
            code = unit_code(cell["code"])
        except ValueError as problem:
            rejects.append(Reject(None, number, lines[0][places["code"]], cell["code"], f"{problem}。数字を確かめてください。"))
            continue
        if not cell["pref_name"] or not cell["center_name"]:
            rejects.append(Reject(None, number, lines[0][places["center_name"]], "", "都道府県または保健所の名前が空欄です。"))
            continue
        if centers.setdefault(code, cell["center_name"]) != cell["center_name"]:
            raise BadFile(f"市区町村コード {code} に2つの保健所（{centers[code]}、{cell['center_name']}）があります。", file.name, row=number)
        rows.append((cell["pref_name"], code, cell["center_name"]))
    frame = pd.DataFrame(rows, columns=["pref_name", "code", "center_name"]).drop_duplicates(ignore_index=True)
    frame["source_id"] = SOURCE.source_id
    return Checked(SOURCE, {"health_center_member": frame}, len(rows) + len(rejects), rejects, parts=("pref_name",))
