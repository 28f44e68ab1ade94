"""Lists of the bureaus beside the other sources: who is who, what stays apart."""

import pandas as pd
import pytest

from data.derive import notified
from data.derive.addresses import street, units_of
from data.derive.decided import Decided
from data.importers.bed_words import BEDS, beds_by_kind

UNITS = pd.DataFrame({"unit_code": ["47201", "47329", "47362", "14101"], "full_name": ["那覇市", "西原町", "八重瀬町", "横浜市鶴見区"],
                      "pref_code": ["47", "47", "47", "14"], "pref_name": ["沖縄県"] * 3 + ["神奈川県"], "pop_lat": 26.2, "pop_lon": 127.7})


@pytest.mark.parametrize(("pref", "address", "unit"), [
    ("47", "那覇市泉崎１－１", "47201"), ("47", "沖縄県那覇市泉崎１－１", "47201"), ("47", "中頭郡西原町字上原２０７", "47329"),
    ("47", "島尻郡　八重瀬町字東風平", "47362"), ("14", "横浜市鶴見区鶴見１", "14101"), ("14", "横浜市港北区", None), ("47", "", None),
    ("14", "那覇市泉崎", None)])
def test_the_unit_of_an_address(pref, address, unit):
    assert units_of(pd.DataFrame({"pref_code": [pref], "address": [address]}), UNITS).tolist() == [unit]


@pytest.mark.parametrize(("text", "beds"), [
    ("一般　　 570／精神　　 40／結核　　 4／一般（感染）　　 6", [570, None, 40, 4, 6, None]),
    ("一般　一般　 3／一般　療養　 12", [3, 12, None, None, None, None]),
    ("一般　　 19", [19, None, None, None, None, None]), ("", [None] * 6), ("一般　　", [None] * 6), ("その他　　 32", [None] * 5 + [32]),
    ("一般　一般　362／一般　一般　28", [390, None, None, None, None, None])])
def test_beds_as_the_lists_word_them(text, beds):
    assert [beds_by_kind(text)[kind] for kind in BEDS] == beds


def listed(*rows: tuple[str, str, str, str], as_of: str = "2025-10-01") -> pd.DataFrame:
    """notified_facility of (code, name, address, beds)."""
    return pd.DataFrame([{"facility_code": code, "pref_code": code[:2], "score_table": code[2], "part": "全体", "name": name, "address": address,
                          "phone": "098-1", "as_of": as_of, "source_id": "notified", **beds_by_kind(beds)} for code, name, address, beds in rows])


KNOWN = pd.DataFrame({"facility_id": ["h1", "h2"], "name": ["医療法人南の会　首里病院", "東風平レデイスクリニック"],
                      "kind": ["hospital", "clinic_with_beds"],
                      "unit_code": ["47201", "47362"], "area_code": "4703", "municipality": "",
                      "lat": 26.2, "lon": 127.7, "location_quality": "unit_centre", "address": None, "phone": None})
AREA_OF = pd.Series("4703", index=["47201", "47329", "47362"])


def join(rows: pd.DataFrame, decided: Decided = Decided()) -> notified.Listed:  # noqa: B008 (never changed)
    return notified.join(rows, KNOWN, UNITS, AREA_OF, decided)


@pytest.mark.parametrize(("address", "town", "said"), [
    ("沖縄県那覇市字泉崎一丁目２番３号　2階", "那覇市", "泉崎1-2-3"), ("那覇市泉崎1-2-3", "那覇市", "泉崎1-2-3"),
    ("島尻郡八重瀬町字東風平１１０７番地の２", "八重瀬町", "東風平1107-2"), ("那覇市久茂地二十三丁目4", "那覇市", "久茂地23-4"),
    ("那覇市泉崎", "那覇市", None), ("西原町字上原２０７", "那覇市", None), (None, "那覇市", None)])
def test_the_street_of_an_address_reads_the_same_however_it_is_written(address, town, said):
    assert street(address, town) == said


def test_a_facility_known_already_takes_the_official_code_and_the_others_are_added():
    found = join(listed(("4710000001", "首里病院", "那覇市首里１", "一般 100"), ("4710000002", "泉崎クリニック", "那覇市泉崎１", "")))
    assert found.codes[["facility_id", "facility_code", "phone"]].to_numpy().tolist() == [["h1", "4710000001", "098-1"]]
    assert found.facility[["facility_id", "kind", "unit_code", "location_quality"]].to_numpy().tolist() == [
        ["4710000002", "clinic", "47201", "unit_centre"]]


