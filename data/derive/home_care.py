"""Roles in home care: 積極的医療機関 and 在宅医療連携拠点, whom they serve, and the areas made of them.

A role serves an area of its own, apart from its address (玄米クリニック stands in 西原町 and serves 中部). What the
source does not state outright is marked 要確認.
"""

import hashlib
import re
from collections.abc import Iterable

import pandas as pd

from ..home import DEFINITIONS
from ..importers.cells import normal_name
from ..importers.checked import Source
from ..official_file import BadFile
from .areas import AREA, MEMBERS
from .facility_name import simple
from .hospital_match import match_hospitals
from .place_names import Places

_OKINAWA = "https://www.pref.okinawa.lg.jp/iryokenko/iryo/1005227/1029577/1036449.html"
SOURCES = (
    Source("home_care_47", "在宅医療において積極的役割を担う医療機関・在宅医療に必要な連携を担う拠点（沖縄県）",
           "沖縄県保健医療介護部地域包括ケア推進課", _OKINAWA, "沖縄県ホームページの利用条件", "2025年11月（第8次沖縄県医療計画）",
           "名称は九州厚生局の届出名簿（2025-10-01）の表記に直し、資料の表記を併記。拠点の区域のうち資料に明記のないものは要確認。"),
    Source("home_care_27", "在宅医療の圏域の考え方（大阪府）", "大阪府健康医療部", "", "出典を明記して利用", "第8次大阪府医療計画",
           "圏域を二次医療圏とすることだけを使う。"),
)
EMPTY = pd.DataFrame(columns=["role", "pref_name", "name", "name_in_source", "municipality", "served_area",
                              "served_municipalities", "facility_code", "checked", "source_id"])
HOMECARE, HUB_AREA, HUB = "homecare", "kyoten", "hub"
ROLE = ["role_id", "role", "pref_code", "name", "name_in_source", "municipality", "unit_code", "served_area", "facility_code",
        "facility_id", "match_quality", "source_id"]


def shipped_roles() -> pd.DataFrame:
    """Roles of the prefectures whose list comes with the project: the columns of EMPTY."""
    return pd.read_csv(DEFINITIONS / "home_care_roles.csv", dtype=str, keep_default_na=False).assign(source_id="home_care_47")


def shipped_areas() -> pd.DataFrame:
    """Prefectures whose 在宅医療圏域 are known: pref_name, area_kind (the kind they are equal to), source_id, checked."""
    return pd.read_csv(DEFINITIONS / "home_care_areas.csv", dtype=str, keep_default_na=False)


def roles_of(loaded: pd.DataFrame) -> pd.DataFrame:
    """What a prefecture loaded takes the place of what is shipped for it."""
    shipped = shipped_roles()
    return pd.concat([shipped[~shipped["pref_name"].isin(loaded["pref_name"])], loaded], ignore_index=True)


def home_care(rows: pd.DataFrame, units: pd.DataFrame, facility: pd.DataFrame
              ) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """(home_care_role, home_care_served, messages).

    rows: columns of EMPTY. units: the checked table area_membership. facility: facility_id, name, unit_code. A role is
    joined to a facility by its whole name inside the municipality of its address, never by a part of a name. It
    serves the municipalities the list names, else the 二次医療圏 or municipality that its served_area names, else
    nobody that is known. Raises BadFile for a prefecture that does not exist.
    """
    places, messages, made, served = Places(units), [], [], []
    for row in rows.itertuples():
        if row.pref_name not in places.pref_code:
            raise BadFile(f"都道府県「{row.pref_name}」がありません。", "積極的医療機関・在宅医療連携拠点の一覧", column="都道府県")
        who = f"{row.pref_name}「{row.name}」"
        at = places.municipality(row.pref_name, row.municipality) if row.municipality else []
        if row.municipality and len(at) != 1:
            messages.append(f"{who}: 所在市区町村「{row.municipality}」が今の市区町村1つに決まりません。")
        where = at[0] if len(at) == 1 else None
        role_id = _digest(places.pref_code[row.pref_name], row.role, normal_name(row.name), normal_name(row.municipality))
        made.append({**row._asdict(), "role_id": role_id, "pref_code": places.pref_code[row.pref_name], "unit_code": where})
        covered, unknown = _served(places, row)
        if unknown:
            messages.append(f"{who}: 担当市区町村「{'、'.join(unknown)}」が今の市区町村にありません。")
        if not covered:
            messages.append(f"{who}: 担当区域「{row.served_area}」の市区町村が分かりません。「担当市区町村」に書いてください。")
        served += [(role_id, unit, row.checked or None) for unit in covered]
    role = pd.DataFrame(made, columns=[*dict.fromkeys([*ROLE, *EMPTY.columns])])
    role = _with_facilities(role, facility)
    for column in ("municipality", "facility_code"):
        role[column] = role[column].mask(role[column] == "")
    return (role[ROLE], pd.DataFrame(served, columns=["role_id", "unit_code", "checked"]).drop_duplicates(["role_id", "unit_code"]),
            [*messages, *_corrections(role), *_to_be_checked(rows)])


