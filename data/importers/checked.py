"""What an importer returns: checked rows, rejected rows, and where they come from."""

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class Source:
    """Publisher and edition; a row of the store's table `source`."""

    source_id: str
    title: str
    publisher: str
    url: str
    licence: str
    as_of: str
    caveat: str = ""


@dataclass(frozen=True)
class Reject:
    """A row or cell that was not taken, and why (Japanese)."""

    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    reason: str


@dataclass
class Checked:
    """Checked rows of one file.

    tables: name of the checked table → frame. Every frame has a column source_id.
    parts: columns that tell which part of an edition this file holds, where one edition comes in several
        files (社人研: measure). Loading a file replaces the same part only.
    must_be_whole: with rejects, it is loaded only when a part is asked for (a statutory report).
    must_be_placed: the same holds for codes of it that the build finds in no municipality or facility.
    """

    source: Source
    tables: dict[str, pd.DataFrame]
    rows_read: int
    rejects: list[Reject] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    parts: tuple[str, ...] = ()
    must_be_whole: bool = False
    must_be_placed: bool = False

    @property
    def rows_kept(self) -> int:
        return sum(len(frame) for frame in self.tables.values())
