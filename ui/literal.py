"""Text that people wrote, inside messages: Streamlit reads them as Markdown, and it may be long."""

import re

LONGEST = 40  # characters of it that a message repeats
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def literal(text: str) -> str:
    """The text so that nothing in it is markup: it is shown as it was written."""
    return _PUNCTUATION.sub(r"\\\1", text)


def brief(text: str) -> str:
    """The text, or its beginning and length where it would fill the screen."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…（全{len(text):,}文字）"
