"""Rules for how scenes look and what joins them."""

from __future__ import annotations

import re
from typing import Any

from engine.director.operations.picture import (
    Adjust,
    FadePicture,
    Rotate,
    SetFilter,
    SetFit,
    SetMotion,
    SetTransition,
    Zoom,
)
from engine.director.operations.timing import SetSpeed
from engine.director.operations.whole import SetLength
from engine.director.say import label
from engine.director.understand.clause import Ask, Clause, Decline, Do, Option, View, Wish
from engine.director.understand.references import Found, scenes_of, unknown_one
from engine.director.understand.rules_sound import factor, fades, plain_words

STEP = 0.2


def _scenes(clause: Clause, view: View) -> tuple[Found, list[str], Decline | None]:
    found = scenes_of(clause, view)
    if found.missing:
        thing, number, count = found.missing
        return found, [], Decline("cannot_number", {"thing": thing, "number": number, "count": count})
    return found, [] if found.everything else found.ids, None


def _which(clause: Clause, view: View, wish: Wish | None) -> Wish | None:
    """The question which picture is meant, when one is spoken of and nothing tells which."""
    pictures = [s for s in view.draft.segments("main") if s.meta.kind in ("photo", "clip")]
    of_one = isinstance(wish, Do) and all(
        isinstance(one, SetFilter | Adjust | Rotate | Zoom) for one in wish.operations
    )
    if not isinstance(wish, Do) or not of_one or len(pictures) < 2 or not unknown_one(clause, scenes_of(clause, view)):
        return wish
    options = [
        Option(
            label(view.draft, scene, view.language),
            [one.model_copy(update={"segments": [scene.meta.id or ""]}) for one in wish.operations],
        )
        for scene in pictures[:6]
    ]
    return Ask("ask_which_scene", options)


def transitions(clause: Clause, view: View) -> Wish | None:
    """Which transition, how long, where."""
    words = plain_words(clause)
    kind = clause.get("trans")
    joined = re.search(r"\b(slide|push|zoom|wipe|whip) (?:transition )?between\b", words)
    kind = joined.group(1) if joined else kind
    named = clause.thing("transition") or (
        kind is not None
        and (
            clause.has("link", "between")
            or clause.has("place", "between")
            or not clause.has("thing", "music", "voice", "sound", "text", "title")
        )
    )
    recent = view.last_topic == "transition" and clause.has("pron") and not clause.has("thing") and clause.has("comp")
    if not (named or recent) or (fades(clause, view) and not clause.thing("transition")):
        return None
    if kind == "zoom" and not clause.thing("transition") and "transition" not in words:
        return None
    values: dict[str, Any] = {"segments": _joint(clause, view)}
    too_fast = clause.negated and clause.has("comp", "faster", "slower")
    if too_fast:
        now = next((s.meta.transition.duration for s in view.draft.segments("main") if s.meta.transition), 500)
        slower = clause.has("comp", "faster")
        return Do(
            [SetTransition(duration_ms=int(min(3000, max(100, now * (1.6 if slower else 0.6)))), **values)],
            "transition",
        )
    if (clause.verb("remove") or clause.negated) and clause.get("trans") != "none":
        return Do([SetTransition(type="none", **values)], "transition")
    if clause.has("time"):
        values["duration_ms"] = int(min(3000, max(100, clause.get("time"))))
    elif clause.has("comp", "faster", "shorter", "slower", "longer"):
        now = next((s.meta.transition.duration for s in view.draft.segments("main") if s.meta.transition), 500)
        quick = clause.has("comp", "faster", "shorter")
        values["duration_ms"] = int(min(3000, max(100, now * (0.6 if quick else 1.6))))
    if kind is None and "duration_ms" not in values and clause.has("link", "another"):
        style = next((s.meta.transition.type for s in view.draft.segments("main") if s.meta.transition), "fade")
        kind = "slide" if style != "slide" else "fade"
    if kind is None and "duration_ms" not in values:
        if not (clause.verb("add", "make", "create") or clause.has("comp", "more")):
            return None
        kind = "fade"
    return Do([SetTransition(type=kind, **values)], "transition")


def _joint(clause: Clause, view: View) -> list[str]:
    """The scene a transition leads into: between 2 and 3 is into 3; before/into X is X; after X is the one after."""
    found = scenes_of(clause, view)
    main = [s.meta.id for s in view.draft.segments("main")]
    if found.everything or not found.ids or found.by_pronoun:
        return []
    if clause.has("place", "between") and len(found.ids) >= 2:
        return [max(found.ids, key=main.index)]
    if clause.has("place", "after") and main.index(found.ids[-1]) + 1 < len(main):
        return [main[main.index(found.ids[-1]) + 1] or ""]
    return found.ids


