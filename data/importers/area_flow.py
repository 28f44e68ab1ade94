"""MHLW ④構想区域の流出率及び流入率: shares of residents' admissions by partner 構想区域, direction and phase (NDB)."""

import pandas as pd

from ..official_file import BadFile, OfficialFile
from . import mhlw
from .cells import area_code, number, plain
from .checked import Checked, Reject
from .error_cells import is_error, sheets_with_errors
from .headings import column_letters

NAME = "area_flow"
TITLE = "構想区域の流出率及び流入率（NDB）"

_DIRECTIONS = {"流入率": "inflow", "流出率": "outflow"}
_PHASES = {"高度急性期+急性期": "acute", "包括期": "comprehensive", "慢性期": "chronic"}
_BLOCK = "流入率・流出率"
_NDB = ("流入率及び流出率はNDBから集計したものであり、患者調査に基づく推計流出患者割合・推計流入患者割合とは異なる。"
        "一定数以上の患者がいる区域のみ表示されている（掲載された割合の和は1に満たない）。")


def recognises(file: OfficialFile) -> bool:
    """True for the workbook with one sheet 流入率 and one 流出率."""
    return file.kind == "xlsx" and {plain(s) for s in file.sheets} >= set(_DIRECTIONS) and plain(_BLOCK) in plain(file.header(3))


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked tables patient_flow (one row a printed line, own area included) and area_figure.

    area_figure: overall_inflow and overall_outflow as printed; they are 1 − own share of 高度急性期+急性期, not of all
    phases. The sheets carry no year: R7 unless fiscal_year says otherwise. Raises BadFile on a missing sheet or
    heading, an area or a partner that stands twice, or areas that differ between the sheets.
    """
    published_fy = mhlw.given_edition(fiscal_year, file.name)
    flows: dict[tuple, tuple[float, str, int]] = {}
    overall: dict[tuple[str, str], float] = {}
    rejects: list[Reject] = []
    for sheet, rows in sheets_with_errors(file).items():
        direction = _DIRECTIONS.get(plain(sheet))
        if direction:
            if published_fy is None:
                mhlw.ask_for_edition([c for row in rows[:6] for c in row], file.name, sheet)
            _Sheet(file.name, sheet, direction, rows).read(flows, overall, rejects)
    areas = {direction: {a for d, a in overall if d == direction} for direction in _DIRECTIONS.values()}
    if areas["inflow"] != areas["outflow"]:
        odd = "、".join(sorted(areas["inflow"] ^ areas["outflow"]))
        raise BadFile(f"流入率と流出率のシートで構想区域が違います（{odd}）。", file.name)
    messages = mhlw.count_message(len(areas["outflow"])) + _sums(file.name, flows, areas["outflow"])
    if published_fy is None:
        messages.append("資料に年度の記載がないため令和7年度（R7）として読み込みました。違う場合は公表年度を指定してください。")
    tables = _tables(flows, overall, published_fy or "R7")
    return Checked(
        mhlw.source(f"mhlw_area_flow_{published_fy or 'R7'}", f"構想区域の流出率及び流入率（{published_fy or 'R7'}公表）",
                    f"{published_fy or 'R7'} 公表", _NDB),
        tables, sum(len(t) for t in tables.values()) + len(rejects), rejects, messages)


class _Sheet:
    """Reads the blocks of one sheet: code, overall share, then the lists of the three phases side by side."""

    def __init__(self, file: str, sheet: str, direction: str, rows: list[list]):
        self.file, self.sheet, self.direction, self.rows = file, sheet, direction, rows
        self.word = plain(sheet)

    def read(self, flows: dict, overall: dict, rejects: list[Reject]) -> None:
        starts = [i for i, row in enumerate(self.rows) if any(plain(c) == _BLOCK for c in row if isinstance(c, str))]
        if not starts:
            raise BadFile(f"「{_BLOCK}」で始まる区域が1つもありません。公表時の様式のまま読み込んでください。", self.file, self.sheet)
        for start, end in zip(starts, [*starts[1:], len(self.rows)], strict=True):
            self._block(start, end, flows, overall, rejects)

    def _block(self, start: int, end: int, flows: dict, overall: dict, rejects: list[Reject]) -> None:
        code = self._code(start, end)
        if (self.direction, code) in overall:
            raise BadFile(f"構想区域 {code} が2回出てきます。", self.file, self.sheet, start + 1)
        at, cell = self._after(start, end, f"全体の{self.word}")
        share = self._share(at, cell, f"全体の{self.word}", rejects)
        overall[self.direction, code] = share
        top = self._find(start, end, next(iter(_PHASES)))
        spans = self._phases(top)
        for phase, (code_at, rate_at, first, last) in spans.items():
            for row_number in range(top + 3, end + 1):
                self._line(row_number, code, phase, code_at, rate_at, first, last, flows, rejects)

    def _code(self, start: int, end: int) -> str:
        row = self._find(start, end, "(報告率)")
        printed = next((c for c in self.rows[row] if c != ""), "")
        try:
            return area_code(printed)
        except ValueError as error:
            raise BadFile(f"「{printed}」は{error}。", self.file, self.sheet, row + 1) from None

    def _find(self, start: int, end: int, text: str) -> int:
        for index in range(start, end):
            if any(isinstance(c, str) and plain(c) == text for c in self.rows[index]):
                return index
        raise BadFile(f"「{text}」が見つかりません。公表時の様式のまま読み込んでください。", self.file, self.sheet, start + 1)

    def _after(self, start: int, end: int, text: str) -> tuple[int, object]:
        index = self._find(start, end, text)
        row = self.rows[index]
        at = next(i for i, c in enumerate(row) if plain(c) == text)
        return index + 1, next((c for c in row[at + 1:] if c != ""), "")

    def _phases(self, top: int) -> dict[str, tuple[int, int, int, int]]:
        """Phase → (column of the partner's code, column of the share, first and last column of its list)."""
        titles = [(i, _PHASES[plain(c)]) for i, c in enumerate(self.rows[top]) if plain(c) in _PHASES]
        if {phase for _, phase in titles} != set(_PHASES.values()):
            raise BadFile("高度急性期+急性期、包括期、慢性期の見出しがそろっていません。", self.file, self.sheet, top + 1)
        headings = [plain(c) for c in self.rows[top + 1]]
        spans = {}
        for (first, phase), end in zip(titles, [*(i for i, _ in titles[1:]), len(headings)], strict=True):
            try:
                spans[phase] = (headings.index("構想区域コード", first, end), headings.index(self.word, first, end), first, end - 1)
            except ValueError:
                raise BadFile(f"見出し「構想区域コード」か「{self.word}」が見つかりません。", self.file, self.sheet, top + 2) from None
        return spans

    def _line(self, row_number: int, code: str, phase: str, code_at: int, rate_at: int, first: int, last: int,
              flows: dict, rejects: list[Reject]) -> None:
        row = self.rows[row_number - 1]
        broken = next((c for c in range(first, last + 1) if is_error(row[c])), None)
        if broken is not None:
            rejects.append(Reject(self.sheet, row_number, column_letters(broken), row[broken],
                                  f"計算エラーのセルです。区域 {code} のこの欄の割合は採れません（値なし）。"))
            return
        if row[code_at] == "" and row[rate_at] == "":
            return
        try:
            partner = area_code(row[code_at])
        except ValueError as error:
            rejects.append(Reject(self.sheet, row_number, f"構想区域コード（{column_letters(code_at)}）", str(row[code_at]), f"{error}。"))
            return
        share = self._share(row_number, row[rate_at], f"{self.word}（{column_letters(rate_at)}）", rejects)
        if share is None:
            return
        key = (self.direction, code, phase, partner)
        if key in flows:
            raise BadFile(f"区域 {code} の相手区域 {partner} が2行あります。", self.file, self.sheet, row_number)
        flows[key] = (share, self.sheet, row_number)

    def _share(self, row_number: int, cell, column: str, rejects: list[Reject]) -> float | None:
        try:
            share, _ = number(cell)
            if share is None or not 0 <= share <= 1:
                raise ValueError("0 から 1 までの割合ではありません")
            return share
        except ValueError as error:
            rejects.append(Reject(self.sheet, row_number, column, str(cell), f"{error}。採りません。"))
            return None


def _sums(file: str, flows: dict, areas: set[str]) -> list[str]:
    sums: dict[tuple, float] = {}
    for (direction, code, phase, _), (share, _, _) in flows.items():
        sums[direction, code, phase] = sums.get((direction, code, phase), 0) + share
    wrong = sorted({code for (_, code, _), total in sums.items() if total > 1 + 1e-9})
    return mhlw.refuse_or_list(wrong, len(areas), "掲載された割合の和が1を超える区域があります", file)


def _tables(flows: dict, overall: dict, published_fy: str) -> dict[str, pd.DataFrame]:
    edition = {"published_fy": published_fy, "source_id": f"mhlw_area_flow_{published_fy}"}
    flow = pd.DataFrame([(code, partner, direction, phase, share) for (direction, code, phase, partner), (share, _, _) in flows.items()],
                        columns=["area_code", "partner_area_code", "direction", "phase", "rate"])
    area = pd.DataFrame([(code, f"overall_{direction}", share) for (direction, code), share in overall.items() if share is not None],
                        columns=["area_code", "item", "value"]).assign(flag=None)
    return {"patient_flow": flow.assign(**edition), "area_figure": area.assign(**edition)}
