"""Rules for the video as a whole: shape, look, versions, and wishes to leave something alone."""

from __future__ import annotations

import re

from engine.director.operations.picture import SetMotion
from engine.director.operations.whole import SetAspect, SetLook
from engine.director.understand.clause import Ask, Clause, Do, Leave, Option, Past, View, Wish
from engine.director.understand.references import scenes_of
from engine.director.understand.rules_sound import plain_words

PLATFORM_ASPECT = {
    "TikTok": "9:16",
    "抖音": "9:16",
    "快手": "9:16",
    "视频号": "9:16",
    "小红书": "3:4",
    "B站": "16:9",
    "朋友圈": "9:16",
    "微信": "9:16",
    "Instagram Reels": "9:16",
    "YouTube Shorts": "9:16",
    "Instagram Story": "9:16",
    "YouTube": "16:9",
    "Instagram feed": "4:5",
    "Facebook": "4:5",
    "WhatsApp": "9:16",
    "LinkedIn": "1:1",
    "X": "16:9",
    "Pinterest": "2:3",
}


def past(clause: Clause, view: View) -> Wish | None:
    """Undo, redo, back to a version."""
    words = plain_words(clause)
    version = re.search(r"\bversion (\d+)\b|\bv(\d+)\b|版本\s?(\d+)|第\s?(\d+)\s?(?:个)?版", words)
    if version and (clause.verb("restore", "undo", "replace", "make") or re.search(r"\bback\b|回|恢复|还原", words)):
        return Past("restore", int(next(group for group in version.groups() if group)))
    if clause.verb("restore") and clause.has("num") and re.search(r"第.{1,2}版", words):
        return Past("restore", int(clause.get("num")))
    steps = re.search(r"\b(?:go|step|take it|take me) back (\w+) (?:steps?|changes?|versions?|edits?|times?)\b", words)
    steps = steps or re.search(r"(?:退|撤)回?(?:去)?.{1,2}步", words)
    if steps and clause.has("num"):
        return Past("undo", int(clause.get("num")))
    if clause.verb("redo") and not clause.verb("undo"):
        return Past("redo", int(clause.get("num") or 1))
    if clause.verb("undo") and not clause.thing("music", "voice", "caption", "logo", "filter"):
        times = clause.get("num") or (2 if re.search(r"twice|两次|两步", words) else 1)
        return Past("undo", int(times))
    if clause.verb("undo"):
        return Past("undo", 1)
    return None


def one_scene(clause: Clause, view: View) -> list[str]:
    """The scenes a clause names one by one, not "the video" and not "it"."""
    found = scenes_of(clause, view)
    named = clause.thing("photo", "clip", "scene") or clause.has("measure") or not clause.has("ordinal")
    return found.ids if named and not found.everything and not found.by_pronoun else []


def shape(clause: Clause, view: View) -> Wish | None:
    """The aspect, by ratio, by word or by platform."""
    if clause.has("quote") or (
        clause.thing("music", "voice", "caption", "title", "text", "cta") and not clause.thing("aspect", "video")
    ):
        return None
    aspect, platform = clause.get("aspect"), clause.get("platform")
    if clause.thing("link", "price", "code", "qr", "logo") or clause.has("url"):
        return None
    if aspect and not platform and one_scene(clause, view):
        return None  # "crop photo 4 to a square" is about that photo
    if clause.verb("replace") or clause.has("link", "to", "from"):
        aspect = aspect and clause.all("aspect")[-1]  # 竖屏改横屏
    if aspect:
        return Do([SetAspect(aspect=aspect, platform=platform)], "aspect")
    if platform:
        return Do([SetAspect(aspect=PLATFORM_ASPECT.get(platform, "9:16"), platform=platform)], "aspect")  # type: ignore[arg-type]
    return None


def look(clause: Clause, view: View) -> Wish | None:
    """One of the looks."""
    name = clause.get("lookname")
    if not name or clause.thing("text", "title", "caption", "music", "voice", "photo", "clip", "cta"):
        return None
    if clause.thing("look", "video") or clause.has("pron") or clause.verb("make", "replace"):
        return Do([SetLook(look=name)], "look")
    return None


def _still_or_left(clause: Clause, view: View) -> Wish:
    """ "照片不要动" may mean no motion, or leave them alone: one question."""
    ids = one_scene(clause, view)
    return Ask(
        "ask_still_or_left",
        [Option("option_still", [SetMotion(segments=ids, motion="none")]), Option("option_left", [])],
    )


def leave(clause: Clause, view: View) -> Wish | None:
    """ "don't touch the music", "keep the title", "leave it as it is"."""
    words = plain_words(clause)
    if clause.thing("photo", "clip", "scene") and re.match(
        r"^\W*(?:所有|全部|每张|这些|第.{1,2}[张段个])?.{0,6}都?不要动\W*$", words
    ):
        return _still_or_left(clause, view)
    if re.search(
        r"\b(as (it )?is|as they are|unchanged|the way it is|how it is)\b|保持不变|不变|不用改|不要动|别动|不要改|别改",
        words,
    ):
        return Leave()
    if clause.thing("ducking") or (clause.has("comp") and re.match(r"(but )?(please )?keep\b", words)):
        return None
    if (
        re.match(r"(but )?(please )?(don't|do not|dont|never|leave|keep)\b", words)
        and not clause.has("time")
        and not re.search(
            (
                r"don't (forget|hesitate|crop)|dont (forget|crop)|do not (forget|crop)|\bkeep (only|just|seconds"
                r"|from|it (short|under|to"
                r"|at|below))\b|keep the (first|last) \d|don't need|don't want|leave out|\bstill\b|leave "
                r"(it )?(for|at)"
            ),
            words,
        )
    ):
        return Leave() if not clause.has("pct") else None
    if re.match(r"(先)?(别|不要|不用)(再)?(动|改|删|去|换|加|导出|调)", words):
        return Leave()
    return None
