"""Text that people write: names, notes. Kept as written (markup too: it is shown as plain text), within sensible bounds."""

import unicodedata

# Signs that turn the direction of what follows them on screen.
_TURNING = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
# Signs that are not seen: soft hyphens, zero width, marks of direction. Not the joiners, which emoji are made of.
_UNSEEN = set("\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff")


class TextError(ValueError):
    """A text that cannot be kept; the text is Japanese."""


def one_line(text: str, what: str, longest: int, may_be_empty: bool = False) -> str:
    """The text without white space at its ends. `what` names it in the message. Raises TextError."""
    return _checked(text.strip(), what, longest, may_be_empty, "")


def lines(text: str, what: str, longest: int, may_be_empty: bool = False) -> str:
    """As one_line, but the text may have several lines."""
    return _checked(text.replace("\r\n", "\n").strip(), what, longest, may_be_empty, "\n\t")


def unprintable(sign: str) -> bool:
    """Control signs, line separators, half characters, signs that turn the direction or are not seen, and what no file format
    holds."""
    return unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs") or sign in _TURNING | _UNSEEN or ord(sign) & 0xFFFE == 0xFFFE


def printable(text: str) -> str:
    """The text without the signs that are unprintable."""
    return "".join(sign for sign in text if not unprintable(sign))


def _checked(text: str, what: str, longest: int, may_be_empty: bool, allowed: str) -> str:
    text = "".join(sign for sign in text if sign not in _UNSEEN).strip()
    if not text and not may_be_empty:
        raise TextError(f"{what}を入れてください。")
    if len(text) > longest:
        raise TextError(f"{what}は{longest:,}文字までにしてください（いま{len(text):,}文字）。")
    if any(unprintable(sign) and sign not in allowed for sign in text):
        raise TextError(f"{what}に使えない文字（改行などの制御文字）が入っています。打ち直してください。")
    return text
