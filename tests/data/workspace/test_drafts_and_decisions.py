"""Drafts outlive a restart and are never overwritten by another window; the decision log only grows."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from data.workspace import StaleWrite, decisions, drafts, engine, trials
from data.workspace.drafts import DraftContent, NoSuchDraft
from data.workspace.schema import draft
from data.workspace.trials import Content, NoSuchTrial


def content(name: str = "", prefs: tuple[str, ...] = ("47",), **body) -> DraftContent:
    return DraftContent(None, None, name, "", prefs, body, {"groups": 1})


def saved():
    return trials.create(Content("案", "", "", ("47",), {}, {}, "v1"))


def test_a_draft_is_kept_edit_by_edit(place):
    kept = drafts.create(content(edits=[1]))
    assert drafts.write(kept.draft_id, 1, content(edits=[1, 2])) == 2
    read = drafts.read(kept.draft_id)
    assert (read.revision, read.body) == (2, {"edits": [1, 2]})


def test_a_second_window_cannot_overwrite_a_draft(place):
    kept = drafts.create(content())
    drafts.write(kept.draft_id, 1, content(window=1))
    with pytest.raises(StaleWrite):
        drafts.write(kept.draft_id, 1, content(window=2))
    assert drafts.read(kept.draft_id).body == {"window": 1}


def test_a_finished_draft_is_gone_and_writing_it_is_stale(place):
    kept = drafts.create(content())
    drafts.discard(kept.draft_id)
    drafts.discard(kept.draft_id)
    with pytest.raises(NoSuchDraft):
        drafts.read(kept.draft_id)
    with pytest.raises(StaleWrite):
        drafts.write(kept.draft_id, 1, content())


def test_recent_drafts_of_a_prefecture(place):
    first, second = drafts.create(content("一")), drafts.create(content("二", ("46", "47")))
    drafts.write(first.draft_id, 1, content("一、続き"))
    assert [d.name for d in drafts.recent("47")] == ["一、続き", "二"] and drafts.recent("47")[0].body is None
    assert [d.draft_id for d in drafts.recent("46")] == [second.draft_id]
    assert len(drafts.recent(limit=1)) == 1


def test_old_drafts_without_a_name_are_forgotten_only_when_there_are_very_many(place, monkeypatch):
    old = [drafts.create(content(name)) for name in ("", "名前あり", "", "")]
    of_a_trial = drafts.create(DraftContent(saved().trial_id, 1, "", "", ("47",), {}, {}))
    with engine().begin() as connection:
        connection.execute(update(draft).where(draft.c.draft_id != old[3].draft_id).values(
            changed_at=datetime.now() - timedelta(days=400)))
    drafts.create(content())
    assert len(drafts.recent()) == 6, "few drafts: none is forgotten"
    monkeypatch.setattr(drafts, "KEPT_DRAFTS", 3)
    drafts.create(content())
    left = {d.draft_id for d in drafts.recent()}
    assert old[0].draft_id not in left and old[2].draft_id not in left
    assert {old[1].draft_id, old[3].draft_id, of_a_trial.draft_id} < left and len(left) == 5


def test_decisions_stand_with_the_version_they_were_about(place):
    trial = saved()
    decisions.log(trial.trial_id, 1, ("47",), "decided", "調整会議", "この案で進める")
    trials.save(trial.trial_id, 1, Content("名前を変えた案", "", "", ("47",), {}, {}, "v1"))
    decisions.log(None, None, ("46",), "held", "座長", "現行のまま、次回に持ち越す")
    newest, oldest = decisions.listed()
    assert (oldest.text, oldest.trial_name, oldest.version) == ("この案で進める", "案", 1)
    assert (newest.trial_id, newest.trial_name) == (None, None)
    assert decisions.listed(trial.trial_id) == decisions.listed(pref="47") == [oldest]
    assert decisions.listed(pref="46") == [newest]


def test_a_decision_about_no_known_version_is_refused(place):
    with pytest.raises(NoSuchTrial):
        decisions.log(saved().trial_id, 7, ("47",), "decided", "x", "y")
    assert decisions.listed() == []
