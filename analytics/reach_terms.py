"""What 届く範囲 goes by (definitions/reach.toml): who is counted, how far a function reaches, how weights fall with distance."""

from dataclasses import dataclass

import numpy as np

from data.definition_files import read_definition
from data.official_file import BadFile

from .access import Assumptions
from .measures import quantities

FILE = "reach.toml"
STEP, GAUSSIAN, LINEAR = "step", "gaussian", "linear"
FARTHEST_KM, LONGEST_MINUTES = 100, 180
_TABLES = {"radius": ("function", "why"), "decay": ("code", "label", "shape", "source"), "who": ("quantity", "label")}


@dataclass(frozen=True)
class Radius:
    """How far (km, straight line) a function reaches, what else may be chosen, and why."""

    km: float
    choices: tuple[float, ...]
    why: str


@dataclass(frozen=True)
class Decay:
    """Weight by distance: of zones (step), or falling from 1 to 0 at the last of `minutes` (gaussian, linear)."""

    code: str
    label: str
    shape: str
    minutes: tuple[float, ...]
    weights: tuple[float, ...]
    source: str

    def limits_km(self, terms: Assumptions) -> tuple[float, ...]:
        """The limits of the zones as straight lines."""
        return tuple(minutes / 60 * terms.speed_kmh / terms.detour for minutes in self.minutes)

    def weight(self, km: np.ndarray, terms: Assumptions) -> np.ndarray:
        """Weight (0–1) of each distance. A distance on a limit belongs to the zone below it.

        step: Luo & Qi 2009; gaussian: Dai 2010, (e^(−½(d/d0)²) − e^(−½)) ÷ (1 − e^(−½)).
        """
        limits = self.limits_km(terms)
        if self.shape == STEP:
            falls = np.subtract(self.weights, [*self.weights[1:], 0])
            return sum(fall * (km <= limit) for fall, limit in zip(falls, limits, strict=True))
        share = np.minimum(km / limits[-1], 1)
        if self.shape == LINEAR:
            return 1 - share
        return (np.exp(-share**2 / 2) - np.exp(-.5)) / (1 - np.exp(-.5))


@dataclass(frozen=True)
class ReachTerms:
    """radius: function → Radius. decays: code → Decay. who: quantity → label. First ones are where people start."""

    radius: dict[str, Radius]
    decays: dict[str, Decay]
    who: dict[str, str]


def reach_terms() -> ReachTerms:
    """The definition as it stands now. Raises BadFile naming the entry and what may stand there."""
    found = read_definition(FILE, _TABLES)
    terms = ReachTerms({entry["function"]: _radius(entry) for entry in found["radius"]}, {entry["code"]: _decay(entry) for entry in found["decay"]},
                       {entry["quantity"]: _who(entry) for entry in found["who"]})
    for table, entries in (("decay", terms.decays), ("who", terms.who)):
        if not entries:
            raise BadFile(f"{table} が1つもありません。", FILE)
    return terms


def _radius(entry: dict) -> Radius:
    km = _numbers(entry, "km", [entry.get("km")], FARTHEST_KM)[0]
    return Radius(km, tuple(sorted({km, *_numbers(entry, "choices", entry.get("choices", []), FARTHEST_KM)})), entry["why"])


def _decay(entry: dict) -> Decay:
    if entry["shape"] not in (STEP, GAUSSIAN, LINEAR):
        raise BadFile(f"decay「{entry['code']}」: shape は {STEP}、{GAUSSIAN}、{LINEAR} のどれかです。", entry["file"])
    minutes = _numbers(entry, "minutes", entry.get("minutes"), LONGEST_MINUTES)
    weights = _numbers(entry, "weights", entry.get("weights"), 1) if entry["shape"] == STEP else ()
    if not minutes or list(minutes) != sorted(set(minutes)):
        raise BadFile(f"decay「{entry['code']}」: minutes は小さい順に書いてください。", entry["file"])
    if entry["shape"] == STEP and (len(weights) != len(minutes) or list(weights) != sorted(weights, reverse=True)):
        raise BadFile(f"decay「{entry['code']}」: weights は minutes と同じ数だけ、大きい順に書いてください。", entry["file"])
    return Decay(entry["code"], entry["label"], entry["shape"], minutes, weights, entry["source"])


def _who(entry: dict) -> str:
    quantity = quantities().get(entry["quantity"])
    if quantity is None or quantity.kind != "population":
        raise BadFile(f"who「{entry['quantity']}」: quantity は quantities.toml の人口の量です（pop_total、pop_65、pop_75 など）。", entry["file"])
    return entry["label"]


def _numbers(entry: dict, field: str, values: object, most: float) -> tuple[float, ...]:
    """Numbers above zero and at most `most`."""
    known = isinstance(values, list) and all(isinstance(v, (int, float)) and not isinstance(v, bool) and 0 < v <= most for v in values)
    if not known:
        name = next(value for key, value in entry.items() if key in ("function", "code"))
        raise BadFile(f"「{name}」: {field} は0より大きく{most:g}以下の数で書いてください。", entry["file"])
    return tuple(float(v) for v in values)
