"""「指定・手技の一覧の様式」: the template of the list of designated hospitals and of those that do a procedure."""

from collections.abc import Callable

import streamlit as st

from analytics.designations import FORM
from ui.downloads import XLSX, file_name


def designation_form(pref_name: str, make: Callable[[str], bytes]) -> None:
    """Draw the panel; the file is made on 作成. pref_name: '' for all Japan. make: prefecture → the workbook."""
    with st.popover(f"様式: {FORM}", key="designation-form"):
        _files(pref_name, make)


@st.fragment
def _files(pref_name: str, make: Callable[[str], bytes]) -> None:
    st.write("がん・周産期・救命救急・災害・へき地・小児の指定と、脳血管内手術などを行う病院の一覧（Excel）です。"
             "都道府県が記入して「python -m data load ファイル名」で読み込むと、データ待ちの行が出ます。")
    if st.button("作成", key="designation-form-make"):
        st.download_button("様式", make(pref_name), file_name(f"{FORM}_様式{pref_name and f'_{pref_name}'}", ".xlsx"), XLSX,
                           key="designation-form-file", on_click="ignore")
