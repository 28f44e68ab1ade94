"""Offices of care services: a position far from the office's own municipality is none."""

import pandas as pd

from data.derive.care_services import care_offices

UNITS = pd.DataFrame({"unit_code": ["47213"], "full_name": ["うるま市"], "pref_code": ["47"], "pref_name": ["沖縄県"], "pop_lat": [26.38],
                      "pop_lon": [127.86]})
CELLS = pd.DataFrame({"unit_code": ["47213"], "lat": [26.38], "lon": [127.86]})


def test_a_position_in_another_prefecture_is_left_out_and_told(monkeypatch):
    monkeypatch.setattr("data.derive.lands.of_facilities", lambda frame, land: frame["lat"].notna().map({True: 0, False: None}))
    rows = pd.DataFrame({"service": "730", "office_no": ["1", "2", "3"], "name": ["近い家", "遠い家", "位置なし"], "unit_code": "47213",
                         "address": "沖縄県うるま市", "lat": [26.37, 36.9, None], "lon": [127.85, 137.5, None]})
    made, said = care_offices(rows, UNITS, pd.DataFrame({"old_code": [], "unit_code": [], "share": []}), CELLS, None)
    assert made["lat"].notna().tolist() == [True, False, False] and made["land"].notna().tolist() == [True, False, False]
    assert said == ["1 事業所の座標が所在市区町村から20kmより離れているため、座標を採りません。"]
