"""Rules for which scenes there are, in what order, and how long they last."""

from __future__ import annotations

import re
from typing import Any

from engine.director.operations.scenes import (
    AddCard,
    AddMedia,
    DuplicateScenes,
    MergeScenes,
    MoveScenes,
    OrderScenes,
    RemoveScenes,
    ReplaceMedia,
    SplitScene,
    SwapScenes,
)
from engine.director.operations.timing import CutOut, SetSceneLength, Trim
from engine.director.operations.whole import SetLength, SetPhotoLength
from engine.director.understand.clause import Ask, Clause, Decline, Do, Option, View, Wish
from engine.director.understand.references import SCENE_THINGS, Found, scenes_of
from engine.director.understand.rules_sound import plain_words
from engine.director.understand.words_after import new_words


def missing(found: Found) -> Decline | None:
    """The refusal for a scene that does not exist."""
    if not found.missing:
        return None
    thing, number, count = found.missing
    return Decline("cannot_number", {"thing": thing, "number": number, "count": count})


def order(clause: Clause, view: View) -> Wish | None:
    """Swap, move, reverse, reorder."""
    if clause.thing("text", "title", "caption", "music", "voice", "cta", "logo"):
        return None
    if clause.verb("reverse"):
        return Do([OrderScenes()], "order")
    found = scenes_of(clause, view)
    if clause.verb("swap") or (clause.verb("replace") and len(found.ids) == 2 and "replace" not in plain_words(clause)):
        if found.missing:
            return missing(found)
        if len(found.ids) == 2:
            return Do([SwapScenes(segments=found.ids)], "order")
        return None
    explicit = _explicit_order(clause, view)
    if explicit:
        return explicit
    placed = (
        clause.has("place", "start", "end", "before", "after", "between", "forward", "back")
        or clause.has("ordinal")
        or clause.has("num")
    )
    if not placed or not (clause.verb("move", "add", "make") or clause.has("place", "start", "end")):
        return None
    return _move(clause, view)


def _explicit_order(clause: Clause, view: View) -> Wish | None:
    numbers = [int(n) for n in clause.all("num") if n == int(n)]
    if clause.thing("order") and len(numbers) >= 2 and clause.verb("make", "add", "replace", "move"):
        main = view.draft.segments("main")
        if all(0 < n <= len(main) for n in numbers):
            return Do([OrderScenes(segments=[main[n - 1].meta.id or "" for n in dict.fromkeys(numbers)])], "order")
    return None


def _move(clause: Clause, view: View) -> Wish | None:
    cut = _place_at(clause)
    what = scenes_of(clause.before(cut) if cut > 0 else clause, view)
    if what.missing:
        return missing(what)
    if (
        not what.ids
        or what.everything
        or (clause.verb("add") and not _explicit(clause.before(cut) if cut > 0 else clause))
    ):
        return None
    main = [s.meta.id for s in view.draft.segments("main")]
    first = main.index(what.ids[0])
    if clause.has("place", "start"):
        return Do([MoveScenes(segments=what.ids, position=1)], "order")
    if clause.has("place", "end"):
        return Do([MoveScenes(segments=what.ids, position=-1)], "order")
    if clause.has("place", "forward", "back"):
        return Do(
            [MoveScenes(segments=what.ids, position=max(1, first + (0 if clause.has("place", "forward") else 2)))],
            "order",
        )
    target = _target(clause, cut, view)
    if isinstance(target, Decline):
        return target
    if target is None:
        return None
    rest = [i for i in main if i not in what.ids]
    if isinstance(target, int):
        return Do([MoveScenes(segments=what.ids, position=target)], "order")
    if target not in rest:
        return None
    after = clause.has("place", "after", "between")
    return Do([MoveScenes(segments=what.ids, position=rest.index(target) + (2 if after else 1))], "order")


def _explicit(clause: Clause) -> bool:
    return clause.has("ordinal") or clause.has("num") or clause.has("pron") or clause.has("file")


def _place_at(clause: Clause) -> int:
    """Where the clause stops naming what moves and starts naming where to."""
    place = clause.index("place")
    if place >= 0:
        return place
    return next((i for i, t in enumerate(clause.tokens) if t.get("link") in ("to", "at") and i > 0), -1)


def _target(clause: Clause, cut: int, view: View) -> str | int | Decline | None:
    if cut < 0:
        return None
    rest = clause.after(cut)
    words = plain_words(rest)
    if clause.tokens[cut].get("link") in ("to", "at") or re.search(r"\b(position|spot|place|number|slot)\b|位", words):
        number = rest.get("ordinal") or (int(rest.get("num")) if rest.has("num") else None)
        return number or None
    found = scenes_of(rest, view)
    if found.missing:
        return missing(found)
    return found.ids[0] if found.ids else None


