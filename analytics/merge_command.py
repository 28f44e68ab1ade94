"""python -m analytics merge: the planner on the command line. stdout carries the answer only, progress goes to stderr."""

import argparse
import json
import sys
from collections.abc import Callable

from data.store import Store

from . import areas
from .merge import BASES, OBJECTIVES, WEIGHTS, Answer, Ask, AskError, Plan, PlanGroup, every_prefecture, plans
from .planner.plan import NAMES_IN_FULL

PAIR = "コードを「,」で二つ（例 4701,4702）"


def add(commands) -> None:
    """Register the subcommand. Numbers are read here, not by argparse, so that what is wrong is said in Japanese."""
    command = commands.add_parser("merge", help="人口の目安を満たす最適な統合案を求める")
    command.add_argument("--pref", default="", help="都道府県コード2桁。47都道府県を別々に: all。複数をまとめて一つに: 40,41")
    command.add_argument("--year", default="2040", help="人口の年（2025は住民基本台帳、ほかは社人研の推計）")
    command.add_argument("--min-population", default="200000", help="区域の人口の下限（人）")
    command.add_argument("--max-population", help="区域の人口の上限（人）")
    command.add_argument("--objective", default="self_sufficiency", help=f"区域の数の次に何をよくするか: {'、'.join(OBJECTIVES)}")
    command.add_argument("--k", default="1", help="案の数")
    command.add_argument("--allow-fewer-groups", action="store_true", help="足りなければ区域が一つ少ない案も出す")
    command.add_argument("--base", default="concept", help=f"もとになる区域: {'、'.join(BASES)}")
    command.add_argument("--lock", action="append", default=[], metavar="CODE,…", help="そのまま固定する区域（コードを「,」でつなぐ。何度でも）")
    command.add_argument("--lock-free", action="store_true", help="固定した区域は人口の目安などを問わない")
    command.add_argument("--together", action="append", default=[], metavar="A,B", help=f"一緒にする。{PAIR}")
    command.add_argument("--apart", action="append", default=[], metavar="A,B", help=f"別にする。{PAIR}")
    command.add_argument("--max-size", help="一つの区域に入る区域の数の上限")
    command.add_argument("--max-km", help="中心となる急性期病院の区域までの距離の上限（km）")
    command.add_argument("--min-self-sufficiency", help="推計自足率の下限（％）")
    command.add_argument("--exempt-self-sufficiency", help="推計自足率がこれ以上の区域は、人口の目安を問わない（％）")
    command.add_argument("--weights", default="total", help=f"推計自足率の重み: {'、'.join(WEIGHTS)}")
    command.add_argument("--seconds", default="60", help="証明できない大きな地図で探索する秒数")
    command.add_argument("--json", action="store_true", help="JSON で出す（省略時は読むための表）")


def run(store: Store, options: argparse.Namespace) -> int:
    """Answer and print. Raises AskError for what has no meaning."""
    every = options.pref == areas.ALL_JAPAN
    if every and (options.lock or options.together or options.apart):
        raise AskError("--lock、--together、--apart は、都道府県を指定したときに使えます。")
    ask = _ask(options, () if every else tuple(dict.fromkeys(options.pref.split(","))) if options.pref else ())
    answers = list(every_prefecture(store, ask, _progress)) if every else [plans(store, ask, _progress)]
    if options.json:
        objects = [as_json(answer) for answer in answers]
        print(json.dumps(objects if every else objects[0], ensure_ascii=False))
    else:
        print("\n\n".join(_as_text(store, answer) for answer in answers))
    return 0


def _progress(share: float, text: str) -> None:
    print(f"{share:4.0%} {text}", file=sys.stderr)


