"""区域の組み替え as a member of the council sees it."""

from playwright.sync_api import Locator, Page, expect

from bench.editor import SPOT
from tests.browser.screen import eventually, settled

NORTH, MIDDLE, SOUTH, MIYAKO, YAEYAMA = "4701", "4702", "4703", "4704", "4705"
NAGO, KUNIGAMI, ONNA, GINOZA = "47209", "47301", "47311", "47313"


class EditorPage:
    """What is read here is waited for; a click of the mouse waits until the map has come to rest."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.map = page.locator(".region-map")
        self.list = page.locator(".groups-list tbody tr")
        self.lead = page.locator(".lead", has_text="この案は")
        self.message = page.locator(".message")

    def open(self, query: str = "pref=47") -> "EditorPage":
        self.page.goto(f"{self.url}/regroup?{query}")
        return self.painted()

    def painted(self) -> "EditorPage":
        """Wait until the map of the editor is painted."""
        self.page.wait_for_function("""() => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].some(host =>
            Number(host.shadowRoot?.regionMap?.trial && host.shadowRoot.querySelector('.region-map').dataset.painted) >= 1)""",
            timeout=30_000)
        self.page.locator(".stage").scroll_into_view_if_needed()
        return self

    def settled(self) -> "EditorPage":
        """Wait until the page is whole: nothing moves any more."""
        settled(self.page)
        return self

    def spots(self, *units: str) -> list[tuple[float, float]]:
        """Points of the screen that lie on these units, once the map has come to rest."""
        self.page.locator(".stage").scroll_into_view_if_needed()
        settled(self.page)
        found = [self.map.evaluate(SPOT, unit) for unit in units]
        assert all(found), f"some of {units} are not to be seen"
        return [tuple(spot) for spot in found]

    def click(self, *units: str) -> None:
        """Click on one unit after another, each once the map has come to rest."""
        for unit in units:
            self.page.mouse.click(*self.spots(unit)[0])

    def press(self, name: str) -> None:
        self.map.get_by_role("button", name=name, exact=True).click()

    def full(self) -> "EditorPage":
        self.press("くわしく")
        return self

    def rename(self, unit: str, name: str) -> None:
        """Give the group a unit stands in another name."""
        self.press("いまの区域")
        self.click(unit)
        self.press("名前…")
        self.page.locator(".question input").fill(name)
        self.page.keyboard.press("Enter")

    def group_of(self, unit: str) -> str | None:
        """Group the unit stands in, as the browser paints it now."""
        return self.map.evaluate("(box, code) => box.getRootNode().regionMap.trial.units.get(code)", unit)

    def expect_group(self, group: str | None, *units: str) -> None:
        """The units stand in one group, or in none, as the browser paints it."""
        eventually(self.page, lambda: [self.group_of(unit) for unit in units], [group] * len(units))

    def open_list(self) -> None:
        """Open the list of groups below the map."""
        self.page.locator(".group-panel").evaluate("details => details.open = true")
        expect(self.list).not_to_have_count(0)

    def named(self, name: str) -> Locator:
        return self.list.get_by_role("rowheader", name=name, exact=True)

    def expect_names(self, *names: str) -> None:
        """Each is the name of one group in the list."""
        self.open_list()
        for name in names:
            expect(self.named(name)).to_have_count(1)

    def expect_groups(self, count: int) -> None:
        """What Python knows of the trial."""
        expect(self.lead).to_contain_text(f"この案は {count}区域")
