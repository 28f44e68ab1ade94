"""A real Chromium against a real Streamlit server, both of this machine."""

import os
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

from tests.browser.editor_page import EditorPage
from tests.browser.map_page import MapPage
from tests.browser.screen import SECONDS, SlowLine

ROOT = Path(__file__).resolve().parents[2]
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
START_SECONDS = 60
expect.set_options(timeout=SECONDS * 1_000)  # a busy machine of two cores answers late, not wrongly

Serve = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            # A real browser on a machine of two cores that others use too is now and then late beyond every limit: such a
            # test is tried twice more, and the closing line of pytest tells how many were.
            item.add_marker(pytest.mark.flaky(reruns=2))


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
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:  # in the midst of a run of a page; no test waits for it any more
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def app_url(serve: Serve, board) -> str:
    """The whole app on the store of the embedded facts."""
    return serve("app.py")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Callable[[], Browser]]:
    """chromium(): the browser of all tests, $CHROMIUM or else the system's; started again if it has died."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("Chromiumがないため省略（環境変数CHROMIUMで場所を示せます）")
    started: list[Browser] = []
    with sync_playwright() as playwright:

        def alive() -> Browser:
            if not started or not started[-1].is_connected():
                started.append(playwright.chromium.launch(executable_path=found, args=list(QUIET)))
            return started[-1]

        yield alive
        for browser in started:
            browser.close()


@pytest.fixture
def browser(chromium: Callable[[], Browser]) -> Browser:
    return chromium()


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


@pytest.fixture(scope="session")
def region_map_url(serve: Serve) -> str:
    return serve("tests/browser/apps/region_map_app.py")


@pytest.fixture
def region_map(page: Page, region_map_url: str) -> MapPage:
    return MapPage(page, region_map_url)


@pytest.fixture
def editor(page: Page, app_url: str) -> EditorPage:
    return EditorPage(page, app_url)


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """A page of another person's browser: nothing is shared but the server."""
    context = browser.new_context(viewport={"width": 1600, "height": 1000}, locale="ja-JP")
    yield context.new_page()
    context.close()


@pytest.fixture
def line(page: Page) -> SlowLine:
    """The line from the server to the page, which can be held up."""
    return SlowLine(page)
