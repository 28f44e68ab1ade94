"""Number boxes that say in Japanese what they cannot take: the reason of Streamlit's own limits is English."""

import streamlit as st


class NumberBoxes:
    """The number boxes of one form. refused: one of them holds what it cannot take, so nothing of the form may be taken."""

    def __init__(self):
        self.refused = False

    def draw(self, label: str, least: float, most: float, now: float | None, step: float, where=st, **arguments) -> float | None:
        """Draw a box in `where` and return its number; a whole one where `step` is whole. now: what it shows first (None:
        empty, and it may stay so). What is out of the range is told under the box, and `now` is returned.
        """
        is_whole = isinstance(step, int)
        value = where.number_input(label, value=None if now is None else float(now), step=float(step), format="%.0f" if is_whole else None,
                                   **arguments)
        if value is None:
            return None
        if not least <= value <= most or (is_whole and not value.is_integer()):
            self.refused = True
            where.error(f"「{label}」は{least:,}から{most:,}までの{'整数' if is_whole else '数'}で入れてください。")
            return now
        return int(value) if is_whole else value
