"""The rows of the live board (前後の比較): what is shown of a group, in which year, from where and how.

A row whose definition names quantities is computed by analytics.aggregate; the others (到達, 急性期拠点, 形) by
analytics.board_figures. A `Measure` carries name, theme, unit, decimals, source and how for both.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from data.quantities import fiscal_year, year_of
from data.store import Store

from . import access, acute_hub, care_themes, designations
from .access import Assumptions
from .acute_hub import Target
from .cache import cached
from .care_functions import functions as care_functions
from .measures import Measure, measures, quantities
from .medical_functions import MedicalFunction, functions
from .quantities import newest_flow, newest_report
from .thresholds import Limits

THEMES = ("人口", "病床", "医師・診療", "病院の機能", "流出入", "かかりつけ医機能", "到達", "形と区域")
NEED_WAITS = "2040年の必要量は未公表（令和8年度に推計）"
CENSUS_CAVEAT = "2015年国勢調査のメッシュ人口で数え、その後の増減は反映しない。"
OWN = "own"  # kind of a definition that no quantity stands behind
NEED_CAVEAT = "病床機能報告の病床数と必要病床数は計算方法が異なり、単純に比較できない（厚生労働省）。"
BED_FUNCTIONS = ("total", "acute_intensive", "acute", "comprehensive", "acute_comprehensive", "chronic")
AGE_BANDS = ("pop_0_14", "pop_15_39", "pop_40_64", "pop_65_74", "pop_75")  # everybody whose age is known, once
_AGES = (*AGE_BANDS, "pop_85")
_CARE = ("doctors", "operations", "general_anaesthesia", "ambulances", "births")
_MARKS = ("hospitals", "hospitals_三次", "hospitals_二次", "hospitals_地域支援", "hospitals_特定", "hospitals_在支")
_PHASES = ("acute", "comprehensive", "chronic")


@dataclass(frozen=True)
class Options:
    """What people may change under the board: terms and marks of 到達, the target of 急性期拠点 and who is a candidate."""

    terms: Assumptions = field(default_factory=lambda: access.definition().assumptions)
    marks: tuple[str, ...] = ("tertiary", "secondary", "births")
    target: Target = field(default_factory=acute_hub.target)
    hub: MedicalFunction = field(default_factory=lambda: functions()["acute_hub"])
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Item:
    """A row. code: unique on the board. year: of the figures; when: the date in words where the year does not say it.

    change: what a trial does to it for the same residents. sum: the parts of a group add up to it. rate: computed anew from
    its parts, borders change nothing for anybody. border: where the borders run decides it, so before and after are
    compared. Nothing ("") is said of what belongs to the area as such: its shape, what to aim at. absent: the word for none of
    what an area has or has not (有／無); "" for a figure.
    """

    code: str
    definition: Measure
    year: int | None = None
    when: str = ""
    change: str = "rate"
    absent: str = ""

    @property
    def theme(self) -> str:
        return self.definition.theme


@dataclass(frozen=True)
class Plan:
    """What a board shows: its rows in the order of the themes, for the years `now` and `later` of the population."""

    now: int
    later: int
    options: Options
    items: tuple[Item, ...]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Item code → its place among the items."""
        return {item.code: i for i, item in enumerate(self.items)}

    @cached_property
    def key(self) -> str:
        """Digest that is the same for plans of the same figures: short, since it is part of a key of each group."""
        return hashlib.blake2b(repr((self.now, self.later, self.options)).encode(), digest_size=16).hexdigest()

    def __getitem__(self, code: str) -> Item:
        return self.items[self.position[code]]


def plan(store: Store, now: int, later: int, options: Options) -> Plan:
    """The plan of a board."""
    return cached(store, ("board plan", now, later, options), lambda: Plan(now, later, options, _items(store, now, later, options)))


def _items(store: Store, now: int, later: int, options: Options) -> tuple[Item, ...]:
    report = year_of(newest_report(store))
    rows = [*_people(now, later), *_beds(report, later), *_care(report), *_marks(report), *_hub(now, later, report, options),
            *_presences(store), *_flow(year_of(newest_flow(store))), *_care_themes(store), *_access(store, report, options), *_home_care(),
            *_shape()]
    return tuple(sorted(rows, key=lambda item: THEMES.index(item.theme)))