def _served(places: Places, row) -> tuple[list[str], list[str]]:
    """(units served, names that are no municipality)."""
    names = [name for name in re.split("[、,，]", row.served_municipalities) if name.strip()]
    if not names:
        return sorted(places.area(row.pref_name, row.served_area)), []
    found = {name: places.municipality(row.pref_name, name) for name in names}
    return sorted({unit for units in found.values() for unit in units}), [name for name, units in found.items() if not units]


def _digest(*parts: str) -> str:
    return "r" + hashlib.blake2b("|".join(parts).encode(), digest_size=6).hexdigest()


def _with_facilities(role: pd.DataFrame, facility: pd.DataFrame) -> pd.DataFrame:
    asked = role.loc[(role["role"] != HUB) & role["unit_code"].notna(), ["role_id", "name", "unit_code"]]
    found = match_hospitals(
        asked.rename(columns={"role_id": "facility_id"}).assign(area_code=None, may_be_hospital=True),
        facility.rename(columns={"facility_id": "hospital_id"}).assign(short_name=None), pd.DataFrame(columns=["unit_code", "area_code"]))
    role["facility_id"] = role["role_id"].map(found).astype(object).where(role["role_id"].isin(found.index), None)
    names = facility.set_index("facility_id")["name"]
    same = [pd.notna(f) and simple(names[f]) == simple(n) for f, n in zip(role["facility_id"], role["name"], strict=True)]
    role["match_quality"] = pd.Series(same, role.index).map({True: "name", False: "name_without_body"}).where(role["facility_id"].notna(), None)
    return role


def _corrections(role: pd.DataFrame) -> list[str]:
    changed = role[role["name"].map(normal_name) != role["name_in_source"].map(normal_name)]
    if changed.empty:
        return []
    return [f"資料の表記を届出の名称に直しました: {'、'.join(changed['name_in_source'] + '→' + changed['name'])}"]


def _to_be_checked(rows: pd.DataFrame) -> list[str]:
    marked = rows[rows["checked"] != ""]
    if marked.empty:
        return []
    areas = marked.groupby(["pref_name", "served_area", "served_municipalities"], sort=False)["name"].agg("、".join)
    return [f"担当する市区町村は資料に明記がなく要確認: {pref} {area}（{towns}）: {names}" for (pref, area, towns), names in areas.items()]


def hub_areas(role: pd.DataFrame, served: pd.DataFrame, units: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """(area, area_member, messages) of the kind kyoten: the units of each 拠点. Units under none or under two are listed."""
    hub = role[role["role"] == HUB].merge(served, on="role_id", suffixes=("_address", ""))
    hub = hub.assign(area_kind=HUB_AREA, area_code=hub["pref_code"] + hub["name"], area_km2=None, valid_from=None, valid_to=None)
    messages = []
    covered = units[units["pref_code"].isin(hub["pref_code"])]
    if len(without := covered[~covered["unit_code"].isin(hub["unit_code"])]):
        messages.append(f"どの拠点の区域にも入らない市区町村: {'、'.join(without['pref_name'] + without['full_name'])}")
    if double := sorted(set(hub.loc[hub.duplicated("unit_code"), "unit_code"])):
        messages.append(f"2つの拠点の区域に入る市区町村: {'、'.join(double)}")
    return hub.drop_duplicates("area_code")[AREA], hub[MEMBERS], messages


def home_care_areas(area: pd.DataFrame, member: pd.DataFrame, units: pd.DataFrame, known: pd.DataFrame
                    ) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(area, area_member) of the kind homecare: copies of the kind that a prefecture's 在宅医療圏域 are equal to."""
    code = dict(zip(units["pref_name"], units["pref_code"], strict=True))
    areas, members = [], []
    for row in known.itertuples():
        same = area[(area["area_kind"] == row.area_kind) & (area["pref_code"] == code[row.pref_name])]
        areas.append(same.assign(area_kind=HOMECARE, source_id=row.source_id))
        inside = (member["area_kind"] == row.area_kind) & member["area_code"].isin(same["area_code"])
        members.append(member[inside].assign(area_kind=HOMECARE))
    return pd.concat(areas)[AREA], pd.concat(members)[MEMBERS]


def sources(used: Iterable[str], rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the table source for the lists that come with the project and are used."""
    count = rows["source_id"].value_counts()
    return pd.DataFrame([{**vars(s), "row_count": int(count.get(s.source_id, 0))} for s in SOURCES if s.source_id in set(used)])
