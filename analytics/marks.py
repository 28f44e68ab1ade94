"""Marks (但し書き) that travel with a figure, as bits, and their words on screen."""

MISSING = 1        # the publisher gives no figure for at least one part
MASKED = 2         # at least one part is '*' (1–9): the figure is an interval
UNREPORTED = 4     # at least one facility has not reported
APPORTIONED = 8    # 按分
ESTIMATE = 16      # 推計 by us
SPLIT = 32         # flow of an area that the grouping cuts: unknown
RANGE = 64         # listed flows only: the rest is not published, so an interval
UNDEFINED = 128    # a share of nothing: the denominator is zero

WORDS = {
    MISSING: "データなし",
    MASKED: "一部秘匿（*）",
    UNREPORTED: "未報告を含む",
    APPORTIONED: "按分",
    ESTIMATE: "推計",
    SPLIT: "不明（分割）",
    UNDEFINED: "分母が0",
    RANGE: "幅（公表分～上限）",
}
FLAGS = {"按分": APPORTIONED, "推計": ESTIMATE, "*": MASKED, "未報告": UNREPORTED}


def words(marks: int) -> tuple[str, ...]:
    """Words of all marks set, most serious first."""
    return tuple(text for bit, text in WORDS.items() if marks & bit)
