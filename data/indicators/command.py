"""python -m data kpi check | list."""

from .. import surveys
from ..store import Store
from .definition import checked, files


def check() -> int:
    """Print every mistake of the files of indicators and of the surveys that ask them, with file, line and what is allowed.

    Returns the exit status: 1 where there is a mistake.
    """
    found, mistakes = checked()
    if not mistakes:
        mistakes = surveys.mistakes(surveys.surveys().values(), {code: indicator.survey for code, indicator in found.items()})
    for mistake in mistakes:
        print(mistake)
    if not mistakes:
        print(f"{len(files())} ファイル、{len(found)} 指標: 間違いはありません。")
    return 1 if mistakes else 0


def listed(store: Store) -> int:
    """Print code, name, filled or データ待ち, newest year, areas filled in it; a line an indicator, separated by tabs."""
    for line in store.rows("""
            SELECT indicator_code, name, state, newest, coalesce(areas, 0) FROM indicator LEFT JOIN (
                SELECT indicator_code, max(year) AS newest, arg_max(areas, year) AS areas FROM (
                    SELECT indicator_code, year, count(*) AS areas FROM indicator_value WHERE value IS NOT NULL GROUP BY ALL) GROUP BY 1)
            USING (indicator_code) ORDER BY place"""):
        print("\t".join("" if cell is None else str(cell) for cell in line))
    return 0
