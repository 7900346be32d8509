"""What the service says about a page which is not there, turned into what this client does instead.

Sentences and clauses which tell the user to click, open, drag or look somewhere become actions; everything else, which
is what the service says about the video itself, stays word for word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from nemo import gui_patterns as say_so

GuiKind = Literal["export", "state", "tracks", "credits", "upload", "edit"]

# The first that fits wins: the special ones before the general ones.
KINDS: tuple[tuple[GuiKind, re.Pattern[str]], ...] = (
    ("export", say_so.EXPORT),
    ("credits", say_so.CREDITS),
    ("tracks", say_so.TRACKS),
    ("upload", say_so.UPLOAD),
    ("edit", say_so.EDIT),
    ("state", say_so.STATE),
    ("edit", say_so.CLICK),
)
END = ".!?。\uff01\uff1f"
SENTENCE = re.compile(rf"""[^\n{END}]*(?:[.!?](?!\s|$|["”'’)])[^\n{END}]*)*(?:[{END}]+["”'’)」』]*|$|(?=\n))[^\S\n]*""")
CLAUSE = re.compile(
    r"[,;\uff0c\uff1b]\s*(?:(?:and|or|then|so|but)\s+)?|\s+[—–-]\s+|\s+(?:and then|and|then|or|so)\s+"
    r"(?=(?:you\s+can|please|just|click|tap|press|open|go to|drag|preview|check|hit)\b)",
    re.I,
)
QUOTED = re.compile(r'"[^"]*"|“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|`[^`]*`')
STARTS_LIKE_ONE = re.compile(
    r"^\s*(?:[\d\-*•.)]+\s*)?(?:click|tap|press|hit|open|go\b|drag|drop|preview|check|visit|select|choose|use|to\b|you\b|please|now"
    r"|if\b|once|when|feel|just|simply|then|view|see|switch|点|单击|打开|拖|请|您|你|可|如|若|在|到|把|将|查看|现在|然后|只)",
    re.I,
)
ENDED = re.compile(rf"[{END}][\"”'’)」』]*\s*$|\n\s*$")
CLAUSE_TAIL = re.compile(
    r"(?:[,;\uff0c\uff1b]|\s[—–-])\s*(?:(?:and|or|then|so|but)\s*)?$|\s+(?:and then|and|then|or|so)$", re.I
)
TRIMMED = " \t,;.。!\uff0c\uff1b\uff01*\"“”'`"
OWN_WORDS = re.compile(r"^\s*(?:and\s+|but\s+)?(?:I\b|I've|we\b|we've|我|已)", re.I)


@dataclass(frozen=True)
class GuiAction:
    """Something the service asked the user to do; `text` is the instruction, for an edit what to send to the chat."""

    kind: GuiKind
    text: str = ""


@dataclass(frozen=True)
class Translation:
    """The text without its instructions, and the instructions as actions, each kind of look only once."""

    text: str
    actions: list[GuiAction] = field(default_factory=list)


def translate(text: str) -> Translation:
    """Take the instructions out of a whole answer."""
    kept, actions = [], list[GuiAction]()
    for sentence in _sentences(text):
        rest, found = _sentence(sentence)
        kept.append(rest)
        actions += [action for action in found if action.kind == "edit" or action.kind not in {a.kind for a in actions}]
    if not actions:
        return Translation(text)
    return Translation(_tidy("".join(kept)), actions)


def live(text: str) -> str:
    """The text to show while it still grows: a last sentence which may become an instruction waits for its end."""
    sentences = list(_sentences(text))
    if sentences and not ENDED.search(sentences[-1]) and STARTS_LIKE_ONE.match(sentences[-1]):
        sentences.pop()
    return translate("".join(sentences)).text


def _sentences(text: str) -> Iterator[str]:
    """The text in pieces which add up to it: sentences with the spaces after them, and line ends."""
    at = 0
    while at < len(text):
        match = SENTENCE.match(text, at)
        end = match.end() if match and match.end() > at else at + 1
        yield text[at:end]
        at = end


@lru_cache(maxsize=4096)
def _sentence(sentence: str) -> tuple[str, tuple[GuiAction, ...]]:
    """What is left of a sentence, and the actions it held."""
    if not sentence.strip():
        return sentence, ()
    clauses = _clauses(sentence)
    kinds = [_kind(clause) for clause in clauses]
    if not any(kinds):
        return sentence, ()
    actions = tuple(
        GuiAction(kind, _instruction(clause)) for clause, kind in zip(clauses, kinds, strict=True) if kind is not None
    )
    kept = _content(clauses, [kind is not None for kind in kinds])
    return _ended(kept, sentence), actions


def _clauses(sentence: str) -> list[str]:
    """The clauses with their separators at their ends; separators inside quotes do not count."""
    hidden = QUOTED.sub(lambda quote: "\0" * len(quote[0]), sentence)
    clauses, at = [], 0
    for match in CLAUSE.finditer(hidden):
        clauses.append(sentence[at : match.end()])
        at = match.end()
    return [*clauses, sentence[at:]]


def _kind(clause: str) -> GuiKind | None:
    """The action a clause asks for; None for content."""
    core = clause[say_so.LEAD.match(clause).end() :]  # type: ignore[union-attr]
    return next((kind for kind, pattern in KINDS if pattern.match(core)), None)


def _content(clauses: list[str], is_gui: list[bool]) -> str:
    """The clauses to keep. What leads up to an instruction, or follows from one, goes with it."""
    first = is_gui.index(True)
    keep = [not gui for gui in is_gui]
    for number in range(first - 1, -1, -1):
        if not say_so.PURPOSE.match(clauses[number]):
            break
        keep[number] = False
    for number in range(first + 1, len(clauses)):
        keep[number] = keep[number] and bool(OWN_WORDS.match(clauses[number]))
    return "".join(clause for clause, kept in zip(clauses, keep, strict=True) if kept)


def _ended(kept: str, sentence: str) -> str:
    """What was kept, closed as the sentence was."""
    if not kept.strip():
        return ""
    ending = re.search(rf"[{END}]*\s*$", sentence)
    closing = ending[0] if ending else ""
    body = CLAUSE_TAIL.sub("", kept.rstrip())
    if re.search(rf"[{END}]$", body):
        closing = closing.lstrip(END)
    return body + closing


def _instruction(clause: str) -> str:
    core = clause[say_so.LEAD.match(clause).end() :]  # type: ignore[union-attr]
    label = say_so.CLICK.match(core)
    named = next((name for name in label.groupdict().values() if name), None) if label else None
    return (named or core).strip(TRIMMED)


def _tidy(text: str) -> str:
    """No empty list items, no runs of empty lines, no space where an instruction was."""
    text = re.sub(r"(?m)^[ \t]*(?:\d+[.)、]|[-*•])[ \t]*$\n?", "", text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    return re.sub(r"[ \t]+(?=\n|$)", "", text).strip()
