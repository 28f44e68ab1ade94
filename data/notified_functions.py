"""What notified standards say of functions (届出ベース): definitions/notified_functions.toml."""

from dataclasses import dataclass

import pandas as pd

from .definition_files import read_definition
from .importers.cells import plain
from .official_file import BadFile

FILE = "notified_functions.toml"
AREA_KINDS = ("municipality", "secondary")
STRENGTHS = ("A", "B", "C")
COVERS = ("always", "evening", "shared")  # 常時、準夜、連携
SIDES = ("receiving", "admitting")  # 後方支援病床、退院支援
BASIS = "notified"


@dataclass(frozen=True)
class Condition:
    """A notified standard: its 受理記号 begin with (or are, when exact) one of the symbols; with a remark where one is asked for."""

    symbols: tuple[str, ...]
    exact: bool = False
    remark: str = ""
    value: str = ""

    def holds(self, standards: pd.DataFrame) -> pd.Series:
        """Rows of notified_standard that meet it."""
        symbol = standards["symbol"]
        found = symbol.isin(self.symbols) if self.exact else symbol.str.startswith(self.symbols)
        for column, text in (("remark", self.remark), ("remark_value", self.value)):
            if text:
                found &= standards[column].fillna("").str.contains(text, regex=False)
        return found


@dataclass(frozen=True)
class Definitions:
    """functions: table care_function. items: table care_function_item. conditions: (function, item) → any of these."""

    functions: pd.DataFrame
    items: pd.DataFrame
    conditions: dict[tuple[str, str], tuple[Condition, ...]]


def definitions() -> Definitions:
    """The functions and items of the definition file. Raises BadFile that names file, entry and what is allowed."""
    entries = read_definition(FILE, {"function": ("code",), "item": ("function", "code")})
    functions, items = entries["function"], entries["item"]
    for function in functions:
        _allowed(function, "area_kind", AREA_KINDS, needed=True)
    codes = {function["code"] for function in functions}
    conditions = {}
    for item in items:
        if item["function"] not in codes:
            raise BadFile(f"{_named(item)}: 機能「{item['function']}」が [[function]] にありません。", item["file"])
        _allowed(item, "strength", STRENGTHS, needed="any" in item)
        _allowed(item, "cover", COVERS)
        _allowed(item, "side", SIDES)
        if ("any" in item) == ("why" in item):
            raise BadFile(f"{_named(item)}: any（当てはまる届出）か why（届出では分からない理由）のどちらか1つを書いてください。", item["file"])
        conditions[item["function"], item["code"]] = tuple(_condition(item, entry) for entry in item.get("any", ()))
    return Definitions(
        pd.DataFrame(functions).reindex(columns=["code", "label", "short", "area_kind", "note"]).rename(columns={"code": "function"}),
        pd.DataFrame(items).reindex(columns=["function", "code", "label", "strength", "cover", "side", "note", "why"])
        .rename(columns={"code": "item"}).assign(basis=BASIS), conditions)


def _condition(item: dict, entry: dict) -> Condition:
    symbols = entry.get("symbols") if isinstance(entry, dict) else None
    if not symbols or not isinstance(symbols, list) or not all(isinstance(symbol, str) and plain(symbol) for symbol in symbols):
        raise BadFile(f"{_named(item)}: any には {{ symbols = [\"受理記号\", …] }} を書いてください。", item["file"])
    if unknown := sorted(set(entry) - {"symbols", "exact", "remark", "value"}):
        raise BadFile(f"{_named(item)}: any に {unknown[0]} は使えません。使えるのは symbols、exact、remark、value です。", item["file"])
    return Condition(tuple(map(plain, symbols)), bool(entry.get("exact")), plain(entry.get("remark", "")), entry.get("value", ""))


def _allowed(entry: dict, field: str, values: tuple[str, ...], needed: bool = False) -> None:
    if (needed or field in entry) and entry.get(field) not in values:
        raise BadFile(f"{_named(entry)}: {field} は {'、'.join(values)} のどれかです（「{entry.get(field, '')}」）。", entry["file"])


def _named(entry: dict) -> str:
    return "「" + "／".join(filter(None, (entry.get("function"), entry["code"]))) + "」"
