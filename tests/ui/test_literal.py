"""Names that people wrote are shown as written inside messages."""

import pytest

from ui.literal import literal


@pytest.mark.parametrize(("text", "shown"), [
    ("北部・中部（案）", "北部・中部（案）"),
    ("**太字**", r"\*\*太字\*\*"),
    ("[x](http://x)", r"\[x\]\(http\:\/\/x\)"),
    ("<b>$x$</b>`", r"\<b\>\$x\$\<\/b\>\`"),
    (r"\n", r"\\n"),
])
def test_nothing_in_it_is_markup(text, shown):
    assert literal(text) == shown
