"""Components whose code lies in ``static/``, so that little crosses the websocket.

Streamlit sends a component's inline code again with every rerun. What is sent here is a loader of a few lines; the
browser fetches the code itself once, under an address that carries a digest of its folder.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path

import streamlit as st

STATIC = Path(__file__).resolve().parents[1] / "static"

# The address is made from that of Streamlit's own script, which knows the base path whatever the page or proxy.
# Streamlit may call the cleanup of an overtaken run while the component lives on: only the last run's counts.
_LOADER = """
const script = document.querySelector('script[src*="static/js/"]');
const code = new URL("../../app/static/{folder}/{entry}.js?v={digest}", script ? script.src : document.baseURI + "static/js/");
export default function (component) {{
  const root = component.parentElement;
  const run = (root.runs = (root.runs || 0) + 1);
  const shown = import(code.href).then(({{ show }}) => show(component));
  shown.catch(() => {{ root.textContent = "画面の部品を読み込めません（server.enableStaticServing）。"; }});
  return () => shown.then((part) => {{ if (root.runs === run) part.remove(); }}, () => {{}});
}}
"""


def static_component(folder: str, entry: str) -> Callable:
    """Streamlit v2 component whose module ``static/<folder>/<entry>.js`` exports ``show(component)``.

    ``show`` is called at every rerun with what Streamlit hands to a component; it returns an object with ``remove()``.
    """
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted((STATIC / folder).iterdir()):
        digest.update(file.name.encode() + file.read_bytes())
    js = _LOADER.format(folder=folder, entry=entry, digest=digest.hexdigest())
    return st.components.v2.component(entry, js=js)
