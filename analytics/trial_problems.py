"""What is wrong with a file somebody uploads, each with its place; a list that cannot grow without end."""

from dataclasses import dataclass, field

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = {ERROR: "エラー", WARNING: "注意", NOTE: "お知らせ"}
MOST = 200
PLACE_LENGTH, REASON_LENGTH = 60, 400


@dataclass(frozen=True)
class Problem:
    """One thing to know. row: as people count (features from 1); severity: of SEVERITIES, an error keeps the file out."""

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    reason: str
    severity: str


@dataclass
class Problems:
    """Problems of one file. sheet: where those added next are."""

    file: str
    sheet: str | None = None
    found: list[Problem] = field(default_factory=list)
    left_out: int = 0

    def add(self, severity: str, reason: str, row: int | None = None, column: str | None = None, value: str | None = None,
            sheet: str | None = None) -> None:
        if (severity != ERROR and len(self.found) >= MOST) or len(self.found) >= 2 * MOST:
            self.left_out += 1
            return
        self.found.append(Problem(self.file, _cut(sheet or self.sheet, PLACE_LENGTH), row, _cut(column, PLACE_LENGTH),
                                  _cut(value, PLACE_LENGTH), _cut(reason, REASON_LENGTH), severity))

    def sorted(self) -> tuple[Problem, ...]:
        """Errors first, then by row."""
        order = list(SEVERITIES)
        found = sorted(self.found, key=lambda p: (order.index(p.severity), p.row or 0))
        if self.left_out:
            found.append(Problem(self.file, self.sheet, None, None, None, f"ほかに{self.left_out:,}件あります。", found[0].severity))
        return tuple(found)


def _cut(text: str | None, length: int) -> str | None:
    """What stands in a file may be of any length."""
    return text if text is None or len(text) <= length else f"{text[:length]}…"
