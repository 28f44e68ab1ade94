"""Command line of the exports: python -m exports table.

stdout carries the path of the file only; warnings go to stderr; exit status 0 only on success.
"""

import sys
from pathlib import Path

import pandas as pd

from analytics.aggregate import measure_years
from analytics.areas import ALL_JAPAN, LEVELS, grouping, prefectures
from analytics.grouping import GroupingError
from analytics.measures import DefinitionError, Measure, measures
from data import store
from data.command_line import Parser
from data.store import Store, StoreError

from .measures import HIGH, LOW, measure_notes, measure_table, value_heading
from .tables import csv_bytes, xlsx_bytes

USAGE = "python -m exports table --pref 47|all --level {} --measure 指標コード --year 2025 --out ファイル.csv|.xlsx"


class RequestError(ValueError):
    """What was asked for cannot be given; the text is Japanese and says what can."""


def main(arguments: list[str] | None = None) -> int:
    usage = USAGE.format("|".join(LEVELS))
    parser = Parser(prog="python -m exports", description="圏域ボードの書き出し", usage=usage)
    commands = parser.add_subparsers(dest="command", required=True, metavar="table")
    command = commands.add_parser("table", usage=usage, help="指標の表を CSV か Excel のファイルにする")
    command.add_argument("--pref", default=ALL_JAPAN, help="都道府県コード2桁、または all（全国、省略時）")
    command.add_argument("--level", required=True, help="、".join(f"{code}（{name}）" for code, name in LEVELS.items()))
    command.add_argument("--measure", required=True, help="指標のコード（data/definitions/measures.toml の code）")
    command.add_argument("--year", required=True, help="西暦")
    command.add_argument("--out", type=Path, required=True, help="書き出すファイル。名前の終わりで CSV か Excel かが決まる")
    options = parser.parse_args(arguments)
    try:
        print(table(options.pref, options.level, options.measure, options.year, options.out))
    except (RequestError, StoreError, GroupingError, DefinitionError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{options.out} に書き出せません。フォルダーがあるか、書き込めるか、ほかのソフトで開いていないか"
              f"確かめてください。（{error.strerror}）", file=sys.stderr)
        return 1
    return 0


def table(pref: str, level: str, code: str, year: str, out: Path) -> Path:
    """Write a measure for a level as CSV or XLSX, by the ending of `out`; returns `out`.

    Raises RequestError for an unknown prefecture, level, measure, year or ending, OSError when it cannot be written.
    """
    ending = out.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        raise RequestError(f"書き出せるのは .csv か .xlsx です: {out.name}")
    if level not in LEVELS:
        raise RequestError(f"区域の種類「{level}」はありません。{'、'.join(LEVELS)} から選んでください。")
    board = store.current()
    names = {ALL_JAPAN: "全国", **prefectures(board)}
    if pref not in names:
        raise RequestError(f"都道府県コード「{pref}」はありません。01～47 の2桁か all にしてください。")
    definition = _measure(code)
    when = _year(board, definition, year)
    frame = measure_table(board, grouping(board, level, pref), definition, when)
    notes = measure_notes(board, definition, when)
    if ending == ".csv":
        out.write_bytes(csv_bytes(frame, notes))
    else:
        title = f"{definition.name}（{when}年、{names[pref]}、{LEVELS[level]}）"
        out.write_bytes(xlsx_bytes(frame, title, notes, definition.name, _decimals(frame, definition)))
    return out


def _measure(code: str) -> Measure:
    known = measures()
    if code not in known:
        listing = "\n".join(f"{measure.code}\t{measure.name}" for measure in known.values())
        raise RequestError(f"指標「{code}」はありません。次のコードがあります。\n{listing}")
    return known[code]


def _year(board: Store, definition: Measure, text: str) -> int:
    years = measure_years(board, definition)
    if not text.isdecimal() or int(text) not in years:
        raise RequestError(f"「{definition.name}」の{text}年の数値はありません。"
                           f"ある年: {'、'.join(map(str, years)) or 'なし（データ待ち）'}")
    return int(text)


def _decimals(frame: pd.DataFrame, definition: Measure) -> dict[str, int]:
    figures = [name for name in frame.columns if name == value_heading(definition) or name.startswith((LOW, HIGH))]
    return dict.fromkeys(figures, definition.decimals)


if __name__ == "__main__":
    sys.exit(main())
