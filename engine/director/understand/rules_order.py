"""Rules for the order of the scenes: swap, move, reverse."""

from __future__ import annotations

import re

from engine.director.operations.scenes import MoveScenes, OrderScenes, SwapScenes
from engine.director.understand.clause import Clause, Decline, Do, View, Wish
from engine.director.understand.references import SCENE_THINGS, Found, one_of_each, scenes_of, texts_of
from engine.director.understand.rules_scenes import fresh, missing
from engine.director.understand.rules_sound import plain_words


def order(clause: Clause, view: View) -> Wish | None:
    """Swap, move, reverse, reorder."""
    place = clause.index("place", "before", "after", "between")
    head = clause.before(place) if place > 0 else clause
    if head.thing("text", "title", "caption", "music", "voice", "cta", "logo"):
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
    opening = re.match(
        r"(please )?(start|open|begin|end|finish|close) with\b|(用|以).*(开头|开场|结尾|收尾)$", plain_words(clause)
    )
    if opening and found.ids and not found.everything:
        last = re.search(r"\b(end|finish|close) with|结尾|收尾", opening.group())
        return Do([MoveScenes(segments=one_of_each(found.ids, view), position=-1 if last else 1)], "order")
    placed = (
        clause.has("place", "start", "end", "before", "after", "between", "forward", "back")
        or clause.has("ordinal")
        or clause.has("num")
    )
    bare = len(clause.tokens) > 1 and clause.tokens[-1].get("ordinal") in (1, -1) and not clause.has("verb")
    bare = bare and not clause.has("time") and bool(scenes_of(clause.before(len(clause.tokens) - 1), view).ids)
    if not placed or not (clause.verb("move", "add", "make") or clause.has("place", "start", "end") or bare):
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
    verb = clause.index("verb", "move")
    if cut > verb > 0 and not scenes_of(clause.after(cut), view).ids and clause.has("place", "before", "after"):
        return _moved_to(scenes_of(clause.before(verb), view), clause, verb, cut, view)  # 第二张移到第四张后面
    what = scenes_of(clause.before(cut) if cut > 0 else clause, view)
    if what.missing:
        return missing(what)
    if (
        not what.ids
        or what.everything
        or (clause.verb("add") and fresh(clause.before(cut) if cut > 0 else clause, view))
    ):
        return None
    what.ids = one_of_each(what.ids, view)
    main = [s.meta.id for s in view.draft.segments("main")]
    first = main.index(what.ids[0])
    alone = clause.tokens[cut].get("ordinal") if cut >= len(clause.tokens) - 2 else None
    if alone in (1, -1):
        return Do([MoveScenes(segments=what.ids, position=alone)], "order")
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


def _moved_to(what: Found, clause: Clause, verb: int, cut: int, view: View) -> Wish | None:
    target = scenes_of(Clause(clause.tokens[verb + 1 : cut], clause.message), view)
    if what.missing or target.missing:
        return missing(what) or missing(target)
    main = [s.meta.id or "" for s in view.draft.segments("main") if s.meta.id not in what.ids]
    if not what.ids or not target.ids or target.ids[0] not in main:
        return None
    after = clause.has("place", "after")
    return Do([MoveScenes(segments=what.ids, position=main.index(target.ids[0]) + (2 if after else 1))], "order")


def _place_at(clause: Clause) -> int:
    """Where the clause stops naming what moves and starts naming where to."""
    place = clause.index("place")
    if place >= 0:
        return place
    last = len(clause.tokens) - 1
    if last > 0 and clause.tokens[last].get("ordinal") in (1, -1):
        return last
    if (
        last > 2
        and clause.tokens[last].get("thing") in SCENE_THINGS
        and clause.tokens[last - 1].get("ordinal") in (1, -1)
    ):
        return last - 1
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
    if not found.ids and clause.tokens[cut].get("place") == "between" and view.last_topic == "scene" and view.last:
        return view.last[0]  # "split the walk and put the beach in between"
    if not found.ids and rest.thing("title", "text", "cta"):
        return _scene_of_text(rest, view)
    return found.ids[0] if found.ids else None


def _scene_of_text(clause: Clause, view: View) -> str | None:
    role = next(t for t in clause.all("thing") if t in ("title", "text", "cta"))
    shown = texts_of(clause, view, (role,)).ids or [s.meta.id or "" for s in view.draft.segments(role)]
    text = next((s for s in view.draft.segments(role) if s.meta.id == (shown or [""])[0]), None)
    if text is None:
        return None
    return next((s.meta.id for s in view.draft.segments("main") if s.start <= text.start < s.end), None)
