"""Hospital or clinic with beds."""

import numpy as np
import pandas as pd

from data.derive.facility_kind import by_name, kinds


def test_by_beds_and_name():
    name = pd.Series(["やんばるの園", "A医院", "B病院", "B病院附属クリニック", "C眼科", "D医院", "E外科", "F病院"])
    beds = pd.Series([20, 19, 5, 19, 0, np.nan, np.nan, np.nan])
    assert by_name(name, beds).tolist() == ["hospital", "clinic_with_beds", "hospital", "clinic_with_beds", "clinic_with_beds",
                                            "clinic_with_beds", "unknown", "hospital"]


def rows(*listed: tuple) -> pd.DataFrame:
    return pd.DataFrame(listed, columns=["facility_id", "published_fy", "name", "beds", "in_hospital_list"]).assign(area_code="4701")


def unreported(hospitals: float) -> pd.DataFrame:
    return pd.DataFrame({"published_fy": ["R7"], "area_code": ["4701"], "unreported_hospitals": [hospitals]})


def test_one_that_stands_in_the_list_of_hospitals_is_one_with_few_general_beds():
    assert kinds(rows(("a", "R7", "国立療養所南静園", 18, True)), unreported(0)).tolist() == ["hospital"]


def test_a_non_reporter_is_what_it_was_when_it_reported():
    found = kinds(rows(("a", "R7", "Aホスピタル", np.nan, False), ("a", "R6", "Aホスピタル", 52, False)), unreported(1))
    assert found.tolist() == ["hospital", "hospital"]


def test_the_areas_own_count_of_non_reporters_settles_the_rest():
    silent = [("a", "R7", "A病院", np.nan, False), ("b", "R7", "B外科", np.nan, False)]
    assert kinds(rows(*silent), unreported(1)).tolist() == ["hospital", "clinic_with_beds"]
    assert kinds(rows(*silent), unreported(2)).tolist() == ["hospital", "unknown"]
