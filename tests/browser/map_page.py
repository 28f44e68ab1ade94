"""The region map as a reader sees it."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.screen import settled

SPOT = """group => {
    for (const path of group.children) {
        const { left, top, width, height } = path.getBoundingClientRect();
        for (let i = 1; i < 400; i++) {
            const [x, y] = [left + width * ((i * 0.618) % 1), top + height * (i / 400)];
            if (group.getRootNode().elementFromPoint(x, y) === path) return [x, y];
        }
    }
}"""


class MapPage:
    """A page with one region map (apps/region_map_app.py, or a page of the app)."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, path: str = "", **query: str) -> None:
        """Go there, wait until the map is painted, and bring it into sight."""
        self.page.goto(f"{self.url}/{path}?" + "&".join(f"{name}={value}" for name, value in query.items()))
        self.wait_until_painted()
        self.page.locator(".stage").scroll_into_view_if_needed()
        settled(self.page)

    def wait_until_painted(self, times: int = 1) -> None:
        self.page.wait_for_function(
            """times => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].some(host =>
                Number(host.shadowRoot?.querySelector('.region-map')?.dataset.painted ?? 0) >= times)""",
            arg=times,
            timeout=30_000,
        )

    def repaint(self, action: Callable[[], None]) -> None:
        """Do something and wait until the map is painted anew."""
        before = int(self.page.locator(".region-map").get_attribute("data-painted"))
        action()
        self.wait_until_painted(before + 1)

    def spots(self, *groups: str) -> list[tuple[float, float]]:
        """Points of the screen that lie on these groups, once the map has come to rest."""
        settled(self.page)
        found = [self.page.locator(f".group[data-group='{group}']").first.evaluate(SPOT) for group in groups]
        assert all(found), f"some of {groups} are not to be seen"
        return [tuple(spot) for spot in found]

    def click(self, group: str) -> None:
        """Click where a group is, once the map has come to rest there."""
        self.page.mouse.click(*self.spots(group)[0])

    def expect_selection(self, *groups: str) -> None:
        """What Python writes out as selected."""
        expect(self.page.get_by_text(re.compile(f"^選択={','.join(groups)} 施設"))).to_be_visible()

    @property
    def transform(self) -> str:
        """Where the main map lies and how large it is drawn, once it has come to rest."""
        settled(self.page)
        return self.page.locator(".main .land").get_attribute("transform")