def test_a_facility_of_unknown_place_gets_the_one_of_the_list():
    nowhere = KNOWN.assign(name=["医療法人　首里病院", "別の医院"], unit_code=None, municipality=None, lat=None, lon=None, location_quality="none")
    found = notified.join(listed(("4710000001", "首里病院", "那覇市首里１", "一般 100")), nowhere, UNITS, AREA_OF, Decided())
    made = notified.with_listed({"facility": nowhere, "facility_alias": pd.DataFrame(columns=["alias_id", "facility_id", "name", "reason"]),
                                 "facility_activity": pd.DataFrame({"facility_id": ["h1"]})}, found)["facility"].iloc[0]
    assert (made["unit_code"], made["municipality"], made["lat"], made["location_quality"]) == ("47201", "那覇市", 26.2, "unit_centre")


def test_the_former_id_still_leads_to_the_facility():
    tables = {"facility": KNOWN,
              "facility_alias": pd.DataFrame([("h0", "h1", "旧病院", "改称")], columns=["alias_id", "facility_id", "name", "reason"]),
              "facility_activity": pd.DataFrame({"facility_id": ["h1", "h2"], "item": "beds"})}
    made = notified.with_listed(tables, join(listed(("4710000001", "首里病院", "那覇市首里１", "一般 100"))))
    assert made["facility"]["facility_id"].tolist() == ["4710000001", "h2"]
    assert dict(zip(made["facility_alias"]["alias_id"], made["facility_alias"]["facility_id"], strict=True)) == {
        "h0": "4710000001", "h1": "4710000001"}
    assert made["facility_activity"]["facility_id"].tolist() == ["4710000001", "h2"]


def test_a_name_that_is_only_alike_or_stands_elsewhere_is_left_to_people():
    found = join(listed(("4710000001", "首里病院", "中頭郡西原町１", "一般 100"),
                        ("4710000002", "東風平レディスクリニック", "島尻郡八重瀬町１", "一般 10")))
    assert found.codes.empty
    assert set(found.doubtful[["facility_id", "record_id", "other_id", "reason"]].itertuples(index=False, name=None)) == {
        ("h1", "4710000001", "4710000001", "同じ名称で、市区町村が違う"), ("h2", "4710000002", "4710000002", "同じ市区町村で、名称が似ている")}
    assert found.doubtful.set_index("facility_id").loc["h2", ["name", "likeness"]].tolist() == ["東風平レディスクリニック", 0.917]


def test_how_a_match_was_told_is_kept():
    told = join(listed(("4710000001", "首里病院", "那覇市首里１", "一般 100"))).match
    assert told[["facility_id", "record_id", "source_id", "quality"]].to_numpy().tolist() == [
        ["4710000001", "4710000001", "notified", "name_without_body"]]


def test_what_people_said_is_one_facility_takes_the_code_and_is_no_doubt_any_more(decided):
    rows = listed(("4710000001", "首里病院", "中頭郡西原町１", "一般 100"), ("4710000002", "東風平レディスクリニック", "島尻郡八重瀬町１", "一般 10"))
    found = join(rows, decided(("same", "h1", "4710000001"), ("different", "h2", "4710000002")))
    assert found.codes[["facility_id", "facility_code"]].to_numpy().tolist() == [["h1", "4710000001"]]
    assert found.match["quality"].tolist() == ["decided"]
    assert found.doubtful.empty
    assert found.facility["facility_id"].tolist() == ["4710000002"]


def test_two_facilities_that_people_told_apart_are_not_joined_by_their_names(decided):
    found = join(listed(("4710000001", "首里病院", "那覇市首里１", "一般 100")), decided(("different", "h1", "4710000001")))
    assert found.codes.empty
    assert found.facility["facility_id"].tolist() == ["4710000001"]


def test_one_record_is_joined_to_one_facility_only_the_first_decision_counts(decided):
    found = join(listed(("4710000001", "首里病院", "中頭郡西原町１", "一般 100")),
                 decided(("same", "h1", "4710000001"), ("same", "h2", "4710000001")))
    assert found.codes["facility_id"].tolist() == ["h1"]


@pytest.mark.parametrize(("code", "name", "beds", "kind"), [
    ("4710000001", "A医院", "", "clinic"), ("4710000001", "A医院", "一般 19", "clinic_with_beds"), ("4710000001", "A記念", "一般 20", "hospital"),
    ("4710000001", "A病院", "", "hospital"), ("4730000001", "A歯科", "", "dental"), ("4740000001", "A薬局", "", "pharmacy")])
def test_what_kind_a_listed_facility_is(code, name, beds, kind):
    assert join(listed((code, name, "那覇市１", beds))).facility["kind"].tolist() == [kind]


def test_an_address_of_no_municipality_is_said_and_the_facility_left_out():
    found = join(listed(("4710000001", "A医院", "どこか１", "")))
    assert found.facility.empty
    assert "A医院（どこか１）: 住所の市区町村が分かりません" in found.messages[0]


def test_the_latest_list_that_has_a_facility_is_taken():
    rows = pd.concat([listed(("4710000001", "新しい名", "那覇市１", ""), as_of="2026-10-01"), listed(("4710000001", "古い名", "那覇市１", ""))])
    assert notified.newest(rows)["name"].tolist() == ["新しい名"]
