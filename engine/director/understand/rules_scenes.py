"""Rules for which scenes there are and what they show."""

from __future__ import annotations

import re
from typing import Any

from engine.director.operations.scenes import (
    AddCard,
    AddMedia,
    RemoveScenes,
    ReplaceMedia,
)
from engine.director.operations.timing import CutOut, Trim
from engine.director.understand.clause import Ask, Clause, Decline, Do, Option, View, Wish
from engine.director.understand.references import SCENE_THINGS, Found, one_of_each, scenes_of
from engine.director.understand.rules_sound import plain_words
from engine.director.understand.words_after import new_words


def missing(found: Found) -> Decline | None:
    """The refusal for a scene that does not exist."""
    if not found.missing:
        return None
    thing, number, count = found.missing
    return Decline("cannot_number", {"thing": thing, "number": number, "count": count})


def fresh(clause: Clause, view: View) -> bool:
    """Whether it speaks of an upload that is not in the video yet."""
    return bool(
        re.search(r"\b(new|another|uploaded|extra|more)\b|新|另", _unwritten(clause)) or _unused_named(clause, view)
    )


def _unwritten(clause: Clause) -> str:
    """The words of the request without those to be written: "a sticker saying new" is no new photo."""
    return " ".join(t.text.lower() for t in clause.tokens if not t.means.keys() & {"written", "quote"})


def _unused_named(clause: Clause, view: View) -> list[str]:
    unused = {asset.id for asset in view.unused()}
    return [i for i in _by_words(clause, view) if i in unused]


def remove(clause: Clause, view: View) -> Wish | None:
    """Remove scenes; a stretch of time; everything but some."""
    if clause.thing("text", "title", "caption", "music", "voice", "cta", "logo", "transition", "filter", "sound"):
        return None
    stretch = stretch_of(clause)
    named = clause.thing("photo", "card", "clip") or scenes_of(clause, view).ids
    if stretch and clause.verb("remove", "trim") and not named:
        return Do([CutOut(from_ms=stretch[0], to_ms=stretch[1])], "scene")
    only = clause.has("link", "only") and (clause.verb("make") or not clause.has("verb")) and clause.has("ordinal")
    if (clause.verb("keep") and _only(clause)) or only:
        return _keep_scenes(clause, view)
    once = re.search(r"\b(?:only|just) (?:once|one time)\b|只(?:出现|放|用|要)一次", plain_words(clause))
    repeated = scenes_of(clause, view).ids if once else []
    if len(repeated) > 1 and one_of_each(repeated, view) == repeated[:1]:
        return Do([RemoveScenes(segments=repeated[1:])], "scene")
    negative = clause.negated and clause.thing("photo", "clip", "scene", "card")
    if not (clause.verb("remove") or negative) or clause.has("time"):
        return None
    found = scenes_of(clause, view)
    if found.missing:
        return missing(found)
    beyond = re.search(
        r"\beverything (after|before)\b|(之后|之前|以后|以前|后面|前面)的?(?:全部|所有|都)", plain_words(clause)
    )
    if beyond and len(found.ids) == 1:
        main = [s.meta.id or "" for s in view.draft.segments("main")]
        at, later = main.index(found.ids[0]), (beyond.group(1) or beyond.group(2)) in ("after", "之后", "以后", "后面")
        gone = main[at + 1 :] if later else main[:at]
        return Do([RemoveScenes(segments=gone)], "scene") if gone else None
    if found.ids and not found.everything:
        return Do([RemoveScenes(segments=found.ids)], "scene")
    if clause.thing(*SCENE_THINGS):
        things = [t for t in clause.all("thing") if t in SCENE_THINGS]
        if things == ["card"]:
            cards = [s.meta.id or "" for s in view.draft.segments("main") if s.meta.kind == "card"]
            return (
                Do([RemoveScenes(segments=cards)], "scene") if cards else Decline("cannot_no_kind", {"kind": "cards"})
            )
        return which_scene(view, lambda i: RemoveScenes(segments=[i]))
    return None


def _only(clause: Clause) -> bool:
    """Whether "keep" means nothing else: 保留 alone may be said of colours, words or anything that stays."""
    kept = next(t.text for t in clause.tokens if t.get("verb") == "keep")
    things = set(clause.all("thing")) - {"photo", "clip", "scene", "card", "video"}
    return kept != "保留" or not things


def which_scene(view: View, make: Any) -> Ask:
    """The question which scene is meant."""
    from engine.director.say import label

    main = view.draft.segments("main")[:6]
    return Ask("ask_which_scene", [Option(label(view.draft, s, view.language), [make(s.meta.id or "")]) for s in main])


def _keep_scenes(clause: Clause, view: View) -> Wish | None:
    found = scenes_of(clause, view)
    if found.missing:
        return missing(found)
    times = clause.all("time")
    if (times or stretch_of(clause)) and (found.ids or clause.thing("clip")):
        stretch = stretch_of(clause)
        ids = found.ids or [s.meta.id or "" for s in view.draft.segments("main") if s.meta.kind == "clip"][:1]
        if stretch and ids:
            return Do([Trim(segments=ids, keep_from_ms=stretch[0], keep_to_ms=stretch[1])], "scene")
        if ids and clause.has("ordinal", -1):  # type: ignore[arg-type]
            duration = next(s.duration for s in view.draft.segments("main") if s.meta.id == ids[0])
            return Do([Trim(segments=ids, start_ms=max(0, duration - int(times[0])))], "scene")
        if ids:
            return Do([Trim(segments=ids, keep_from_ms=0, keep_to_ms=int(times[0]))], "scene")
    main = view.draft.segments("main")
    pictures = (clause.thing("photo", "clip") or clause.has("measure")) and not clause.thing("card", "scene")
    gone = [s for s in main if s.meta.id not in found.ids and not (pictures and s.meta.kind == "card")]
    ids = [s.meta.id or "" for s in gone]
    return Do([RemoveScenes(segments=ids)], "scene") if found.ids and ids else None


