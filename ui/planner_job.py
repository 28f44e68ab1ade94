"""A search that may take half a minute: it runs beside the page, says how far it is, and can be stopped."""

import threading
from collections.abc import Hashable

import streamlit as st

from analytics import merge
from analytics.merge import Answer, Ask, AskError
from data.store import Store

_KEY = "planner job"
LOOK_EVERY_SECONDS = 0.7


class Job:
    """One search in a thread of its own. answer or error is set when it is over."""

    def __init__(self, store: Store, ask: Ask):
        self.share, self.text = 0.0, "案を探しています"
        self.answer: Answer | None = None
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
            self.answer = merge.plans(self._store, self._ask, self._tell, self._stop.is_set)
        except merge.Cancelled:
            self.error = "中止しました。"
        except AskError as error:
            self.error = str(error)

    def _tell(self, share: float, text: str) -> None:
        self.share, self.text = min(max(share, 0.0), 1.0), text


def run(store: Store, ask: Ask) -> Answer | None:
    """The answer of a long search, once a person has started it and it is over; else draws where it stands."""
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
        return None
    if job.error:
        st.warning(job.error)
    if job.error and st.button("もう一度探す"):
        st.session_state.pop(_KEY)
        st.rerun()
    return job.answer


@st.fragment(run_every=LOOK_EVERY_SECONDS)
def _watch(job: Job) -> None:
    if job.is_over:
        st.rerun()
    st.progress(job.share, job.text)
    st.button("中止", on_click=job.stop)
