"""Rules for which part of a clip plays, and how long scenes and the video last."""

from __future__ import annotations

import re
from typing import Any

from engine.director.operations.scenes import DuplicateScenes, MergeScenes, SplitScene
from engine.director.operations.timing import CutOut, SetSceneLength, Trim
from engine.director.operations.whole import SetLength, SetPhotoLength
from engine.director.understand.clause import Clause, Decline, Do, View, Wish
from engine.director.understand.references import SCENE_THINGS, Found, scenes_of
from engine.director.understand.rules_scenes import missing, stretch_of, which_scene
from engine.director.understand.rules_sound import plain_words


def trim(clause: Clause, view: View) -> Wish | None:
    """Cut off ends; keep a stretch of a clip; split; duplicate; merge."""
    if clause.thing("text", "title", "caption", "music", "voice", "cta", "transition"):
        return None
    found = scenes_of(clause, view)
    ids = [] if found.everything else found.ids
    if clause.verb("split", "duplicate", "merge") and found.missing:
        return missing(found)
    if clause.verb("split"):
        times = clause.all("time") + clause.all("clock")
        if not ids and times and not clause.has("thing", *SCENE_THINGS):
            return _split_timeline(int(times[0]), view)
        return (
            Do([SplitScene(segments=ids[:1], at_ms=int(times[0]) if times else None)], "scene")
            if ids
            else which_scene(view, lambda i: SplitScene(segments=[i]))
        )
    if (
        clause.verb("trim")
        and ids
        and clause.has("time")
        and re.search(r"\bat \d|在.{0,4}秒.{0,2}(切|剪)", plain_words(clause))
    ):
        return Do([SplitScene(segments=ids[:1], at_ms=int(clause.get("time")))], "scene")
    if clause.verb("duplicate") or (
        ids and re.search(r"\b(twice|two times)\b(?! as| the)|两遍|两次", plain_words(clause))
    ):
        return (
            Do([DuplicateScenes(segments=ids)], "scene")
            if ids
            else which_scene(view, lambda i: DuplicateScenes(segments=[i]))
        )
    if clause.verb("merge"):
        return Do([MergeScenes(segments=ids)], "scene")
    return _trim(clause, view, found, ids)


def _split_timeline(at: int, view: View) -> Wish | None:
    scene = next((s for s in view.draft.segments("main") if s.start < at < s.end), None)
    return Do([SplitScene(segments=[scene.meta.id or ""], at_ms=at - scene.start)], "scene") if scene else None


_OFF_END = r"\b(end|ending|last|tail|finish|back)\b|最后|结尾|末尾|后面"
_OUT_OF = r"\d ?(?:s|sec|secs|seconds)? (?:from|out of|off) (?:the )?(?:\w+ ){0,2}(?:clip|video|scene|shot|footage)\b"
_OFF_START = r"\b(start|beginning|first|front|opening|head)\b|开头|前面|最前|前\s?[\d一二两三四五六七八九十半]"


def _trim(clause: Clause, view: View, found: Found, ids: list[str]) -> Wish | None:
    times = clause.all("time")
    cutting = clause.verb("trim", "remove")
    stretch = stretch_of(clause)
    if not cutting or not (times or (stretch and ids and clause.verb("remove"))):
        return None
    words = _without_references(clause)
    end, start = re.search(_OFF_END, words), re.search(_OFF_START, words)
    scenes = [t for t in clause.all("thing") if t in ("photo", "clip", "scene")]
    if found.missing:
        return missing(found)
    length = int(times[0]) if times else 0
    to = re.search(r"\b(down )?to\b|到|成|至", words) and not (end or start)
    main = view.draft.segments("main")
    if not ids and scenes:
        clips = [s.meta.id or "" for s in main if s.meta.kind == "clip"]
        ids = clips if len(clips) == 1 else []
        if not ids:
            return which_scene(view, lambda i: _trim_op([i], length, bool(end), bool(start), stretch))
    if not ids:
        if stretch:
            return Do([CutOut(from_ms=stretch[0], to_ms=stretch[1])], "scene")
        if to:
            return Do([SetLength(duration_ms=length)], "length")
        total = view.draft.duration
        return Do(
            [CutOut(from_ms=total - length, to_ms=total) if end or not start else CutOut(from_ms=0, to_ms=length)],
            "scene",
        )
    out = clause.verb("remove") or re.search(_OUT_OF, plain_words(clause))
    if stretch and out and len(ids) == 1:
        scene = next(s for s in main if s.meta.id == ids[0])
        cut = CutOut(from_ms=scene.start + stretch[0], to_ms=min(scene.end, scene.start + stretch[1]))
        return Do([cut], "scene") if stretch[0] < scene.duration else Decline("cannot_length")
    if (to or re.search(r"\bto (?:just |only )?(?:the|its) first\b", words)) and not stretch:
        return Do([SetSceneLength(segments=ids, duration_ms=length)], "scene")
    return Do([_trim_op(ids, length, bool(end), bool(start), stretch)], "scene")


def _without_references(clause: Clause) -> str:
    """The words without ordinals that name scenes: "the first clip" is no beginning."""
    kept = []
    for place, token in enumerate(clause.tokens):
        scene = token.get("ordinal") is not None and any(
            t.get("thing") in SCENE_THINGS or t.get("measure") for t in clause.tokens[place + 1 : place + 4]
        )
        timed = any(t.get("time") is not None for t in clause.tokens[place : place + 2])
        if not scene or timed:
            kept.append(token.text.lower())
    return " ".join(kept)


def _trim_op(ids: list[str], length: int, end: bool, start: bool, stretch: tuple[int, int] | None) -> Trim:
    if stretch:
        return Trim(segments=ids, keep_from_ms=stretch[0], keep_to_ms=stretch[1])
    if end and start:
        return Trim(segments=ids, start_ms=length, end_ms=length)
    return Trim(segments=ids, start_ms=length) if start else Trim(segments=ids, end_ms=length)


