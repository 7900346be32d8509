"""From words to wishes: rules over the meanings of words, one set for all languages."""

from __future__ import annotations

import re
from dataclasses import replace

from engine.director.understand import (
    rules_beat,
    rules_facts,
    rules_hearing,
    rules_map,
    rules_order,
    rules_picture,
    rules_scenes,
    rules_sound,
    rules_text,
    rules_timing,
    rules_vague,
    rules_whole,
    rules_words,
)
from engine.director.understand.asking import again, create_wanted, question
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
from engine.director.understand.words_after import masked

MOST_TOKENS = 300  # of an edit: what is longer is a pasted text, and reading it wish by wish would take seconds
RULES = [
    rules_beat.beat,
    rules_whole.leave,
    rules_whole.past,
    rules_vague.vague,
    rules_text.disclosure,
    rules_text.logo,
    rules_hearing.captions_of_speech,
    rules_sound.captions,
    rules_sound.music,
    rules_sound.voice,
    rules_map.map_code,
    rules_map.time_zone,
    rules_facts.facts,
    rules_picture.picture_fades,
    rules_picture.transitions,
    rules_text.texts,
    rules_whole.shape,
    rules_timing.trim,
    rules_scenes.remove,
    rules_order.order,
    rules_picture.colours,
    rules_picture.framing,
    rules_whole.look,
    rules_sound.own_sound,
    rules_scenes.media,
    rules_picture.speed,
    rules_timing.lengths,
    rules_words.unquoted,
]


def rule(clause: Clause, view: View) -> Wish | None:
    """The first rule that makes sense of a clause."""
    refused = impossible(clause)
    if refused:
        return Decline(refused)
    clause = masked(switched(clause))
    for known in RULES:
        wish = known(clause, view)
        if wish is not None:
            return wish
    return None


def switched(clause: Clause) -> Clause:
    """ "music off", "captions on": a clause without a verb that ends in a switch has that verb."""
    last = clause.tokens[-1] if clause.tokens else None
    if last is None or clause.has("verb") or last.text.lower() not in ("off", "on") or not clause.has("thing"):
        return clause
    verb = {"verb": "remove" if last.text.lower() == "off" else "add"}
    return Clause([*clause.tokens[:-1], replace(last, means=verb)], clause.message)


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
    if asked and not (
        refused and not re.search(r"[?？]|^\W*(how|can i|are you|do you|is it|what|could i)", raw.lower())
    ):
        return [(whole, asked)]
    if again(whole, view):
        return [(whole, Ask("ask_start_over"))]
    if create_wanted(whole, view) and not refused:
        return [(whole, Start())]
    if len(message.tokens) > MOST_TOKENS:
        message = replace(message, tokens=message.tokens[:MOST_TOKENS])
    return wishes(message, lambda clause, before: rule(clause, _after(view, before)))


def _after(view: View, before: Do | None) -> View:
    """What "it" means after an earlier wish of the same message."""
    if before is None:
        return view
    kept = [operation for operation in before.operations if operation.op != "remove_scenes"]  # type: ignore[attr-defined]
    ids = [i for operation in kept for i in getattr(operation, "segments", None) or []]
    return replace(view, last=ids or view.last, last_topic=before.topic or view.last_topic)


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
