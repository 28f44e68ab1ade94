"""出典とデータ: where every figure comes from, what was loaded, what was left out."""

import pandas as pd
import streamlit as st

from analytics import provenance
from exports.indicator_template import indicator_template
from ui import data_upload, frame
from ui.plain_table import plain_table
from ui.table_forms import indicator_form

board = frame.board()
st.title("出典とデータ")
st.write(f"データ版 {board.data_version}（{board.built_at.replace('T', ' ')} 作成）")
with st.expander("資料を読み込む", key="data-upload"):
    data_upload.draw()
    indicator_form("", indicator_template)

st.header("出典")
sources = provenance.sources(board)
names = {"title": "資料", "publisher": "公表者", "as_of": "時点", "licence": "利用条件", "row_count": "行数", "source_id": "記号"}
plain_table(sources[list(names)].rename(columns=names).fillna("").set_index("資料"))
with st.expander("公表者の注意"):
    for row in sources.dropna(subset="caveat").itertuples():
        st.markdown(f"**{row.title}**  \n{row.caveat}")
notes = provenance.derivations(board)
with st.expander(f"計算でしたこと、できなかったこと（{len(notes)}件）"):
    plain_table(notes.rename(columns={"topic": "表", "message": "内容"}).set_index("表"))

st.header("取り込みの記録")
log = provenance.imports(board)
plain_table(log.rename(columns={"file": "ファイル", "importer": "取り込み", "rows_read": "読んだ行", "rows_kept": "採った行",
                             "rows_rejected": "除いた行", "message": "知らせ"}).fillna("").set_index("ファイル"))

st.header("取り込まなかった行")
rejects = provenance.rejects(board)
reasons = rejects.groupby(["file", "reason"], dropna=False).size().reset_index(name="件数")
plain_table(reasons.rename(columns={"file": "ファイル", "reason": "理由"}).set_index("ファイル"))
with st.expander(f"1件ずつ見る（{len(rejects):,}件、初めの200件）"):
    plain_table(rejects.head(200).rename(columns={"file": "ファイル", "sheet": "シート", "row": "行", "column": "列", "value": "値",
                                               "reason": "理由"}).astype("object").where(pd.notna, "").set_index("ファイル"))
st.caption("たくさんの資料や50 MBを超える資料は「python -m data load ファイル名」で読み込みます。数値の再現は「python -m data query \"SELECT …\"」。")
