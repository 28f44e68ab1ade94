"""Names that are alike: told as difflib tells it, however quickly."""

from difflib import SequenceMatcher

import pandas as pd
from hypothesis import example, given
from hypothesis import strategies as st

from data.derive.doubtful_match import _LIKE, RECORD, SIMILAR, doubtful_matches
from data.derive.facility_name import cores, without_legal_form

NAMES = st.text("三根眼科医院レデイィスクリニック内", min_size=1, max_size=10)


@given(NAMES, st.lists(NAMES, min_size=1, max_size=6))
@example("レデイスクリニック", ["レディスクリニック", "三根眼科"])
@example("三根眼科医院", ["三根眼科"])
def test_names_are_alike_as_difflib_has_it(ours, theirs):
    known = pd.DataFrame({"facility_id": ["f"], "name": [ours], "unit_code": ["47201"]})
    listed = pd.DataFrame({"record_id": [str(at) for at in range(len(theirs))], "name": theirs, "unit_code": "47201"}).reindex(columns=RECORD)
    found = doubtful_matches(known, listed, elsewhere=False)
    own = without_legal_form(ours)
    assert found["record_id"].tolist() == [str(at) for at, name in enumerate(theirs) if cores(ours) & cores(name)
                                           or SequenceMatcher(None, own, without_legal_form(name)).ratio() >= _LIKE]
    assert set(found["reason"]) <= {SIMILAR}
