"""Insets: remote islands drawn in a frame of their own, as on printed maps.

An inset belongs to one view of the map (all Japan, or a prefecture by its code). Parts of its units that lie outside
every box of that view are far and uninhabited (南鳥島, 沖ノ鳥島, 尖閣諸島 …) and are not drawn there.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Inset:
    id: str
    view: str  # "japan" or a prefecture code
    label: str
    codes: tuple[str, ...]
    box: tuple[float, float, float, float]  # west, south, east, north in degrees


AMAMI = ("46222", "46523", "46524", "46525", "46527", "46529", "46530", "46531", "46532", "46533", "46534", "46535")
OSUMI_TOKARA = ("46213", "46303", "46304", "46501", "46502", "46505")
IZU = ("13361", "13362", "13363", "13364", "13381", "13382", "13401", "13402")
OGASAWARA = ("13421",)
MIYAKO = ("47214", "47375")
YAEYAMA = ("47207", "47381", "47382")
DAITO = ("47357", "47358")
OKINAWA_MAIN = (
    *("47201", "47205", "47208", "47209", "47210", "47211", "47212", "47213", "47215"),
    *("47301", "47302", "47303", "47306", "47308", "47311", "47313", "47314", "47315"),
    *("47324", "47325", "47326", "47327", "47328", "47329", "47348", "47350", "47353", "47354"),
    *("47355", "47356", "47359", "47360", "47361", "47362"),
)

INSETS = (
    Inset("okinawa", "japan", "沖縄", (*OKINAWA_MAIN, *DAITO), (126.60, 25.70, 131.45, 27.20)),
    Inset("sakishima", "japan", "宮古・八重山", (*MIYAKO, *YAEYAMA), (122.85, 23.95, 125.60, 25.05)),
    Inset("amami", "japan", "奄美・トカラ", (*AMAMI, "46304"), (128.35, 26.95, 130.15, 30.10)),
    Inset("ogasawara", "japan", "小笠原", OGASAWARA, (142.02, 26.50, 142.32, 27.78)),
    Inset("izu", "13", "伊豆諸島", IZU, (138.95, 32.35, 139.95, 34.85)),
    Inset("ogasawara", "13", "小笠原", OGASAWARA, (142.02, 26.50, 142.32, 27.78)),
    Inset("osumi", "46", "種子島・屋久島・トカラ", OSUMI_TOKARA, (128.90, 28.70, 131.20, 30.95)),
    Inset("amami", "46", "奄美", AMAMI, (128.35, 26.95, 130.15, 28.65)),
    Inset("miyako", "47", "宮古", MIYAKO, (124.60, 24.40, 125.60, 25.05)),
    Inset("yaeyama", "47", "八重山", YAEYAMA, (122.85, 23.95, 124.40, 24.70)),
    Inset("daito", "47", "大東", DAITO, (131.10, 25.75, 131.45, 26.05)),
    Inset("kume", "47", "久米島", ("47361",), (126.65, 26.25, 126.95, 26.45)),
)
