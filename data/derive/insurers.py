"""Care insurers: their areas, members and figures. A figure stays with its insurer, never with a town."""

import pandas as pd

from ..home import DEFINITIONS
from ..importers.cells import normal_name
from .areas import AREA, MEMBERS

KIND = "insurer"


def insurer_definition() -> pd.DataFrame:
    """Members of the joint insurers: pref_name, insurer_name, unit_full_name, basis."""
    return pd.read_csv(DEFINITIONS / "insurer_members.csv", dtype=str)


def insurers(
    insurer_figure: pd.DataFrame, area_membership: pd.DataFrame, members: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    """(area, area_member, insurer_figure, messages) of the insurers in the newest fiscal year.

    insurer_figure: pref_name, insurer_name, year, item, value. A municipality that is its own insurer is found by
    prefecture and normalised name (a designated city whole) and has its code; a joint insurer (広域連合) by
    `members`, and its code is its prefecture's two digits and its name. An insurer whose members
    are not known gets no area and a unit without an insurer is listed: neither is guessed.
    """
    newest = insurer_figure[insurer_figure["year"] == insurer_figure["year"].max()]
    known = newest[["pref_name", "insurer_name", "source_id"]].drop_duplicates()
    known = known.drop_duplicates(["pref_name", "insurer_name"])
    key = _key(known["pref_name"], known["insurer_name"])
    cities = area_membership.assign(key=_key(area_membership["pref_name"], area_membership["city_name"]))
    alone = known.assign(key=key).merge(cities, on=["key", "pref_name"], suffixes=("", "_unit"))
    alone["area_code"] = alone["city_code"]
    towns = area_membership.assign(unit=_key(area_membership["pref_name"], area_membership["full_name"]))
    table = members.assign(key=_key(members["pref_name"], members["insurer_name"]),
                           unit=_key(members["pref_name"], members["unit_full_name"]))
    joint = known.assign(key=key).merge(table[["key", "unit"]], on="key").merge(towns, on=["unit", "pref_name"],
                                                                               suffixes=("", "_unit"))
    joint["area_code"] = joint["pref_code"] + joint["insurer_name"]
    both = pd.concat([alone, joint], ignore_index=True)
    area = both.drop_duplicates("area_code").assign(area_kind=KIND, name=lambda f: f["insurer_name"], area_km2=None)
    member = both.assign(area_kind=KIND, valid_from=None, valid_to=None)
    codes = dict(zip(both["key"], both["area_code"], strict=True))
    figures = insurer_figure.assign(
        insurer_code=_key(insurer_figure["pref_name"], insurer_figure["insurer_name"]).map(codes))
    figures = figures.dropna(subset="insurer_code")[["insurer_code", "year", "item", "value", "source_id"]]
    return (area[AREA].reset_index(drop=True), member[MEMBERS], figures.reset_index(drop=True),
            _messages(known.assign(key=key), codes, area_membership, member, table, towns))


def _key(pref: pd.Series, name: pd.Series) -> pd.Series:
    return pref + name.map({n: normal_name(n) for n in name.unique()})


def _messages(known: pd.DataFrame, codes: dict, units: pd.DataFrame, member: pd.DataFrame, table: pd.DataFrame,
              towns: pd.DataFrame) -> list[str]:
    messages = []
    if unknown := sorted(set(known["key"]) - set(codes)):
        messages.append(f"構成市町村が分からない保険者（図表に出ません）: {'、'.join(unknown)}")
    if nobody := sorted(set(table["unit"]) - set(towns["unit"])):
        messages.append(f"insurer_members.csv の市町村名が今の市町村にありません: {'、'.join(nobody)}")
    alone = units[~units["unit_code"].isin(member["unit_code"])]
    if len(alone):
        messages.append(f"保険者の分からない市区町村: {'、'.join(alone['pref_name'] + alone['full_name'])}")
    if double := sorted(set(member.loc[member.duplicated("unit_code"), "unit_code"])):
        messages.append(f"2つの保険者に属する市区町村があります: {'、'.join(double)}")
    return messages
