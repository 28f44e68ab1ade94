"""Shared choices, and below them what they are."""

import streamlit as st

from ui import state

state.start()
state.top()
state.several("contenders", "案", ["concept", "secondary", "desk"], {"concept": "構想区域", "secondary": "二次医療圏", "desk": "組み替え中の案"}.get)
state.toggle("every", "すべて")
st.text(f"案={state.get('contenders')} すべて={state.get('every')}")
state.finish()
