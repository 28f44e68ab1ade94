"""市区町村コードの変更 (JSON): mergers, promotions, new wards since 1970."""

from datetime import date

import pandas as pd

from ..official_file import BadFile, OfficialFile
from .cells import unit_code
from .checked import Checked, Reject, Source

NAME = "code_changes"
TITLE = "市区町村コードの変更（e-Stat 統計LOD）"


def recognises(file: OfficialFile) -> bool:
    return file.kind == "json" and '"changes"' in file.text and '"reasons"' in file.text


def read(file: OfficialFile, fiscal_year: str | None = None) -> Checked:
    """Checked table code_change: date, reason (Japanese), old_code, old_name, new_code, new_name, in file order.

    A line with an unreadable date or code is rejected. Raises BadFile when the file has no list of changes.
    """
    content = file.json
    if not isinstance(content, dict) or not isinstance(content.get("changes"), list):
        raise BadFile("「changes」の一覧がありません。取得し直してください。", file.name)
    reasons = content.get("reasons") or {}
    if not isinstance(reasons, dict) or not all(isinstance(word, str) for word in reasons.values()):
        raise BadFile("「reasons」が理由の対応表ではありません。取得し直してください。", file.name)
    rows, rejects = [], []
    for number, change in enumerate(content["changes"], start=1):
        try:
            texts = (change["reason"], change["old"]["name"], change["new"]["name"])
            if not all(isinstance(text, str) for text in texts):
                raise TypeError
            rows.append({
                "date": date.fromisoformat(change["date"]), "reason": reasons.get(texts[0], texts[0]),
                "old_code": unit_code(change["old"]["code"]), "old_name": texts[1],
                "new_code": unit_code(change["new"]["code"]), "new_name": texts[2]})
        except (KeyError, TypeError, ValueError):
            rejects.append(Reject(None, number, "changes", str(change)[:200], "日付・コード・理由のどれかが読めません。"))
    if not rows:
        raise BadFile("読める変更が1件もありません。", file.name)
    source = Source(
        "code_changes", "市区町村コードの変更（標準地域コード）", "e-Stat 統計LOD（aiseed-dev ecitizen による整理）",
        "https://data.e-stat.go.jp/lodw/", "CC BY 4.0", str(content.get("fetched_at", "")))
    return Checked(source, {"code_change": pd.DataFrame(rows).assign(source_id=source.source_id)},
                   len(content["changes"]), rejects)
