"""Beds as a name list words them: 「一般　　 570／精神　　 40／一般（感染）　　 6」「一般　療養　 12」."""

import re
import unicodedata

BEDS = ("beds_general", "beds_convalescent", "beds_psychiatric", "beds_tuberculosis", "beds_infectious", "beds_other")
_KINDS = {"感染": "beds_infectious", "結核": "beds_tuberculosis", "精神": "beds_psychiatric", "療養": "beds_convalescent",
          "介護": "beds_convalescent", "一般": "beds_general"}
_PART = re.compile(r"(?P<words>\D*)(?P<beds>\d+)")


def beds_by_kind(text: str) -> dict[str, int | None]:
    """Beds by kind (BEDS), None for a kind that is not named. A second word tells the ward inside a clinic (一般　療養 12)."""
    found: dict[str, int | None] = dict.fromkeys(BEDS)
    for part in re.split("[/、]", unicodedata.normalize("NFKC", text)):
        if match := _PART.fullmatch("".join(part.split())):
            kind = next((kind for word, kind in _KINDS.items() if word in match["words"]), "beds_other")
            found[kind] = (found[kind] or 0) + int(match["beds"])
    return found
