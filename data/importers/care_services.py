"""介護サービス情報公表システム open data: offices of one service (jigyosho_XXX.csv), and the points of 訪問看護ステーション (JSON)."""

import re

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, number, plain, unit_code
from .checked import Checked, Reject, Source
from .navii import coordinates

NAME = "care_services"
TITLE = "介護サービス情報公表システム オープンデータ（事業所）"
# Service as the files word it → short code (number of the file, jigyosho_730.csv).
SERVICES = {"訪問介護": "110", "訪問看護": "130", "通所介護": "150", "短期入所生活介護": "210", "認知症対応型共同生活介護": "320",
            "居宅介護支援": "430", "小規模多機能型居宅介護": "730", "定期巡回・随時対応型訪問介護看護": "760",
            "看護小規模多機能型居宅介護(複合型サービス)": "770", "地域密着型通所介護": "780"}
VISITING_NURSES = "130"
COLUMNS = ["service", "office_no", "name", "unit_code", "address", "lat", "lon", "phone", "capacity", "corporation"]
TOLERATED_SHARE = 0.01
_HEADINGS = {"unit_code": ("都道府県コード又は市町村コード",), "name": ("事業所名",), "service": ("サービスの種類",), "address": ("住所",),
             "lat": ("緯度",), "lon": ("経度",), "phone": ("電話番号",), "corporation": ("法人の名称",), "office_no": ("事業所番号",),
             "capacity": ("定員",)}
_PLACE = "緯度・経度"
_PAGE = "https://www.mhlw.go.jp/stf/kaigo-kouhyou_opendata.html"
_CAVEAT = "公表システムに載る事業所の数で、休止中の事業所や、みなし指定の扱いにより、都道府県の指定の数と違うことがある。"


def recognises(file: OfficialFile) -> bool:
    if file.kind == "json":
        first = file.json[0] if isinstance(file.json, list) and file.json else None
        return isinstance(first, dict) and set(first) >= {"id", "n", "a", "lt", "lg"}
    return (file.kind == "text" or file.csv_member is not None) and all(
        word in plain(file.header(1)) for word in ("事業所番号", "サービスの種類", "法人の名称"))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table care_office: a row an office and service, columns COLUMNS. service: the code of SERVICES, else the file's own word.

    unit_code: five digits, NULL in the list of points (told by the address later). Coordinates 0,0 or none are unknown; outside Japan
    they are rejected and left out. Raises BadFile on missing headings, an office that stands twice, or over 1 % rows without code.
    """
    rejects: list[Reject] = []
    rows = _points(file, rejects) if file.kind == "json" else _offices(file, rejects)
    frame = pd.DataFrame(rows, columns=COLUMNS).astype({"lat": float, "lon": float, "capacity": "Int32"})
    twice = frame.loc[frame.duplicated(["service", "office_no"]), "office_no"]
    if len(twice):
        raise BadFile(f"同じ事業所番号が2行あります（{'、'.join(twice.head(5))}）。", file.name)
    lost = sum(1 for r in rejects if r.column in ("事業所番号", "都道府県コード又は市町村コード", "事業所名"))
    if not rows or lost > TOLERATED_SHARE * (len(rows) + lost):
        raise BadFile(f"事業所番号・市町村コード・名称の読めない行が {lost} 行あります（1%超）。", file.name)
    services = "、".join(sorted(frame["service"].unique()))
    unknown = int(frame["lat"].isna().sum())
    source = Source("care_services", TITLE, "厚生労働省", _PAGE, "CC BY 4.0", "2026年（ファイルに時点の記載なし）", _CAVEAT)
    messages = [f"{len(frame):,} 事業所（{services}）。"] + ([f"座標のない事業所が {unknown} 件あります。"] if unknown else [])
    return Checked(source, {"care_office": frame.assign(source_id=source.source_id)}, len(rows) + lost, rejects, messages, parts=("service",))


def _offices(file: OfficialFile, rejects: list[Reject]) -> list[dict]:
    lines = file.csv_rows
    at = find_columns(file.name, None, 1, lines[0], _HEADINGS)
    rows = []
    for number_of_line, cells in enumerate(lines[1:], start=2):
        if not any(cells):
            continue
        text = {field: cells[place].strip() if place < len(cells) else "" for field, place in at.items()}
        try:
            rows.append(_office(text, number_of_line, rejects))
        except ValueError as problem:
            rejects.append(Reject(None, number_of_line, *problem.args))
    return rows


def _office(text: dict[str, str], line: int, rejects: list[Reject]) -> dict:
    """Raises ValueError(heading, value, reason)."""
    if not re.fullmatch(r"[0-9A-Za-z]{10}", text["office_no"]):
        raise ValueError("事業所番号", text["office_no"], "10桁の事業所番号ではありません。採りません。")
    if not text["name"]:
        raise ValueError("事業所名", None, "空欄です。採りません。")
    try:
        unit = unit_code(text["unit_code"].zfill(6))
    except ValueError as error:
        raise ValueError("都道府県コード又は市町村コード", text["unit_code"], f"{error}。採りません。") from None
    lat, lon = coordinates(line, text["lat"], text["lon"], rejects, _PLACE)
    return {**text, "service": SERVICES.get(plain(text["service"]), text["service"]), "unit_code": unit, "lat": lat, "lon": lon,
            "capacity": _capacity(text["capacity"], line, rejects), "phone": text["phone"] or None, "corporation": text["corporation"] or None}


def _points(file: OfficialFile, rejects: list[Reject]) -> list[dict]:
    rows = []
    for line, entry in enumerate(file.json, start=1):
        number_of_office, name = (str(entry.get(key, "")).strip() for key in ("id", "n"))
        if not re.fullmatch(r"[0-9A-Za-z]{10}", number_of_office) or not name:
            rejects.append(Reject(None, line, "事業所番号", number_of_office or None, "事業所番号か名称がありません。採りません。"))
            continue
        lat, lon = coordinates(line, str(entry.get("lt") or ""), str(entry.get("lg") or ""), rejects, _PLACE)
        rows.append({"service": VISITING_NURSES, "office_no": number_of_office, "name": name, "unit_code": None,
                     "address": str(entry.get("a", "")).strip(), "lat": lat, "lon": lon, "phone": None, "capacity": None, "corporation": None})
    return rows


def _capacity(cell: str, line: int, rejects: list[Reject]) -> int | None:
    try:
        seats, _ = number(cell)
        if seats is not None and (seats != int(seats) or not 0 <= seats < 10_000):
            raise ValueError("定員ではありません")
        return None if not seats else int(seats)  # 0 stands where there is no capacity to tell
    except ValueError as error:
        rejects.append(Reject(None, line, "定員", cell, f"{error}。値は採りません。"))
        return None