def remove(clause: Clause, view: View) -> Wish | None:
    """Remove scenes; a stretch of time; everything but some."""
    if clause.thing("text", "title", "caption", "music", "voice", "cta", "logo", "transition", "filter"):
        return None
    stretch = _stretch(clause)
    if stretch and clause.verb("remove", "trim") and not clause.thing("photo", "scene", "card", "clip"):
        return Do([CutOut(from_ms=stretch[0], to_ms=stretch[1])], "scene")
    if clause.verb("keep") or (clause.has("link", "only") and clause.verb("make") and clause.has("ordinal")):
        return _keep_scenes(clause, view)
    negative = clause.negated and clause.thing("photo", "clip", "scene", "card")
    if not (clause.verb("remove") or negative) or clause.has("time"):
        return None
    found = scenes_of(clause, view)
    if found.missing:
        return missing(found)
    if found.ids and not found.everything:
        return Do([RemoveScenes(segments=found.ids)], "scene")
    if clause.thing(*SCENE_THINGS):
        things = [t for t in clause.all("thing") if t in SCENE_THINGS]
        if things == ["card"]:
            cards = [s.meta.id or "" for s in view.draft.segments("main") if s.meta.kind == "card"]
            return (
                Do([RemoveScenes(segments=cards)], "scene") if cards else Decline("cannot_no_kind", {"kind": "cards"})
            )
        return _which(view, lambda i: RemoveScenes(segments=[i]))
    return None


def _which(view: View, make: Any) -> Ask:
    from engine.director.say import label

    main = view.draft.segments("main")[:6]
    return Ask("ask_which_scene", [Option(label(view.draft, s, view.language), [make(s.meta.id or "")]) for s in main])


def _keep_scenes(clause: Clause, view: View) -> Wish | None:
    found = scenes_of(clause, view)
    if found.missing:
        return missing(found)
    times = clause.all("time")
    if times and (found.ids or clause.thing("clip")):
        stretch = _stretch(clause)
        ids = found.ids or [s.meta.id or "" for s in view.draft.segments("main") if s.meta.kind == "clip"][:1]
        if stretch and ids:
            return Do([Trim(segments=ids, keep_from_ms=stretch[0], keep_to_ms=stretch[1])], "scene")
        if ids and clause.has("ordinal", -1):  # type: ignore[arg-type]
            duration = next(s.duration for s in view.draft.segments("main") if s.meta.id == ids[0])
            return Do([Trim(segments=ids, start_ms=max(0, duration - int(times[0])))], "scene")
        if ids:
            return Do([Trim(segments=ids, keep_from_ms=0, keep_to_ms=int(times[0]))], "scene")
    gone = [s.meta.id or "" for s in view.draft.segments("main") if s.meta.id not in found.ids]
    return Do([RemoveScenes(segments=gone)], "scene") if found.ids and gone else None


def _stretch(clause: Clause) -> tuple[int, int] | None:
    """Two times that are a stretch: "from 2s to 5s", "between 0:10 and 0:15", "2-5 seconds"."""
    times = [t for token in clause.tokens for t in (token.get("time"), token.get("clock")) if t is not None]
    if len(times) >= 2 and (
        clause.has("link", "from", "through", "to")
        or clause.has("place", "between")
        or re.search(r"[-–~到至]", clause.text())
    ):
        return int(min(times[:2])), int(max(times[:2]))
    numbers = re.search(
        r"(\d+(?:\.\d+)?)\s*(?:s|sec|seconds|秒)?\s*(?:-|–|~|to|and|到|至)\s*(\d+(?:\.\d+)?)\s*(?:s\b|sec|seconds|秒)",
        plain_words(clause),
    )
    if numbers:
        low, high = (round(float(n) * 1000) for n in numbers.groups())
        return (low, high) if low < high else None
    return None


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
            else _which(view, lambda i: SplitScene(segments=[i]))
        )
    if clause.verb("duplicate"):
        return (
            Do([DuplicateScenes(segments=ids)], "scene")
            if ids
            else _which(view, lambda i: DuplicateScenes(segments=[i]))
        )
    if clause.verb("merge"):
        return Do([MergeScenes(segments=ids)], "scene")
    return _trim(clause, view, found, ids)


def _split_timeline(at: int, view: View) -> Wish | None:
    scene = next((s for s in view.draft.segments("main") if s.start < at < s.end), None)
    return Do([SplitScene(segments=[scene.meta.id or ""], at_ms=at - scene.start)], "scene") if scene else None


_OFF_END = r"\b(end|ending|last|tail|finish|back)\b|最后|结尾|末尾|后面"
_OFF_START = r"\b(start|beginning|first|front|opening|head)\b|开头|前面|最前|前\s?\d"


def _trim(clause: Clause, view: View, found: Found, ids: list[str]) -> Wish | None:
    times = clause.all("time")
    cutting = clause.verb("trim", "remove")
    if not cutting or not times:
        return None
    words = plain_words(clause)
    end, start = re.search(_OFF_END, words), re.search(_OFF_START, words)
    scenes = [t for t in clause.all("thing") if t in ("photo", "clip", "scene")]
    if found.missing:
        return missing(found)
    length = int(times[0])
    to = re.search(r"\b(down )?to\b|到|成|至", words) and not (end or start)
    stretch = _stretch(clause)
    main = view.draft.segments("main")
    if not ids and scenes:
        clips = [s.meta.id or "" for s in main if s.meta.kind == "clip"]
        ids = clips if len(clips) == 1 else []
        if not ids:
            return _which(view, lambda i: _trim_op([i], length, bool(end), bool(start), stretch))
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
    if to and not stretch:
        return Do([SetSceneLength(segments=ids, duration_ms=length)], "scene")
    return Do([_trim_op(ids, length, bool(end), bool(start), stretch)], "scene")


