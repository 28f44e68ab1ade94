"""Pictures of the manual, taken from the running app: make screenshots."""

import os
import sys
import tempfile
from pathlib import Path

from bench.editor import SPOT
from bench.screen import PAINTED, chromium, server
from data import build, store

IMAGES = Path(__file__).parent / "images"
SIZES = {"1920": (1920, 1080), "1280": (1280, 720)}
FIRST = {"japan": "pref=all", "okinawa": "pref=47", "hokkaido": "pref=01", "tokyo": "pref=13"}
OTHERS = {
    "selected": "?pref=47&area=4701",
    "units": "?pref=47&level=unit&measure=share_75&year=2040",
    "difference": "?pref=all&measure=beds_total&year=2025&before=2024",
    "points": "?pref=47&level=concept&points=all&measure=self_sufficiency_acute",
    "meeting": "?pref=47&meeting=1",
    "profile": "profile?pref=47&area=4701",
    "sources": "sources",
    "settings": "settings",
    "candidates": "candidates?pref=47&area=4701",
    "planner": "planner?pref=01",
    "compare": "compare?pref=24",
    "gaps": "gaps?pref=47",
    "cycle": "cycle?pref=47&sample=1",
    "settle": "settle?pref=47",
    "functions": "functions?pref=47&area=4702",
    "home-care": "home_care?pref=47&area=4701",
    "gaps-theme": "gaps?pref=47&theme=home_care&gaparea=47303",
    "reach": "gaps?pref=47&theme=home_care&gapview=reach",
    "siting": "gaps?pref=47&theme=home_care&gapview=siting&sites=2",
}
MERGED = ("47209", "47311")  # 名護市 and 恩納村: clicks that merge 北部 and 中部


def main() -> int:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["KENIKI_HOME"] = home
        build.build()
        with chromium() as browser, server("app.py") as (url, _):
            for name, query in FIRST.items():
                for size in SIZES:
                    _take(browser, f"{url}/?{query}", f"overview-{name}-{size}.png", SIZES[size])
            for name, path in OTHERS.items():
                _take(browser, f"{url}/{path}", f"{name}.png", SIZES["1280"])
            _take(browser, f"{url}/facility?facility={_hospital()}", "facility.png", SIZES["1280"])
            _regroup(browser, f"{url}/regroup?pref=47")
    return 0


def _hospital() -> str:
    return store.current().rows("SELECT facility_id FROM facility WHERE name = '沖縄県立中部病院'")[0][0]


def _regroup(browser, url: str) -> None:
    """The editor after a merge, and its tools in full."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    page.goto(url)
    page.wait_for_function(PAINTED, arg=1, timeout=60_000)
    page.wait_for_timeout(2000)
    for unit in MERGED:
        page.mouse.click(*page.locator(".region-map").first.evaluate(SPOT, unit))
        page.wait_for_timeout(500)
    page.wait_for_timeout(3000)
    page.mouse.move(5, 5)
    page.screenshot(path=IMAGES / "regroup.png")
    page.get_by_role("button", name="くわしく").click()
    page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / "regroup-full.png")
    page.close()


def _take(browser, url: str, file: str, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, locale="ja-JP")
    page.goto(url)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    if "/?" in url:
        page.wait_for_function(PAINTED, arg=1, timeout=60_000)
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / file)
    page.close()
    print(IMAGES / file)


if __name__ == "__main__":
    sys.exit(main())
