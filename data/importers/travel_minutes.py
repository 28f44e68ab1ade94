"""所要時間表 (CSV, XLSX): minutes from a municipality or a point to a hospital or a municipality, as a prefecture has them."""

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import find_columns, made_a_number, number, plain, unit_code
from .checked import Checked, Reject, Source
from .offices import LATITUDES, LONGITUDES

NAME = "travel_minutes"
TITLE = "所要時間表（出発・到着・分）"
COLUMNS = {
    "origin": ("出発", "出発（単位コード）", "出発単位コード", "出発（市区町村コード）"),
    "lat": ("出発緯度", "出発（緯度）", "緯度"), "lon": ("出発経度", "出発（経度）", "経度"),
    "destination": ("到着", "到着（医療機関コードまたは単位コード）", "到着（医療機関コード）", "到着（単位コード）", "到着コード"),
    "minutes": ("分", "所要時間（分）", "所要分"),
}
LAYOUT = ("所要時間表は、見出しの行に「出発」「到着」「分」と書き、その下に1行に1組ずつ入れます。出発は市区町村コード5桁（地点からのときは"
          "「出発」の代わりに「出発緯度」「出発経度」）、到着は医療機関コードか市区町村コード5桁、分は所要時間です。"
          "様式は「区域の組み替え」の「様式: 所要時間表」で作れます。")
HEADING_ROWS = 12
MOST_MINUTES = 24 * 60
_KEY = ["from_code", "from_lat", "from_lon", "destination"]


def recognises(file: OfficialFile) -> bool:
    if file.kind not in ("xlsx", "text"):
        return False
    # A look at the first lines first: reading every CSV to its end would be slow.
    top = file.header(HEADING_ROWS)
    return any(word in top for word in ("出発", "到着")) and _heading_row(_lines(file)) is not None


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table travel_minutes: from_code (NULL for a point), from_lat, from_lon (NULL for a code), destination, minutes.

    The origin is a code (出発) or a point (出発緯度, 出発経度); the destination a unit (five digits) or a facility. Each
    file is an edition of its own. Rows that cannot be read and repeated pairs are rejected; with one of them, or with a code
    that the build cannot place, the file is loaded only as a part. Raises BadFile where a heading is missing or no row is good.
    """
    lines, sheet = _lines(file), next(iter(file.sheets), None)
    top = _heading_row(lines)
    places = find_columns(file.name, sheet, top + 1, lines[top], _columns(lines[top]), LAYOUT)
    names = {field: lines[top][place] for field, place in places.items()}
    rows, rejects, seen = [], [], set()
    for number_of_row, line in enumerate(lines[top + 1:], start=top + 2):
        cell = {field: line[place] if place < len(line) else "" for field, place in places.items()}
        if not any(str(value).strip() for value in cell.values()):
            continue
        try:
            row = _checked(cell)
            if row[:4] in seen:
                raise _Bad("destination", "同じ出発と到着の行が上にあります。1行にしてください")
        except _Bad as bad:
            rejects.append(Reject(sheet, number_of_row, str(names[bad.field]), str(cell[bad.field]), f"{bad.reason}。"))
            continue
        seen.add(row[:4])
        rows.append(row)
    if not rows:
        raise BadFile(f"読める行が1つもありません。{f'最初の行: {rejects[0].reason}' if rejects else ''}{LAYOUT}", file.name, sheet,
                      rejects[0].row if rejects else None, rejects[0].column if rejects else None)
    source = Source(f"travel_minutes_{file.sha256[:12]}", f"所要時間表（{file.name}）", "読み込んだ団体", None, None, None)
    frame = pd.DataFrame(rows, columns=[*_KEY, "minutes"]).assign(source_id=source.source_id)
    messages = [f"最初のシート「{sheet}」だけを読みました。"] if len(file.sheets) > 1 else []
    return Checked(source, {NAME: frame}, len(rows) + len(rejects), rejects, messages, must_be_whole=True, must_be_placed=True)


class _Bad(ValueError):
    """A cell that cannot be taken: which field, and why (Japanese)."""

    def __init__(self, field: str, reason: str):
        super().__init__(reason)
        self.field, self.reason = field, reason


def _lines(file: OfficialFile) -> list[list]:
    """Rows of the first sheet, or of the CSV."""
    return file.rows(file.sheets[0]) if file.sheets else file.csv_rows


def _heading_row(lines: list[list]) -> int | None:
    """Place of the row that has two of the headings for origin, destination and minutes, near the top; None where there is none.

    Two are enough to know the table by: the third is then told as missing.
    """
    known = [{plain(name) for name in COLUMNS[field]} for field in ("origin", "destination", "minutes")]
    return next((k for k, line in enumerate(lines[:HEADING_ROWS])
                 if sum(bool(names & {plain(cell) for cell in line}) for names in known) > 1), None)


def _columns(headings: list) -> dict[str, tuple[str, ...]]:
    """The fields this file has to have: its origins are points when it has latitudes, else codes."""
    present = {plain(cell) for cell in headings}
    points = any(plain(name) in present for name in COLUMNS["lat"])
    codes = any(plain(name) in present for name in COLUMNS["origin"])
    left_out = set() if points and codes else {"origin"} if points else {"lat", "lon"}
    return {field: names for field, names in COLUMNS.items() if field not in left_out}


def _checked(cell: dict) -> tuple:
    """(from_code, from_lat, from_lon, destination, minutes). Raises _Bad."""
    code, lat, lon = None, None, None
    if str(cell.get("origin", "")).strip():
        code = _unit("origin", cell["origin"])
    else:
        lat, lon = _degrees(cell, "lat", LATITUDES), _degrees(cell, "lon", LONGITUDES)
    destination = plain(cell["destination"]).removesuffix(".0")
    if why := made_a_number(cell["destination"]):
        raise _Bad("destination", f"{why}。列を「文字列」にして、コードを入れ直してください")
    if not destination:
        raise _Bad("destination", "到着が空欄です")
    if destination.isdigit() and len(destination) <= 5:
        destination = _unit("destination", destination)
    return code, lat, lon, destination, _minutes(cell["minutes"])


def _unit(field: str, value) -> str:
    try:
        return unit_code(value)
    except ValueError as problem:
        raise _Bad(field, f"{problem}。5桁の数字を入れてください") from None


def _degrees(cell: dict, field: str, limits: tuple[float, float]) -> float:
    try:
        value, _ = number(cell.get(field, ""))
    except ValueError:
        value = None
    if value is None or not limits[0] <= value <= limits[1]:
        raise _Bad(field if field in cell else "origin", "出発の単位コードも、日本の緯度・経度もありません")
    return value


def _minutes(value) -> float:
    try:
        minutes, _ = number(value)
    except ValueError as problem:
        raise _Bad("minutes", str(problem)) from None
    if minutes is None or not 0 <= minutes <= MOST_MINUTES:
        raise _Bad("minutes", f"0～{MOST_MINUTES:,} の分ではありません")
    return minutes