def _trim_op(ids: list[str], length: int, end: bool, start: bool, stretch: tuple[int, int] | None) -> Trim:
    if stretch:
        return Trim(segments=ids, keep_from_ms=stretch[0], keep_to_ms=stretch[1])
    if end and start:
        return Trim(segments=ids, start_ms=length, end_ms=length)
    return Trim(segments=ids, start_ms=length) if start else Trim(segments=ids, end_ms=length)


def media(clause: Clause, view: View) -> Wish | None:
    """Add uploads, replace a scene's picture, add a text card."""
    if clause.thing("text", "title", "caption", "music", "voice", "cta", "logo", "transition", "filter"):
        return None
    if clause.thing("card") and clause.verb("add", "create", "make"):
        words = new_words(clause)
        return (
            Do([AddCard(text=words, position=1 if clause.has("place", "start") else None)], "card")
            if words
            else Ask("ask_which_words")
        )
    if clause.verb("replace", "swap"):
        return _replace(clause, view)
    if not clause.verb("add") or not (
        clause.thing("photo", "clip", "scene") or clause.has("file") or clause.has("pron")
    ):
        return None
    new = _uploads(clause, view)
    if isinstance(new, Decline):
        return new
    return Do(
        [
            AddMedia(
                assets=new,
                position=_position(clause, view),
                duration_ms=int(clause.get("time")) if clause.has("time") else None,
            )
        ],
        "scene",
    )


def _uploads(clause: Clause, view: View) -> list[str] | Decline:
    names = clause.all("file")
    if names:
        hits = [a.id for name in names for a in view.assets.values() if a.name.lower() == name.lower()]
        return hits or Decline("cannot_asset", {"name": names[0]})
    kinds = (
        ("clip",)
        if clause.thing("clip") and not clause.thing("photo")
        else ("photo",)
        if clause.thing("photo")
        else ("photo", "clip")
    )
    unused = view.unused(kinds)
    if not unused:
        return Decline("cannot_no_media")
    if re.search(
        r"\b(photos|pictures|pics|images|clips|videos|them|these|all|both)\b|这些|所有|几张", plain_words(clause)
    ):
        return [a.id for a in unused]
    return [unused[-1].id] if clause.has("ordinal", "-1") else [a.id for a in unused[:1]]


def _position(clause: Clause, view: View) -> int | None:
    main = [s.meta.id for s in view.draft.segments("main")]
    if clause.has("place", "start"):
        return 1
    place = clause.index("place", "before", "after", "between")
    if place >= 0:
        found = scenes_of(clause.after(place), view)
        if found.ids:
            return main.index(found.ids[0]) + (1 if clause.has("place", "before") else 2)
    ending = view.draft.segments("main")
    return len(ending) if ending and ending[-1].meta.kind == "card" and view.draft.segments("cta") else None


def _replace(clause: Clause, view: View) -> Wish | None:
    if (
        clause.has("mood")
        or clause.has("aspect")
        or not (clause.thing("photo", "clip", "scene") or clause.has("file") or clause.has("pron"))
    ):
        return None
    place = clause.index("link", "with", "to")
    old = scenes_of(clause.before(place) if place > 0 else clause, view)
    if old.missing:
        return missing(old)
    if not old.ids or old.everything:
        return None
    rest = clause.after(place) if place > 0 else clause
    names = rest.all("file")
    hits = [a.id for a in view.assets.values() if a.name.lower() in [n.lower() for n in names]]
    hits = hits or _by_words(rest, view) or [a.id for a in view.unused()[-1:]]
    if names and not hits:
        return Decline("cannot_asset", {"name": names[0]})
    return Do([ReplaceMedia(segments=old.ids[:1], asset=hits[0])], "scene") if hits else Decline("cannot_no_media")


def _by_words(clause: Clause, view: View) -> list[str]:
    from engine.director.understand.references import name_words

    words = {t.means["word"] for t in clause.tokens if "word" in t.means}
    return [a.id for a in view.assets.values() if a.kind in ("photo", "clip") and words & set(name_words(a.name))]


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
    if found.ids and not found.everything:
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
    to = bool(re.search(r"\bto\b|到|成|为", words))
    if clause.has("pct") or clause.has("factor") or clause.has("part", "half", "double", "third", "quarter", "triple"):
        if times and not (longer or shorter):
            return int(times[0])
        return _scaled(clause, now, longer, shorter)
    if times:
        less = re.search(r"\b(than|at most|under|max|maximum|no more than)\b|以内|不超过", words)
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
