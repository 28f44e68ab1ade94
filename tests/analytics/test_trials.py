"""Saved trials, drafts and the decision log as the screens use them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import trials
from analytics.grouping import Grouping
from analytics.trial import History, Step, Trial, TrialGroup
from analytics.trials import TrialConflict, TrialDeleted, TrialError

TRIAL = Trial({"46201": "a", "47201": "a", "47207": "b", "47208": None},
              {"a": TrialGroup("本島", 3, True), "b": TrialGroup("<b>八重山</b>=1+1 🏥")}, "concept")


@pytest.fixture(autouse=True)
def workspace(tmp_path, monkeypatch):
    monkeypatch.setenv("KENIKI_HOME", str(tmp_path))


def saved(trial: Trial = TRIAL, **rest):
    return trials.save(trial, "案A", "はじめの案", "県庁", data_version="v1", **rest)


def merged(trial: Trial = TRIAL) -> Trial:
    return trial.with_grouping(trial.grouping.merge(["a", "b"]))


def test_a_saved_trial_comes_back_identical():
    kept = saved()
    back = trials.load(kept.info.trial_id)
    assert back == kept and back.trial == TRIAL and back.trial.base == "concept"
    info = back.info
    assert (info.name, info.note, info.author, info.version, info.prefs) == ("案A", "はじめの案", "県庁", 1, ("46", "47"))
    assert (info.groups, info.placed, info.outside, info.data_version) == (2, 3, 1, "v1")
    assert trials.list_trials("46") == trials.list_trials("47") == trials.list_trials() == [info]
    assert trials.list_trials("13") == []


def test_a_name_with_half_a_character_is_kept_as_a_draft():
    """A browser cut a name of emoji between the halves of one: the edit is kept, and the draft opens again."""
    start = TRIAL.groups["a"].as_json()
    step = Step.from_json({"label": "名前 🏥\ud83c", "units": {}, "groups": {"a": [start, {**start, "name": "🏥" * 59 + "\ud83c"}]}})
    key = trials.keep_draft(History(TRIAL).do(step), "案")
    assert trials.open_draft(key.draft_id).history.trial.groups["a"].name == "🏥" * 59


def test_history_is_never_lost():
    kept = saved()
    trials.save(merged(), "案B", data_version="v2", trial_id=kept.info.trial_id, read_version=1)
    assert [(v.version, v.name, v.groups) for v in trials.versions(kept.info.trial_id)] == [(2, "案B", 1), (1, "案A", 2)]
    back = trials.restore(kept.info.trial_id, 1, "戻した人")
    assert back.trial == TRIAL and (back.info.version, back.info.restored_from, back.info.author) == (3, 1, "戻した人")
    assert trials.load(kept.info.trial_id, 2).trial == merged()


def test_two_who_edit_the_same_trial_lose_nothing():
    kept = saved()
    trials.save(merged(), "相手の案", "", "相手", data_version="v1", trial_id=kept.info.trial_id, read_version=1)
    mine = Trial(TRIAL.unit_group, {**TRIAL.groups, "b": TrialGroup("わたしの八重山")})
    with pytest.raises(TrialConflict, match=r"版1より新しい版2があります（.*、相手が保存）") as conflict:
        trials.save(mine, "自分の案", "", "自分", data_version="v1", trial_id=kept.info.trial_id, read_version=1)
    theirs, own = conflict.value.theirs, conflict.value.mine
    assert theirs.trial == merged() and (theirs.info.version, theirs.info.author) == (2, "相手")
    assert own.trial == mine and (own.name, own.author, own.read_version) == ("自分の案", "自分", 1)
    assert trials.load(kept.info.trial_id).trial == merged(), "nothing was written"
    # mine: over theirs, which stays as a version; copy: a trial of its own
    over = trials.save(own.trial, own.name, own.note, own.author, data_version="v1", trial_id=own.trial_id,
                       read_version=theirs.info.version)
    copy = trials.save(own.trial, own.name, own.note, own.author, data_version="v1")
    assert over.info.version == 3 and trials.load(own.trial_id, 2).trial == merged()
    assert copy.info.trial_id != own.trial_id and copy.trial == mine


def test_a_link_to_a_deleted_trial_says_so_and_the_trial_can_come_back():
    kept = saved()
    trials.delete(kept.info.trial_id)
    for use in (lambda: trials.load(kept.info.trial_id), lambda: trials.restore(kept.info.trial_id, 1),
                lambda: saved(trial_id=kept.info.trial_id, read_version=1)):
        with pytest.raises(TrialDeleted, match=r"案「案A」は.*削除されています") as deleted:
            use()
        assert deleted.value.trial_id == kept.info.trial_id
    assert [t.name for t in trials.list_trials(deleted=True)] == ["案A"] and trials.list_trials() == []
    trials.undelete(kept.info.trial_id)
    assert trials.load(kept.info.trial_id) == kept


@pytest.mark.parametrize("link", ["", "x", "'; DROP TABLE trial; --", "<script>", "0" * 5_000, "案"])
def test_a_link_to_nothing_is_told(link):
    with pytest.raises(TrialError, match="見つかりません"):
        trials.load(link)


@pytest.mark.parametrize(("name", "note", "author", "said"), [
    ("", "", "", "案の名前を入れて"), (" 　", "", "", "案の名前を入れて"), ("あ" * 61, "", "", "60文字まで"),
    ("a\nb", "", "", "使えない文字"), ("a\0", "", "", "使えない文字"), ("a\u202eb", "", "", "使えない文字"), ("\ud800", "", "", "使えない文字"),
    ("a", "あ" * 2_001, "", "メモは2,000文字まで"), ("a", "", "あ" * 41, "作成者は40文字まで"), ("a", "", "a\tb", "使えない文字"),
])
def test_names_that_cannot_be_are_told_and_nothing_is_saved(name, note, author, said):
    with pytest.raises(TrialError, match=said):
        trials.save(TRIAL, name, note, author, data_version="v1")
    assert trials.list_trials() == []


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "=1+1", "**太字** $x^2$", "🏥👨‍👩‍👧", "a'b\"c", "[x](http://x)"])
def test_markup_in_a_name_is_plain_text(name):
    assert trials.load(trials.save(TRIAL, f" {name} ", "一行目\r\n二行目", data_version="v1").info.trial_id).info.name == name
    assert trials.list_trials()[0].note == "一行目\n二行目"


def edited() -> History:
    return History(TRIAL).to(merged(), "統合").to(TRIAL, "分割").to(merged(), "統合").move_to(2)


def test_signs_that_are_not_seen_are_no_part_of_a_name_or_note():
    info = trials.save(TRIAL, "\ufeff北\u200b部", "一行目\u200e", "県\u00ad庁", data_version="d").info
    assert (info.name, info.note, info.author) == ("北部", "一行目", "県庁")
    with pytest.raises(TrialError, match="案の名前を入れて"):
        trials.save(TRIAL, "\u200b", data_version="d")


def test_a_draft_outlives_a_restart_with_its_undo_and_redo():
    key = trials.keep_draft(History(TRIAL), "書きかけ", "県庁")
    later = trials.keep_draft(edited(), "書きかけ", "県庁", key=key)
    assert (later.draft_id, later.revision, later.forked) == (key.draft_id, 2, False)
    draft = trials.open_draft(key.draft_id)
    assert draft.history == edited() and draft.history.move_to(3).trial == merged() and draft.history.move_to(0).trial == TRIAL
    assert (draft.info.key, draft.info.name, draft.info.edits, draft.info.groups) == (later, "書きかけ", 2, 2)
    assert trials.recent_drafts("47") == [draft.info] and trials.recent_drafts("13") == []
    trials.discard_draft(later)
    with pytest.raises(TrialError, match="下書きはもうありません"):
        trials.open_draft(key.draft_id)


def test_a_second_window_on_the_same_draft_begins_its_own():
    key = trials.keep_draft(History(TRIAL))
    trials.keep_draft(History(merged()), key=key)
    fork = trials.keep_draft(edited(), key=key)
    assert fork.forked and fork.draft_id != key.draft_id
    assert trials.open_draft(key.draft_id).history.trial == merged(), "the first window lost nothing"
    assert trials.open_draft(fork.draft_id).history == edited()
    assert not trials.keep_draft(edited(), key=fork).forked


def test_a_very_long_draft_forgets_its_oldest_edits_only(monkeypatch):
    monkeypatch.setattr(trials, "DRAFT_MOVES", 6)
    history = History(TRIAL)
    for _ in range(5):
        history = history.to(merged(), "統合").to(TRIAL, "分割")
    back = trials.open_draft(trials.keep_draft(history).draft_id).history
    assert back.trial == TRIAL and 0 < len(back.steps) < 10 and back.move_to(back.position - 1).trial == merged()
    undone = history.move_to(1)
    assert trials.open_draft(trials.keep_draft(undone).draft_id).history.trial == undone.trial


def test_decisions_are_added_and_stay():
    kept = saved().info
    trials.log_decision("この案で\n進める", "調整会議", "decided", prefs=kept.prefs, trial_id=kept.trial_id, version=1)
    trials.log_decision("現行のままとする", "座長", "held", prefs=("13",))
    assert [d.text for d in trials.decision_log()] == ["現行のままとする", "この案で\n進める"]
    assert [d.trial_name for d in trials.decision_log(trial_id=kept.trial_id)] == ["案A"]
    assert [d.who for d in trials.decision_log(pref="13")] == ["座長"]
    for text, who, kind, said in (("", "x", "held", "記録の内容を入れて"), ("x", " ", "held", "発言者・決定者を入れて"),
                                  ("x", "x", "other", "種類を選んで")):
        with pytest.raises(TrialError, match=said):
            trials.log_decision(text, who, kind, prefs=("13",))
    assert len(trials.decision_log()) == 2


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.from_regex(r"[0-9]{5}", fullmatch=True), st.sampled_from(["a", "b", None]), min_size=1, max_size=8),
       st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60), st.booleans())
def test_any_trial_comes_back_identical(units, name, locked):
    trial = Trial(units, {"a": TrialGroup(name, None, locked), "b": TrialGroup("b", 2)})
    assert trials.load(saved(trial).info.trial_id).trial == trial
    assert Grouping.of({u: g for u, g in units.items() if g}) == trial.grouping
