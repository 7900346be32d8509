"""From words to wishes: rules over the meanings of words, one set for all languages."""

from __future__ import annotations

from engine.director.understand import rules_picture, rules_scenes, rules_sound, rules_text, rules_whole
from engine.director.understand.asking import create_wanted, question
from engine.director.understand.clause import (
    Answer,
    Ask,
    Clause,
    Decline,
    Do,
    Leave,
    Option,
    Past,
    Start,
    Unclear,
    View,
    Wish,
)
from engine.director.understand.impossible import impossible
from engine.director.understand.lexer import Message, read
from engine.director.understand.split import wishes

RULES = [
    rules_whole.leave,
    rules_whole.past,
    rules_text.disclosure,
    rules_text.logo,
    rules_sound.captions,
    rules_sound.music,
    rules_sound.voice,
    rules_text.facts,
    rules_picture.transitions,
    rules_text.texts,
    rules_whole.shape,
    rules_picture.picture_fades,
    rules_scenes.trim,
    rules_scenes.remove,
    rules_scenes.order,
    rules_picture.colours,
    rules_picture.framing,
    rules_whole.look,
    rules_sound.own_sound,
    rules_scenes.media,
    rules_picture.speed,
    rules_scenes.lengths,
]


def rule(clause: Clause, view: View) -> Wish | None:
    """The first rule that makes sense of a clause."""
    refused = impossible(clause)
    if refused:
        return Decline(refused)
    for known in RULES:
        wish = known(clause, view)
        if wish is not None:
            return wish
    return None


def understand(raw: str, view: View, language: str) -> list[tuple[Clause, Wish]]:
    """Every wish of a message, in order, with its words."""
    message = read(raw, language)
    whole = Clause(message.tokens, message)
    if not message.tokens:
        return []
    refused = impossible(whole)
    if refused and not view.draft.duration:
        return [(whole, Decline(refused))]
    asked = question(whole, view)
    if asked:
        return [(whole, asked)]
    if create_wanted(whole, view) and not refused:
        return [(whole, Start())]
    return wishes(message, lambda clause: rule(clause, view))


__all__ = [
    "Answer",
    "Ask",
    "Clause",
    "Decline",
    "Do",
    "Leave",
    "Message",
    "Option",
    "Past",
    "Start",
    "Unclear",
    "View",
    "Wish",
    "read",
    "rule",
    "understand",
]
