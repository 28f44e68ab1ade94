"""Which rows are shown, in what order, and the message that carries them. Pure, so that it can be tested."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.legend import NO_DATA_WORD
from ui.area_table.model import Column, View
from ui.words import number

FIGURE, NO_DATA, NO_FIGURE = 0, 1, 2  # how a cell looks: plain, hatched, muted
_NUMBER = re.compile(r"[-−]?[\d,]*\.?\d+")


def arrange(frame: pd.DataFrame, columns: Sequence[Column], view: View) -> np.ndarray:
    """Positions of the rows that match the query, in order. What has no figure comes last, whichever the direction."""
    positions = np.arange(len(frame))
    if view.query.strip():
        positions = positions[_matches(frame, columns, view.query)]
    column = next((c for c in columns if c.field == view.sort), None)
    if column is None:
        return positions
    keys = sort_keys(frame, column).iloc[positions].reset_index(drop=True)
    order = keys.sort_values(ascending=not view.descending, kind="stable", na_position="last").index
    return positions[order.to_numpy()]


def sort_keys(frame: pd.DataFrame, column: Column) -> pd.Series:
    """What a column is sorted by, one a row; NaN where there is no figure."""
    name = column.sort_by or column.field
    values = frame.index.to_series() if name == frame.index.name else frame[name]
    if pd.api.types.is_numeric_dtype(values) or column.sort_by or column.align == "left":
        return values
    return values.map(_leading_number).astype(float)


def bring_into_view(view: View, frame: pd.DataFrame, columns: Sequence[Column], ids: Iterable[str], page_size: int) -> View:
    """The view turned to the page of the first of these rows. A query that hides them all is dropped."""
    wanted = frame.index.isin(list(ids))
    if not wanted.any():
        return view
    found = np.flatnonzero(wanted[arrange(frame, columns, view)])
    if not len(found):
        view = replace(view, query="")
        found = np.flatnonzero(wanted[arrange(frame, columns, view)])
    return replace(view, page=int(found[0]) // page_size + 1)


def encode(frame: pd.DataFrame, columns: Sequence[Column], view: View, page_size: int, **options: object) -> bytes:
    """JSON in UTF-8: headings and the rows of one page (the last, if there are not so many). ``options`` go as they are."""
    positions = arrange(frame, columns, view)
    pages = max(1, -(-len(positions) // page_size))
    page = min(max(view.page, 1), pages)
    shown = frame.iloc[positions[(page - 1) * page_size: page * page_size]]
    cells = zip(*(_cells(shown, column) for column in columns), strict=True)
    message = {
        "columns": [[c.field, c.label, c.align] for c in columns],
        "rows": [[row_id, *row] for row_id, row in zip(shown.index, cells, strict=True)],
        "sort": view.sort, "descending": view.descending, "query": view.query,
        "page": page, "pages": pages, "first": (page - 1) * page_size + 1, "found": len(positions), "total": len(frame),
        "searchable": len(frame) > page_size,
        **options,
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _cells(frame: pd.DataFrame, column: Column) -> list:
    """Text, or [text, look, *marks] where there is more to say than text. A mark does not repeat the text."""
    values = frame[column.field]
    texts = [_text(value, column.decimals) for value in values]
    if column.align == "right":
        keys = sort_keys(frame, column)
        looks = [NO_DATA if text == NO_DATA_WORD else NO_FIGURE if pd.isna(key) else FIGURE
                 for text, key in zip(texts, keys, strict=True)]
    else:
        looks = [NO_DATA if text == NO_DATA_WORD else FIGURE for text in texts]
    marks = frame[column.mark] if column.mark else [()] * len(texts)
    marks = [[word for word in _words(words) if word != text] for words, text in zip(marks, texts, strict=True)]
    return [[text, look, *words] if look or words else text for text, look, words in zip(texts, looks, marks, strict=True)]


def _text(value: object, decimals: int) -> str:
    if isinstance(value, str):
        return value
    return NO_DATA_WORD if pd.isna(value) else number(float(value), decimals)


def _words(words: object) -> tuple[str, ...]:
    if isinstance(words, str):
        return (words,) if words else ()
    return () if np.isscalar(words) or words is None else tuple(words)


def _leading_number(text: str) -> float:
    found = _NUMBER.match(text)
    return float(found[0].replace(",", "").replace("−", "-")) if found else np.nan


def _matches(frame: pd.DataFrame, columns: Sequence[Column], query: str) -> np.ndarray:
    """Rows whose code or a left-aligned text holds every word of the query, full and half width alike."""
    words = _plain(query).split()
    texts = [frame[c.field].map(str) for c in columns if c.align == "left"]
    lines = ("\n".join(map(str, row)) for row in zip(frame.index, *texts, strict=True))
    return np.fromiter((all(word in line for word in words) for line in map(_plain, lines)), bool, len(frame))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
