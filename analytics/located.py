"""How many facilities stand at a position of their own: what a map must say beside its points."""

from collections.abc import Collection
from dataclasses import dataclass

from data.store import Store


@dataclass(frozen=True)
class Located:
    """facilities: all of the kinds asked for in the units. sound: those at a position of their own address; the others are drawn at
    the population-weighted point of their unit, or not at all. contradicted: of the others, those that sources put more than 1 km apart."""

    facilities: int
    sound: int
    contradicted: int = 0

    @property
    def share(self) -> float | None:
        """Share with a sound position (0–1); None where there is no facility."""
        return self.sound / self.facilities if self.facilities else None


def located(store: Store, units: Collection[str], kinds: Collection[str]) -> Located:
    """Facilities of these kinds (facility.kind) in these units (unit codes); closed ones do not count."""
    [row] = store.rows("""
        SELECT count(*), count(*) FILTER (location_quality = 'address'),
            count(*) FILTER (facility_id IN (SELECT facility_id FROM position_conflict)) FROM facility
        WHERE closed_on IS NULL AND unit_code IN (SELECT unnest(?::VARCHAR[])) AND kind IN (SELECT unnest(?::VARCHAR[]))""",
        [list(units), list(kinds)])
    return Located(*row)
