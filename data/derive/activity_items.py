"""Items of facility_activity: what they are called, counted in, and mean."""

import pandas as pd

_FUNCTIONS = {"acute_intensive": "高度急性期", "acute": "急性期", "comprehensive": "回復期（令和8年度からは包括期）", "chronic": "慢性期"}
_MASK = "*は1〜9件（非公表）。一部が非公表のため実際より小さいことがある。"
_NO_BEDS = "その機能の病床がない医療機関には行がない（値なし）。「-」は病床があっても公表値がないもの。"
_REPORTED = "病床機能報告（7月1日時点）による。未報告は値なし。"

_ITEMS = [
    ("beds_total_incl_closed", "一般・療養病床（休棟中等を含む）", "床", _REPORTED + "精神・結核・感染症病床は含まない。"),
    *((f"beds_{f}", f"{label}の病床", "床", _REPORTED + "休棟中等を含まない。") for f, label in _FUNCTIONS.items()),
    ("beds_closed", "休棟中等の病床", "床", _REPORTED),
    ("doctors_full_time", "医師（常勤）", "人", "病院・有床診療所全体の数。"),
    ("doctors_part_time", "医師（非常勤、常勤換算）", "人", "病院・有床診療所全体の数。"),
    ("ambulances", "救急車の受入件数", "件／年", _MASK),
    ("general_anaesthesia", "全身麻酔手術件数", "件／年", _MASK),
    ("births", "分娩件数", "件／年", _MASK + "どこで出産を扱うかを示すもので、地域の出生数ではない。"),
    ("operations", "手術総数", "件／年", _MASK),
    *((f"stay_{f}", f"平均在棟日数（{label}）", "日", _NO_BEDS) for f, label in _FUNCTIONS.items()),
    *((f"new_patients_{f}", f"新規入棟患者（{label}）", "人／年", "令和7年度公表から。" + _NO_BEDS) for f, label in _FUNCTIONS.items()),
    ("特定", "特定機能病院", None, "印のある医療機関だけに値1の行がある。"),
    ("地域支援", "地域医療支援病院", None, "印のある医療機関だけに値1の行がある。"),
    ("三次", "三次救急", None, "印のある医療機関だけに値1の行がある。"),
    ("二次", "二次救急", None, "印のある医療機関だけに値1の行がある。"),
    ("在支", "在宅療養支援病院・診療所（病床のあるものだけ）", None,
     "病床機能報告の対象である病院・有床診療所だけの印。無床の在宅療養支援診療所を含まないため、在宅医療の提供体制や空白の判定には使わない。"),
]


def activity_items() -> pd.DataFrame:
    """Rows of the table activity_item: item, label, unit, note."""
    return pd.DataFrame(_ITEMS, columns=["item", "label", "unit", "note"])
