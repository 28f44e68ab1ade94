"""Shared choices: kept over pages and in the URL.

Plain session keys are the master. A widget is seeded from its master on every run and writes back in its
callback, so that a page that is not shown loses nothing; the URL is rewritten at the end of a run. What a URL asks for
and there is not is said on top of the page, until somebody chooses something.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.literal import brief, literal

Option = TypeVar("Option")


@dataclass(frozen=True)
class Choice:
    """One shared choice: its default and the values it may have in a URL (None: any text)."""

    default: str
    pattern: Callable[[str], bool] = lambda text: True


def _digits(*lengths: int) -> Callable[[str], bool]:
    return lambda text: text.isdigit() and len(text) in lengths


def _token(text: str) -> bool:
    return len(text) <= 40 and text.replace("-", "").replace("_", "").isalnum()


CHOICES: dict[str, Choice] = {
    "pref": Choice("", lambda t: t in ("", "all", *(f"{n:02}" for n in range(1, 48)))),
    "level": Choice("concept", lambda t: t in ("unit", "secondary", "concept", "prefecture")),
    "measure": Choice("population", lambda t: len(t) <= 120),
    "year": Choice("", _digits(4)),
    "before": Choice("", _digits(4)),
    "area": Choice("", lambda t: len(t) <= 24 and t.replace(".", "").isalnum()),
    "numerator": Choice("beds_total", lambda t: len(t) <= 60),
    "denominator": Choice("pop_75", lambda t: len(t) <= 60),
    "scale": Choice("10000", _digits(1, 3, 4, 5, 6)),
    "fields": Choice("0", lambda t: t in ("0", "1")),
    "points": Choice("none", lambda t: len(t) <= 10),
    "phase": Choice("acute", lambda t: t in ("acute", "comprehensive", "chronic")),
    "against": Choice("concept", lambda t: t in ("concept", "secondary", "start")),
    "planyear": Choice("2040", _digits(4)),
    "goal": Choice("self_sufficiency", lambda t: t in ("self_sufficiency", "distance", "balance", "change")),
    "plans": Choice("3", _digits(1, 2)),
    "pieces": Choice("concept", lambda t: t in ("concept", "secondary", "unit", "desk")),
    "wishes": Choice(""),
    "within": Choice("", lambda t: t == "" or _digits(4)(t)),
    "hubrule": Choice("0", lambda t: t in ("0", "1")),
    "homecare": Choice("secondary", lambda t: t in ("secondary", "own")),
    "later": Choice("2040", _digits(4)),
    "terms": Choice("", lambda t: len(t) <= 400),
    "beside": Choice("", lambda t: all(p.isdigit() and len(p) == 2 for p in t.split(".")) or t == ""),
    "trial": Choice("", _token),
    "version": Choice("", _digits(1, 2, 3, 4)),
    "draft": Choice("", _token),
    "full": Choice("0", lambda t: t in ("0", "1")),
    "zoning": Choice("concept", lambda t: len(t) <= 60),
    "every": Choice("0", lambda t: t in ("0", "1")),
    "across": Choice("0", lambda t: t in ("0", "1")),
    "contenders": Choice("concept.secondary", lambda t: all(_token(key) for key in t.split("."))),
    "paint": Choice("", lambda t: len(t) <= 60),
    "different": Choice("0", lambda t: t in ("0", "1")),
    "radar": Choice("0", lambda t: t in ("0", "1")),
    "stage": Choice("資源", lambda t: len(t) <= 10),
    "indicator": Choice("", lambda t: len(t) <= 60),
    "theme": Choice("overview", lambda t: len(t) <= 40),
    "gapkind": Choice("", lambda t: t == "" or _token(t)),
    "gapitem": Choice("", lambda t: len(t) <= 40),
    "gappaint": Choice("state", lambda t: len(t) <= 20),
    "gapview": Choice("gaps", lambda t: t in ("gaps", "reach", "siting", "partners")),
    "reachpaint": Choice("share", lambda t: len(t) <= 20),
    "reachkm": Choice("", lambda t: len(t) <= 6),
    "reachwho": Choice("pop_75", lambda t: len(t) <= 20),
    "reachdecay": Choice("slow", lambda t: len(t) <= 20),
    "sitekind": Choice("units", lambda t: t in ("units", "facilities")),
    "sites": Choice("1", _digits(1)),
    "gaparea": Choice("", lambda t: len(t) <= 24),
    "firstshown": Choice("count", lambda t: t in ("count", "rate")),
    "firstfield": Choice("general", lambda t: len(t) <= 20),
    "covershown": Choice("count", lambda t: t in ("count", "rate")),
    "case": Choice("", lambda t: len(t) <= 120),
    "settle": Choice("match", lambda t: t in ("match", "position")),
    "cyclekind": Choice("かかりつけ医機能報告", lambda t: len(t) <= 20),
    "cycleyear": Choice("", lambda t: t == "" or (t[:1] == "R" and t[1:].isdigit() and len(t) <= 3)),
    "cyclelist": Choice("silent", lambda t: t.replace("_", "").isalpha() and len(t) <= 12),
    "cycleone": Choice("", lambda t: t == "" or _token(t)),
    "facility": Choice("", lambda t: t == "" or _token(t)),
    "sample": Choice("0", lambda t: t in ("0", "1")),
    "function": Choice("acute_hub", lambda t: len(t) <= 40),
    "fbasis": Choice("reported", lambda t: t in ("reported", "candidates")),
    "meeting": Choice("0", lambda t: t in ("0", "1")),
}


def _key(name: str) -> str:
    return f"choice.{name}"


_ASKED = "choice asked"  # name → what the URL asked for, until the choice is drawn
_UNMET = "choice unmet"  # name → what is said of it
_TOP = "choice top"  # where it is said
_MOST_SAID = 3  # of several that there are not
_FRESH = "choice fresh"  # names of those taken from the URL that nobody has looked at
_AFTER_A_LINK = "。、．，.,)）］」』】>＞ \u3000"  # what a mail or a sentence leaves at its end


def start() -> None:
    """Take the choices of the URL: in the first run of a session, and when the browser went back or forward.

    At other times the URL may be one that a later choice has overtaken on its way; a change of page empties it.
    """
    given = {name: value.rstrip(_AFTER_A_LINK) for name, value in st.query_params.to_dict().items()}
    if started() and not (given and _went_back()):
        if not given:
            st.session_state[_UNMET] = {}
        return
    st.session_state[_ASKED] = {name: value for name, value in given.items() if name in CHOICES}
    st.session_state[_UNMET], st.session_state[_FRESH] = {}, set(CHOICES)
    for name, choice in CHOICES.items():
        value = given.get(name, choice.default)
        st.session_state[_key(name)] = value if value == "" or choice.pattern(value) else choice.default


def is_fresh(name: str) -> bool:
    """The choice was taken from the URL, and this was not asked since."""
    fresh: set[str] = st.session_state[_FRESH]
    was = name in fresh
    fresh.discard(name)
    return was


def _went_back() -> bool:
    """The browser went back or forward to the address of this run."""
    return get_script_run_ctx().is_history_navigation


def started() -> bool:
    """False when a page runs without app.py before it."""
    return _key("pref") in st.session_state


def get(name: str) -> str:
    return st.session_state[_key(name)]


def put(name: str, value: str) -> None:
    st.session_state[_key(name)] = value


def choose(name: str, value: str) -> None:
    """Somebody chose: what the URL asked for in vain is of no matter any more."""
    put(name, value)
    st.session_state[_UNMET] = {}


def top() -> None:
    """What is asked for in vain is said here; to be called before the page."""
    st.session_state[_TOP] = st.empty()
    _say()


def expect(name: str, options: Collection[str], why_not: Callable[[str], str]) -> None:
    """Say `why_not` of what the URL asked for, when it is none of the options."""
    asked = st.session_state[_ASKED].pop(name, None)
    if asked and asked not in options:
        unmet(name, why_not(brief(asked)))


def unmet(name: str, text: str) -> None:
    """Say why a choice is not as it was asked for, until somebody chooses."""
    st.session_state[_UNMET][name] = text
    _say()


def some_of(gone: Sequence[str], words: Callable[[str], str] = str) -> str:
    """What is said of several that were left out: the words of the first of them, and how many more there are."""
    more = f"ほかの{len(gone) - _MOST_SAID}件も除きました。" if len(gone) > _MOST_SAID else ""
    return "".join(dict.fromkeys(map(words, gone[:_MOST_SAID]))) + more


def _say() -> None:
    if texts := st.session_state[_UNMET].values():
        st.session_state[_TOP].warning("  \n".join(map(literal, texts)))


def finish() -> None:
    """Rewrite the URL: every choice that is not the default.

    Not an empty one that somebody went back to: it lies between two pages, and to fill it would lead forward again.
    """
    wanted = {name: get(name) for name, choice in CHOICES.items() if get(name) != choice.default}
    given = st.query_params.to_dict()
    if given != wanted and (given or not _went_back()):
        st.query_params.from_dict(wanted)


def link(page: str, **choices: str) -> str:
    """Address of a page (its url_path) with these choices beside those of now."""
    wanted = {name: choices.get(name, get(name)) for name, choice in CHOICES.items()}
    return f"{page}?{urlencode({name: value for name, value in wanted.items() if value != CHOICES[name].default})}"


def meeting() -> bool:
    """Meeting mode (会議モード): larger text."""
    return get("meeting") == "1"


def seed(key: str, value, labels: Sequence[str] = ()) -> None:
    """Give a widget the value it is to show, unless it has it under the same labels of its options: a value that is told
    again undoes what somebody chose in the browser meanwhile.
    """
    drawn = f"{key} drawn"
    if key not in st.session_state or (st.session_state[key], st.session_state.get(drawn)) != (value, labels):
        st.session_state[key] = value
    st.session_state[drawn] = labels


def told_apart(options: Iterable[Option], words: Callable[[Option], str]) -> Callable[[Option], str]:
    """`words`, with a number where two options would read the same: the browser sends back the words of what was chosen, so
    that the one could not be told from the other.
    """
    option_of: dict[str, Option] = {}
    for option in options:
        plain = words(option)
        option_of[next(text for n in count(1) if (text := plain if n == 1 else f"{plain}（{n}）") not in option_of)] = option
    return {option: text for text, option in option_of.items()}.__getitem__


def select(name: str, label: str, options: Sequence[str], words: Callable[[str], str], why_not: Callable[[str], str] | None = None,
           **arguments) -> str:
    """A selectbox for a shared choice. A master that is not among the options becomes its default."""
    words = told_apart(options, words)
    _settle(name, label, options, words, why_not)
    return _widget(st.selectbox, name, label, options=options, format_func=words, **arguments)


def segmented(name: str, label: str, options: Sequence[str], words: Callable[[str], str], **arguments) -> str:
    """A row of buttons for a shared choice, one always chosen."""
    words = told_apart(options, words)
    _settle(name, label, options, words)
    return _widget(st.radio, name, label, options=options, format_func=words, horizontal=True, **arguments)


def toggle(name: str, label: str, **arguments) -> bool:
    """A switch for a shared choice kept as '0' or '1'."""
    key = f"widget.{name}"
    _settle(name, label, ("0", "1"), {"0": "切", "1": "入"}.__getitem__)
    seed(key, get(name) == "1")
    return st.toggle(label, key=key, on_change=lambda: choose(name, "1" if st.session_state[key] else "0"), **arguments)


def several(name: str, label: str, options: Sequence[str], words: Callable[[str], str], why_not: Callable[[str], str] | None = None,
            max_selections: int | None = None, **arguments) -> tuple[str, ...]:
    """Any number of options (at most max_selections), kept as one choice with points between. What is no option, or too many, is
    dropped, and said."""
    key, words = f"widget.{name}", told_apart(options, words)
    wanted = [*dict.fromkeys((st.session_state[_ASKED].pop(name, "") or get(name)).split("."))]
    if gone := [brief(option) for option in wanted if option and option not in options]:
        unmet(name, some_of(gone, why_not or (lambda option: f"アドレスの「{label}」にある「{option}」はありません。除いて表示しています。")))
    kept = [option for option in dict.fromkeys(get(name).split(".")) if option in options]
    if left_out := kept[max_selections:] if max_selections else []:
        unmet(name, f"「{label}」は{max_selections}つまでです。アドレスにある「{'」「'.join(map(words, left_out))}」を除いて表示しています。")
    seed(key, kept[:max_selections], [*map(words, options)])
    put(name, ".".join(st.session_state[key]))
    st.multiselect(label, options, format_func=words, key=key, select_all=False, max_selections=max_selections,
                   on_change=lambda: choose(name, ".".join(st.session_state[key])), **arguments)
    return tuple(st.session_state[key])


def default(name: str, options: Sequence[str]) -> str:
    """What a choice is where it is none of the options: what people start from, else the first of them."""
    return CHOICES[name].default if CHOICES[name].default in options else options[0]


def _settle(name: str, label: str, options: Sequence[str], words: Callable[[str], str], why_not: Callable[[str], str] | None = None) -> None:
    """Let the choice be one of the options."""
    if get(name) not in options:
        put(name, default(name, options))

    def said(asked: str) -> str:
        reason = why_not(asked) if why_not else f"アドレスの「{label}」にある「{asked}」はありません。"
        return f"{reason}「{words(get(name))}」を表示しています。"
    expect(name, options, said)


def _widget(widget, name: str, label: str, **arguments) -> str:
    key = f"widget.{name}"
    seed(key, get(name), [*map(arguments["format_func"], arguments["options"])])
    widget(label, key=key, on_change=lambda: choose(name, st.session_state[key]), **arguments)
    return get(name)
