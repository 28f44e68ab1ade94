"""Kinds of designations and procedures (指定・手技), and what is asked of each 区域: definitions/designations.toml."""

from dataclasses import dataclass

from .definition_files import check_fields, read_definition
from .official_file import BadFile

FILE = "designations.toml"
_KIND = {"name": str, "field": str, "spellings": list, "note": str, "file": str}
_PRESENCE = {"code": str, "name": str, "kinds": list, "substitute": list, "absent": str, "area": str, "board": bool, "rule": bool, "why": str,
             "source": str, "checked": str, "file": str}
_NEEDED = {"kind": ("field",), "presence": ("name", "kinds", "absent", "source")}


@dataclass(frozen=True)
class DesignationKind:
    """One 種類 of the list. field: 分野, which a list holds whole or not at all. spellings: other ways to write the name."""

    name: str
    field: str
    spellings: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Presence:
    """What each 区域 has or has not. kinds: any of them makes it 有; substitute: stand in where there is none. absent: the word
    for not having it. board, rule: where it is shown. fields: 分野 that must be listed before 無 can be said. checked: 要確認."""

    code: str
    name: str
    kinds: tuple[str, ...]
    absent: str
    source: str
    fields: tuple[str, ...]
    substitute: tuple[str, ...] = ()
    area: str = ""
    board: bool = False
    rule: bool = False
    why: str = ""
    checked: str = ""


def designation_kinds() -> dict[str, DesignationKind]:
    """Name → kind, in the order of the file. Raises BadFile that names file, entry and what is wrong."""
    return _kinds(_read()["kind"])


def presences() -> dict[str, Presence]:
    """Code → what is asked of each 区域, in the order of the file. Raises BadFile as `designation_kinds`."""
    entries = _read()
    kinds = _kinds(entries["kind"])
    found = {}
    for entry in entries["presence"]:
        named = [*entry["kinds"], *entry.get("substitute", [])]
        if unknown := [name for name in named if name not in kinds]:
            raise BadFile(f"「{entry['code']}」: 種類「{unknown[0]}」が [[kind]] にありません。", entry["file"])
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items() if key != "file"}
        found[entry["code"]] = Presence(**given, fields=tuple(dict.fromkeys(kinds[name].field for name in named)))
    return found


def _read() -> dict[str, list[dict]]:
    entries = read_definition(FILE, {"kind": ("name",), "presence": ("code",)})
    for table, fields in (("kind", _KIND), ("presence", _PRESENCE)):
        for entry in entries[table]:
            check_fields(entry, fields, _NEEDED[table])
    return entries


def _kinds(entries: list[dict]) -> dict[str, DesignationKind]:
    kinds = {entry["name"]: DesignationKind(entry["name"], entry["field"], tuple(entry.get("spellings", ())), entry.get("note", ""))
             for entry in entries}
    seen: dict[str, str] = {}
    for entry in entries:
        for text in (entry["name"], *entry.get("spellings", ())):
            if seen.setdefault(text, entry["name"]) != entry["name"]:
                raise BadFile(f"「{text}」は「{seen[text]}」と「{entry['name']}」の両方にあります。", entry["file"])
    return kinds
