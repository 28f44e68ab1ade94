"""The pages of the reports on a small projector: the map is whole, nothing is moved sideways, no text is small, in both modes."""

import pytest

from tests.browser.screen import eventually
from tests.browser.test_reading import cut_stages, expect_readable

PATHS = [*(f"gaps?pref=47&theme=home_care&gapview={view}" for view in ("reach", "siting", "partners")),
         "gaps?pref=47&theme=admission_discharge", "gaps?pref=47&theme=general&sample=1", "functions?pref=47&area=4703", "cycle?pref=47"]
LEAST = 260  # px
# What is wider than its place: the page, or a part of it that would be moved sideways.
SIDEWAYS = """() => {
    const main = document.querySelector('[data-testid=stMain]'), found = [];
    const look = e => {
        const moves = ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) && e.clientWidth > 20;
        if (moves && e.scrollWidth > e.clientWidth + 1) found.push(`${e.className} ${e.scrollWidth} > ${e.clientWidth}`);
        for (const part of [...e.children, ...(e.shadowRoot?.children ?? [])]) look(part);
    };
    look(main);
    return found;
}"""


@pytest.mark.parametrize("meeting", [0, 1])
@pytest.mark.parametrize("path", PATHS)
def test_the_answer_is_on_the_first_screen_and_nothing_is_moved_sideways(page, app_url, path, meeting):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{app_url}/{path}&meeting={meeting}")
    eventually(page, lambda: cut_stages(page, LEAST), [])
    eventually(page, lambda: page.evaluate(SIDEWAYS), [])
    expect_readable(page, 24 if meeting else 16)
