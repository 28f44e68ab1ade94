"""Definition files (TOML): what experts define without code. A prefecture's own file wins over the shipped one, entry by entry."""

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from .home import DEFINITIONS, own_definitions
from .official_file import BadFile

Entries = dict[str, list[dict]]


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


def check_fields(entry: dict, fields: Mapping[str, type | tuple[type, ...]], needed: Collection[str]) -> None:
    """Raises BadFile that names the entry's file, the entry and what is wrong: a field that is none of `fields`, one of `needed` that is
    missing or empty, or a value of another type than its field has."""
    place, file = f"「{entry.get('code') or entry['name']}」", entry["file"]
    if unknown := sorted(set(entry) - set(fields)):
        raise BadFile(f"{place}: {unknown[0]} は使えません。使えるのは {'、'.join(sorted(set(fields) - {'file'}))} です。", file)
    if missing := [field for field in needed if not entry.get(field)]:
        raise BadFile(f"{place}: {missing[0]} がありません。", file)
    for field, value in entry.items():
        if not isinstance(value, fields[field]) or (isinstance(value, bool) and fields[field] is not bool):
            raise BadFile(f"{place}: {field} は{_WORDS[fields[field]]}で書いてください。", file)


def own_files() -> list[Path]:
    """A prefecture's own definition files, sorted."""
    return sorted(path for path in own_definitions().rglob("*") if path.is_file())


def entries_of(path: Path, keys: Mapping[str, tuple[str, ...]]) -> Entries:
    """Entries of one file as `read_definition` gives them."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFile(f"書き方が正しくありません（{error}）。TOML の書き方に直してください。", path.name) from None
    if unknown := sorted(set(content) - set(keys)):
        raise BadFile(f"表 [[{unknown[0]}]] は使えません。使えるのは {'、'.join(f'[[{key}]]' for key in keys)} です。", path.name)
    found: Entries = {}
    for table, key in keys.items():
        entries = content.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            raise BadFile(f"[[{table}]] と二重のかっこで書いてください。", path.name)
        seen = set()
        for number, entry in enumerate(entries, start=1):
            place = f"[[{table}]] の{number}番目"
            if missing := [field for field in key if not isinstance(entry.get(field), str) or not entry[field]]:
                raise BadFile(f"{place}に {missing[0]} がありません。", path.name)
            if _name(entry, key) in seen:
                raise BadFile(f"{place}: 「{'／'.join(_name(entry, key))}」が2度あります。", path.name)
            seen.add(_name(entry, key))
        found[table] = [{**entry, "file": path.name} for entry in entries]
    return found


def _merged(shipped: list[dict], own: list[dict], key: tuple[str, ...]) -> list[dict]:
    mine = {_name(entry, key): entry for entry in own}
    return [mine.pop(_name(entry, key), entry) for entry in shipped] + list(mine.values())


def _name(entry: dict, key: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(entry[field] for field in key)
