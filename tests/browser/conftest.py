"""A real Chromium against a real Streamlit server, both of this machine."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
START_SECONDS = 60
expect.set_options(timeout=15_000)  # a busy machine of two cores answers late, not wrongly

Serve = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_healthy(url: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"Streamlit did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """serve(script, env={}, options=[]) → url without a slash at its end; servers stop when the tests are over.

    Streamlit serves the folder ``static`` beside the main script, so a script that is not app.py is copied into a
    folder of its own with a link to the project's.
    """
    running: list[subprocess.Popen] = []

    def start(script: str | Path, env: Mapping[str, str] | None = None, options: Sequence[str] = ()) -> str:
        script = ROOT / script
        folder = tmp_path_factory.mktemp(script.stem)
        log = folder / "server.log"
        if script.parent != ROOT:
            (folder / "static").symlink_to(ROOT / "static", target_is_directory=True)
            script = Path(shutil.copy(script, folder))
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", str(script), f"--server.port={port}"]
        command += [
            "--server.headless=true",
            "--server.address=127.0.0.1",
            "--server.enableStaticServing=true",
        ]
        command += ["--server.fileWatcherType=none", "--browser.gatherUsageStats=false", *options]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT), **(env or {})},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        running.append(process)
        base = next((o.split("=", 1)[1] for o in options if o.startswith("--server.baseUrlPath=")), "")
        url = f"http://127.0.0.1:{port}/{base}".rstrip("/")
        wait_until_healthy(url, process, log)
        return url

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=10)


@pytest.fixture(scope="session")
def app_url(serve: Serve, board) -> str:
    """The whole app on the store of the embedded facts."""
    return serve("app.py")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium from $CHROMIUM, else the system's."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("Chromiumがないため省略（環境変数CHROMIUMで場所を示せます）")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(QUIET))
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of a fresh profile. No request may leave the machine, and no script may fail.

    ``page.requested`` lists all addresses that were asked for, in order.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 720}, locale="ja-JP")
    page = context.new_page()
    page.requested = []
    errors: list[str] = []
    page.on("request", lambda request: page.requested.append(request.url))
    page.on("websocket", lambda socket: page.requested.append(socket.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    outside = [
        url for url in page.requested if urlsplit(url).hostname not in ("127.0.0.1", "localhost", None)
    ]
    assert outside == [], "requests left the machine"
    assert errors == [], "scripts failed in the browser"


def settled(page: Page, rest: int = 0) -> None:
    """Wait until Streamlit has finished its run; then `rest` ms, for what moves or paints after it."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    page.wait_for_timeout(rest)


class MapPage:
    """The small app around the region map (apps/region_map_app.py) as a reader sees it."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, path: str = "", **query: str) -> None:
        """Go there, wait until the map is painted, and bring it into sight."""
        self.page.goto(f"{self.url}/{path}?" + "&".join(f"{name}={value}" for name, value in query.items()))
        self.wait_until_painted()
        self.page.locator(".stage").scroll_into_view_if_needed()

    def wait_until_painted(self, times: int = 1) -> None:
        self.page.wait_for_function(
            """times => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].some(host =>
                Number(host.shadowRoot?.querySelector('.region-map')?.dataset.painted ?? 0) >= times)""",
            arg=times,
        )

    def repaint(self, action: Callable[[], None]) -> None:
        """Do something and wait until the map is painted anew."""
        before = int(self.page.locator(".region-map").get_attribute("data-painted"))
        action()
        self.wait_until_painted(before + 1)

    def spot(self, group: str) -> tuple[float, float]:
        """A point of the screen that lies on a group."""
        found = self.page.locator(f".group[data-group='{group}']").first.evaluate(
            """group => {
                for (const path of group.children) {
                    const { left, top, width, height } = path.getBoundingClientRect();
                    for (let i = 1; i < 400; i++) {
                        const [x, y] = [left + width * ((i * 0.618) % 1), top + height * (i / 400)];
                        if (group.getRootNode().elementFromPoint(x, y) === path) return [x, y];
                    }
                }
            }"""
        )
        assert found, f"no point of {group} is to be seen"
        return tuple(found)

    def click(self, group: str) -> None:
        """Click where a group is, once the map has come to rest there."""
        before, now = None, self.spot(group)
        while before != now:
            self.page.wait_for_timeout(150)
            before, now = now, self.spot(group)
        self.page.mouse.click(*now)

    def expect_selection(self, *groups: str) -> None:
        """What Python writes out as selected."""
        expect(self.page.get_by_text(re.compile(f"^選択={','.join(groups)} 施設"))).to_be_visible()

    @property
    def transform(self) -> str:
        return self.page.locator(".main .land").get_attribute("transform")


@pytest.fixture(scope="session")
def region_map_url(serve: Serve) -> str:
    return serve("tests/browser/apps/region_map_app.py")


@pytest.fixture
def region_map(page: Page, region_map_url: str) -> MapPage:
    return MapPage(page, region_map_url)
