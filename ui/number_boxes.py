"""Number boxes that say in Japanese what they cannot take: the reason of Streamlit's own limits is English."""

import streamlit as st


class NumberBoxes:
    """The number boxes of one form. refused: one of them holds what it cannot take, so nothing of the form may be taken."""

    def __init__(self):
        self.refused = False

    def draw(self, label: str, least: float, most: float, now: float, step: float, where=st, **arguments) -> float:
        """Draw a box in `where` and return its number; a whole one where `step` is whole. now: what it shows first, and again
        once it is emptied. What is out of the range is told under the box, and `now` is returned.
        """
        return self._taken(label, least, most, now, step, where, value=float(now), **arguments)

    def draw_limit(self, label: str, least: float, most: float, now: float | None, step: float, key: str, where=st, **arguments) -> float | None:
        """The same for a limit there may be or not: None once the box is emptied. key: of the widget.

        A box that Streamlit is given a `value` has that value again when it is emptied: so `now` is put into its state instead.
        """
        drawn = f"{key} drawn"
        if key not in st.session_state or st.session_state.get(drawn) != now:
            st.session_state[key] = None if now is None else float(now)
        st.session_state[drawn] = now
        return self._taken(label, least, most, now, step, where, value=None, key=key, **arguments)

    def _taken(self, label: str, least: float, most: float, now: float | None, step: float, where, **arguments) -> float | None:
        is_whole = isinstance(step, int)
        value = where.number_input(label, step=float(step), format="%.0f" if is_whole else None, **arguments)
        if value is None:
            return None
        if not least <= value <= most or (is_whole and not value.is_integer()):
            self.refused = True
            where.error(f"「{label}」は{least:,}から{most:,}までの{'整数' if is_whole else '数'}で入れてください。")
            return now
        return int(value) if is_whole else value
