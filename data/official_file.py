"""An official file as an importer sees it: its contents, never its name, say what it is."""

import csv
import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook

from .sheet_size import MAX_CELLS, widest_sheet

MAX_BYTES = 50 * 1024**2
MAX_UNPACKED_BYTES = 600 * 1024**2
MAX_TEXT_BYTES = 200 * 1024**2
MAX_MEMBERS = 5_000
TOP_ROWS = 20  # of a sheet, kept: what files are recognised by
HALF_SIGN_CONTEXT = 20  # characters told before one that is broken
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)


class BadFile(Exception):
    """A file that is refused whole. The text is Japanese, names the place and says what to do."""

    def __init__(self, reason: str, file: str, sheet: str | None = None, row: int | None = None,
                 column: str | None = None):
        place = [f"ファイル「{file}」"]
        if sheet is not None:
            place.append(f"シート「{sheet}」")
        if row is not None:
            place.append(f"{row}行目")
        if column is not None:
            place.append(f"列「{column}」")
        super().__init__(f"{' '.join(place)}: {reason}")
        self.reason, self.file, self.sheet, self.row, self.column = reason, file, sheet, row, column


class OfficialFile:
    """Bytes of a file, read once: workbook rows by calamine, CSV as UTF-8 or cp932, JSON, Parquet."""

    def __init__(self, path: Path | str, content: bytes | None = None):
        """A file on disk, or one that came as `content` (an upload) under the name `path`."""
        self.path = Path(path)
        self.name = self.path.name
        if content is not None:
            self._check_size(len(content))
            self.content = content
            return
        if self.path.is_dir():
            raise BadFile("フォルダーです。中のファイルを1つずつ指定してください。", self.name)
        try:
            if not self.path.is_file():
                raise BadFile("ファイルが見つかりません。置き場所を確かめてください。", self.name)
            self._check_size(self.path.stat().st_size)
            self.content = self.path.read_bytes()
        except OSError as error:
            raise BadFile(f"開けません（{error.strerror}）。読み取りの権限を確かめてください。", self.name) from None

    def _check_size(self, size: int) -> None:
        if size == 0:
            raise BadFile("中身が空です。もう一度取得してください。", self.name)
        if size > MAX_BYTES:
            raise BadFile(f"大きすぎます（{size / 1024**2:.0f} MB、上限 {MAX_BYTES // 1024**2} MB）。", self.name)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def forget(self) -> None:
        """Let go of the content and of what was read of it, which may be much; name and sha256 stay."""
        kept = {"path": self.path, "name": self.name, "sha256": self.sha256, "content": b""}
        self.__dict__.clear()
        self.__dict__.update(kept)

    @cached_property
    def kind(self) -> str:
        """'xlsx', 'zip', 'parquet', 'sqlite', 'json' or 'text', told by the first bytes."""
        if self.content[:4] == b"PK\x03\x04":
            members = self._members()
            if "xl/workbook.bin" in members:
                raise BadFile("バイナリー形式（.xlsb）です。Excel で .xlsx に保存し直してください。", self.name)
            return "xlsx" if "[Content_Types].xml" in members and any(m.startswith("xl/") for m in members) else "zip"
        if self.content[:4] == b"PAR1":
            return "parquet"
        if self.content[:16] == b"SQLite format 3\0":
            return "sqlite"
        if self.content[:4] == b"\xd0\xcf\x11\xe0":
            raise BadFile("古い形式（.xls）か、パスワードで保護されたブックです。保護を外し、Excel で .xlsx に保存し直してください。", self.name)
        # A CSV may begin with 「[令和７年１０月１日 現在]」.
        return "json" if re.match(rb'(\xef\xbb\xbf)?\s*(\{|\[\s*[\[\]{"tfn\d-])', self.content) else "text"

    def _members(self) -> list[str]:
        try:
            with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
                infos = archive.infolist()
        except zipfile.BadZipFile:
            raise BadFile("途中で切れているか壊れています。もう一度取得してください。", self.name) from None
        if len(infos) > MAX_MEMBERS or sum(i.file_size for i in infos) > MAX_UNPACKED_BYTES:
            raise BadFile(f"展開すると大きすぎます（上限 {MAX_UNPACKED_BYTES // 1024**2} MB）。", self.name)
        return [i.filename for i in infos]

    @cached_property
    def _workbook(self) -> CalamineWorkbook:
        try:
            if widest_sheet(self.content) > MAX_CELLS:
                raise BadFile(f"{MAX_CELLS:,} セルを超える広さのシートがあります。離れた場所に入った値がないか確かめ、"
                              "余分な行と列を削除して保存し直してください。", self.name)
            return CalamineWorkbook.from_filelike(io.BytesIO(self.content))
        except (CalamineError, OSError, ValueError, *BROKEN_ZIP):
            raise BadFile("ブックとして開けません。Excel で開けるか確かめ、保存し直してください。", self.name) from None

    @cached_property
    def _tops(self) -> dict[str, list[list]]:
        return {}  # the library reads a sheet whole for its first rows, and every importer asks for them

    @property
    def sheets(self) -> list[str]:
        """Sheet names of a workbook; empty for any other kind of file."""
        return self._workbook.sheet_names if self.kind == "xlsx" else []

    def rows(self, sheet: str, limit: int | None = None) -> list[list]:
        """Cells of a sheet from A1, so that index i is spreadsheet row i + 1. Empty cells are ''."""
        if limit is not None and limit <= TOP_ROWS:
            if sheet not in self._tops:
                self._tops[sheet] = self.rows(sheet, TOP_ROWS + 1)
            return [list(row) for row in self._tops[sheet][:limit]]
        try:
            return self._workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=limit)
        except (CalamineError, OSError, ValueError):
            raise BadFile("シートが読めません。保存し直してください。", self.name, sheet) from None

    def lines(self, sheet: str | None) -> Iterator[list]:
        """Rows of a sheet, or of a CSV (None), from the first on."""
        return iter(self.rows(sheet)) if sheet else self.csv_lines()

    def top(self, sheet: str | None, limit: int) -> list[list]:
        """The first rows of a sheet, or of a CSV (None)."""
        return self.rows(sheet, limit) if sheet else list(islice(self.csv_lines(), limit))

    def merged(self, sheet: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Merged cells of a sheet: (row, column) of the first and of the last one, from 0."""
        try:
            return self._workbook.get_sheet_by_name(sheet).merged_cell_ranges or []
        except (CalamineError, OSError, ValueError):
            raise BadFile("シートが読めません。保存し直してください。", self.name, sheet) from None

    @cached_property
    def csv_member(self) -> str | None:
        """Name of the only CSV in a zip; None where there is none or several, and for any other kind of file."""
        names = [m for m in self._members() if m.lower().endswith(".csv")] if self.kind == "zip" else []
        return names[0] if len(names) == 1 else None

    @cached_property
    def text(self) -> str:
        """Text of a CSV or JSON file (of the only .csv in a zip): UTF-8 with or without BOM, UTF-16 with BOM, else cp932."""
        content = self.content
        if self.kind == "zip":
            names = [m for m in self._members() if m.lower().endswith(".csv")]
            if len(names) != 1:
                raise BadFile(f"zip の中に CSV が {len(names)} 個あります。1個だけ入れてください。", self.name)
            try:
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    if archive.getinfo(names[0]).file_size > MAX_TEXT_BYTES:
                        raise BadFile(f"展開すると大きすぎます（上限 {MAX_TEXT_BYTES // 1024**2} MB）。", self.name)
                    content = archive.read(names[0])
            except (OSError, *BROKEN_ZIP):
                raise BadFile("zip を展開できません。もう一度取得してください。", self.name) from None
        for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise BadFile("文字コードが UTF-8 でも Shift_JIS（cp932）でもありません。", self.name)

    @cached_property
    def csv_rows(self) -> list[list[str]]:
        """Rows of a CSV file (commas, or tabs), all cells text; index i is line i + 1 of a file without quoted line breaks."""
        return list(self.csv_lines())

    def csv_lines(self) -> Iterator[list[str]]:
        """`csv_rows` one by one, for files whose cells would not all fit into memory."""
        first = self.text[:10_000].lstrip().split("\n", 1)[0]
        lines = (line[0] for line in re.finditer(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+", self.text))
        reader = csv.reader(lines, delimiter="\t" if "\t" in first and "," not in first else ",")
        try:
            yield from reader
        except csv.Error:
            raise BadFile(f"CSV として読めません。引用符が閉じているか、1つのセルが長すぎないか（上限 {csv.field_size_limit():,}文字）"
                          "確かめてください。", self.name, row=reader.line_num) from None

    @cached_property
    def json(self):
        try:
            content = json.loads(self.text)
            if re.search(r"\\u[dD][89a-fA-F]", self.text):
                # An escape may name half a character, which no text can hold.
                json.dumps(content, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError as error:
            before = error.object[max(error.start - HALF_SIGN_CONTEXT, 0):error.start]
            raise BadFile(f"文字が壊れています（「{before}」の次が半分だけの文字）。その文字を打ち直してください。", self.name) from None
        except (ValueError, RecursionError):
            raise BadFile("JSON として読めません。途中で切れていないか、文字が壊れていないか確かめてください。", self.name) from None
        return content

    def parquet(self) -> pd.DataFrame:
        try:
            return pd.read_parquet(io.BytesIO(self.content))
        except (OSError, ValueError):
            raise BadFile("Parquet として読めません。", self.name) from None

    def header(self, lines: int = 12) -> str:
        """First lines of the first sheet or the text with all white space taken out, to recognise a file by."""
        if self.kind == "xlsx":
            cells = [str(c) for row in self.rows(self.sheets[0], lines) for c in row]
            return "".join("".join(cells).split())
        if self.kind == "parquet":
            return ",".join(self.parquet().columns)
        return "".join("".join(self.text.split("\n", lines)[:lines]).split())