def colours(clause: Clause, view: View) -> Wish | None:
    """Filters, brightness, contrast, colour."""
    return _which(clause, view, _colours(clause, view))


def _colours(clause: Clause, view: View) -> Wish | None:
    if clause.thing("title", "text", "cta", "caption", "music", "voice", "transition"):
        return None
    _found, ids, missing = _scenes(clause, view)
    filtered = clause.thing("filter") or clause.has("filter") or _KEPT.search(plain_words(clause))
    adjust = _adjustment(clause)
    if not filtered and not adjust:
        return None
    if missing:
        return missing
    kept = _kept_colours(clause, view)
    if kept:
        return kept
    if adjust and not clause.thing("filter"):
        return Do([Adjust(segments=ids, **adjust)], "picture")
    if clause.verb("remove") or clause.negated:
        return Do([SetFilter(segments=ids, filter="none")], "picture")
    if clause.has("filter") and not clause.has("mood"):
        return Do([SetFilter(segments=ids, filter=clause.get("filter"))], "picture")
    return Do([SetFilter(segments=ids, filter=clause.get("filter"))], "picture") if clause.has("filter") else None


_KEPT = re.compile(
    r"保留(?:原来的)?(?:颜色|色彩|原色)|\bkeep (?:the |its )?colou?rs?\b|\bin (?:full )?colou?r\b"
    r"|\bnormal colou?rs?\b"
)
_EXCEPT = re.compile(r"\b(?:except|but not|apart from|other than)\b|除了")


def _kept_colours(clause: Clause, view: View) -> Wish | None:
    """ "everything black and white except the rings", "最后一张保留颜色": some scenes stay without the filter."""
    words = plain_words(clause)
    if _KEPT.search(words) and (ids := _scenes(clause, view)[1]):
        return Do([SetFilter(segments=ids, filter="none")], "picture")
    but = _EXCEPT.search(words)
    if not but or not clause.has("filter"):
        return None
    place = next((n for n, t in enumerate(clause.tokens) if t.text.lower() in but.group().split()), -1)
    left = scenes_of(clause.after(place), view).ids if place >= 0 else []
    others = [s.meta.id or "" for s in view.draft.segments("main") if s.meta.id not in left and s.meta.kind != "card"]
    return Do([SetFilter(segments=others, filter=clause.get("filter"))], "picture") if left and others else None


def _adjustment(clause: Clause) -> dict[str, float]:
    size = {"bit": 0.1, "much": 0.4}.get(clause.get("part") or "", STEP)
    if clause.has("pct"):
        size = min(1.0, clause.get("pct"))
    more = clause.has("comp", "more", "brighter", "louder", "bigger") or re.search(
        r"increase|raise|boost|提高|增加|加强", plain_words(clause)
    )
    less = clause.has("comp", "less", "darker", "quieter", "smaller") or re.search(
        r"decrease|reduce|lower|降低|减少", plain_words(clause)
    )
    for name in ("brightness", "contrast", "saturation"):
        if clause.thing(name) and (more or less):
            return {name: -size if less else size}
    if clause.has("comp", "brighter", "darker"):
        return {"brightness": size if clause.has("comp", "brighter") else -size}
    if clause.has("comp", "colorful", "pale"):
        return {"saturation": size if clause.has("comp", "colorful") else -size}
    return {}


def framing(clause: Clause, view: View) -> Wish | None:
    """Rotate, zoom, crop, fit, motion."""
    return _which(clause, view, _framing(clause, view))


def _framing(clause: Clause, view: View) -> Wish | None:
    if clause.thing("title", "text", "cta", "caption", "music", "voice", "transition"):
        return None
    _found, ids, missing = _scenes(clause, view)
    wish: Wish | None = None
    if clause.verb("rotate") or re.search(
        r"\bturn\b.*\b(left|right)\b|\b\d+ ?(degrees|°)|旋转|转\d+度", plain_words(clause)
    ):
        wish = Do([Rotate(segments=ids, degrees=_degrees(clause))], "picture")
    elif clause.has("motion") or (clause.thing("motion") and not clause.has("fit")):
        wish = _motion(clause, ids)
    elif clause.has("aspect") and ids and _crops(clause):
        wish = Do([Zoom(segments=ids, shape=clause.get("aspect"))], "picture")
    elif clause.has("fit"):
        wish = Do([SetFit(segments=ids, fit=clause.get("fit"))], "picture")
    elif clause.has("comp", "zoom_in", "zoom_out") or (
        clause.has("comp", "bigger") and ids and not clause.has("quote")
    ):
        wish = _zoom(clause, ids)
    return missing if wish and missing else wish


def _crops(clause: Clause) -> bool:
    return bool(re.search(r"\b(crop|cropped|cut|trim|make|frame)\b|裁|剪|变成|改成", plain_words(clause)))


