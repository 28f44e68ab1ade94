"""Names of facilities as two publishers write them: what is left when the legal body in front is taken away."""

import re

from ..importers.cells import levelled, normal_name

_new_forms = levelled(dict(zip("齋齊斎澤嶋嶌國廣龍眞壽惠榮濱曻鷗桧藪條櫻會淵附ヵ", "斉斉斉沢島島国広竜真寿恵栄浜昇鴎檜薮条桜会渕付ケ", strict=True)))
_PUNCTUATION = re.compile(r"[・･.,、,\-‐―ー「」『』\[\]()〈〉'’]")
_LEGAL_FORM = re.compile(
    r"\((?:医社|医財|社医|医|一社|公社|公財|社福|地独|独|財|社|福|学|国)\)|(?:特定|特別)?(?:社会)?医療法人(?:社団|財団)?"
    r"|(?:一般|公益|恩賜)?(?:社団|財団)法人|社会福祉法人|学校法人|宗教法人|(?:地方)?独立行政法人|国立研究開発法人"
    r"|(?:国立|公立)大学法人|(?:株式|有限)会社|恩賜財団|社団|財団")
_BODY_END = re.compile(r"会|機構|厚生連|組合|事業団|協会|学園|赤十字社|法人|生活社|済生社")
_KIND = re.compile(r"病院|医院|クリニック|診療所|センタ|ホスピタル|医療|総合|記念|中央|第[一二三四五六七八九十]|整形外科|産婦人科"
                   r"|産科婦人科|眼科|内科|外科|リハビリテション|レディス|療育園")  # as `simple` writes them, without ー
SHORTEST = 4  # a shorter rest ("病院") says nothing


def simple(name: str) -> str:
    """The name in normal form with old character forms and punctuation levelled: '医療法人A会　齋藤病院' → '医療法人a会斉藤病院'."""
    return _PUNCTUATION.sub("", _new_forms(normal_name(name))).lower()


def without_legal_form(name: str) -> str:
    """`simple` without 医療法人社団, （医）, 公益財団法人 and the like."""
    return _PUNCTUATION.sub("", _LEGAL_FORM.sub("", _new_forms(normal_name(name)))).lower()


def cores(name: str) -> set[str]:
    """What may be the facility's own name: without legal form, the last word, and the rest after 会, 機構, 組合 …

    '公益社団法人 北部地区医師会 北部地区医師会病院' → {'北部地区医師会北部地区医師会病院', '北部地区医師会病院'}.
    """
    whole = without_legal_form(name)
    found = {whole}
    words = str(name).replace("　", " ").split()
    if len(words) > 1:
        found.add(without_legal_form(words[-1]))
    found |= {whole[m.end():] for m in _BODY_END.finditer(whole)}
    return {core for core in found if len(core) >= SHORTEST}


def stem(core: str) -> str:
    """What tells a facility from its neighbours: the core without words of kind ('中央総合病院' → '')."""
    return _KIND.sub("", core)


def common_end(a: str, b: str) -> str:
    """Longest common end of two names."""
    length = 0
    while length < min(len(a), len(b)) and a[-1 - length] == b[-1 - length]:
        length += 1
    return a[len(a) - length:]
