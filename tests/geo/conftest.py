"""The embedded outlines and the tables of links, read once."""

from pathlib import Path

import pytest

from geo import adjacency, outlines
from geo.land import Land, read_bridges

DEFINITIONS = Path(__file__).resolve().parents[2] / "data" / "definitions"


@pytest.fixture(scope="session")
def japan():
    return outlines.load()


@pytest.fixture(scope="session")
def bridges():
    return read_bridges(DEFINITIONS / "bridges.csv")


@pytest.fixture(scope="session")
def land(japan, bridges):
    return Land(japan, bridges)


@pytest.fixture(scope="session")
def links():
    return adjacency.read_links(DEFINITIONS / "links.csv")


@pytest.fixture(scope="session")
def borders(japan, land):
    return adjacency.borders(japan, land)


@pytest.fixture(scope="session")
def neighbours(borders, links):
    return adjacency.neighbours(borders, links)
