"""Versions of a saved trial on the page 区域の組み替え: the address names one, an old one is taken back, a deleted trial is said to be so."""

import pytest
from streamlit.testing.v1 import AppTest

from analytics import areas, trials
from analytics.trial import Trial
from analytics.trial_colours import coloured
from ui.trial_desk import Desk


def opened(**query) -> AppTest:
    test = AppTest.from_file("../../app.py", default_timeout=60).switch_page("pages/regroup.py")
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception and not test.error
    return test


def press(test: AppTest, key: str) -> AppTest:
    test.button(key=key).click().run()
    assert not test.exception and not test.error
    return test


def on_desk(test: AppTest) -> Desk:
    return test.session_state["desks"][("47",)]


def lead(test: AppTest) -> str:
    return next(e.proto.body for e in test.get("html") if "この案は" in e.proto.body)


def warned(test: AppTest) -> str:
    return "\n".join(w.value for w in test.warning)


@pytest.fixture
def twice(board):
    """A trial of 沖縄 with two versions, five areas and four; deleted afterwards."""
    today = coloured(board, Trial.of(areas.grouping(board, "concept", "47")))
    first = trials.save(today, "二つの版", author="一課", data_version=board.data_version).info
    merged = today.with_grouping(today.grouping.merge(["4701", "4702"]))
    trials.save(merged, "二つの版", author="二課", data_version=board.data_version, trial_id=first.trial_id, read_version=1)
    yield first.trial_id
    trials.delete(first.trial_id)


def test_the_address_of_an_older_version_opens_that_one_again(twice):
    test = opened(trial=twice)
    press(press(test, f"more-{twice}"), f"open-{twice}-1")
    assert "この案は <b>5</b>区域" in lead(test) and "二つの版（版1、最新は版2）" in lead(test)
    address = {name: value[0] if isinstance(value, list) else value for name, value in test.query_params.items()}
    again = opened(**address)
    assert "二つの版（版1、最新は版2）" in lead(again) and len(on_desk(again).trial.groups) == 5


def test_a_link_without_a_version_opens_the_newest(twice):
    test = opened(trial=twice)
    assert "二つの版（版2）" in lead(test) and test.query_params["version"] in ("2", ["2"])


@pytest.mark.parametrize(("version", "said"), [("9", "「二つの版」に版9はありません。最新の版2を開いています。"), ("0", "版0はありません"),
                                               ("abc", "案の版「abc」はありません。最新の版を開きます。")])
def test_a_version_that_there_is_not_is_said_and_the_newest_opened(twice, version, said):
    test = opened(trial=twice, version=version)
    assert said in warned(test) and "二つの版（版2）" in lead(test)


def test_an_old_version_that_is_taken_back_stands_on_the_map_at_once(twice):
    test = opened(trial=twice)
    epoch = on_desk(test).epoch
    press(press(test, f"more-{twice}"), f"restore-{twice}-1")
    assert "二つの版（版3）" in lead(test) and len(on_desk(test).trial.groups) == 5
    assert on_desk(test).epoch > epoch, "the browser takes it over"


def test_taking_back_a_trial_that_is_not_open_leaves_the_map_alone(twice):
    test = opened(pref="47")
    press(press(test, f"more-{twice}"), f"restore-{twice}-1")
    assert on_desk(test).saved is None and trials.load(twice).info.version == 3


def test_what_was_edited_when_an_old_version_is_taken_back_stays_as_a_draft(twice, board):
    test = opened(trial=twice)
    now = on_desk(test)
    now.put(now.history.to(now.trial.with_grouping(now.trial.grouping.merge(["4704", "4705"])), "統合"))
    now.keep()
    kept = now.draft.draft_id
    press(press(test, f"more-{twice}"), f"restore-{twice}-1")
    assert on_desk(test).draft is None and "draft" not in test.query_params
    assert len(trials.open_draft(kept).history.trial.groups) == 3


def test_a_version_saved_meanwhile_is_told_before_one_saves(twice, board):
    test = opened(trial=twice)
    trials.restore(twice, 1, "三課")
    assert "二つの版（版2、最新は版3）" in lead(test.run())
    assert any("いま開いているのは「二つの版」の版2です。あとから版3が保存されています。" in m.value for m in test.markdown)


def test_a_trial_that_is_deleted_while_open_is_said_to_be_so_and_saved_as_a_new_one(twice):
    test = opened(trial=twice)
    press(press(test, f"more-{twice}"), f"delete-{twice}")
    assert "二つの版（版2、削除済み）" in lead(test)
    assert any("この案は削除されています。保存すると新しい案になります。" in m.value for m in test.markdown)
    test.text_input[0].set_value("二つの版")
    next(b for b in test.button if b.label == "保存する").click()
    test.run()
    assert not test.error and on_desk(test).saved.info.trial_id != twice and "二つの版（版1）" in lead(test)
    trials.delete(on_desk(test).saved.info.trial_id)


def test_a_deleted_trial_that_is_taken_back_is_itself_again(twice):
    test = opened(trial=twice)
    trials.delete(twice)
    assert "削除済み" in lead(test.run())
    trials.undelete(twice)
    assert "二つの版（版2）" in lead(test.run())
