"""A national register and its reports, made up: 112,000 facilities × 60 items, loaded as a prefecture loads its own; and the gaps of that."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil

from analytics import areas, cache
from analytics.gaps import gaps
from data import store as stores
from data.home import PROJECT
from data.report_definitions import FIXED, ReportItem, report_kinds
from data.store import Store

from .table import Line, median_ms

FACILITIES, ITEMS = 112_000, 60
DEFINITION = "definitions/reports/primary_care.toml"  # the items that there are, and some more of the bench's own
KIND = "かかりつけ医機能報告"
LIST_HEADING = ["項番", "都道府県コード", "都道府県名", "区分", "医療機関番号", "医療機関名称", "医療機関所在地（住所）", "電話番号",
                "受理届出名称", "受理記号", "受理番号", "算定開始年月日"]


def lines(store: Store) -> Iterator[Line]:
    """Made and loaded in a home of its own."""
    made, before = _facilities(store), os.environ["KENIKI_HOME"]
    with tempfile.TemporaryDirectory() as home:
        os.environ["KENIKI_HOME"] = home
        try:
            _add_items(Path(home) / DEFINITION)
            yield from _loads(Path(home), made)
            yield from _gaps(stores.current())
        finally:
            os.environ["KENIKI_HOME"] = before


def _loads(home: Path, made: list[tuple[str, str, str, str]]) -> Iterator[Line]:
    register, reports = home / "register.csv", home / "reports.csv"
    _write_register(register, made)
    _write_reports(reports, made)
    seconds, _ = _load(register)
    yield Line("register of all Japan, loaded", f"{FACILITIES:,} facilities", seconds, "s")
    seconds, memory = _load(reports)
    yield Line("reports of all Japan, loaded", f"{FACILITIES:,} × {ITEMS} items", seconds, "s", 60)
    yield Line("  peak memory", "", memory, "MB", 2048)


def _gaps(store: Store) -> Iterator[Line]:
    """Another item each run: nothing of it is cached, as after a change on the page."""
    items = [item.code for item in _items() if item.function == "home_care" and not item.report_only][:6]
    for what, pref, limit in (("北海道", "01", 300), ("all Japan", areas.ALL_JAPAN, 1000)):
        cache.clear()
        grouping = areas.grouping(store, "municipality", pref)
        gaps(store, grouping, "home_care")
        asked = iter(items * 2)
        took = median_ms(lambda g=grouping, a=asked: gaps(store, g, "home_care", (next(a),)))
        yield Line(f"gaps of another item, {what}", f"{len(grouping)} areas", took, "ms", limit)


def _facilities(store: Store) -> list[tuple[str, str, str, str]]:
    """(code, name, prefecture, municipality): the hospitals that there are, and made-up clinics, spread over the units by their residents."""
    hospitals = store.rows("""SELECT unit_code, facility.name, pref_name, full_name FROM facility JOIN unit USING (unit_code)
        WHERE kind = 'hospital' ORDER BY facility_id LIMIT ?""", [FACILITIES // 2])
    units = store.rows("SELECT unit_code, pref_name, full_name, sum(persons) FROM unit JOIN mesh USING (unit_code) GROUP BY ALL ORDER BY 1")
    people, clinics = np.array([row[3] for row in units]), FACILITIES - len(hospitals)
    upto = np.floor(np.cumsum(people) / people.sum() * clinics).astype(int)
    made = [(units[at][0], f"架空第{i}医院", *units[at][1:3]) for i, at in enumerate(np.searchsorted(upto, np.arange(clinics), side="right"))]
    return [(f"{unit[:2]}1{9_000_000 + i:07}", name, pref, town) for i, (unit, name, pref, town) in enumerate([*hospitals, *made])]


def _write_register(path: Path, made: list[tuple[str, str, str, str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(["[令和７年１０月１日 現在 ]令和７年１０月３日作成"])
        sheet.writerow(LIST_HEADING)
        for i, (code, name, pref, town) in enumerate(made, start=1):
            sheet.writerow([i, code[:2], pref, "医科", code[3:], name, f"{pref}{town}1-1", "03-0000-0000", "時間外対応加算１", "時間外１", f"第{i}号",
                            "令和 5年 5月 1日"])


def _add_items(path: Path) -> None:
    """As many more items as make up ITEMS."""
    path.parent.mkdir(parents=True)
    more = ITEMS - len(report_kinds()[KIND].items)
    path.write_text("".join(f'[[item]]\ncode = "x-{n}"\npart = "その他"\nlabel = "架空の報告事項{n}"\ntype = "flag"\nreport_only = true\n\n'
                            for n in range(more)), "utf-8")


def _items() -> list[ReportItem]:
    return list(report_kinds()[KIND].items)[:ITEMS]


def _write_reports(path: Path, made: list[tuple[str, str, str, str]]) -> None:
    """Every facility has 1号機能, and half of the rest."""
    some, items = np.random.default_rng(47), _items()
    answers = [_answers(item) for item in items]
    picked = [some.integers(0, len(words), len(made)) for words in answers]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerows([[f"{KIND} 様式"], ["年度", "R7"], [*FIXED.values(), *(item.code for item in items)]])
        for i, (code, name, pref, town) in enumerate(made):
            sheet.writerow([code, name, pref, town, "確認済", "2026-02-01", "2026-03-01", "",
                            *(words[picks[i]] for words, picks in zip(answers, picked, strict=True))])


def _answers(item: ReportItem) -> list[str]:
    """Cells such as people write."""
    if item.required:
        return [next(code for code in (item.has or [c for c in item.codes if c != "0"] or ["1"]))]
    if item.type == "text":
        return ["", "平日午後のみ"]
    if item.type == "number":
        return ["0", "3", "12"]
    codes = list(item.codes)
    return codes if item.type != "choices" else [*codes, "、".join(codes[1:3]), "、".join(codes[1:5])]


def _load(path: Path) -> tuple[float, float]:
    """(seconds, peak MB) of `python -m data load` as a whole process."""
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "data", "load", str(path)], cwd=PROJECT, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    watched, peak = psutil.Process(process.pid), 0
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(.05)
    if process.wait():
        raise RuntimeError(f"{path.name} was not loaded")
    return time.perf_counter() - started, peak / 1024**2
