"""The same 1,892 units drawn by the usual ways, for comparison: st.pydeck_chart and st.plotly_chart."""

import statistics
from collections.abc import Iterator

from .screen import chromium, first_open, server
from .table import Line

RUNS = 3
# Plotly's own mark of a drawn choropleth; deck.gl draws on a canvas, so the page reports when its layer has data.
READY = {
    "plotly": "times => document.querySelectorAll('.js-plotly-plot .choroplethlayer path, .js-plotly-plot .geo path').length > 1800",
    "pydeck": """times => { const c = document.querySelector('[data-testid=stDeckGlJsonChart] canvas');
        if (!c || !c.width) return false;
        const copy = document.createElement('canvas'); copy.width = 64; copy.height = 64;
        const to = copy.getContext('2d'); to.drawImage(c, 0, 0, 64, 64);
        return to.getImageData(0, 0, 64, 64).data.some((v, i) => i % 4 === 3 && v > 0); }""",
}


def lines(ours_ms: float) -> Iterator[Line]:
    with chromium() as browser:
        for name, ready in READY.items():
            with server(f"bench/peer_{name}.py") as (url, _):
                first_open(browser, url, ready)
                median = statistics.median(first_open(browser, url, ready) for _ in range(RUNS))
            yield Line(f"peer: all units by st.{name}_chart (median of {RUNS})", "1,892 units", median, "ms", ours_ms, "our map")
