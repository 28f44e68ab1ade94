"""国勢調査 mesh: 1 km (Parquet) and 250 m (CSV)."""

import pandas as pd
import pytest

from data.importers import mesh
from data.official_file import BadFile, OfficialFile

CELLS = pd.DataFrame({
    "mesh1km": ["36225727", "36225727", "36225728", "51330078"], "muni_code": ["47382", "47381", "47382", None],
    "kousou_code": ["4705", "4705", "4705", None], "pop": [56, 4, 63, 3], "hh": [1, 1, 1, 1],
    "lat": [24.4375, 24.4375, 24.4375, 34.0625], "lon": [122.96875, 122.96875, 122.98125, 133.10625]})
FINE = "key_code,pop,pop_m,pop_f,hh,hh_p,lat,lon,muni_code"


def parquet(tmp_path, cells=CELLS):
    path = tmp_path / "mesh.parquet"
    cells.to_parquet(path)
    return OfficialFile(path)


def csv_file(tmp_path, *rows, heading=FINE):
    path = tmp_path / "mesh.csv"
    path.write_text("\n".join([heading, *rows, ""]))
    return OfficialFile(path)


def test_cells_of_one_kilometre_keep_those_without_a_municipality(tmp_path):
    file = parquet(tmp_path)
    assert mesh.recognises(file)
    checked = mesh.read(file)
    cells = checked.tables["mesh_cell"]
    assert cells["persons"].sum() == 126
    assert (cells["size_m"] == 1000).all()
    assert cells["code"].isna().sum() == 1
    assert "1 件（3 人）" in checked.messages[1]


def test_cells_of_250_metres(tmp_path):
    file = csv_file(tmp_path, "3622572741,56.0,56.0,0.0,56.0,56.0,24.438542,122.970313,47382")
    assert mesh.recognises(file)
    cell = mesh.read(file).tables["mesh_cell"].iloc[0]
    assert (cell["code"], cell["persons"], cell["size_m"]) == ("47382", 56, 250)


@pytest.mark.parametrize(("row", "column"), [
    ("3622572741,5六,0,0,0,0,24.438542,122.970313,47382", "pop"),
    ("3622572741,-5,0,0,0,0,24.438542,122.970313,47382", "pop"),
    ("3622572741,99999999999,0,0,0,0,24.438542,122.970313,47382", "pop"),
    ("3622572741,1e999,0,0,0,0,24.438542,122.970313,47382", "pop"),
    ("3622572741,5.5,0,0,0,0,24.438542,122.970313,47382", "pop"),
    ("3622572741,5,0,0,0,0,24.438542,122.970313,4738Z", "muni_code"),
    ("3622572741,5,0,0,0,0,26.2,127.7,47382", "key_code"),
    ("村,5,0,0,0,0,24.438542,122.970313,47382", "key_code"),
    ("3622572741,5,0,0,0,0,,122.970313,47382", "lat"),
])
def test_a_bad_cell_is_rejected_with_its_place(tmp_path, row, column):
    checked = mesh.read(csv_file(tmp_path, row))
    (reject,) = checked.rejects
    assert (reject.row, reject.column) == (2, column)
    assert checked.tables["mesh_cell"].empty


def test_the_same_cell_and_municipality_twice_refuses_the_file(tmp_path):
    with pytest.raises(BadFile, match="36225727 の同じ市区町村が2度"):
        mesh.read(parquet(tmp_path, pd.concat([CELLS, CELLS[:1]])))


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(BadFile, match="見出し「lat」が見つかりません"):
        mesh.read(csv_file(tmp_path, heading=FINE.replace("lat", "y")))


def test_a_truncated_parquet_is_refused(tmp_path):
    whole = parquet(tmp_path)
    whole.path.write_bytes(whole.content[:-20])
    with pytest.raises(BadFile, match="Parquet として読めません"):
        mesh.recognises(OfficialFile(whole.path))
