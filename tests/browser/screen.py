"""How a test waits for what is on screen, so that it never reads a page that is still being drawn."""

import itertools
import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page

SECONDS = 15
FINGER = 44  # px: what is pressed is at least so wide and high
# Whether the run is over, every map is painted and has Python's answer to its last edit, and nothing was added, moved
# or zoomed for `rest` ms since it was first asked with this `number`.
AT_REST = """([rest, number]) => {
    const maps = [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')]
        .map(({ shadowRoot }) => shadowRoot?.querySelector('.region-map')).filter(Boolean);
    const isBusy = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState !== 'notRunning'
        || document.querySelector('[data-testid=stSkeleton], [data-testid=stAppSkeleton]')
        || maps.some(map => map.getAttribute('aria-busy') === 'true' || map.getRootNode().regionMap?.isWaiting);
    const look = isBusy ? null : JSON.stringify([number, document.querySelectorAll('*').length, ...maps.map(map => [
        map.dataset.painted, map.querySelector('.main .land')?.getAttribute('transform'), map.querySelector('.stage').getBoundingClientRect()])]);
    const now = performance.now();
    if (isBusy || window.lookBefore?.look !== look) window.lookBefore = { look, since: now };
    return !isBusy && now - window.lookBefore.since >= rest;
}"""
_numbers = itertools.count()


def settled(page: Page, rest: int = 200) -> None:
    """Wait until the page is whole and has stood still for `rest` ms."""
    page.wait_for_function(AT_REST, arg=[rest, next(_numbers)], polling=50, timeout=30_000)


def eventually(page: Page, read: Callable[[], object], wanted: object = True) -> None:
    """What `read` gives is `wanted`, sooner or later, as expect() says it of a locator."""
    deadline = time.monotonic() + SECONDS
    while read() != wanted and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    assert read() == wanted


def expect_on_first_screen(part: Locator) -> None:
    """The part ends inside the window, once the page has come to rest."""
    settled(part.page)
    inside = "e => { const { right, bottom } = e.getBoundingClientRect(); return right <= window.innerWidth && bottom <= window.innerHeight; }"
    eventually(part.page, lambda: part.evaluate(inside))


def expect_finger_wide(buttons: Locator) -> None:
    """There are such buttons, and each is large enough for a finger."""
    sizes = "all => all.map(e => e.getBoundingClientRect()).map(({ width, height }) => Math.min(width, height))"
    eventually(buttons.page, lambda: min(buttons.evaluate_all(sizes), default=0) >= FINGER)


class SlowLine:
    """What the server sends to the page is held back once `held` is a list, until it is delivered."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.held: list | None = None
        page.route_web_socket(re.compile("_stcore/stream"), self._route)

    def _route(self, socket) -> None:
        self.socket = socket
        server = socket.connect_to_server()
        server.on_message(lambda message: socket.send(message) if self.held is None else self.held.append(message))

    def hold(self) -> None:
        """From now on nothing reaches the page by itself."""
        self.held = []

    def wait_for_more(self) -> None:
        """Wait until the server has answered and is at rest."""
        before = 0
        while not self.held or len(self.held) > before:
            before = len(self.held)
            self.page.wait_for_timeout(500)

    def deliver(self, count: int) -> None:
        """Let the first `count` messages through."""
        for message in self.held[:count]:
            self.socket.send(message)
        del self.held[:count]
        self.page.wait_for_timeout(300)

    def release(self) -> None:
        """Let all messages through, and all that come."""
        held, self.held = self.held, None
        for message in held:
            self.socket.send(message)