def _ask(options: argparse.Namespace, prefs: tuple[str, ...]) -> Ask:
    return Ask(
        prefs, _whole("--year", options.year), _whole("--min-population", options.min_population),
        _whole("--max-population", options.max_population), options.base,
        locked=tuple(frozenset(codes.split(",")) for codes in options.lock), locked_free=options.lock_free,
        together=tuple(_pair("--together", codes) for codes in options.together),
        apart=tuple(_pair("--apart", codes) for codes in options.apart), max_size=_whole("--max-size", options.max_size),
        max_km=_number("--max-km", options.max_km), min_self_sufficiency=_share("--min-self-sufficiency", options.min_self_sufficiency),
        exempt_self_sufficiency=_share("--exempt-self-sufficiency", options.exempt_self_sufficiency), weights=options.weights,
        objective=options.objective, k=_whole("--k", options.k), allow_fewer_groups=options.allow_fewer_groups,
        seconds=_number("--seconds", options.seconds))


def _read(option: str, text: str | None, read: Callable, what: str):
    if text is None:
        return None
    try:
        return read(text)
    except ValueError:
        raise AskError(f"{option} は{what}で指定してください（{text}）。") from None


def _whole(option: str, text: str | None) -> int | None:
    return _read(option, text, int, "整数")


def _number(option: str, text: str | None) -> float | None:
    return _read(option, text, float, "数")


def _share(option: str, text: str | None) -> float | None:
    percent = _number(option, text)
    return None if percent is None else percent / 100


def _pair(option: str, text: str) -> tuple[str, str]:
    codes = tuple(text.split(","))
    if len(codes) != 2:
        raise AskError(f"{option} は、{PAIR}で指定してください（{text}）。")
    return codes


def as_json(answer: Answer) -> dict:
    """The answer as the command prints it: the best plan, how sure it is, then all plans and 変更なし."""
    best = answer.plans[0] if answer.plans else None
    return {"pref": ",".join(answer.ask.prefs), "year": answer.ask.year, "min_population": answer.ask.min_population,
            "objective": answer.ask.objective, **_plan(best), "optimal": answer.optimal, "bound": answer.bound,
            "seconds": round(answer.seconds, 4), "reason": answer.reason, "conflict": list(answer.conflict), "notes": list(answer.notes),
            "plans": [_plan(p) for p in answer.plans], "today": _plan(answer.today)}


def _plan(plan: Plan | None) -> dict:
    """Shares 0–1, residents, km. Without a plan there are no groups and no figures."""
    low, high = (plan and plan.self_sufficiency) or (None, None)
    groups = [{"areas": list(g.areas), "name": g.name, "population": round(g.population), "exempt": bool(g.exempt)}
              for g in (plan.groups if plan else ())]
    return {"groups": groups, "group_count": len(groups), "self_sufficiency": low, "self_sufficiency_upper": high,
            "distance_km": plan and plan.km, "balance": plan and round(plan.balance), "change": plan and round(plan.changed)}


def _members(plan: Plan, group: PlanGroup) -> str:
    """What a group is made of, where its name tells the largest only."""
    return f"　＝ {'・'.join(plan.base.names[area] for area in group.areas)}" if len(group.areas) > NAMES_IN_FULL else ""


def _as_text(store: Store, answer: Answer) -> str:
    names = areas.prefectures(store)
    ask = answer.ask
    lines = [f"{'・'.join(names[p] for p in ask.prefs)}　{ask.year}年　人口{ask.min_population:,}人以上　目的: {OBJECTIVES[ask.objective]}"]
    shown = [(f"案{n}", p) for n, p in enumerate(answer.plans, 1)] + [("変更なし", answer.today)]
    for title, plan in shown:
        share = plan.self_sufficiency
        care = "不明（分割）" if share is None else "～".join(dict.fromkeys(f"{part:.1%}" for part in share))
        lines.append(f"{title}: {len(plan.groups)}区域　推計自足率 {care}　平均 {plan.km:.1f} km　人口の差 {plan.balance:,.0f}人　"
                     f"区域が変わる住民 {plan.changed:,.0f}人")
        lines += [f"  {g.name}　{g.population:,.0f}人{'（目安の対象外）' if g.exempt else ''}{_members(plan, g)}" for g in plan.groups]
    proof = "最良であることを証明しました。" if answer.optimal else answer.reason or ""
    return "\n".join([*lines, proof, *answer.notes])
