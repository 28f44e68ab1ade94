"""The first page in a real Chromium: time to paint, bytes on the websocket, memory of the server at rest."""

import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from data.home import PROJECT

from .table import RUNS, Line

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]
PAINTED = """times => [...document.querySelectorAll('[data-testid=stBidiComponentIsolated]')].some(host =>
    Number(host.shadowRoot?.querySelector('.region-map')?.dataset.painted ?? 0) >= times)"""


@contextmanager
def server(script: str):
    """A Streamlit server of this machine on a free port: (url, process)."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.address=127.0.0.1"],
        cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(PROJECT)})
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=1).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        yield url, process
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def chromium(*more: str):
    """Headless Chromium as on a virtual desktop without a GPU."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=[*CHROMIUM, *more])
        yield browser
        browser.close()


def lines() -> Iterator[Line]:
    with chromium() as browser, server("app.py") as (url, process):
        first_open(browser, f"{url}/?pref=all", PAINTED)  # the server's own first run is not the browser's
        for what, query, limit in (("all Japan's 339 areas", "pref=all", 2500), ("a prefecture (沖縄)", "pref=47", 2000),
                                   ("all 1,892 units", "pref=all&level=unit", None)):
            times = [first_open(browser, f"{url}/?{query}", PAINTED) for _ in range(RUNS)]
            yield Line(f"first page, cold browser: {what} painted", "", statistics.median(times), "ms", limit)
        for what, query, limit in (("339 areas", "pref=all", 30), ("1,892 units", "pref=all&level=unit", 60)):
            repaint, kilobytes = measure_change(browser, f"{url}/?{query}")
            yield Line(f"measure changed: map repainted, {what}", "", repaint, "ms", 400)
            yield Line("  over the websocket", "", kilobytes, "kB", limit)
        yield Line("app at rest", "resident memory", psutil.Process(process.pid).memory_info().rss / 1024**2, "MB", 400)


def first_open(browser: Browser, url: str, ready: str) -> float:
    """ms from asking for the page to `ready`, in a fresh profile."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    page = context.new_page()
    started = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_function(ready, arg=1, timeout=120_000)
    elapsed = (time.perf_counter() - started) * 1000
    context.close()
    return elapsed


def measure_change(browser: Browser, url: str) -> tuple[float, float]:
    """(median ms from the choice of another year to the repainted map, median kB received)."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="ja-JP")
    page = context.new_page()
    received: list[int] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda data: received.append(len(data))))
    page.goto(url)
    page.wait_for_function(PAINTED, arg=1, timeout=120_000)
    page.wait_for_timeout(2000)
    times, sizes = [], []
    for option in ["2030年（推計）", "2040年（推計）", "2050年（推計）", "2035年（推計）", "2045年（推計）"][:RUNS]:
        box = page.get_by_role("combobox", name=re.compile("年$")).first
        box.click()
        received.clear()
        before = painted(page)
        started = time.perf_counter()
        page.get_by_role("option", name=option).click()
        page.wait_for_function(PAINTED, arg=before + 1, timeout=30_000)
        times.append((time.perf_counter() - started) * 1000)
        page.wait_for_timeout(1500)
        sizes.append(sum(received) / 1000)
    context.close()
    return statistics.median(times), statistics.median(sizes)


def painted(page: Page) -> int:
    return int(page.locator(".region-map").first.get_attribute("data-painted"))