def _degrees(clause: Clause) -> Any:
    words = plain_words(clause)
    number = next((int(n) for n in clause.all("num") if n in (90, 180, 270)), 0)
    left = bool(re.search(r"\bleft\b|counter|anti|逆时针|向左", words))
    if "upside" in words or "倒" in words or number == 180:
        return 180
    if number == 270:
        return 90 if left else 270
    return 270 if left else 90


def _motion(clause: Clause, ids: list[str]) -> Wish | None:
    name = clause.get("motion")
    if name is None and (clause.verb("remove") or clause.negated):
        name = "none"
    if name is None and clause.has("comp", "zoom_in", "zoom_out"):
        name = clause.get("comp")
    if name is None:
        name = "zoom_in" if clause.verb("add", "make") else None
    return Do([SetMotion(segments=ids, motion=name)], "picture") if name else None


def _zoom(clause: Clause, ids: list[str]) -> Wish:
    if clause.has("comp", "zoom_out"):
        return Do([Zoom(segments=ids, factor=1)], "picture")
    wanted = clause.get("factor") or (clause.get("pct") if clause.has("pct") else None) or 1.3
    wanted = wanted + 1 if wanted < 1 else wanted
    return Do([Zoom(segments=ids, factor=min(5.0, max(1.05, wanted)))], "picture")


def picture_fades(clause: Clause, view: View) -> Wish | None:
    """The picture fading in from and out to black."""
    if clause.thing("music", "voice", "sound", "text", "title", "caption", "transition"):
        return None
    words = plain_words(clause)
    if clause.get("trans") == "dip" or clause.has("place", "between"):
        return None  # "fade to black between all of them" joins scenes
    fade = fades(clause, view)
    if not fade and re.search(r"fade[sd]? (to|from) (black|white)|黑场|渐黑", words):
        opening = "from" in words or clause.has("place", "start")
        fade = (1000, None) if opening else (None, 1000)
    if not fade:
        return None
    _, ids, missing = _scenes(clause, view)
    if missing:
        return missing
    return Do([FadePicture(segments=ids, in_ms=_short(fade[0]), out_ms=_short(fade[1]))], "picture")


def _short(length: int | None) -> int | None:
    return None if length is None else min(5000, length if length != 2000 else 1000)


def wanted_up(clause: Clause) -> bool:
    """Whether a factor asks for more speed."""
    return bool((clause.get("factor") or 0) > 1)


def speed(clause: Clause, view: View) -> Wish | None:
    """Clips faster or slower."""
    if clause.thing("transition", "music", "voice", "text", "title", "caption"):
        return None
    quick, slow = clause.has("comp", "faster"), clause.has("comp", "slower")
    named = clause.thing("speed") and (
        clause.has("part") or clause.has("factor") or clause.has("pct") or clause.has("num")
    )
    normal = clause.thing("speed") and re.search(r"normal|original|正常|原速", plain_words(clause))
    if not (
        quick
        or slow
        or named
        or normal
        or (clause.has("factor") and clause.thing("clip", "scene", "video") and not clause.has("comp"))
    ):
        return None
    _found, ids, missing = _scenes(clause, view)
    if missing:
        return missing
    if normal:
        return Do([SetSpeed(segments=ids, speed=1)], "speed")
    if clause.has("part", "half", "double", "triple", "quarter") and clause.thing("speed") and not (quick or slow):
        share = {"half": 0.5, "double": 2.0, "triple": 3.0, "quarter": 0.25}[clause.get("part")]
        return Do([SetSpeed(segments=ids, speed=share)], "speed")
    if not any(s.meta.kind == "clip" for s in view.draft.segments("main")) and not ids:
        step = {"bit": 0.4, "much": 1.6}.get(clause.get("part") or "", 1.0)
        faster = quick or wanted_up(clause)
        length = view.draft.duration * (1 - 0.25 * step if faster else 1 + 0.3 * step)
        return Do([SetLength(duration_ms=max(1000, min(600_000, round(length / 500) * 500)))], "length")
    wanted = clause.get("factor") or (clause.get("pct") if clause.has("pct") and not (quick or slow) else None)
    if wanted is None and clause.thing("speed"):
        wanted = clause.after(clause.index("thing", "speed")).get("num")
    if wanted and not slow:
        return Do([SetSpeed(segments=ids, speed=min(4.0, max(0.25, wanted)))], "speed")
    change = (
        factor(clause, 1.5, 2 / 3, quick)
        if not (slow and not clause.has("pct") and not clause.has("part") and not wanted)
        else 0.5
    )
    if slow and clause.has("part", "half"):
        change = 0.5
    return Do([SetSpeed(segments=ids, speed=min(4.0, max(0.25, change)), relative=True)], "speed")
