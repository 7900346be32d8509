"""Wishes that say how a video should feel and not what should change: one short question with likely answers."""

from __future__ import annotations

import re

from engine.director.operations.base import Operation
from engine.director.operations.picture import Adjust
from engine.director.operations.sound import SetMusic
from engine.director.operations.voice import SetCaptions
from engine.director.operations.whole import SetLength
from engine.director.understand.clause import Ask, Clause, Option, View, Wish
from engine.director.understand.rules_sound import plain_words

_IT = r"(?:it|this|that|the (?:whole )?(?:video|thing)|everything)"
_MORE = r"(?:a (?:bit|little) |a lot |much |way |even |some )*(?:more )?"
_FEEL = (
    r"(?:pop|nicer|better|cool(?:er)?|exciting|interesting|catchy|catchier|fun(?:nier)?|lively|livelier|punchy|punchier"
    r"|engaging|dynamic|energetic|attractive|appealing|special|amazing|awesome|viral|stand out|eye[- ]?catching|snappy"
    r"|snappier|less boring)"
)
VAGUE = re.compile(
    rf"(?:please |can you |could you |just )*(?:(?:make|get|have) {_IT} (?:look |feel )?{_MORE}{_FEEL}"
    rf"|(?:make it|it (?:should|needs to|has to)) {_MORE}{_FEEL}|(?:spice|jazz|liven|pep) (?:{_IT} up|up {_IT})"
    rf"|(?:improve|enhance|upgrade|polish) {_IT}"
    rf"|{_IT} (?:looks|is|feels) (?:too |so |a bit |kind of )*(?:boring|dull|flat))"
    r"(?: more| a bit| a little| please)*[.!]*"
)
VAGUE_ZH = re.compile(
    r"(?:请|帮我|可以|能不能)?(?:把|让)?(?:它|视频|整个视频|这个视频)?(?:变得|做得|弄得|显得|看起来)?(?:再|更|更加|有点太?|太)"
    r"(?:有感觉|好看|酷|炫|炫酷|有趣|精彩|生动|活泼|吸引人|有吸引力|高级|抢眼|突出|有冲击力|好|美|无聊|单调|平淡)"
    r"(?:一点|一些|点|些|了)*[吧呢吗。！？]*"
)
FASTER, BRIGHTER, RICHER = 0.85, 0.08, 0.25


def vague(clause: Clause, view: View) -> Wish | None:
    """ "make it pop more": asks what, with what usually helps as answers."""
    if clause.has("quote") or not view.draft.duration:
        return None
    words = plain_words(clause).strip()
    if not (VAGUE.fullmatch(words) or VAGUE_ZH.fullmatch(words.replace(" ", ""))):
        return None
    answers: list[tuple[str, list[Operation]]] = [
        ("option_colours", [Adjust(brightness=BRIGHTER, saturation=RICHER)]),
        ("option_faster", [SetLength(duration_ms=max(1000, round(view.draft.duration * FASTER / 500) * 500))]),
    ]
    music = view.draft.segments("music")
    if not music or music[0].meta.mood != "upbeat":
        answers.append(("option_upbeat", [SetMusic(mood="upbeat")]))
    if view.draft.segments("caption") and view.draft.meta.caption_style != "pop":
        answers.append(("option_captions", [SetCaptions(style="pop")]))
    return Ask("ask_what_more", [Option(key, operations) for key, operations in answers])
