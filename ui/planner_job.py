"""A search that may take half a minute: it runs beside the page, says how far it is, can be stopped and gone on with."""

import threading
from collections.abc import Hashable

import streamlit as st

from analytics import merge
from analytics.merge import Answer, Ask, AskError
from data.store import Store

_KEY = "planner job"
LOOK_EVERY_SECONDS = 0.7


class Job:
    """One search in a thread of its own, on from the answer of an earlier one. answer is the best so far; error is set when the
    search ended without one of its own."""

    def __init__(self, store: Store, ask: Ask, earlier: Answer | None = None):
        self.share, self.text = 0.0, "案を探しています"
        self.answer = earlier
        self.error = ""
        self._store, self._ask, self._stop = store, ask, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        return not self._thread.is_alive()

    def stop(self) -> None:
        self._stop.set()

    def _run(self) -> None:
        try:
            self.answer = merge.plans(self._store, self._ask, self._tell, self._stop.is_set, self.answer)
        except merge.Cancelled:
            self.error = "中止しました。"
        except AskError as error:
            self.error = str(error)

    def _tell(self, share: float, text: str) -> None:
        self.share, self.text = min(max(share, 0.0), 1.0), text


def run(store: Store, ask: Ask) -> Answer | None:
    """The answer of a long search that a person has started, as far as there is one; draws where it stands, and how to go on."""
    key: Hashable = (store.data_version, ask)
    job_of, job = st.session_state.get(_KEY, (None, None))
    if job_of != key:
        if job:
            job.stop()
        st.session_state.pop(_KEY, None)
        is_long = ask.base == "unit"
        if is_long:
            st.info(f"市区町村の組み合わせは数が多いため、最長{ask.seconds:g}秒かけて探します。途中で中止できます。")
        if not is_long or st.button("探しはじめる", type="primary"):
            st.session_state[_KEY] = (key, Job(store, ask))
            st.rerun()
        return None
    if not job.is_over:
        _watch(job)
        return job.answer
    if job.error:
        st.warning(job.error)
    if not (job.answer and job.answer.is_final) and _wants_more(job):
        st.session_state[_KEY] = (key, Job(store, ask, job.answer))
        st.rerun()
    return job.answer


def _wants_more(job: Job) -> bool:
    """Offer to search on from what was found, which stays; or once more where nothing was."""
    if not (job.answer and job.answer.plans):
        return st.button("もう一度探す")
    with st.container(horizontal=True, vertical_alignment="center"):
        wanted = st.button("続きを探す")
        st.markdown("ここまでに見つかった案です。最良であることは証明していません。続きを探しても、この案は残ります。", width="content")
    return wanted


@st.fragment(run_every=LOOK_EVERY_SECONDS)
def _watch(job: Job) -> None:
    if job.is_over:
        st.rerun()
    st.progress(job.share, job.text)
    st.button("中止", on_click=job.stop)