def _measure(code: str, year: int, name: str = "") -> Item:
    definition = measures()[code]
    return Item(name or code, definition, year, change={"count": "sum", "flow": "border"}.get(definition.kind, "rate"))


def _quantity(code: str, theme: str, year: int, name: str = "", when: str = "") -> Item:
    q = quantities()[code]
    definition = Measure(code, q.name, theme, q.unit, "count", q.source, numerator=code, how=q.how, caveat=q.caveat)
    return Item(name or code, definition, year, when, "sum")


def own_item(code: str, name: str, theme: str, unit: str, source: str, how: str, caveat: str, decimals: int, when: str,
             change: str = "rate") -> Item:
    """A row that board_figures computes by itself."""
    return Item(code, Measure(code, name, theme, unit, OWN, source, decimals, how=how, caveat=caveat), when=when, change=change)


def _people(now: int, later: int) -> list[Item]:
    rows = [_measure("population", now, "population_now"), _measure("population", later, "population_later"),
            _measure("population_change", later)]
    for code in _AGES:
        rows += [_quantity(code, "人口", year, f"{code}_{which}") for year, which in ((now, "now"), (later, "later"))]
    known = quantities()
    rows.append(own_item("age_unknown", "年齢不詳の人口", "人口", "人", known["pop_total"].source,
                         " − ".join(["人口", *(known[code].name for code in AGE_BANDS)]),
                         "年齢別の人口には含まれず、65歳以上・75歳以上の割合の分母には含まれる。", 0, f"{now}年（住民基本台帳）", "sum"))
    for code in ("share_65", "share_75"):
        rows += [_measure(code, now, f"{code}_now"), _measure(code, later, f"{code}_later")]
    area = _quantity("area", "人口", now, when="国土数値情報・構想区域の公表面積")
    return [*rows, area, _measure("density", now, "density_now"), _measure("density", later, "density_later")]


def _beds(report: int, later: int) -> list[Item]:
    """Beds against need, which stands at 2025 only (domain rule of the field)."""
    rows = []
    for function in BED_FUNCTIONS:
        rows += [_measure(f"beds_{function}", report),
                 _quantity(f"need_{function}", "病床", 2025, when="2025年の必要量（2016～17年に推計）"),
                 _measure(f"beds_{function}_against_need", 2025)]
    waits = own_item("need_later", "必要病床数（これから）", "病床", "床", "厚生労働省", "", NEED_CAVEAT, 0, f"{later}年", "")
    return [*rows, _measure("beds_closed", report), waits]


def _care(report: int) -> list[Item]:
    return [_measure(name, report) for code in _CARE for name in (code, f"{code}_per_100k")]


def _marks(report: int) -> list[Item]:
    return [_measure(code, report) for code in _MARKS]


def _hub(now: int, later: int, report: int, options: Options) -> list[Item]:
    t = options.target
    how = (f"人口{t.people_least / 10_000:g}万～{t.people_most / 10_000:g}万人に1か所、{t.several_from / 10_000:g}万人以上は複数。人口 ÷ "
           f"{t.people_most / 10_000:g}万～人口 ÷ {t.people_least / 10_000:g}万（切り捨て）")
    aim = Measure("hub_target", "急性期拠点の目安", "病院の機能", "か所", OWN, t.source, how=how,
                  caveat="設定で変えられる目安。公的な基準ではない。")
    criteria = "、".join("または".join(f"{a.name}{a.at_least:,.0f}{a.unit}以上" if a.unit else a.name for a in any_of)
                       for any_of in options.hub.criteria)
    could = Measure("hub_candidates", "急性期拠点の候補の病院", "病院の機能", "病院", OWN,
                    "構想区域の医療機関の病床数、診療実績等（厚生労働省、病床機能報告）",
                    how=f"{criteria} のうち{options.hub.needed}つ以上", caveat=options.hub.source)
    return [Item("hub_target_now", aim, when=f"{now}年の人口", change=""), Item("hub_target_later", aim, when=f"{later}年の人口", change=""),
            Item("hub_candidates", could, when=f"{report}年（{fiscal_year(report)}報告）", change="sum")]


