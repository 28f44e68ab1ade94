"""Command line for analysts: python -m analytics measure | measures | merge | gaps.

stdout carries the result only; exit status 0 only on success.
"""

import json
import sys

from data import store
from data.command_line import Parser, closed_pipe
from data.store import StoreError

from . import areas, gaps_command, merge_command
from .aggregate import measure, measure_years
from .grouping import GroupingError
from .marks import words
from .measures import measures


def main(arguments: list[str] | None = None) -> int:
    parser = Parser(prog="python -m analytics", description="圏域ボードの計算")
    commands = parser.add_subparsers(dest="command", required=True, metavar="measure|measures|merge|gaps")
    command = commands.add_parser("measure", help="指標を区域ごとに計算し JSON で出す")
    command.add_argument("code", metavar="指標の記号", help="measures で一覧")
    command.add_argument("--pref", default=areas.ALL_JAPAN, help="都道府県コード2桁、または all")
    command.add_argument("--level", default="concept", choices=list(areas.LEVELS))
    command.add_argument("--year", type=int, help="年（省略時は最も新しい年）")
    commands.add_parser("measures", help="指標の一覧（記号、名前、単位、年）")
    merge_command.add(commands)
    gaps_command.add(commands)
    options = parser.parse_args(arguments)
    try:
        status = {"measure": _measure, "measures": _measures, "merge": _merge, "gaps": _gaps}[options.command](options)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        return closed_pipe()
    except (StoreError, GroupingError) as error:
        print(error, file=sys.stderr)
        return 1


def _measure(options) -> int:
    board = store.current()
    definition = measures().get(options.code)
    if definition is None:
        print(f"指標「{options.code}」はありません。「python -m analytics measures」で確かめてください。", file=sys.stderr)
        return 1
    if options.pref not in (areas.ALL_JAPAN, *areas.prefectures(board)):
        print(f"都道府県コード「{options.pref}」はありません。01～47 か all を指定してください。", file=sys.stderr)
        return 1
    available = measure_years(board, definition)
    year = options.year or available[-1]
    if year not in available:
        print(f"{definition.name}は {year} 年のデータがありません（{'、'.join(map(str, available))}）。", file=sys.stderr)
        return 1
    frame = measure(board, areas.grouping(board, options.level, options.pref), definition, year)
    rows = json.loads(frame.assign(marks=[words(int(b)) for b in frame["marks"]]).to_json(orient="records"))
    print(json.dumps({"measure": definition.code, "name": definition.name, "unit": definition.unit, "year": year,
                      "source": definition.source, "groups": rows}, ensure_ascii=False))
    return 0


def _measures(options) -> int:
    board = store.current()
    for definition in measures().values():
        years = ",".join(map(str, measure_years(board, definition)))
        print("\t".join([definition.code, definition.theme, definition.name, definition.unit, years]))
    return 0


def _merge(options) -> int:
    return merge_command.run(store.current(), options)


def _gaps(options) -> int:
    return gaps_command.run(store.current(), options)


if __name__ == "__main__":
    sys.exit(main())