def lengths(clause: Clause, view: View) -> Wish | None:
    """How long: the whole video, each photo, one scene; longer and shorter."""
    if clause.thing("text", "title", "caption", "music", "voice", "cta", "transition", "logo"):
        return None
    if clause.verb("remove") and not clause.has("comp"):
        return None
    found = scenes_of(clause, view)
    if found.missing and clause.thing(*SCENE_THINGS):
        return missing(found)
    times = clause.all("time") or [c for c in clause.all("clock") if not clause.has("place")]
    longer, shorter = clause.has("comp", "longer", "slower"), clause.has("comp", "shorter", "faster")
    if (
        re.search(r"\b(?:at|from|around) (?:like |about |around )?(?:second )?\d", plain_words(clause))
        and not found.ids
    ):
        return None  # "at 5 seconds" is a moment and no length
    bare_each = clause.has("link", "each") and not clause.has("thing") and not clause.has("ordinal")
    if bare_each and times:
        return Do([SetPhotoLength(duration_ms=max(200, int(times[0])), kind="photo")], "length")
    each = clause.has("link", "each") or (clause.has("link", "all") and clause.thing("photo", "clip", "scene"))
    things = [t for t in clause.all("thing") if t in ("photo", "clip", "scene", "card")]
    if each and (things or clause.has("measure")) and times and (not found.ids or found.everything):
        kind = things[0] if things and things[0] in ("photo", "clip", "card") else "all" if things else "photo"
        only = {s.meta.kind for s in view.draft.segments("main")}
        return Do(
            [
                SetPhotoLength(
                    duration_ms=max(200, int(times[0])), kind=kind if kind in only or kind == "all" else "photo"
                )
            ],
            "length",
        )  # type: ignore[arg-type]
    meant = not found.by_pronoun or view.last_topic in ("card", "scene")
    if found.ids and not found.everything and meant:
        return _scene_length(clause, view, found, times, longer, shorter)
    return _total_length(clause, view, times, longer, shorter)


def _scene_length(
    clause: Clause, view: View, found: Found, times: list[Any], longer: bool, shorter: bool
) -> Wish | None:
    now = next(s.duration for s in view.draft.segments("main") if s.meta.id == found.ids[0])
    wanted = _changed(clause, now, times, longer, shorter)
    if wanted is None or (clause.verb("add") and not (longer or shorter) and not times):
        return None
    return Do([SetSceneLength(segments=found.ids, duration_ms=max(200, min(300_000, wanted)))], "scene")


def _total_length(clause: Clause, view: View, times: list[Any], longer: bool, shorter: bool) -> Wish | None:
    seconds = clause.get("num") if clause.thing("length", "video") and not times else None
    if seconds and seconds >= 3 and clause.verb("make") and not (longer or shorter):
        times = [seconds * 1000]
    if (
        not times
        and not longer
        and not shorter
        and not (clause.has("part", "half", "double") and clause.thing("length"))
    ):
        return None
    asked = (
        clause.verb("make", "replace", "trim", "add", "keep")
        or clause.thing("length", "video")
        or longer
        or shorter
        or clause.has("pron")
        or len(clause.tokens) <= 3
        or clause.has("link", "to")
    )
    if not asked:
        return None
    wanted = _changed(clause, view.draft.duration, times, longer, shorter)
    if wanted is None:
        return None
    if not 1000 <= wanted <= 600_000:
        return Decline("cannot_length")
    return Do([SetLength(duration_ms=wanted)], "length")


def _changed(clause: Clause, now: int, times: list[Any], longer: bool, shorter: bool) -> int | None:
    """The length asked for, absolute or from what it is."""
    words = plain_words(clause)
    if (
        times
        and re.match(
            r"(please )?(?:add"
            r"|give)\b",
            words,
        )
        and (
            not clause.thing("photo", "clip", "scene")
            or re.search(
                r"\d ?(?:more )?(?:s|secs?"
                r"|seconds?)\b.{0,9} to\b|more sec",
                words,
            )
        )
    ):
        return now + int(times[0])
    to = bool(re.search(r"\bto\b|到|成|为|\b(?:à|auf|bis|hasta|para|em|en|a)\s+\d", words))
    if clause.has("pct") or clause.has("factor") or clause.has("part", "half", "double", "third", "quarter", "triple"):
        if times and not (longer or shorter):
            return int(times[0])
        return _scaled(clause, now, longer, shorter)
    if times:
        less = re.search(r"\b(than|at most|under|max|maximum|no more than)\b|以内|不超过", words)
        to = to and not re.match(r"(please )?add\b", words)
        if (longer or shorter) and not to and not less:
            return now + int(times[0]) * (1 if longer else -1)
        return int(times[0])
    if longer or shorter:
        step = {"bit": 0.15, "much": 0.5}.get(clause.get("part") or "", 0.25)
        return round(now * (1 + step if longer else 1 - step) / 500) * 500 or None
    return None


def _scaled(clause: Clause, now: int, longer: bool, shorter: bool) -> int:
    part = clause.get("part")
    if clause.has("pct"):
        share = clause.get("pct")
        return round(now * (1 + share if longer else 1 - share if shorter else share))
    if clause.has("factor"):
        return round(now * clause.get("factor"))
    if part == "third":
        return round(now * (4 / 3 if longer else 2 / 3 if shorter else 1 / 3))
    if part == "quarter":
        return round(now * (1.25 if longer else 0.75 if shorter else 0.25))
    return round(now * {"half": 1.5 if longer else 0.5, "double": 2, "triple": 3}[part])
