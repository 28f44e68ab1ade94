"""Does an area detail belong to the edition it was loaded as? Its beds must be those of the area beds workbook."""

import pandas as pd

from ..importers.mhlw import BED_ROWS, report_year


def disagrees_with_beds(area_figure: pd.DataFrame, bed: pd.DataFrame, published_fy: str) -> pd.DataFrame:
    """Beds and needs that the area detail of an edition prints otherwise than the area beds workbook of the same edition.

    area_code, bed_function, series ('actual' of the edition's year, 'need'), in_detail, in_beds. Empty when they agree or
    when one of the two workbooks is not there. Nearly every area listed means a wrong fiscal year.
    """
    items = {f"{prefix}_{f}": (series, f) for prefix, series in (("beds", "actual"), ("need", "need")) for f in BED_ROWS}
    detail = area_figure[(area_figure["published_fy"] == published_fy) & area_figure["item"].isin(list(items))]
    detail = detail.assign(series=detail["item"].map(lambda i: items[i][0]), bed_function=detail["item"].map(lambda i: items[i][1]))
    year = bed["series"].map({"actual": report_year(published_fy), "need": 2025})
    same = bed[(bed["published_fy"] == published_fy) & (bed["year"] == year)]
    both = detail.merge(same, on=["area_code", "series", "bed_function"]).rename(columns={"value": "in_detail", "beds": "in_beds"})
    return both.loc[both["in_detail"] != both["in_beds"], ["area_code", "bed_function", "series", "in_detail", "in_beds"]]
