"""区域の組み替え in a real Chromium: from the click that merges two areas to the painted map, and to Python's answer."""

import statistics
import time
from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from .screen import PAINTED, chromium, server
from .table import RUNS, Line

CASES = (("沖縄, 41 units", "pref=47", "47209", "47311"), ("北海道, 188 units", "pref=01", "01206", "01208"),
         ("all Japan, 1,892 units", "pref=all", "01206", "01208"))
SPOT = """(box, code) => {
    const root = box.getRootNode();
    const number = root.regionMap.numberOfUnit.get(code);
    for (const path of box.querySelectorAll('.groups path')) {
        if (path.unit !== number) continue;
        const { left, top, width, height } = path.getBoundingClientRect();
        for (let i = 1; i < 400; i++) {
            const [x, y] = [left + width * ((i * 0.618) % 1), top + height * (i / 400)];
            if (root.elementFromPoint(x, y) === path) return [x, y];
        }
    }
}"""
# From the release of the button, before any of the editor's own code, to the frame after the one it is painted in.
WATCH = """box => box.querySelector('.stage').addEventListener('pointerup', () => {
    const released = performance.now();
    requestAnimationFrame(() => {
        const after = new MessageChannel();
        after.port1.onmessage = () => (window.clickPainted = performance.now() - released);
        after.port2.postMessage(0);
    });
}, true)"""


def lines() -> Iterator[Line]:
    with chromium() as browser, server("app.py") as (url, _):
        for size, query, first, second in CASES:
            painted, answered = merge(browser, f"{url}/regroup?{query}", first, second)
            yield Line("two areas merged by a click: painted", size, painted, "ms", 50)
            yield Line("  Python's answer (figures, problems) on screen", "", answered, "ms")


def merge(browser: Browser, url: str, first: str, second: str) -> tuple[float, float]:
    """(median ms from click to paint, median ms from click to the answer painted), undone after each run."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    page.goto(url)
    page.wait_for_function(PAINTED, arg=1, timeout=120_000)
    settle(page)
    box = page.locator(".region-map").first
    box.evaluate(WATCH)
    painted, answered = [], []
    for _ in range(RUNS + 1):
        for unit in (first, second):
            x, y = box.evaluate(SPOT, unit)
            started = time.perf_counter()
            page.mouse.click(x, y)
            page.wait_for_timeout(30 if unit == second else 300)
        page.wait_for_function("document.querySelector('.lead') && window.clickPainted")
        painted.append(page.evaluate("window.clickPainted"))
        page.wait_for_function("""() => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].some(host =>
            host.shadowRoot?.querySelector('.problem') && host.shadowRoot.querySelector('.problem').dataset.level !== 'waiting')""")
        answered.append((time.perf_counter() - started) * 1000)
        page.keyboard.press("Control+z")
        page.wait_for_timeout(500)
        settle(page)
    page.close()
    return statistics.median(painted[1:]), statistics.median(answered[1:])


def settle(page: Page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_timeout(500)
