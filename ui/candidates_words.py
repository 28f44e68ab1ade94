"""What the tables and sentences of 統合先の候補 call a share, a figure, a way and a hospital."""

import pandas as pd

from analytics import pair_flow
from analytics.candidates import Candidate, Figure
from analytics.main_hospital import MainHospital
from analytics.measures import measures
from analytics.neighbours import WAYS
from analytics.pair_flow import Share
from ui.words import figure, number


def share_words(share: Share) -> str:
    if share.state != pair_flow.LISTED:
        return pair_flow.WORDS[share.state]
    first, last = number(share.low * 100, 1), number(share.high * 100, 1)
    return f"{first}％" if first == last else f"{first}～{last}％"


def figure_words(found: Figure, phase: str) -> str:
    definition = measures()[f"self_sufficiency_{phase}"]
    text = figure(found.low, found.high, found.marks, definition)
    return text if pd.isna(found.low) else text + definition.unit


def hospital_words(hospital: MainHospital | None) -> str:
    return "急性期の報告なし" if hospital is None else hospital.name


def ways_words(candidate: Candidate) -> str:
    return "\n".join(WAYS[way] + (f"（{names}）" if names else "") for way, names in candidate.ways.items())
