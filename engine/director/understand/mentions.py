"""Texts and scenes that are named by what stands on them: "the price", "our names", "that take a closer look text",
"the slide about cyclists", "两颗心那句"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.director.understand.clause import Clause, View
from engine.director.understand.lexer import CJK, plain
from engine.director.understand.numbers import MONEY, chinese_number
from nemo.draft import Draft, Segment

SHOWN = ("title", "text", "cta")
FACTS = ("price", "code", "names", "quote")  # things a text may be called by
LEAST_WORDS, LEAST_WIDE = 2, 3  # in a row, until words are taken for those of a text
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "the a an at in on to of and is it for with your our my this that you me end start top bottom make add text "
        "title please last first second third photo picture video clip music voice caption captions one all",
    )
)


def said(clause: Clause, pool: Sequence[Segment], draft: Draft) -> list[str]:
    """Ids of the texts of the pool that the clause names by a fact they show or by a run of their words."""
    for fact in FACTS:
        if clause.thing(fact) and (shown := showing(fact, pool, draft)):
            return shown
    tokens = [t for t in clause.tokens if "quote" not in t.means and "written" not in t.means]
    words = _words(" ".join(t.text for t in tokens))
    wide = "".join(t.text for t in tokens if re.fullmatch(f"[{CJK}]+", t.text))
    scores = [(_run(words, segment), _wide_run(wide, segment), segment.meta.id or "") for segment in pool]
    best = max((max(latin, cjk) for latin, cjk, _ in scores), default=0)
    return [i for latin, cjk, i in scores if max(latin, cjk) == best][:1] if best > 0 else []


def showing(fact: str, pool: Sequence[Segment], draft: Draft) -> list[str]:
    """The texts that show the price, the code, the names, or a quotation; the shortest such text first."""
    brief = draft.meta.brief or {}
    known = brief.get(fact)
    wanted = [str(one) for one in known] if isinstance(known, list) else [str(known)] if known else []
    patterns = [re.escape(one) for one in wanted]
    if not patterns and fact == "price":
        patterns = [MONEY]
    if fact == "quote":
        patterns = [r"[“”„«»「」『』]|(?<!\w)\".{4,}\""]
    if not patterns:
        return []
    hits = [s for s in pool if all(re.search(p, s.meta.text or "", re.IGNORECASE) for p in patterns)]
    return [s.meta.id or "" for s in sorted(hits, key=lambda s: len(s.meta.text or ""))[:1]]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain(text))


def _run(words: list[str], segment: Segment) -> int:
    """How many words in a row the clause has in common with a text; 0 for a run that says too little."""
    own = _words(segment.meta.text or "")
    best: list[str] = []
    for start in range(len(words)):
        for begin in range(len(own)):
            size = 0
            while start + size < len(words) and begin + size < len(own) and words[start + size] == own[begin + size]:
                size += 1
            if size > len(best):
                best = own[begin : begin + size]
    telling = [word for word in best if word not in _COMMON and len(word) > 2]
    enough = len(best) >= LEAST_WORDS and telling and (len(best) > LEAST_WORDS or len(telling) == len(best))
    return 2 * len(best) if enough else 0


def _wide_run(said_words: str, segment: Segment) -> int:
    """The same for Chinese, by characters; punctuation does not count. A number alone says nothing."""
    own = re.sub(f"[^{CJK}]", "", segment.meta.text or "")
    longest = ""
    for start in range(len(own)):
        for end in range(start + len(longest) + 1, len(own) + 1):
            if own[start:end] not in said_words:
                break
            longest = own[start:end]
    number = chinese_number(longest)[1] == len(longest)
    return len(longest) if len(longest) >= LEAST_WIDE and not number else 0


def scenes_said(clause: Clause, view: View) -> list[str]:
    """The scene whose words the clause names: "the slide about cyclists", "the quote"."""
    pool = [s for role in SHOWN for s in view.draft.segments(role)]
    named = said(clause, pool, view.draft) or _about(clause, pool)
    hosts = [s for s in view.draft.segments("main") for t in pool if t.meta.id in named and s.start <= t.start < s.end]
    return [hosts[0].meta.id or ""] if hosts else []


def _about(clause: Clause, pool: Sequence[Segment]) -> list[str]:
    """One telling word is enough for a scene ("the card with the dinner") when a single text has it."""
    if not clause.thing("scene", "card"):
        return []
    plain_ones = [t for t in clause.tokens if set(t.means) <= {"word"} and t.means]
    words = {w for t in plain_ones for w in _words(t.text)}
    words = {word for word in words if len(word) >= 4 and word not in _COMMON}
    hits = [s.meta.id or "" for s in pool if words & set(_words(s.meta.text or ""))]
    wide = re.findall(f"[{CJK}]{{2,}}", clause.text())
    if not hits:
        pairs = {run[at : at + 2] for run in wide for at in range(len(run) - 1)}
        first = [(s, (s.meta.text or "").split("\n")[0]) for s in pool]
        hits = [s.meta.id or "" for s, line in first if len(line) >= 2 and line[:2] in pairs and len(line) <= 6]
    return hits if len(hits) == 1 else []