def _presences(store: Store) -> list[Item]:
    """What a group has or has not, by the lists that prefectures loaded."""
    return [replace(own_item(f"presence_{p.code}", p.name, "病院の機能", "病院", p.source,
                             f"{'、'.join(p.kinds)}のどれかに当たる病院の数（様式「{designations.FORM}」）。1つもなければ「{p.absent}」",
                             "　".join(filter(None, (p.why and f"{p.why}。", p.checked))), 0, designations.days_words(store, p.fields), "sum"),
                    absent=p.absent) for p in designations.on_board(store)]


def _flow(edition: int) -> list[Item]:
    return [_measure(f"{part}_{phase}", edition) for part in ("self_sufficiency", "inflow") for phase in _PHASES]


def _care_themes(store: Store) -> list[Item]:
    """Facilities with each of the four functions, and the people 75+ of groups without any."""
    found = []
    for code in care_themes.THEMES:
        short, theme = care_functions(store)[code].short, "かかりつけ医機能"
        found += [own_item(care_themes.places(code), f"{short}の機能がある施設", theme, "か所", care_themes.SOURCE,
                           "機能を示す届出・報告のある施設の数（届出の件数ではない）", care_themes.CAVEAT, 0, "名簿・報告の年度", "sum"),
                  own_item(care_themes.without_it(code), f"{short}の空白に住む75歳以上", theme, "人", care_themes.SOURCE,
                           "機能のある施設が1つもない区域に住む75歳以上の人", care_themes.CAVEAT, 0, "名簿・報告の年度、2025年人口", "border")]
    return found


def _access(store: Store, report: int, options: Options) -> list[Item]:
    known = access.definition()
    reported = f"{fiscal_year(report)}報告", "構想区域の医療機関の病床数、診療実績等（厚生労働省）"
    minutes_how = f"最寄りの医療機関（区域外を含む、同じ陸続きのみ）までの所要時間＝{options.terms.text}。所要時間表を読み込んだ単位はその分"
    rows = []
    for mark in (known.marks[code] for code in options.marks):
        listed = designations.days_words(store, designations.fields_of(mark.designations)), f"都道府県の{designations.FORM}"
        date, publisher = listed if mark.designations else reported
        when, source = f"2015年人口・{date}", f"{known.why['population']}、{publisher}、医療情報ネット（位置）"
        parts = [(f"within_{m}", f"{mark.name}まで{m}分以内の人（推計）", minutes_how) for m in options.terms.minutes] + [
            ("outside", f"最寄りの{mark.name}が区域外の人", "最寄りの医療機関が、この区域の外にある人の割合"),
            ("ferry_only", f"{mark.name}まで船・空路のみの人", "同じ陸続きに医療機関がない人の割合。分数は見積もらない")]
        caveat = "　".join(filter(None, [mark.why and mark.why + "。", CENSUS_CAVEAT]))
        rows += [own_item(f"{mark.code}_{part}", name, "到達", "％", source, how, caveat, 1, when, "border" if part == "outside" else "rate")
                 for part, name, how in parts]
    return rows


def _home_care() -> list[Item]:
    known = access.definition()
    return [own_item("home_care", f"在宅医療を行う医療機関から{known.home_care_km:g}km以内の人", "到達", "％", known.home_care_source,
                 "届出・報告で在宅医療の機能がある医療機関から、同じ陸続きの直線距離。住民は市区町村の人数をメッシュの人口で配った推計。"
                 "病床機能報告の在支の印は病床のある医療機関だけのため使わない", CENSUS_CAVEAT, 1, "名簿・報告の年度、2025年人口")]


def _shape() -> list[Item]:
    source = "国土数値情報（国土交通省）の行政区域から作成した輪郭"
    caveat = "島と海岸線を含む形全体の値。島の多い区域や入り組んだ海岸の区域は低くなるため、同じ地域の前後だけを比べる。"
    return [own_item("polsby_popper", "まとまり（Polsby–Popper）", "形と区域", "", source, "4π×面積÷周長²。円が1", caveat, 3, "現在の輪郭", ""),
            own_item("reock", "まとまり（Reock）", "形と区域", "", source, "面積÷外接する最小の円の面積。円が1", caveat, 3, "現在の輪郭", ""),
            own_item("health_centers", "またぐ保健所の区域", "形と区域", "か所", "都道府県の保健所の所管区域",
                 "一部がこの区域の中、一部が外にある保健所の数", "", 0, "現在", "")]
