"""Decisions of people as the derivations get them."""

import json
from collections.abc import Callable

import pandas as pd
import pytest

from data.derive.decided import Decided
from data.settled import COLUMNS


@pytest.fixture
def decided() -> Callable[..., Decided]:
    """decided((kind, facility_id, subject, body = {}) …), the oldest first."""

    def made(*rows: tuple) -> Decided:
        return Decided(pd.DataFrame([[str(day), pd.Timestamp(2026, 11, day), "47", *row[:3], json.dumps(row[3] if row[3:] else {}), "係", ""]
                                     for day, row in enumerate(rows, 1)], columns=COLUMNS))

    return made
