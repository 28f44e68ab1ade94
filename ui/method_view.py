"""The planner's method in plain Japanese, with 沖縄県 worked through on the figures of now."""

import pandas as pd
import streamlit as st

from analytics import merge
from analytics.merge import Ask
from data.store import Store
from ui import planner_view
from ui.plain_table import plain_table
from ui.words import people

EXAMPLE = Ask(("47",), 2025)

QUESTION = """
## 何を求めるか

今の区域（構想区域）を**いくつか合わせて**新しい区域を作る、すべてのやり方の中から、次の決まりを守るものを探します。

1. 今の区域は、必ずどれか一つの新しい区域に入る（分けない、余らせない）。
2. 新しい区域の中は、道路（陸の境、橋、トンネル）でつながっている。船や飛行機だけのつながりは数えない。
   陸の境はどれも道路が通るものとする（道路の通らない境は、一覧に加えれば数えない）。
3. 新しい区域の人口は、下限（ふつう20万人）以上。
4. 道路でほかとつながらず、つながる範囲をすべて合わせても下限に届かない所（離島など）は、まとめて一つの区域とし、下限の対象外（例外）にする。
5. 「このまま変えない」「いっしょに」「別に」「距離の上限」など、加えた条件を守る。

決まりを守るやり方はふつういくつもあります。その中から、次の順に選びます。

1. **区域の数が最も多いもの**。統合を最小限にとどめ、身近な区域を残すためです。
2. 区域の数が同じなら、選んだ目的で最もよいもの（下の表）。
"""

PROOF = """
## なぜ「最良」と言い切れるか

道路でつながる区域の組を**一つ残らず**調べ、組み合わせの中で最もよいものを選ぶからです。思いつきや、くじ引きのような探し方ではありません。

調べる組は、次の工夫で減らします。**ある組が、どちらも下限以上で道路もつながる二つに分けられるなら、その組を使う案は最良にならない**。分ければ区域が一つ増え、
「区域の数が最も多い」に近づくからです。その組にさらに区域を足した組も、やはり二つに分けられるので調べる必要がありません。
この工夫がそのままでは成り立たない条件（距離の上限など）があるときは、工夫を弱めて調べ、必要ならすべてを調べます。

同じ資料、同じ条件なら、いつ計算しても同じ案になります。条件が厳しすぎて案がないときは、「同時には成り立たない、いちばん小さな条件の組」を示します。

市区町村をばらばらに組み合わせるときは、数が多すぎてすべては調べられません。そのときは時間を区切って探し、「これより多い区域数はあり得ない」という上限を証明し、
見つかった案との差を示します。
"""

LIMITS = """
## この計算が考えないこと

- 人口の下限は見直しの目安で、決まりではありません。どの案の横にも「変更なし」を並べています。
- 道路の実際の所要時間、冬の通行、医師の確保、経営、建物、住民の気持ちは入っていません。案は話し合いの出発点です。
- 患者の流れは公表された分だけです。公表されない流れは「区域外」と数えた**下限**で比べ、上限も示します。
- 構想区域を分けると患者の流れは分からなくなる（不明（分割））ため、市区町村の組み合わせでは推計自足率を使いません。
"""


def draw(store: Store) -> None:
    """The whole page."""
    st.markdown(QUESTION)
    with st.container(key="words-objectives"):
        plain_table(pd.DataFrame(_OBJECTIVES, columns=["目的", "計算"]).set_index("目的"))
    st.markdown(PROOF)
    st.header("計算の例: 沖縄県、2025年、下限20万人")
    _example(store)
    st.markdown(LIMITS)
    st.page_link("pages/planner.py", label="最適な統合案へ")


_OBJECTIVES = (
    ("推計自足率が高い", "Σ{区域iの住民 × Σ(iから、iと同じ新しい区域の区域jへ入院する割合)} ÷ Σ(住民)。"
     "割合は高度急性期＋急性期の流出率（厚生労働省、NDB）。iからi自身も含む"),
    ("中心となる急性期病院の区域まで近い", "新しい区域の中で急性期の患者（高度急性期＋急性期の新規入棟患者）が最も多い今の区域を中心とし、"
     "各区域の人口重心から中心の人口重心までの直線距離を、住民で平均する"),
    ("区域の人口がそろう", "最も大きい区域の人口 − 最も小さい区域の人口（例外を除く）"),
    ("区域が変わる住民が少ない", "今いる区域が、新しい区域の中で最も人口の多い区域ではない住民の数"),
)


def _example(store: Store) -> None:
    found = planner_view.answer(store, EXAMPLE)
    today, best = found.today, found.plans[0]
    small = [g for g in today.groups if g.population < EXAMPLE.min_population]
    exempt = [g.name for g in best.groups if g.exempt == merge.ISLAND]
    st.markdown(
        f"今の{len(today.groups)}区域のうち、20万人に届かないのは{_names(small)}です。  \n"
        f"{'と'.join(exempt)}は、道路でほかの区域につながりません。合わせる相手がないため、例外として残ります。  \n"
        f"残りで20万人に届かない区域が道路で接する相手を調べると、最も多くの区域を残す案は次の通りです（{len(best.groups)}区域）。")
    plain_table(pd.DataFrame([(g.name, people(g.population), planner_view.EXEMPT.get(g.exempt, "下限以上")) for g in best.groups],
                             columns=["新しい区域", "人口（2025年）", "下限"]).set_index("新しい区域"))
    st.markdown(f"推計自足率は、変更なしの{planner_view.share(today.self_sufficiency)}％から{planner_view.share(best.self_sufficiency)}％になります。"
                f"区域が変わる住民は{people(best.changed)}です。")


def _names(groups) -> str:
    return "、".join(f"{g.name}（{people(g.population)}）" for g in groups)
