"""Which rows of two editions are one facility."""

import pandas as pd
import pytest

from data.derive.facility_identity import BED_ITEMS, digest, identify


def facilities(r6: list[tuple], r7: list[tuple]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(ids by (edition, name), aliases) for rows (name, municipality, beds: total or six figures or None) of area 4701."""
    rows, figures = [], []
    for published_fy, listed in (("R6", r6), ("R7", r7)):
        for seq, (name, town, beds) in enumerate(listed, start=1):
            rows.append((published_fy, "4701", seq, name, town))
            beds = (beds, 0, beds, 0, 0, 0) if isinstance(beds, int) else beds
            figures += [(published_fy, "4701", seq, item, value) for item, value in zip(BED_ITEMS, beds or (), strict=False)]
    row = pd.DataFrame(rows, columns=["published_fy", "area_code", "seq", "name", "municipality"])
    figure = pd.DataFrame(figures, columns=["published_fy", "area_code", "seq", "item", "value"])
    identity, alias = identify(row, figure)
    ids = row.merge(identity).set_index(["published_fy", "name"])["facility_id"]
    assert len(ids) == len(row)
    return ids, alias


def test_same_area_name_and_town_is_one_facility_however_it_is_spelt():
    ids, alias = facilities([("医療法人 Ａ会　髙江病院", "名護市", 50)], [("医療法人A会高江病院", "名護市", 70)])
    assert ids.nunique() == 1
    assert alias.empty
    assert ids.iloc[0] == digest(("4701", "医療法人A会高江病院", "名護市"))


def test_an_id_is_h_and_twelve_hex_digits_and_does_not_depend_on_the_other_rows():
    ids, _ = facilities([], [("A病院", "名護市", 50), ("B病院", "名護市", 60)])
    alone, _ = facilities([], [("B病院", "名護市", 60)])
    assert ids["R7", "B病院"] == alone["R7", "B病院"]
    assert ids.str.fullmatch("h[0-9a-f]{12}").all()


@pytest.mark.parametrize(("before", "after"), [
    (("医療法人大空 やんばる南病院", "名護市", 80), ("医療法人同仁会 やんばる南病院", "名護市", 100)),
    (("塩川病院", "名護市", 108), ("名護市立 塩川病院", "名護市", 90)),
    (("（医）信愛会本多病院", "名護市", 20), ("本多病院", "名護市", 25)),
    (("昭和大学病院", "名護市", 815), ("昭和医科大学病院", "名護市", 815)),
    (("熊谷眼科医院", "名護市", 10), ("熊谷眼科・形成外科医院", "名護市", 10)),
    (("救世軍ブース病院", "名護市", (199, 0, 52, 0, 147, 0)), ("タムス杉並病院", "名護市", (199, 0, 52, 0, 147, 0))),
    (("小張総合病院", "名護市", (350, 10, 340, 0, 0, 0)), ("野田総合病院", "名護市", (350, 0, 276, 0, 0, 74))),
    (("岩本診療所", "名護市", 7), ("岩本診療所", "本部町", 7)),
])
def test_a_renamed_or_moved_facility_keeps_its_former_id_as_an_alias(before, after):
    ids, alias = facilities([before], [after])
    assert ids.nunique() == 1
    assert ids.iloc[0] == digest(("4701", after[0].replace(" ", "").replace("（", "(").replace("）", ")"), after[1]))
    assert alias["name"].tolist() == [before[0]]
    assert alias["reason"].str.startswith("R6: ").all()
    assert alias["alias_id"].iloc[0] != ids.iloc[0]


@pytest.mark.parametrize(("before", "after"), [
    (("A医院", "名護市", 19), ("Bクリニック", "名護市", 19)),  # nineteen beds say nothing
    (("ハートレディースクリニック", "名護市", 9), ("パールレディースクリニック", "名護市", 9)),
    (("井手整形外科医院", "名護市", 19), ("福井整形外科・麻酔科医院", "名護市", 19)),
    (("中央病院", "名護市", 80), ("北山病院", "名護市", 90)),
    (("医療法人大空 やんばる南病院", "名護市", 80), ("医療法人同仁会 やんばる南病院", "本部町", 80)),  # renamed and moved
])
def test_without_strong_evidence_two_names_stay_two_facilities(before, after):
    ids, alias = facilities([before], [after])
    assert ids.nunique() == 2
    assert alias.empty


def test_evidence_that_fits_two_facilities_is_not_used():
    ids, _ = facilities([("旧病院", "名護市", 120)], [("新北病院", "名護市", 120), ("新南病院", "名護市", 120)])
    assert ids.nunique() == 3


def test_a_facility_that_is_still_there_is_never_joined_to_another():
    ids, _ = facilities([("A病院", "名護市", 120), ("B病院", "名護市", 60)], [("B病院", "名護市", 120)])
    assert ids["R6", "A病院"] != ids["R7", "B病院"] == ids["R6", "B病院"]


def test_a_non_reporter_without_town_is_the_facility_of_that_name_in_the_area():
    ids, alias = facilities([("A医院", "名護市", 19)], [("A医院", "", None)])
    assert ids.nunique() == 1
    assert ids.iloc[0] == digest(("4701", "A医院", "名護市"))  # the id with the town, so that it lasts
    assert alias["alias_id"].tolist() == [digest(("4701", "A医院", ""))]
    assert "未報告" in alias["reason"].iloc[0]


def test_a_facility_of_the_older_edition_only_is_kept():
    ids, alias = facilities([("A病院", "名護市", 50), ("B医院", "本部町", 4)], [("A病院", "名護市", 50)])
    assert ids["R6", "B医院"] == digest(("4701", "B医院", "本部町"))
    assert alias.empty
