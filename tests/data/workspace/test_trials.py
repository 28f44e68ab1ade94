"""Saved trials: no version is ever lost, and of two who save at once exactly one wins."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from data.workspace import trials
from data.workspace.trials import Content, DeletedTrial, NoSuchTrial, StaleTrial


def content(name: str = "北部と中部を一つに", prefs: tuple[str, ...] = ("47",), **body) -> Content:
    return Content(name, "メモ", "県庁 太郎", prefs, body, {"groups": 3}, "v1")


def test_every_save_is_a_new_version_and_the_old_ones_stay(place):
    first = trials.create(content("一", step=1))
    second = trials.save(first.trial_id, 1, content("二", step=2))
    assert (second.version, second.newest, second.name, second.body) == (2, 2, "二", {"step": 2})
    assert trials.read(first.trial_id) == second
    old = trials.read(first.trial_id, 1)
    assert (old.name, old.body, old.newest) == ("一", {"step": 1}, 2)
    assert [v.name for v in trials.versions(first.trial_id)] == ["二", "一"]


def test_a_stale_save_is_refused_and_carries_the_other_version(place):
    first = trials.create(content("一"))
    trials.save(first.trial_id, 1, content("相手の案", who="theirs"))
    with pytest.raises(StaleTrial) as refused:
        trials.save(first.trial_id, 1, content("自分の案", who="mine"))
    theirs = refused.value.theirs
    assert (theirs.name, theirs.version, theirs.body, theirs.author) == ("相手の案", 2, {"who": "theirs"}, "県庁 太郎")
    assert len(trials.versions(first.trial_id)) == 2, "nothing was written"
    assert trials.save(first.trial_id, theirs.version, content("自分の案")).version == 3


def test_an_old_version_comes_back_as_a_new_one(place):
    first = trials.create(content("一", step=1))
    trials.save(first.trial_id, 1, content("二", step=2, ))
    back = trials.restore(first.trial_id, 1, "戻した人")
    assert (back.version, back.name, back.body, back.restored_from, back.author) == (3, "一", {"step": 1}, 1, "戻した人")
    assert [v.version for v in trials.versions(first.trial_id)] == [3, 2, 1]


def test_a_deleted_trial_says_so_and_comes_back_whole(place):
    saved = trials.create(content("消した案"))
    trials.set_deleted(saved.trial_id, True)
    assert trials.listed() == [] and [t.name for t in trials.listed(deleted=True)] == ["消した案"]
    for change in (lambda: trials.save(saved.trial_id, 1, content()), lambda: trials.restore(saved.trial_id, 1, "")):
        with pytest.raises(DeletedTrial, match=r"案「消した案」は.*削除されています.*元に戻せます"):
            change()
    trials.set_deleted(saved.trial_id, False)
    assert trials.read(saved.trial_id) == saved


def test_what_is_not_there_is_told(place):
    saved = trials.create(content())
    for missing in (lambda: trials.read("x"), lambda: trials.read(saved.trial_id, 9), lambda: trials.versions("x"),
                    lambda: trials.save("x", 1, content()), lambda: trials.restore(saved.trial_id, 9, ""),
                    lambda: trials.set_deleted("x", True), lambda: trials.read("' OR 1=1 --")):
        with pytest.raises(NoSuchTrial, match="見つかりません"):
            missing()


def test_trials_are_listed_for_the_prefectures_of_their_units(place):
    trials.create(content("沖縄"))
    trials.create(content("九州南部と沖縄", ("46", "47")))
    assert [t.name for t in trials.listed("47")] == ["九州南部と沖縄", "沖縄"]
    assert [t.name for t in trials.listed("46")] == ["九州南部と沖縄"]
    assert trials.listed("4") == trials.listed("%") == trials.listed("13") == []
    assert all(t.body is None for t in trials.listed())


def test_of_those_who_save_at_once_exactly_one_wins(place):
    writers = 8
    saved = trials.create(content())
    start = Barrier(writers)

    def save(number: int):
        start.wait()
        try:
            return trials.save(saved.trial_id, 1, content(f"{number}人目", number=number))
        except StaleTrial as conflict:
            return conflict
    with ThreadPoolExecutor(writers) as pool:
        results = list(pool.map(save, range(writers)))
    won = [r for r in results if not isinstance(r, StaleTrial)]
    assert len(won) == 1 and len(trials.versions(saved.trial_id)) == 2
    assert all(r.theirs.body == won[0].body for r in results if isinstance(r, StaleTrial)), "the others see who won"


def test_those_who_go_on_after_a_conflict_lose_nothing(place):
    writers, rounds = 4, 5
    saved = trials.create(content())

    def write(number: int) -> None:
        read = 1
        for round_ in range(rounds):
            while True:
                try:
                    read = trials.save(saved.trial_id, read, content(f"{number}-{round_}")).version
                    break
                except StaleTrial as conflict:
                    read = conflict.theirs.version
    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(write, range(writers)))
    names = [v.name for v in trials.versions(saved.trial_id)]
    assert len(names) == 1 + writers * rounds
    assert {f"{n}-{r}" for n in range(writers) for r in range(rounds)} < set(names)
