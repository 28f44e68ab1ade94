"""Text that people wrote, inside messages that Streamlit reads as Markdown."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def literal(text: str) -> str:
    """The text so that nothing in it is markup: it is shown as it was written."""
    return _PUNCTUATION.sub(r"\\\1", text)
