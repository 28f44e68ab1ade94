"""What the browser does for every page by itself (``static/page``): it says when the server is away or an address is no page, and makes
one step back of one choice."""

from functools import cache

import streamlit as st

from ui.static_code import static_component

STYLE = """
/* Nothing of it is to be seen, and it takes no room. */
:has(> .st-key-page-watch), .st-key-page-watch { display: none; }
/* Streamlit's own words on a lost connection are English. */
body:has(.stApp:not([data-test-connection-state="CONNECTED"])) [data-testid="stDialog"]:not(:has([data-testid="stVerticalBlock"])) { display: none; }
.server-away { position: fixed; z-index: 1000000; left: 50%; top: .6rem; transform: translateX(-50%); width: max-content; max-width: min(46em, 92vw);
  padding: .7rem 1.1rem; border: 3px solid #a61e1e; border-radius: 8px; background: #fff4f2; color: #14202b; font-size: max(var(--least), 1rem);
  line-height: 1.5; box-shadow: 0 4px 14px rgb(0 0 0 / 30%); }
.server-away b { display: block; font-size: 1.15em; color: #8a1414; }
"""

_component = cache(lambda: static_component("page", "page"))


def mount() -> None:
    """To be called once a run, inside the frame."""
    with st.container(key="page-watch"):
        _component()(key="page-watch-part")
