"""The query line under a figure gives the same figure, straight from the store."""

import numpy as np
import pytest

from analytics import areas, reproduce
from analytics.aggregate import measure, measure_years
from analytics.measures import measures


@pytest.mark.parametrize("code", list(measures()))
@pytest.mark.parametrize(("level", "pref"), [("concept", "all"), ("prefecture", "all"), ("unit", "47")])
def test_query_gives_the_figures_on_screen(board, code, level, pref):
    definition = measures()[code]
    year = measure_years(board, definition)[-1]
    sql = reproduce.query(board, definition, year, level, pref)
    if sql is None:
        assert definition.kind == "flow" or level == "unit"
        return
    found = board.frame(sql).set_index("code")
    shown = measure(board, areas.grouping(board, level, pref), definition, year).set_index("group_id")
    # A share that is not printed for the area itself is an interval on screen and no line in the publication.
    shown = shown if definition.kind != "flow" else shown.loc[found.index]
    assert set(found.dropna().index) <= set(shown.index)
    for bound in ("low", "high"):
        mine = found[bound].reindex(shown.index).to_numpy(float)
        assert np.allclose(mine, shown[bound].to_numpy(float), rtol=1e-9, equal_nan=True)


def test_line_can_be_pasted(board, capsys):
    from data.__main__ import main
    command = reproduce.line(board, measures()["population"], 2025, "concept", "47")
    assert command.startswith('python -m data query "SELECT')
    assert main(["query", command.split('"')[1]]) == 0
    assert "4701,102582.0,102582.0" in capsys.readouterr().out
