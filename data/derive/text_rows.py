"""Tables of millions of rows of few texts: each text is kept once."""

from collections.abc import Sequence

import pandas as pd
from pandas.api.types import union_categoricals


def together(frames: Sequence[pd.DataFrame], columns: Sequence[str], others: Sequence[str] = ()) -> pd.DataFrame:
    """Rows of all frames below one another: `columns`, as categories of all of them but for `others`, which are no texts."""
    told = [frame for frame in frames if len(frame)]
    if not told:
        return pd.DataFrame(columns=columns)
    found = {name: pd.concat([frame[name] for frame in told], ignore_index=True) if name in others
             else union_categoricals([_texts(frame[name]) for frame in told]) for name in columns}
    return pd.DataFrame(found)


def _texts(column: pd.Series) -> pd.Categorical:
    texts = column.astype("category")
    return texts.cat.rename_categories(texts.cat.categories.astype("str")).array
