"""Names that are alike: told as difflib tells it, however quickly."""

from collections import Counter
from difflib import SequenceMatcher

from hypothesis import example, given
from hypothesis import strategies as st

from data.derive.doubtful_match import _LIKE, _alike

NAMES = st.text("三根眼科医院レデイィスクリニック内", max_size=10)


@given(NAMES, NAMES)
@example("", "")
@example("レデイスクリニック", "レディスクリニック")
@example("三根眼科医院", "三根眼科")
def test_names_are_alike_as_difflib_has_it(a, b):
    assert _alike(a, Counter(a), b, Counter(b)) == (SequenceMatcher(None, a, b).ratio() >= _LIKE)
