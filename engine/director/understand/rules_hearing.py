"""The rule for captions of what is said in clips."""

from __future__ import annotations

import re

from engine.director.operations.hearing import CaptionSpeech, speaking
from engine.director.understand.clause import Clause, Do, View, Wish
from engine.director.understand.references import scenes_of
from engine.director.understand.rules_sound import plain_words

_SAID = re.compile(
    r"\b(what|whatever|everything|words?)\b.{0,20}\b(say|says|said|saying|talk|talks|talking|speak|speaks|speaking"
    r"|spoken)\b|\btranscri|\bspeech\b|\bspoken words\b|\bauto(matic)?[- ]?(captions?|subtitles?)\b"
    r"|说的|讲的|说话的?内容|识别|听写|自动字幕|台词"
    r"|\blo que (se )?(dice|digo|decimos|hablo)|\bce que (je |on |nous )?(dis|dit|disons)"
    r"|\bwas (ich|wir|sie|er|man) .*sag"
)


def captions_of_speech(clause: Clause, view: View) -> Wish | None:
    """ "caption what I say in my clip"; "add captions" where only the clips speak."""
    words = plain_words(clause)
    if not (clause.thing("caption") or "transcri" in words) or clause.verb("remove", "mute") or clause.negated:
        return None
    found = scenes_of(clause, view)
    ids = [] if found.everything else found.ids
    if _SAID.search(words) and not clause.thing("voice") and not clause.has("quote"):
        return Do([CaptionSpeech(segments=ids)], "caption")
    plain = clause.verb("add", "make", "create") and not any(
        map(clause.has, ("capstyle", "pos", "hex", "comp", "quote"))
    )
    if plain and not view.draft.segments("voice") and speaking(view.draft, view.assets, ids):
        return Do([CaptionSpeech(segments=ids)], "caption")
    return None
