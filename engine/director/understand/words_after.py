"""The words to be written or spoken: quoted ones letter for letter, else what stands after "saying", "to", ":"."""

from __future__ import annotations

import re

from engine.director.understand.clause import Clause
from engine.director.understand.lexer import Token

_TAIL = re.compile(
    r"\s+(?:at the (?:very )?(?:end|start|beginning|top|bottom)|in the (?:middle|end|beginning|center|centre)|"
    r"(?:on|over|to) (?:the )?(?:first|second|third|fourth|fifth|last|photo|clip|scene|picture"
    r"|slide)\b.*|please|pls|plz|instead|"
    r"for \d+ ?(?:s|sec|secs|seconds)|on top)\s*[.!]?$",
    re.IGNORECASE,
)
_ARTICLES = re.compile(r"^(?:the (?:text|words?)|text|words?|:|：|-|–|—|,|，)\s*", re.IGNORECASE)


def _raw_after(clause: Clause, place: int) -> str:
    if place + 1 >= len(clause.tokens):
        return ""
    start, end = clause.tokens[place + 1].start, clause.tokens[-1].end
    return clause.message.raw[start:end].strip()


def cleaned(text: str) -> str:
    """Unquoted words without what belongs to the request: where, when, please."""
    text = text.strip().strip(":：").strip()
    for _ in range(3):
        text = _TAIL.sub("", text).strip()
    text = re.sub(r"[，,\s]+(?:放在|显示在|出现在)(?:第)?\d+ ?秒(?:处|的时候)?[。.]?$", "", text)
    text = _ARTICLES.sub("", text).strip(" ,，;；")
    return re.sub(r"(?<![.])[.。]$", "", text)


_TEXTS = ("title", "text", "cta", "card", "caption", "voice", "disclosure")
_EXCHANGES = ("改成", "换成", "改为")  # these say "turn into", of a text or of anything else


def _writing_place(clause: Clause) -> int:
    """After which token unquoted words to be written or spoken begin; -1 when there are none."""
    if clause.has("quote"):
        return -1
    for place, token in enumerate(clause.tokens):
        text_named = any(t.get("thing") in _TEXTS for t in clause.tokens[:place])
        if token.get("saying") and place > 0 and (text_named or token.text not in _EXCHANGES):
            return place
        if token.text in (":", "：") and text_named:
            return place
    return _last_to(clause) if clause.verb("replace", "make") and clause.has("thing", "title", "text", "cta") else -1


def only_style(clause: Clause, place: int) -> bool:
    """ "change the title to red": what stands after the place is a colour or a position and nothing else."""
    rest = clause.tokens[place + 1 :]
    marks = ("hex", "pos", "quiet", "ask", "mark", "corner", "comp", "part", "place")
    return bool(rest) and all(any(kind in t.means for kind in marks) for t in rest)


def masked(clause: Clause) -> Clause:
    """The clause with the words to be written robbed of their meanings: "change the title to Remove nothing" removes
    nothing."""
    place = _writing_place(clause)
    if place < 0 or only_style(clause, place):
        return clause
    text = cleaned(_raw_after(clause, place))
    start = clause.message.raw.find(text, clause.tokens[place].end) if text else -1
    if start < 0:
        return clause
    end = start + len(text)
    tokens = [
        Token(t.text, t.start, t.end, {"written": t.text}) if start <= t.start < end else t for t in clause.tokens
    ]
    return Clause(tokens, clause.message)


def new_words(clause: Clause) -> str:
    """What is to be shown; empty when the clause does not say."""
    quotes = clause.all("quote")
    if quotes:
        return str(quotes[-1])
    place = clause.index("saying")
    if place >= 0:
        return cleaned(_raw_after(clause, place))
    colon = next((i for i, t in enumerate(clause.tokens) if t.text in (":", "：")), -1)
    if colon >= 0:
        return cleaned(_raw_after(clause, colon))
    if clause.verb("replace", "make"):
        place = _last_to(clause)
        if place >= 0:
            return cleaned(_raw_after(clause, place))
    return ""


def written(clause: Clause) -> str:
    """The words after "write …", unquoted."""
    place = next((i for i, t in enumerate(clause.tokens) if t.text.lower() in ("write", "type")), -1)
    texts = clause.has("thing", "title", "text", "cta", "caption", "card", "disclosure")
    return cleaned(_raw_after(clause, place)) if place >= 0 and not texts else ""


def _last_to(clause: Clause) -> int:
    """The "to" of "change the title to …": the first one after a thing was named."""
    thing = clause.index("thing")
    for place, token in enumerate(clause.tokens):
        if place > thing >= 0 and token.get("link") == "to":
            return place
    return -1


def spoken_words(clause: Clause) -> str:
    """What is to be spoken; empty when the clause does not say. Of several sentences the last keeps its full stop."""
    words = new_words(clause)
    several = re.search(r"[.!?。！？]\s?\S", words) and not clause.has("quote")
    return words + "." if several and clause.text().rstrip().endswith(words + ".") else words
