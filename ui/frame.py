"""The frame round every page: style, the store of now, errors in plain words, shared choices kept."""

import logging
import runpy

import streamlit as st

from analytics import settings
from data import store
from data.home import PROJECT
from data.store import Store, StoreError
from ui import page_watch, sample, state

_STYLE = """
<style>
/* Text at 16 px or more; 24 px in meeting mode. Contrast AA. */
html {{ font-size: {base}px; --least: {least}px; }}
.block-container {{ padding: .6rem 1.4rem 2rem; max-width: none; }}
/* The button that unfolds the sidebar has a strip of its own beside the page. */
.stApp:has([data-testid="stExpandSidebarButton"]) .block-container {{ padding-left: calc(28px + 1rem); }}
[data-testid="stExpandSidebarButton"] {{ position: fixed; left: 4px; margin: 0 !important; }}
header[data-testid="stHeader"] {{ height: 2.2rem; background: transparent; }}
header[data-testid="stHeader"], [data-testid="stToolbar"] {{ pointer-events: none; }}  /* what lies under it can be pointed at */
header[data-testid="stHeader"] button {{ pointer-events: auto; }}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {{ gap: .6rem; }}
[data-testid="stSidebarHeader"] {{ height: 2.2rem; padding: .2rem .6rem; margin: 0; }}
h1 {{ font-size: 1.55rem !important; padding: 0 0 .2rem !important; }}
[data-testid="stMarkdownContainer"]:has(> * > :is(h1, h2)) {{ margin-bottom: -.3rem !important; }}  /* labels below do not touch it */
h2 {{ font-size: 1.3rem !important; padding: .8rem 0 .4rem !important; }}
h3 {{ font-size: 1.12rem !important; padding: .4rem 0 .4rem !important; }}
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p {{ font-size: max(var(--least), .95rem) !important;
  color: #3b4855 !important; opacity: 1 !important; }}
.plain {{ overflow-x: auto; }}
.plain table {{ border-collapse: collapse; font-size: max(var(--least), .95rem); min-width: 60%; }}
.plain th, .plain td {{ border: 1px solid #c3ccd5; padding: .3rem .6rem; text-align: right; font-variant-numeric: tabular-nums; }}
.plain th {{ background: #e6edf5; text-align: center; }}
.plain td:first-child {{ text-align: left; }}
/* Tables of sentences: read, not compared like figures. */
[class*="st-key-words-"] .plain th {{ word-break: auto-phrase; }}
[class*="st-key-words-"] .plain td {{ text-align: left; overflow-wrap: anywhere; }}
[class*="st-key-words-"] .plain td:first-child {{ white-space: nowrap; }}
/* Popovers and dialogs lie beside the page's own element. */
:is(#stFloatingOverlayPortal, [data-testid="stDialog"]) :is(p, li, input, textarea, [data-testid="stFileUploader"] div) {{
  font-size: max(var(--least), .95rem) !important; }}
[data-testid="stDialog"] h2[slot="title"] {{ padding: 1.2rem 1.5rem .2rem !important; }}
/* An English hint that lies over what people write. */
[data-testid="InputInstructions"] {{ display: none; }}
.stApp p:not(.lead), .stApp label, .stApp button, .stApp input, .stApp li, .stApp small {{ font-size: max(var(--least), .95rem); }}
[data-testid="stMain"] button p, [data-testid="stCode"] *, [data-testid="stMultiSelect"] span,
[data-testid="stWidgetLabel"] p, [role="radiogroup"] p, [role="tab"] p {{ font-size: max(var(--least), .95rem) !important; }}
[data-testid="stSidebar"] label p, [data-testid="stSidebarNav"] :is(span, p) {{ font-size: 1rem !important; color: #14202b; }}
[data-testid="stSidebarContent"] {{ padding-top: .3rem; }}
/* Every page and the choice of the prefecture lie on the first screen. */
[data-testid="stSidebarNavItems"] li {{ margin: 0; }}
[data-testid="stSidebarNavLink"] {{ margin: 0; padding-top: .1rem; padding-bottom: .1rem; }}
[data-testid="stSidebarNavLink"] * {{ line-height: 1.4; }}
[data-testid="stSidebarNavItems"] > * {{ margin-top: 0 !important; margin-bottom: 0 !important; }}
[data-testid="stNavSectionHeader"] {{ margin: 0; padding-top: .25rem; padding-bottom: 0; color: #3b4855; }}
[data-testid="stSidebarNavSeparator"] {{ margin: .2rem 0 0; padding: 0; }}
[data-testid="stSidebarUserContent"] {{ padding-top: .4rem; }}
.lead {{ font-size: 1.2rem; line-height: 1.45; margin: 0; }}
.lead b {{ font-size: 1.5rem; }}
@media (max-width: 1400px) {{ .lead {{ font-size: 1rem; }} .lead b {{ font-size: 1.25rem; }} }}
button:focus-visible, a:focus-visible, [tabindex]:focus-visible {{ outline: 3px solid #d9480f !important; outline-offset: 2px; }}
@media print {{ [data-testid="stSidebar"], header, .stDownloadButton, [data-testid="stPopover"] {{ display: none !important; }} }}
</style>
"""


def run(page) -> None:
    """Run one page inside the frame."""
    meeting = state.meeting()
    st.html(f"{_STYLE.format(base=24 if meeting else 17, least=24 if meeting else 16)}<style>{page_watch.STYLE}</style>")
    page_watch.mount()
    state.top()
    sample.forget()
    try:
        page.run()
    except StoreError as error:
        st.error(str(error))
    except Exception as error:
        # Streamlit's own signals (rerun, stop) pass; anything else is told plainly and kept in the log.
        if type(error).__module__.startswith("streamlit"):
            raise
        logging.getLogger("keniki").exception("page failed")
        st.error("画面を作れませんでした。左の選択を変えるか、開き直してください。続くときは管理者に時刻を伝えてください。")
    state.finish()


def board() -> Store:
    """The store of now, for pages.

    Streamlit runs a file of pages/ by itself when its address is the first one asked of a new server: then app.py
    is run from here, which shows the same page inside its frame.
    """
    if not state.started():
        runpy.run_path(str(PROJECT / "app.py"))
        st.stop()
    return store.current()


def preferences() -> settings.Settings:
    """Settings of now; also decides which prefecture opens first."""
    now = settings.read()
    if state.get("pref") == "":
        state.put("pref", now.default_pref)
    return now
