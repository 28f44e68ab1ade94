"""Cells as officials write them: codes, numbers, signs, names, headings."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping

from ..official_file import BadFile

SIGNS = {"*": "*", "＊": "*", "-": "-", "－": "-", "―": "-", "−": "-", "未報告": "未報告", "未確認": "未確認"}
_VARIANTS = {"〜": "～", "−": "－", "髙": "高", "梼": "檮", "ヶ": "ケ", "ｹ": "ケ", "﨑": "崎", "邊": "辺", "邉": "辺"}


def plain(value) -> str:
    """Text of a cell with NFKC and all white space taken out: for comparing headings."""
    return "".join(unicodedata.normalize("NFKC", str(value)).split())


def cell_text(value) -> str:
    """Text of a cell without the spaces at its ends; a code in a cell of numbers (4712110651.0) as it was written."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def levelled(forms: Mapping[str, str]) -> Callable[[str], str]:
    """A function that writes one letter for another; for the many texts that have none of them, faster than str.translate."""
    letters = re.compile(f"[{re.escape(''.join(forms))}]")
    return lambda text: letters.sub(lambda found: forms[found[0]], text)


_level = levelled(_VARIANTS)


def normal_name(value) -> str:
    """A place or facility name for joining: NFKC, no spaces, ヶ→ケ, 髙→高, 梼→檮, 〜→～, −→－."""
    return "".join(_level(unicodedata.normalize("NFKC", _level(str(value)))).split())


def number(value) -> tuple[float | None, str | None]:
    """(figure, sign): (12.0, None), (None, '*') or, for an empty cell, (None, None).

    Raises ValueError for anything else, so that letters in numbers are rejected with their place.
    """
    if isinstance(value, bool):
        raise ValueError("数値ではありません")
    if isinstance(value, (int, float)):
        return (float(value), None) if value == value else (None, None)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if not text:
        return None, None
    if text in SIGNS:
        return None, SIGNS[text]
    if not re.fullmatch(r"[-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?", text):
        raise ValueError("数値ではありません")
    figure = float(text.replace(",", ""))
    if math.isinf(figure):
        raise ValueError("大きすぎる数値です")
    return figure, None


def made_a_number(value) -> str:
    """Why a code that a spreadsheet made a number of, and wrote as 4.72E+04, cannot be read (Japanese); '' for any other text."""
    text = unicodedata.normalize("NFKC", str(value)).strip()
    is_so = isinstance(value, str) and re.fullmatch(r"\d+(?:\.\d+)?[eE]\+?\d+", text)
    return f"表計算ソフト（Excel）がコードを数値に変えたため、もとの桁が失われています（{text}）" if is_so else ""


def unit_code(value) -> str:
    """Five digits from 1100, '01100', 11002 (six, with check digit) or 1100.0. Raises ValueError."""
    if why := made_a_number(value):
        raise ValueError(why)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    text = text.removesuffix(".0")
    if not text.isdigit() or not 4 <= len(text) <= 6:
        raise ValueError("市区町村コードではありません")
    if len(text) == 6:
        if check_digit(text[:5]) != text[5]:
            raise ValueError("市区町村コードの検査数字が合いません")
        return text[:5]
    return text.zfill(5)


def check_digit(code: str) -> str:
    """Sixth digit of a five-digit municipality code (総務省 全国地方公共団体コード仕様)."""
    weighted = sum(int(d) * w for d, w in zip(code, (6, 5, 4, 3, 2), strict=True))
    return str((11 - weighted % 11) % 10)


def area_code(value) -> str:
    """Four digits of a 構想区域 from 101, '0101' or 101.0. Raises ValueError."""
    text = unicodedata.normalize("NFKC", str(value)).strip().removesuffix(".0")
    if not text.isdigit() or not 3 <= len(text) <= 4:
        raise ValueError("構想区域コードではありません")
    return text.zfill(4)


def find_columns(file: str, sheet: str | None, row: int, headings: list, wanted: dict[str, tuple[str, ...]],
                 layout: str = "公表時の様式のまま読み込んでください。") -> dict[str, int]:
    """Column index of each wanted field, by heading text (any of its spellings, compared by `plain`).

    Raises BadFile naming every heading that is missing, with the `layout` that is asked for, or that stands twice.
    """
    seen = [plain(h) for h in headings]
    found, missing = {}, []
    for field, spellings in wanted.items():
        places = [i for i, text in enumerate(seen) if text in {plain(s) for s in spellings}]
        if len(places) > 1:
            raise BadFile(f"見出し「{spellings[0]}」が{len(places)}列あります。1列にしてください。", file, sheet, row)
        if places:
            found[field] = places[0]
        else:
            missing.append(spellings[0])
    if missing:
        raise BadFile(f"見出し{'、'.join(f'「{m}」' for m in missing)}が見つかりません。{layout}", file, sheet, row)
    return found