def stretch_of(clause: Clause) -> tuple[int, int] | None:
    """Two times that are a stretch: "from 2s to 5s", "between 0:10 and 0:15", "2-5 seconds"."""
    times = [t for token in clause.tokens for t in (token.get("time"), token.get("clock")) if t is not None]
    if len(times) >= 2 and (
        clause.has("link", "from", "through", "to")
        or clause.has("place", "between")
        or re.search(r"[-–~到至]", clause.text())
    ):
        return int(min(times[:2])), int(max(times[:2]))
    named = re.search(r"seconds? (\d+(?:\.\d+)?) (?:to|-|–|through|until) (\d+(?:\.\d+)?)", plain_words(clause))
    if named:
        low, high = (round(float(n) * 1000) for n in named.groups())
        return (low, high) if low < high else None
    numbers = re.search(
        r"(\d+(?:\.\d+)?)\s*(?:s|sec|seconds|秒)?\s*(-|–|~|to|and|到|至)\s*(\d+(?:\.\d+)?)\s*(?:s\b|sec|seconds|秒)",
        plain_words(clause),
    )
    if numbers and (numbers.group(2) != "and" or clause.has("place", "between")):
        low, high = (round(float(numbers.group(n)) * 1000) for n in (1, 3))
        return (low, high) if low < high else None
    return None


def media(clause: Clause, view: View) -> Wish | None:
    """Add uploads, replace a scene's picture, add a text card."""
    if clause.thing("text", "title", "caption", "music", "voice", "cta", "logo", "transition", "filter"):
        return None
    if clause.thing("card") and clause.verb("add", "create", "make"):
        words = new_words(clause) or _named_for(clause)
        return Do([AddCard(text=words, position=_position(clause, view))], "card") if words else Ask("ask_which_words")
    instead = _in_place_of(clause, view)
    if instead:
        return instead
    if clause.verb("replace", "swap"):
        return _replace(clause, view)
    if not clause.verb("add") or not _adds_media(clause, view):
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


def _named_for(clause: Clause) -> str:
    """What a card is for, when that is a line of its own: "a card for the brunch sunday 11am"."""
    found = re.search(r"(?i)\bcards?\b (?:for|about|with) (?:the |our |a )?(.+)$", clause.text())
    return found.group(1).strip() if found and len(found.group(1).split()) >= 2 else ""


def _in_place_of(clause: Clause, view: View) -> Wish | None:
    """ "use extra.jpg for the 2nd photo", "the new one instead of the beach"."""
    marks = ("for", "instead", "instead of", "in place of", "代替", "替换")
    place = next((i for i, t in enumerate(clause.tokens) if t.text.lower() in marks and i > 0), -1)
    if place < 0 or not clause.verb("add", "replace", "make"):
        return None
    old = scenes_of(clause.after(place), view)
    head = clause.before(place)
    names = [n.lower() for n in head.all("file")]
    new = [a.id for a in view.assets.values() if a.name.lower() in names] or _by_words(head, view)
    fresh = re.search(r"\b(new|other|uploaded)\b|新", plain_words(head))
    new = new or [a.id for a in view.unused(("photo", "clip"))[-1:] if fresh]
    if len(old.ids) != 1 or old.everything or not new:
        return None
    return Do([ReplaceMedia(segments=old.ids, asset=new[0])], "scene")


def _adds_media(clause: Clause, view: View) -> bool:
    if clause.has("link", "each") or clause.has("comp") or (clause.has("link", "all") and clause.has("time")):
        return False
    place = clause.index("place", "before", "after", "between")
    head = clause.before(place) if place > 0 else clause
    if clause.has("file") or fresh(head, view):
        return True
    if scenes_of(head, view).ids and not head.has("link", "all"):
        return False
    plural = re.search(r"\b(them|these|those)\b", plain_words(clause)) and clause.tokens[0].text.lower() in (
        "add",
        "insert",
        "include",
    )
    return clause.thing("photo", "clip", "scene") or bool(plural)


def _uploads(clause: Clause, view: View) -> list[str] | Decline:
    names = clause.all("file")
    if names:
        hits = [a.id for name in names for a in view.assets.values() if a.name.lower() == name.lower()]
        return hits or Decline("cannot_asset", {"name": names[0]})
    said = _unused_named(clause, view)
    if said:
        return said
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
    named = re.search(r"\bas (?:the )?(first|last)\b|作为(第一|最后)", plain_words(clause))
    if named:
        return 1 if named.group(1) == "first" or named.group(2) == "第一" else None
    place = clause.index("place", "before", "after", "between")
    if place >= 0:
        found = scenes_of(clause.after(place), view)
        if found.ids:
            return main.index(found.ids[0]) + (1 if clause.has("place", "before") else 2)
    ending = view.draft.segments("main")
    return len(ending) if ending and ending[-1].meta.kind == "card" and view.draft.segments("cta") else None


def _replace(clause: Clause, view: View) -> Wish | None:
    two = len(_by_words(clause, view)) >= 2 or fresh(clause, view)
    if (
        clause.has("mood")
        or clause.has("aspect")
        or not (clause.thing("photo", "clip", "scene") or clause.has("file") or clause.has("pron") or two)
    ):
        return None
    place = clause.index("link", "with", "to")
    verb = clause.index("verb", "replace")
    if place < 0 < verb and verb < len(clause.tokens) - 1:  # 把第二张换成…: the verb stands between
        place = verb
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
