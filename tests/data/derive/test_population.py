"""Population on today's units: 住基 as published, 社人研 with 浜松 and 浜通り."""

import pandas as pd
import pytest

from data.derive.population import left_out_messages, projections, residents_by_unit
from data.official_file import BadFile

MEMBERS = pd.DataFrame([
    ("07204", "07204", "07", "0707"), ("07209", "07209", "07", "0706"), ("07212", "07212", "07", "0706"),
    ("07201", "07201", "07", "0701"), ("22138", "22130", "22", "2208"), ("22139", "22130", "22", "2208"),
], columns=["unit_code", "city_code", "pref_code", "concept_code"])
CHANGE = pd.DataFrame([("22134", "22138", 1.0), ("22135", "22138", 0.4), ("22135", "22139", 0.6)],
                      columns=["old_code", "unit_code", "share"])
PRINTED = [("07000", "a", 300, 30.0, 15.0), ("07201", "2", 200, 27.5, 14.0), ("07999", "9", 100, 35.0, 17.0),
           ("22000", "a", 50, 40.0, 20.0), ("22130", "1", 50, 40.0, 20.0), ("22134", "0", 40, 42.5, 20.0),
           ("22135", "0", 10, 30.0, 20.0)]
AREAS = pd.DataFrame([("0706", 2040, 30.0), ("0707", 2040, 70.0), ("0701", 2040, 180.0), ("0706", 2024, 1.0)],
                     columns=["area_code", "year", "persons"])
RESIDENTS = {"07204": (80, 20, 10), "07209": (30, 12, 6), "07212": (10, 8, 5)}


def ipss(printed=PRINTED):
    rows = [(code, kind, 2040, measure, float(value), "ipss_2023") for code, kind, *values in printed
            for measure, value in zip(("total", "share_65", "share_75"), values, strict=True)]
    return pd.DataFrame(rows, columns=["code", "kind", "year", "measure", "value", "source_id"])


def juki():
    rows = []
    for code, (everybody, aged, old) in RESIDENTS.items():
        rows += [(code, None, None, everybody), (code, 65, 74, aged - old), (code, 75, None, old)]
    frame = pd.DataFrame(rows, columns=["code", "age_from", "age_to", "persons"])
    return frame.astype({"age_from": "Int16", "age_to": "Int16"}).assign(year=2025, sex="total")


def projected(printed=PRINTED):
    frame, _ = projections(ipss(printed), CHANGE, MEMBERS, juki(), AREAS)
    return frame.assign(age=frame["age_from"].fillna(0)).set_index(["unit_code", "age"])


def test_shares_become_persons_again():
    frame = projected()
    assert frame.loc[("07201", 0), "persons"] == 200
    assert frame.loc[("07201", 65), "persons"] == 55
    assert frame.loc[("07201", 75), "persons"] == 28


def test_every_published_sum_is_kept_for_every_age():
    frame = projected()
    for age, whole, printed in ((0, 100, 1.0), (65, 100, 0.35), (75, 100, 0.17)):
        parts = [frame.loc[(u, age), "persons"] for u in ("07204", "07209", "07212")]
        assert sum(parts) == pytest.approx(whole * printed)
    assert frame.xs(0, level="age")["persons"].sum() == pytest.approx(350)


def test_hamadori_is_divided_by_mhlw_areas_and_inside_by_residents_of_the_same_age():
    frame = projected()
    assert frame.loc[("07204", 0), "persons"] == pytest.approx(70)
    assert frame.loc[("07209", 0), "persons"] == pytest.approx(30 * 30 / 40)
    assert frame.loc[("07209", 65), "persons"] == pytest.approx(35 * 0.3 * 12 / 20)
    assert frame.loc[("07212", 75), "persons"] == pytest.approx(17 * 0.3 * 5 / 11)
    assert set(frame.loc[["07204", "07209", "07212"], "flag"]) == {"按分"}
    assert frame.loc["07201", "flag"].isna().all()


def test_former_wards_are_put_on_todays():
    frame = projected()
    assert frame.loc[("22138", 0), "persons"] == pytest.approx(44)
    assert frame.loc[("22139", 65), "persons"] == pytest.approx(0.6 * 3)
    assert set(frame.loc[["22138", "22139"], "flag"]) == {"按分"}


def test_ages_are_never_larger_than_the_whole():
    wide = projected()["persons"].unstack("age")
    assert (wide[75] <= wide[65]).all()
    assert (wide[65] <= wide[0]).all()


def test_a_prefecture_that_its_municipalities_do_not_meet_is_refused():
    wrong = [(c, k, p, 90.0 if c == "07201" else s65, s75) for c, k, p, s65, s75 in PRINTED]
    with pytest.raises(BadFile, match="都道府県 07 の 2040 年の値が市区町村の和と合いません"):
        projected(wrong)


def test_a_missing_table_is_named():
    some = ipss()
    with pytest.raises(BadFile, match="結果表3-4にないコード: 07000"):
        projections(some[some["measure"] != "share_75"], CHANGE, MEMBERS, juki(), AREAS)


def test_residents_of_an_age_and_over():
    assert residents_by_unit(juki(), 65).to_dict() == {"07204": 20, "07209": 12, "07212": 8}
    assert residents_by_unit(juki())["07204"] == 80


def test_hamadori_without_the_areas_populations_of_2040_is_refused():
    with pytest.raises(BadFile, match="2040年の人口のない構想区域があります（0706）"):
        projections(ipss(), CHANGE, MEMBERS, juki(), AREAS[AREAS["area_code"] != "0706"])


def test_residents_of_codes_left_out_are_said_beside_the_printed_total():
    kept = juki()[juki()["code"] != "07212"]
    assert left_out_messages(juki(), juki()) == []
    [message] = left_out_messages(juki(), kept)
    assert "公表の合計 120 人" in message
    assert "10 人は入っていません" in message
