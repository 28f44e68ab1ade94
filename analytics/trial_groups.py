"""Groups as a file names them, row by row, and which unit each row puts where."""

import re
from dataclasses import dataclass

from .trial import NAME_LENGTH, Trial, TrialGroup, distinct_name
from .trial_columns import Columns
from .trial_problems import ERROR, NOTE, WARNING, Problems
from .trial_table import LOCKED, colour_of
from .unit_lookup import Found, UnitLookup
from .written_text import printable, unprintable

ID_LENGTH = 100
NAMES_SHOWN = 4
_YES = {LOCKED, "ロック", "1", "true", "yes", "○", "〇", "はい"}
_A_DATE = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}月\d{1,2}日")  # what spreadsheets make of 1-1
_READINGS = {"former": "合併前などの古いコードを、いまの単位に読み替えました",
             "city": "政令指定都市全体の行を、その区すべてに広げました"}


@dataclass(frozen=True)
class _Written:
    """Name, colour and lock of a group as its first row has them."""

    name: str
    colour: str
    locked: str


@dataclass(frozen=True)
class _Claim:
    """A row that puts a unit into a group (None: outside)."""

    row: int
    text: str
    found: Found
    group: str | None
    many_rows: bool


class GroupsOfFile:
    """Collects the rows of one table. What does not go together is told as a problem."""

    def __init__(self, problems: Problems, columns: Columns):
        self.problems, self.columns = problems, columns
        self._groups: dict[str, TrialGroup] = {}
        self._by_id: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        self._by_name_alone: set[str] = set()
        self._cleaned: set[str] = set()
        self._written: dict[str, _Written] = {}
        self._claims: dict[str, list[_Claim]] = {}

    @property
    def named(self) -> frozenset[str]:
        """Units the file speaks of."""
        return frozenset(self._claims)

    def of_row(self, number: int, row: list[str]) -> str | None:
        """Id of the row's group, made when new; None when the row has no group. A row without an id goes by its name."""
        group_id, name = self.columns.cell(row, "group_id"), self.columns.cell(row, "group_name")
        if not self.columns.names_group(row) or self.columns.says_outside(row):
            return None
        name = name if group_id.strip() else self._without_ends(number, name)
        written = _Written(name, self.columns.cell(row, "colour").strip(), self.columns.cell(row, "locked").strip())
        known = self._by_id.get(group_id) if group_id.strip() else self._by_name.get(name)
        if known:
            self._tell_difference(number, known, written)
            return known
        made = self._new_id(group_id)
        self._by_id[group_id] = made
        self._by_name.setdefault(name, made)
        if not group_id.strip():
            self._by_name_alone.add(made)
        self._written[made] = written
        self._groups[made] = TrialGroup(self._name(number, name or group_id), self._colour(number, written.colour),
                                        written.locked.lower() in _YES)
        return made

    @property
    def by_name(self) -> frozenset[str]:
        """Groups that no row gives an id."""
        return frozenset(self._by_name_alone)

    @property
    def row_of(self) -> dict[str, int]:
        """Unit → the row that places it."""
        return {unit: claims[-1].row for unit, claims in self._claims.items()}

    def place(self, number: int, text: str, found: Found, group: str | None, many_rows: bool) -> None:
        """A row puts `found` into `group`. many_rows: one unit may rightly have many (its islands)."""
        for unit in found.units:
            self._claims.setdefault(unit, []).append(_Claim(number, text, found, group, many_rows))

    def settle(self, units: UnitLookup) -> None:
        """Tell what units in several rows mean: a row of the unit itself counts before one of its whole city."""
        for unit, claims in self._claims.items():
            own = self._claims[unit] = [c for c in claims if c.found.how != "city"] or claims
            if len({c.group for c in own}) > 1:
                self._tell_torn(units.name(unit), own)
            elif len(own) > 1 and not any(c.many_rows or c.found.how for c in own):
                self.problems.add(WARNING, f"{units.name(unit)}が{len(own)}回あります。区域は同じなので1回として読みました。", own[-1].row,
                                  self.columns.unit_heading, own[-1].text)
        for how, words in _READINGS.items():
            rows = {c.row: c.text for claims in self._claims.values() for c in claims if c.found.how == how}
            if rows:
                self.problems.add(NOTE, f"{words}（{len(rows)}行: {'、'.join(list(rows.values())[:10])}）。")

    def trial(self, scope: frozenset[str]) -> Trial:
        """The trial as far as it could be read."""
        return Trial({**dict.fromkeys(scope), **{unit: claims[-1].group for unit, claims in self._claims.items()}}, self._groups)

    def _tell_torn(self, unit: str, claims: list[_Claim]) -> None:
        all_names = list(dict.fromkeys("区域なし" if c.group is None else self._groups[c.group].name for c in claims))
        names = "、".join(all_names[:NAMES_SHOWN]) + (f" ほか{len(all_names) - NAMES_SHOWN:,}" if len(all_names) > NAMES_SHOWN else "")
        if any(c.found.how == "former" for c in claims):
            reason = f"古いコードの区域が分かれていて、いまの{unit}の区域を決められません（{names}）。いまのコードにしてください。"
        else:
            reason = f"{unit}が別々の区域に入っています（{names}）。1つにしてください。"
        self.problems.add(ERROR, reason, claims[-1].row, self.columns.unit_heading, claims[-1].text)

    def _tell_difference(self, number: int, group: str, written: _Written) -> None:
        first = self._written[group]
        if written.name != first.name:
            names = "と".join(f"「{name[:NAME_LENGTH]}」" for name in (first.name, written.name))
            self.problems.add(ERROR, f"同じ区域IDに名前が2つあります（{names}）。単位をほかの区域に移すときは"
                                     "区域IDも書き換えるか、区域IDの列を消してください。", number, self._heading("group_name"), written.name)
        elif written != first:
            self.problems.add(WARNING, f"区域「{first.name[:NAME_LENGTH]}」の色か固定が行によって違います。最初の行の値にしました。", number)

    def _without_ends(self, number: int, written: str) -> str:
        """The name without white space at its ends; a tab or a line break there is told, once a name."""
        name = written.strip()
        if name not in self._cleaned and any(map(unprintable, written.replace(name, "", 1))):
            self._cleaned.add(name)
            self.problems.add(WARNING, "区域の名前の前後から、使えない文字（改行やタブ）を除きました。除いて同じ名前になる行は、1つの区域です。",
                              number, self._heading("group_name"), name)
        return name

    def _name(self, number: int, name: str) -> str:
        clean = printable(name)
        told = [(clean != name, WARNING, "区域の名前から、使えない文字（改行などの制御文字）を除きました。"),
                (_A_DATE.fullmatch(clean), WARNING, "区域の名前が日付です。表計算ソフトが「1-1」などを日付に変えたのなら、"
                                                    "列の書式を文字列にして入れ直してください。"),
                (len(clean) > NAME_LENGTH, WARNING, f"区域の名前を{NAME_LENGTH}文字までにしました。"),
                ("<" in clean and ">" in clean, NOTE, "区域の名前に HTML の書き方があります。命令としては働かず、文字のまま表示されます。")]
        for is_so, severity, reason in told:
            if is_so:
                self.problems.add(severity, reason, number, self._heading("group_name"), clean)
        own = clean[:NAME_LENGTH] or "（名前なし）"
        name = distinct_name(own, {group.name for group in self._groups.values()})
        if name != own:
            self.problems.add(WARNING, f"同じ名前の区域が2つあります。別の区域として読み、後の方を「{name}」としました。", number,
                              self._heading("group_name"), own)
        return name

    def _colour(self, number: int, word: str) -> int | None:
        try:
            return colour_of(word)
        except ValueError:
            self.problems.add(WARNING, "知らない色の名前です。色なしとして読みました。", number, self._heading("colour"), word)
            return None

    def _heading(self, field: str) -> str | None:
        return self.columns.headings.get(field)

    def _new_id(self, wanted: str) -> str:
        if wanted.strip() and wanted not in self._groups and len(wanted) <= ID_LENGTH and not any(map(unprintable, wanted)):
            return wanted
        number = len(self._groups) + 1
        while (made := f"g{number}") in self._groups:
            number += 1
        return made
