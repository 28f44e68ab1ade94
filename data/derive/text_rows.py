"""Tables of millions of rows of few texts: each text is kept once."""

from collections.abc import Sequence

import pandas as pd
from pandas.api.types import union_categoricals


def together(frames: Sequence[pd.DataFrame], columns: Sequence[str], others: Sequence[str] = ()) -> pd.DataFrame:
    """Rows of all frames below one another: `columns`, as categories, and `others` as they are, empty where a frame does not have them; one
    that none has is left out."""
    told = [frame for frame in frames if len(frame)]
    if not told:
        return pd.DataFrame(columns=columns)
    found = {name: union_categoricals([_texts(frame[name]) for frame in told]) for name in columns if name not in others}
    for name in others:
        if kinds := [frame[name].dtype for frame in told if name in frame]:
            found[name] = pd.concat([frame[name] if name in frame else pd.Series(None, frame.index, kinds[0]) for frame in told], ignore_index=True)
    return pd.DataFrame(found)


def _texts(column: pd.Series) -> pd.Categorical:
    texts = column.astype("category")
    return texts.cat.rename_categories(texts.cat.categories.astype("str")).array
