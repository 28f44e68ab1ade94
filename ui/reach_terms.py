"""What 届く範囲 is computed with: radius, who is counted, how weights fall; shown, and changed in one place."""

from dataclasses import dataclass

import streamlit as st

from analytics import access
from analytics.access import Assumptions
from analytics.reach_terms import Decay, reach_terms
from data.official_file import BadFile
from ui import state
from ui.gaps_choice import Chosen
from ui.literal import literal


@dataclass(frozen=True)
class Terms:
    """km: radius, straight line. who: quantity of people, and its words. minutes: how decay's minutes become km."""

    km: float
    km_why: str
    who: str
    who_words: str
    decay: Decay
    minutes: Assumptions

    @property
    def km_words(self) -> str:
        return f"{self.km:g}km"

    @property
    def notes(self) -> list[str]:
        """How the figures are made, and what they are not."""
        zones = zip(self.decay.minutes, self.decay.limits_km(self.minutes), strict=True)
        limits = "、".join(f"{minutes:g}分＝直線{km:.1f}km" for minutes, km in zones)
        return [
            f"届く距離は直線{self.km_words}（{self.km_why}）。同じ陸地だけを結び、海を越えない。橋でつながる島は同じ陸地。",
            f"{self.who_words}は住民基本台帳（2025年1月1日）の市区町村の人数を、国勢調査メッシュ（2015年、1km、沖縄県は250m）の人口の割合で配った推計。",
            f"充足（E2SFCA、Luo & Qi 2009）は、施設数を届く人数（重みつき）で割り、住む所から届く施設の分を足したもの。重み: {self.decay.source}。"
            f"{self.minutes.text}により{limits}。",
            "名簿・報告のない都道府県と、基礎（届出・報告）の違う都道府県の施設と住民は数えない。その県境の近くは、実際より低く出ることがある。"]


def choose(chosen: Chosen) -> Terms | None:
    """Draw the terms, folded; None, and what is wrong, where the definition file cannot be read."""
    try:
        found = reach_terms()
    except BadFile as error:
        st.error(str(error))
        return None
    radius = found.radius.get(chosen.function.code)
    if radius is None:
        st.error(f"reach.toml に「{literal(chosen.function.code)}」の radius がありません。")
        return None
    start, minutes = f"{radius.km:g}", access.definition().assumptions
    with st.popover("前提を変える"):
        if state.get("reachkm") == "":
            state.put("reachkm", start)
        km = state.select("reachkm", "届くとみなす距離（直線）", sorted({f"{km:g}" for km in radius.choices}, key=float),
                          lambda km: f"{km}km" + ("（初期値）" if km == start else ""))
        who = state.select("reachwho", "数える人", list(found.who), found.who.__getitem__)
        decay = state.select("reachdecay", "充足の重み", list(found.decays), lambda code: found.decays[code].label)
        st.caption(f"{literal(radius.why)}  \n分は{minutes.text}（区域の組み替えと同じ）。")
    return Terms(float(km), radius.why if km == start else f"初期値は{start}km", who, found.who[who], found.decays[decay], minutes)
