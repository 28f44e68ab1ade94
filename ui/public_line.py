"""公開用: what the public view of the reports counts, and how many it leaves out."""

from collections.abc import Mapping

from analytics.report_cycle import WORDS, uncounted
from data.store import Store


def public_line(store: Store, kind: str, year_of: Mapping[str, str]) -> str:
    """確認済・公表・訂正の報告だけを数える。受付 26 件、報告命令 7 件は数えていない. year_of: prefecture → the fiscal year that is shown."""
    left = "、".join(f"{WORDS[state]} {count:,} 件" for state, count in uncounted(store, kind, year_of).items() if count)
    return f"公開用: 確認済・公表・訂正の報告だけを数える。{f'{left}は数えていない。' if left else ''}"
