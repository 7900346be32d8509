"""What a message asks for: one of the actions the client does itself, or, in doubt, the chat.

The rule is strict on purpose: a message is a command when it holds a command's word and nothing that is not part of the
command. So "can you pls export the vid" is one, while "write me a script I can export" goes to the chat, which can
still ask for an export; an export nobody asked for cannot be taken back.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from rapidfuzz.distance import OSA

from nemo.vocabulary import every_word, words

Route = Literal["export", "credits", "state", "upload", "chat"]

LONGEST_COMMAND = 120  # characters
PRAISE_WORDS = 6  # praise before a command: "looks great export it"
WHOLE_QUOTE = re.compile(r"""^\s*["'“‘「『«`](.+?)["'”’」』»`]\s*[.!。]?\s*$""", re.S)
QUOTE = re.compile(r"""["“”「」『』«»`《》]|(?<!\w)'\w|\w'(?!\w)""")
ADDRESS = re.compile(r"https?://\S+|www\.\S+")
CLAUSE_END = re.compile(r"[,;.!?:。、…\n]+")
TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u9fff]+|[^\W\d_]+")
SIZE = re.compile(r"\d{3,4}[pi]?|\d{3,4}x\d{3,4}|\d{2,3}fps|[24]k")
CHINESE = re.compile(r"[\u3400-\u9fff]")
STRANGE = "\0"


def route(text: str) -> Route:
    """The action a message asks for. Never raises."""
    plain = _plain(text)
    if not plain or len(plain) > LONGEST_COMMAND or QUOTE.search(plain):
        return "chat"
    said = _read(ADDRESS.sub(" ", plain))
    if STRANGE in said:
        return "chat"
    if ADDRESS.search(plain):
        return "upload" if _uploads(said) else "chat"
    if _exports(said):
        return "export"
    if _credits(said):
        return "credits"
    if _state(said):
        return "state"
    return "upload" if _uploads(said) else "chat"


def _plain(text: str) -> str:
    """One case, one width, no quotes around the whole of it."""
    plain = unicodedata.normalize("NFKC", text).strip().lower().replace("’", "'")
    whole = WHOLE_QUOTE.match(plain)
    return whole[1].strip() if whole and not QUOTE.search(whole[1]) else plain


def _read(plain: str) -> set[str]:
    """The words of the message, spelled as the vocabulary has them, without clauses and openings of mere praise."""
    clauses = [_clause(clause) for clause in CLAUSE_END.split(plain) if clause.strip()]
    praise = words("approval")
    kept = [clause for clause in clauses if not set(clause) <= praise] or clauses
    return {word for clause in kept for word in _without_praise(clause)}


def _clause(clause: str) -> list[str]:
    found = []
    for token in TOKEN.findall(clause):
        found += _cut(token) if CHINESE.match(token) else [_spelled(token)]
    return found


def _without_praise(clause: list[str]) -> list[str]:
    opening = next((number for number, word in enumerate(clause) if word not in words("approval")), 0)
    return clause[opening:] if opening <= PRAISE_WORDS else clause


def _spelled(token: str) -> str:
    """The command word a token is a misspelling of, else the token."""
    token = token.replace("'", "")
    if token in every_word() or len(token) < 5:
        return token
    for target in words("misspelled"):
        if OSA.distance(token, target) <= (2 if len(target) > 7 else 1):
            return target
    return token


@cache
def _chinese() -> tuple[frozenset[str], int]:
    known = frozenset(word for word in every_word() if CHINESE.match(word))
    return known, max(map(len, known))


def _cut(run: str) -> list[str]:
    """A run of Chinese, which has no spaces, as the longest known words; an unknown piece makes it strange."""
    known, longest = _chinese()
    found, at = [], 0
    while at < len(run):
        size = next((size for size in range(longest, 0, -1) if run[at : at + size] in known), 0)
        if not size:
            return [STRANGE]
        found.append(run[at : at + size])
        at += size
    return found


def _holds_only(said: set[str], *kinds: str) -> bool:
    """Whether every word belongs to the command or to politeness."""
    return said <= words("filler", *kinds)


def _exports(said: set[str]) -> bool:
    said = {word for word in said if not SIZE.fullmatch(word)}
    if not _holds_only(said, "export", "fetch", "video", "definite", "export_context"):
        return False
    asked = said & words("fetch") and said & words("video") and said & words("definite")
    return bool(said & words("export") or asked)


def _credits(said: set[str]) -> bool:
    return bool(said & words("credits")) and _holds_only(said, "credits", "credits_context")


def _state(said: set[str]) -> bool:
    return bool(said & words("state")) and _holds_only(said, "state", "state_context")


def _uploads(said: set[str]) -> bool:
    return bool(said & words("upload")) and _holds_only(said, "upload", "upload_context")
