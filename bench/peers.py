"""The same 1,892 units drawn by the usual ways, for comparison: st.pydeck_chart and st.plotly_chart."""

import io
import statistics
import time
from collections.abc import Iterator

from PIL import Image
from playwright.sync_api import Browser

from .screen import chromium, server
from .table import Line

RUNS = 3
PEERS = {"plotly": "stPlotlyChart", "pydeck": "stDeckGlJsonChart"}
SECONDS = 60
PAINTED_SHARE = 0.02  # of the chart's pixels that are not the background


def lines(ours_ms: float) -> Iterator[Line]:
    """The limit column holds our own map's time, so a ratio over 1 means that the peer is slower."""
    # deck.gl needs WebGL: without a GPU Chromium computes it.
    with chromium("--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader") as browser:
        for name, test_id in PEERS.items():
            with server(f"bench/peer_{name}.py") as (url, _):
                first = _seconds(browser, url, test_id)  # the server's own first run
                if first >= SECONDS:
                    yield Line(f"peer: st.{name}_chart, nothing drawn without a GPU in", "1,892 units", first * 1000, "ms", ours_ms, "our map")
                    continue
                median = statistics.median(_seconds(browser, url, test_id) for _ in range(RUNS)) * 1000
            yield Line(f"peer: st.{name}_chart (median of {RUNS})", "1,892 units", median, "ms", ours_ms, "our map")


def _seconds(browser: Browser, url: str, test_id: str) -> float:
    """From asking for the page in a fresh profile until the chart's picture shows shapes; SECONDS when it never does."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    page = context.new_page()
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    chart = page.get_by_test_id(test_id)
    chart.wait_for(timeout=SECONDS * 1000)
    while time.perf_counter() - started < SECONDS and not _has_shapes(chart.screenshot()):
        page.wait_for_timeout(50)
    elapsed = time.perf_counter() - started
    context.close()
    return min(elapsed, SECONDS)


def _has_shapes(png: bytes) -> bool:
    """True when enough pixels differ from the commonest colour."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").resize((200, 100))
    counts = sorted((count for count, _ in picture.getcolors(20_000)), reverse=True)
    return 1 - counts[0] / (200 * 100) > PAINTED_SHARE
