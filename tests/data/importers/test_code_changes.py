"""市区町村コードの変更."""

import json
from datetime import date

import pytest

from data.importers import code_changes
from data.official_file import BadFile, OfficialFile

MERGER = {"date": "2018-10-01", "reason": "changesToCity", "old": {"code": "40305", "name": "那珂川町"},
          "new": {"code": "40231", "name": "那珂川市"}}


def changes(tmp_path, content) -> OfficialFile:
    path = tmp_path / "changes.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
    return OfficialFile(path)


def test_a_change_keeps_codes_names_date_and_its_japanese_reason(tmp_path):
    file = changes(tmp_path, {"fetched_at": "2026-07-06", "reasons": {"changesToCity": "市制施行"}, "changes": [MERGER]})
    assert code_changes.recognises(file)
    row = code_changes.read(file).tables["code_change"].iloc[0]
    assert (row["date"], row["reason"], row["old_code"], row["new_code"]) == (date(2018, 10, 1), "市制施行", "40305", "40231")


def test_an_unreadable_change_is_rejected(tmp_path):
    wrong = [MERGER | {"date": "平成30年"}, MERGER | {"old": {"code": "4030X", "name": "那珂川町"}}, MERGER | {"new": None}]
    checked = code_changes.read(changes(tmp_path, {"reasons": {}, "changes": [MERGER, *wrong]}))
    assert [r.row for r in checked.rejects] == [2, 3, 4]
    assert len(checked.tables["code_change"]) == 1


@pytest.mark.parametrize(("content", "message"), [
    ('{"reasons": {}, "changes": [', "JSON として読めません"),
    ('{"reasons": {}, "changes": {}}', "「changes」の一覧がありません"),
    ('{"reasons": {}, "changes": [1]}', "読める変更が1件もありません"),
])
def test_a_broken_file_is_refused(tmp_path, content, message):
    with pytest.raises(BadFile, match=message):
        code_changes.read(changes(tmp_path, content))


def test_reasons_that_are_no_table_refuse_the_file_and_names_that_are_no_text_the_line(tmp_path):
    with pytest.raises(BadFile, match="理由の対応表ではありません"):
        code_changes.read(changes(tmp_path, {"reasons": ["市制施行"], "changes": [MERGER]}))
    odd = [MERGER | {"reason": ["市制施行"]}, MERGER | {"new": {"code": "40231", "name": None}}]
    assert [r.row for r in code_changes.read(changes(tmp_path, {"reasons": {}, "changes": [MERGER, *odd]})).rejects] == [2, 3]
