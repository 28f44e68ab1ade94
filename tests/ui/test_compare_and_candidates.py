"""案の比較 and 統合先の候補 by themselves (AppTest)."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas, candidates, trials
from analytics.thresholds import Limits
from analytics.trial import Trial
from ui import candidates_finding, candidates_table, compare_view


def opened(path: str, **query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page(f"pages/{path}.py")
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def markdown(test: AppTest) -> str:
    return "\n".join(str(e.value) for kind in (test.title, test.header, test.subheader, test.caption, test.markdown, test.info) for e in kind)


@pytest.mark.parametrize("pref", ["47", "01", "13", "all"])
@pytest.mark.parametrize("path", ["compare", "candidates"])
def test_the_page_opens_for_every_kind_of_place(board, path, pref):
    test = opened(path, pref=pref)
    assert not test.exception and not test.error


@pytest.mark.parametrize("pref", ["47", "01"])
def test_all_small_areas_of_a_prefecture_on_one_page(board, pref):
    test = opened("candidates", pref=pref, every="1")
    assert not test.exception and not test.error
    heads = "\n".join(str(e.value) for kind in (test.header, test.subheader) for e in kind)
    assert heads.count("の統合先の候補") == (3 if pref == "47" else 17)


def test_two_zonings_that_differ(board):
    test = opened("compare", pref="24", contenders="concept.secondary")
    assert not test.exception and not test.error
    assert "だれの区域が変わるか" in markdown(test)


def test_the_planners_best_plans_may_be_compared(board):
    test = opened("compare", pref="01", contenders="concept.plan1.plan2")
    assert not test.exception and not test.error
    assert "最適案でいつも同じ組になる区域" in markdown(test)


def test_a_link_that_names_a_deleted_trial_says_so(board):
    saved = trials.save(Trial.of(areas.grouping(board, "concept", "47")), "消した案", data_version=board.data_version)
    trials.delete(saved.info.trial_id)
    test = opened("compare", pref="47", contenders=f"concept.secondary.{saved.info.trial_id}")
    assert not test.exception
    assert any("削除" in w.value for w in test.warning)


def finding(board, group: str) -> str:
    concept = areas.grouping(board, "concept", group[:2])
    found = [c for c in candidates.candidates(board, concept, group) if c.is_same_prefecture]
    return candidates_finding.finding(candidates.asking(board, concept, group), found, Limits())


def test_the_finding_is_made_of_the_figures(board):
    text = finding(board, "4701")
    assert text.startswith("北部の人口は2025年10.3万人、2040年9.2万人で、20万人未満です。")
    assert "道路で接する県内の区域は中部だけで、統合すると2025年・2040年とも20万人以上になります。" in text
    assert "区域外では南部が最も多く16.8％です（隣り合わない区域。隣では中部の13.7％）" in text


def test_the_finding_of_an_area_that_was_split_says_once_that_its_flow_is_unknown(board):
    """名護市 alone is a part of 北部, whose flow is published as a whole; joined with the rest it is known again."""
    concept = areas.grouping(board, "concept", "47")
    split = concept.split("4701", ["47209"], "名護")
    town = split.group_of["47209"]
    found = {c.group: c for c in candidates.candidates(board, split, town)}
    asking = candidates.asking(board, split, town)

    def told(group: str) -> str:
        return candidates_finding.finding(asking, [found[group]], Limits())
    assert told("4702").endswith("が加わります。推計自足率（高度急性期＋急性期）は分割した区域のため不明です。")
    assert "不明（分割）" not in told("4702")
    assert "推計自足率（高度急性期＋急性期）は統合前は分割した区域のため不明、統合後は68.1％です。" in told("4701")


def test_the_finding_of_an_island_says_that_it_is_exempt(board):
    text = finding(board, "4704")
    assert "離島として人口の目安の対象外" in text and "道路で接する県内の区域はありません" in text


def test_what_is_not_published_is_empty_in_the_file_and_never_zero(board):
    concept = areas.grouping(board, "concept", "47")
    frame = candidates_table.frame(board, concept, ["4704"], across=False).set_index("候補")
    label = "区域の住民のうち候補に入院 高度急性期＋急性期"
    assert frame.loc["八重山", f"{label} 注"] == "公表なし" and frame[f"{label} 下限（％）"].isna()["八重山"]
    assert frame.loc["南部", f"{label} 下限（％）"] == pytest.approx(17.68, abs=.01)


def test_only_what_differs_is_shown_when_asked_for(board):
    everything = opened("compare", pref="47", contenders="concept.secondary")
    assert not any("すべて同じ" in e.value for e in everything.info)
    only = opened("compare", pref="47", contenders="concept.secondary", different="1")
    assert any("すべて同じ" in e.value for e in only.info), "沖縄 has the same areas in both"


def test_trials_that_are_the_same_zoning_are_said_to_be_compared_with_themselves(board):
    def told(**query) -> str:
        return "".join(e.value for e in opened("compare", **query).info)
    assert "同じ区割りです: ①と②。" in told(pref="47", contenders="concept.secondary")
    assert "同じ区割りです" not in told(pref="24", contenders="concept.secondary"), "三重 has other 構想区域 than 二次医療圏"
    saved = trials.save(Trial.of(areas.grouping(board, "concept", "24")), "同じもの", data_version=board.data_version)
    assert "同じ区割りです: ①と③。" in told(pref="24", contenders=f"concept.secondary.{saved.info.trial_id}")


@pytest.mark.parametrize(("pref", "first"), [("47", "北部"), ("20", "木曽"), ("14", None)])
def test_the_page_begins_with_the_smallest_area_that_a_merge_by_road_can_help(board, pref, first):
    test = opened("candidates", pref=pref)
    assert [h.value for h in test.header] == ([f"{first}の統合先の候補"] if first else [])
    assert test.session_state["choice.area"] == "", "nobody has chosen it"
    assert any("未満の区域はありません" in e.value for e in test.info) == (first is None)


def test_a_merger_of_islands_that_stays_under_the_limit_is_marked_as_exempt(board):
    concept = areas.grouping(board, "concept", "47")
    asking = candidates.asking(board, concept, "4704")
    found = {c.group: c for c in candidates.candidates(board, concept, "4704")}
    html = candidates_table.table(asking, [found["4705"], found["4703"]], Limits())
    now = html[html.index("統合後の人口"):].split("</tr>")[0]
    assert re.findall(r"<td>(\S) [\d.]+万人\n?([^<]*)</td>", now) == [("▼", "（離島の例外）"), ("▼", "（離島の例外）"), ("○", "")]
    by_road = candidates.candidates(board, concept, "4701")[0]
    assert by_road.by_road[2025] == pytest.approx(candidates.asking(board, concept, "4701").component.persons[2025])


def test_a_name_with_markup_is_shown_as_it_was_written(board):
    grouping = areas.grouping(board, "concept", "47").merge(["4701", "4702"], "**北** <b>中</b>")
    saved = trials.save(Trial.of(grouping), "案 <script>*太*</script>", data_version=board.data_version)
    key = saved.info.trial_id
    compared = opened("compare", pref="47", contenders=f"concept.{key}")
    html = "".join(e.proto.body for e in compared.get("html"))
    assert "&lt;script&gt;" in html and "<script>" not in html
    listed = opened("candidates", pref="47", zoning=key, area="4701")
    assert not listed.exception and any("<b\\>" in e.value or "\\<b" in e.value for e in listed.header)


def test_the_chart_needs_three_figures_that_differ(board):
    test = opened("compare", pref="47", contenders="concept.secondary", radar="1")
    assert any("レーダーチャートは描けません" in e.value for e in test.info)
    assert not opened("compare", pref="47", contenders="concept.plan1", radar="1").exception
    assert compare_view.RADAR_NOTE in markdown(opened("compare", pref="47", contenders="concept.plan1", radar="1"))


def test_signs_in_a_name_are_shown_as_they_are_in_the_legend_of_the_chart(board):
    """Plotly reads &amp; &lt; &gt; and no other names of signs."""
    trial = Trial.of(areas.grouping(board, "concept", "47").merge(["4701", "4702"], "北中"))
    named = [compare_view.Contender(name, one) for name, one in (("今", Trial.of(areas.grouping(board, "concept", "47"))), ('案"A"&<b>', trial))]
    rows = compare_view.compare_trials.rows(board, named, named[0].grouping, Limits())
    assert compare_view.radar(named, rows).data[1].name == '② 案"A"&amp;&lt;b&gt;'


def test_a_neighbour_by_road_in_another_prefecture_is_named_as_a_neighbour(board):
    """曽於 (鹿児島) sends most of its patients over the border to 都城北諸県."""
    text = finding(board, "4609")
    assert "都城北諸県が最も多く" in text and "（宮崎県、道路の隣の区域）" in text and "隣り合わない" not in text


def test_where_patients_go_is_called_a_neighbour_exactly_where_roads_or_routes_lead(board):
    concept = areas.grouping(board, "concept")
    edges = candidates.links(board, concept)
    pairs = set(zip(edges["from"], edges["to"], strict=True))
    for group in concept.groups:
        to = candidates.asking(board, concept, group).destination
        assert to is None or (to.way is not None) == ((group, to.group) in pairs), group
        assert to is None or bool(to.prefecture) == (to.group[:2] != group[:2])


def test_maps_of_prefectures_compared_together_show_these_only(board, monkeypatch):
    views = []
    monkeypatch.setattr(compare_view.state, "meeting", lambda: False)
    monkeypatch.setattr(compare_view, "region_map", lambda **given: views.append(given["view"]))
    for prefs in (("16",), ("17", "16"), ()):
        grouping = areas.grouping(board, "concept")
        units = [u for u in grouping.units if not prefs or u[:2] in prefs]
        contender = compare_view.Contender("今", Trial.of(grouping.restrict(units)))
        compare_view.maps(board, [contender], compare_view.compare_trials.paints()[0], Limits())
    assert views == ["16", "16.17", "japan"]
