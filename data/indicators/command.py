"""python -m data kpi check."""

from .definition import checked, files


def check() -> int:
    """Print every mistake of the files of indicators, with file, line and what is allowed; the exit status: 1 where there is one."""
    found, mistakes = checked()
    for mistake in mistakes:
        print(mistake)
    if not mistakes:
        print(f"{len(files())} ファイル、{len(found)} 指標: 間違いはありません。")
    return 1 if mistakes else 0

