"""Definition files (TOML): what experts define without code. A prefecture's own file wins over the shipped one, entry by entry."""

import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from .home import DEFINITIONS, own_definitions
from .official_file import BadFile

Entries = dict[str, list[dict]]
Lines = dict[str, int]


def read_definition(name: str, keys: Mapping[str, tuple[str, ...]]) -> Entries:
    """Entries of definitions/<name>: table name → entries, each with `file`, the path it comes from.

    keys: table name → the fields that name an entry. An entry of the prefecture's own file (KENIKI_HOME/definitions/<name>)
    takes the place of the shipped one of the same name, else it comes after it. Raises BadFile for a file that is no TOML, a
    table or a field that is unknown or missing, or a name that stands twice in a file.
    """
    own = own_definitions() / name
    if not own.is_file():
        return entries_of(DEFINITIONS / name, keys)
    shipped = entries_of(DEFINITIONS / name, keys) if (DEFINITIONS / name).is_file() else {key: [] for key in keys}
    return {table: _merged(shipped[table], entries, keys[table]) for table, entries in entries_of(own, keys).items()}


_WORDS = {str: "引用符で囲んだ文字", list: "[\"…\", \"…\"] の並び", bool: "true か false", int: "整数", (int, float): "数"}


def check_fields(entry: dict, fields: Mapping[str, type | tuple[type, ...]], needed: Collection[str], lines: Lines | None = None) -> None:
    """Raises BadFile that names the entry's file, the entry and what is wrong: a field that is none of `fields`, one of `needed` that is
    missing or empty, or a value of another type than its field has. lines: as of `lines_of`, where the line is to be named."""
    place, file = f"「{entry.get('code') or entry['name']}」", entry["file"]
    if unknown := sorted(set(entry) - set(fields)):
        raise BadFile(f"{place}: {unknown[0]} は使えません。使えるのは {'、'.join(sorted(set(fields) - {'file'}))} です。", file,
                      row=line_of(lines, unknown[0]))
    if missing := [field for field in needed if not entry.get(field)]:
        raise BadFile(f"{place}: {missing[0]} がありません。", file, row=line_of(lines, missing[0]))
    for field, value in entry.items():
        if not isinstance(value, fields[field]) or (isinstance(value, bool) and fields[field] is not bool):
            raise BadFile(f"{place}: {field} は{_WORDS[fields[field]]}で書いてください。", file, row=line_of(lines, field))


def lines_of(path: Path, table: str) -> list[Lines]:
    """Where the entries of [[table]] stand in a file, in its order: field → line, from 1; "" → the line of [[table]] itself."""
    found: list[Lines] = []
    inside = False
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if header := re.match(r"\s*\[\[?\s*([\w.-]+)\s*\]", line):
            if inside := header[1] == table:
                found.append({"": number})
        elif inside and (field := re.match(r"\s*([\w-]+)\s*=", line)):
            found[-1].setdefault(field[1], number)
    return found


def line_of(lines: Lines | None, field: str) -> int | None:
    """The line of a field, or of its entry where the field is not written; None where the lines are not known."""
    return lines and lines.get(field, lines[""])


def _line(path: Path, table: str, number: int, field: str) -> int | None:
    places = lines_of(path, table)
    return line_of(places[number - 1], field) if number <= len(places) else None


def own_files() -> list[Path]:
    """A prefecture's own definition files, sorted."""
    return sorted(path for path in own_definitions().rglob("*") if path.is_file())


def entries_of(path: Path, keys: Mapping[str, tuple[str, ...]]) -> Entries:
    """Entries of one file as `read_definition` gives them."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise BadFile(f"書き方が正しくありません（{error}）。TOML の書き方に直してください。", path.name, row=line and int(line[1])) from None
    if unknown := sorted(set(content) - set(keys)):
        raise BadFile(f"表 [[{unknown[0]}]] は使えません。使えるのは {'、'.join(f'[[{key}]]' for key in keys)} です。", path.name,
                      row=_line(path, unknown[0], 1, ""))
    found: Entries = {}
    for table, key in keys.items():
        entries = content.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise BadFile(f"[[{table}]] と二重のかっこで書いてください。", path.name)
        seen = set()
        for number, entry in enumerate(entries, start=1):
            place = f"[[{table}]] の{number}番目"
            if missing := [field for field in key if not isinstance(entry.get(field), str) or not entry[field]]:
                raise BadFile(f"{place}に {missing[0]} がありません。", path.name, row=_line(path, table, number, missing[0]))
            if _name(entry, key) in seen:
                raise BadFile(f"{place}: 「{'／'.join(_name(entry, key))}」が2度あります。", path.name, row=_line(path, table, number, key[0]))
            seen.add(_name(entry, key))
        found[table] = [{**entry, "file": path.name} for entry in entries]
    return found


def _merged(shipped: list[dict], own: list[dict], key: tuple[str, ...]) -> list[dict]:
    mine = {_name(entry, key): entry for entry in own}
    return [mine.pop(_name(entry, key), entry) for entry in shipped] + list(mine.values())


def _name(entry: dict, key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(entry[field] for field in key)
