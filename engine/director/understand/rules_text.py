"""Rules for words on the picture, the disclosure, the facts of the call to action, and the logo."""

from __future__ import annotations

import re
from typing import Any

from engine.director.operations.base import Operation
from engine.director.operations.scenes import AddCard
from engine.director.operations.texts import (
    AddText,
    RemoveTexts,
    SetCta,
    SetDisclosure,
    SetText,
    StyleText,
    TimeText,
)
from engine.director.operations.timing import SetSceneLength
from engine.director.operations.voice import RemoveLogo, SetLogo
from engine.director.operations.wording import ReplaceWords
from engine.director.understand.clause import Ask, Clause, Decline, Do, Option, View, Wish
from engine.director.understand.mentions import FACTS, said
from engine.director.understand.references import Found, scenes_of, texts_of
from engine.director.understand.rules_sound import factor
from engine.director.understand.words_after import new_words, written

ROLES = ("title", "text", "cta")
ENDINGS = ("end card", "end screen", "final card", "outro", "片尾")
SHADE = 0.3  # how far a colour goes towards black or white at a time


def disclosure(clause: Clause, view: View) -> Wish | None:
    """The ad disclosure on, off, or with other words."""
    if not clause.thing("disclosure"):
        return None
    if clause.verb("remove") or clause.negated:
        return Do([SetDisclosure(on=False)], "disclosure")
    text = new_words(clause)
    if text or clause.verb("add", "make", "replace", "create") or clause.has("link", "with", "on"):
        return Do([SetDisclosure(on=True, text=text[:60] or None)], "disclosure")
    return None


def logo(clause: Clause, view: View) -> Wish | None:
    """The logo: which picture, which corner, off."""
    if not clause.thing("logo"):
        return None
    if clause.verb("remove") or clause.negated:
        return Do([RemoveLogo()], "logo")
    corner = clause.get("corner")
    name = clause.get("file")
    asset = next((a for a in view.assets.values() if name and a.name.lower() == name.lower()), None)
    if name and asset is None:
        return Decline("cannot_asset", {"name": name})
    asset = asset or next((a for a in view.assets.values() if "logo" in a.name.lower() and a.kind == "photo"), None)
    if asset is None and not view.draft.meta.logo:
        options = [Option(a.name, [SetLogo(asset=a.id, position=corner)]) for a in view.unused(("photo",))[-4:]]
        return Ask("ask_which_logo", options) if options else Decline("cannot_logo")
    return Do([SetLogo(asset=asset.id if asset else None, position=corner)], "logo")


def texts(clause: Clause, view: View) -> Wish | None:
    """Add, replace, remove, move, time and style words."""
    shaded = _shaded(clause, view)
    if shaded:
        return shaded
    about = _about_texts(clause, view)
    if not about or _placed_scene(clause, view) or re.search(r"[写打弄]错|拼错|错了$", clause.text()):
        return None
    if clause.verb("remove") or (clause.negated and clause.thing("title", "text", "cta")):
        return _remove(clause, view)
    roles = tuple(dict.fromkeys(r for r in clause.all("thing") if r in ROLES)) or ROLES
    if roles[:2] == ("title", "text") and re.search(
        r"(?i)\b(?:title|hook|headline|heading) (?:text|line|words)\b", clause.text()
    ):
        roles = ("title",)
    if (clause.verb("replace") or clause.has("link", "instead")) and len(clause.all("quote")) >= 2:
        return _replace_quoted(clause, view)
    style = _style(clause)
    words = (
        ""
        if (style or clause.has("place")) and _only_style(clause)
        else new_words(clause) or written(clause) or _timed_words(clause)
    )
    adds = clause.verb("add", "create") or (clause.verb("make") and not view.draft.segments(roles[0]))
    named = texts_of(_without_new(clause), view, roles)
    changes = clause.verb("replace", "make", "move") or (clause.has("saying") and clause.thing("title", "cta"))
    if clause.has("saying") and clause.thing("text") and not adds and words:
        on_scene = _on_scenes(_without_new(clause), view, roles)
        if len(on_scene) == 1:  # "the text on photo 2 should say …"
            return Do([SetText(segments=on_scene, text=words)], "text")
    there = any(view.draft.segments(role) for role in roles if role != "text") and clause.thing("title", "cta")
    if words and (changes or there) and not adds:
        return _set(clause, view, words, roles, named)
    if words:
        return _add(clause, view, words, style)
    called = next((t.text.lower() for t in clause.tokens if t.get("thing") == "cta"), "")
    ending = called.removeprefix("the ") in ENDINGS
    last = view.draft.segments("main")[-1:]
    if ending and clause.has("time") and last and last[0].meta.kind == "card":
        return Do([SetSceneLength(segments=[last[0].meta.id or ""], duration_ms=int(clause.get("time")))], "scene")
    if clause.has("time") or (clause.has("place") and clause.verb("move")):
        return _timed(clause, view, roles, named)
    if style:
        return _styled(view, roles, named, style)
    if clause.has("comp", "longer", "shorter"):
        return _timed(clause, view, roles, named)
    if adds and clause.thing("cta"):
        return _usual_call(view)
    if adds and named.ids:
        return None
    if adds:
        return Ask("ask_which_words")
    if clause.verb("replace"):
        return Ask("ask_new_words")
    return None


def _usual_call(view: View) -> Wish:
    """A call to action nobody gave words for: the one which the brief leads to."""
    from engine.director.brief import Brief
    from engine.director.scripts import call

    brief = {**(view.draft.meta.brief or {}), "language": view.draft.meta.language or "en"}
    return Do([AddText(text=call(Brief.model_validate(brief)).text, role="cta")], "cta")


def _placed_scene(clause: Clause, view: View) -> bool:
    """ "put the quote right after the title": a scene is moved, and the text only says where to."""
    place = clause.index("place", "before", "after", "between")
    if place <= 0 or clause.has("quote") or clause.before(place).thing(*ROLES):
        return False
    found = scenes_of(clause.before(place), view)
    return bool(found.ids) and not found.by_pronoun and not found.everything


def _shaded(clause: Clause, view: View) -> Wish | None:
    """ "darker" after a text was given a colour is about that colour."""
    if clause.has("thing") or not clause.has("comp", "darker", "brighter"):
        return None
    texts = [s for role in ROLES for s in view.draft.segments(role) if s.meta.id in view.last]
    coloured = [s for s in texts if isinstance(getattr(s.meta, "color", None), str)]
    if not coloured:
        return None
    towards = 0 if clause.has("comp", "darker") else 255
    was = [int(coloured[0].meta.color[i : i + 2], 16) for i in (1, 3, 5)]  # type: ignore[attr-defined]
    colour = "#" + "".join(f"{round(part + (towards - part) * SHADE):02x}" for part in was)
    return Do([StyleText(segments=[s.meta.id or "" for s in coloured], color=colour)], view.last_topic or "text")


def _timed_words(clause: Clause) -> str:
    """ "add the text Free shipping at 5 seconds": unquoted words between the text and its time."""
    found = re.match(
        r"(?:please )?(?:add|put|show|insert|display) (?:the |a |an )?(?:text|words|title|line) (.+?),? "
        r"(?:at|from) (?:second )?\d[\d.:]* ?(?:s|secs?|seconds?)?\b",
        clause.text(),
        re.IGNORECASE,
    )
    if found and clause.has("time"):
        return found.group(1).strip()
    named = re.match(
        r"(?:please |pls |can you )?(?:add|put|write|show|insert)(?: in)? (?:the |a |an )?(?:text|title|headline"
        r"|line|tagline|sticker"
        r"|badge) (?!to |on |at |in |over |for |that |with |from )([A-Z0-9].*|\w+ \w+ \w+.*)$",
        clause.text()[:1].lower() + clause.text()[1:],
    )
    return named.group(1).strip() if named and not clause.has("quote") else ""


def _only_style(clause: Clause) -> bool:
    """ "change the title to red": what stands after "to" is a colour or a place and nothing else."""
    place = max(clause.index("saying"), next((i for i, t in enumerate(clause.tokens) if t.get("link") == "to"), -1))
    rest = clause.tokens[place + 1 :] if place >= 0 else []
    marks = ("hex", "pos", "quiet", "ask", "mark", "place")
    return bool(rest) and not clause.has("quote") and all(any(kind in t.means for kind in marks) for t in rest)


def _about_texts(clause: Clause, view: View) -> bool:
    if clause.thing(*ROLES) or written(clause):
        return True
    if clause.thing("font") and clause.has("comp", "bigger", "smaller") and not clause.thing("caption"):
        return True
    if _meant_by_words(clause, view):
        return True
    if clause.has("quote") and not clause.thing("voice", "caption", "music"):
        return (
            clause.verb("add", "replace", "remove", "make", "move")
            or clause.has("place")
            or clause.has("comp")
            or clause.has("saying")
        )
    texts = {s.meta.id for role in ROLES for s in view.draft.segments(role)}
    if clause.has("pron") and not clause.has("thing") and clause.verb("remove") and set(view.last) & texts:
        return True
    if any(
        clause.has(kind) for kind in ("aspect", "platform", "mood", "filter", "trans", "lookname", "time")
    ) and not clause.has("quote"):
        return False
    recent = view.last_topic in (*ROLES, "card") and (clause.has("pron") or not clause.has("thing"))
    return (
        recent
        and (clause.has("saying") or _style(clause) != {})
        and not clause.thing("photo", "clip", "scene", "video")
    )


def _meant_by_words(clause: Clause, view: View) -> bool:
    """ "make the price huge": a text is named by what it says, and something is wanted."""
    if clause.thing("voice", "caption", "music", "transition", "photo", "clip") or clause.has("quote"):
        return False
    wanted = clause.verb("remove", "move", "replace", "make", "add") or clause.has("comp") or clause.has("place")
    wanted = wanted or bool(_style(clause)) or clause.has("saying")
    pool = [s for role in ROLES for s in view.draft.segments(role)]
    return bool(wanted and said(_without_new(clause), pool, view.draft))


def _without_new(clause: Clause) -> Clause:
    """The clause before the new words, where the text meant is named."""
    place = clause.index("saying")
    if place < 0 and clause.has("quote"):
        place = max(i for i, t in enumerate(clause.tokens) if "quote" in t.means)
    return clause.before(place) if place > 0 else clause


def _remove(clause: Clause, view: View) -> Wish | None:
    if clause.thing(*FACTS) and not clause.thing(*ROLES):
        return None
    roles = tuple(dict.fromkeys(r for r in clause.all("thing") if r in ROLES)) or ROLES
    if clause.thing("photo", "clip", "scene") and not clause.thing(*ROLES) and not clause.has("quote"):
        return None
    found = texts_of(clause, view, roles)
    if found.missing:
        thing, number, count = found.missing
        return Decline("cannot_number", {"thing": thing, "number": number, "count": count})
    if found.ids and not found.everything:
        return Do([RemoveTexts(segments=found.ids)], roles[0])
    if clause.has("quote"):
        return Decline("cannot_find_text", {"text": f"“{clause.get('quote')}”"})
    on_scene = _on_scenes(clause, view, roles)
    if on_scene:
        return Do([RemoveTexts(segments=on_scene)], roles[0])
    everything = roles == ("text",) and not view.draft.segments("text")
    everything = everything or (clause.has("link", "all") and roles == ("text",))
    operations: list[Operation] = (
        [RemoveTexts(role="all")] if everything else [RemoveTexts(role=role) for role in roles]
    )  # type: ignore[arg-type]
    return Do(operations, roles[0])


def _on_scenes(clause: Clause, view: View, roles: tuple[str, ...]) -> list[str]:
    """Ids of the texts over the scenes a clause names."""
    found = scenes_of(clause, view)
    if not clause.thing("photo", "clip", "scene") and (found.everything or found.by_pronoun or clause.has("ordinal")):
        return []
    scenes = [s for s in view.draft.segments("main") if s.meta.id in found.ids]
    pool = [t for role in roles for t in view.draft.segments(role)]
    return [t.meta.id or "" for t in pool if any(s.start <= t.start < s.end for s in scenes)]


def _replace_quoted(clause: Clause, view: View) -> Wish:
    old, new = clause.all("quote")[0], clause.all("quote")[-1]
    places = [i for i, t in enumerate(clause.tokens) if "quote" in t.means]
    if places[0] < clause.index("link", "instead") < places[-1]:
        old, new = new, old
    return Do([ReplaceWords(old=old, new=new)], view.last_topic or "text")


def _set(clause: Clause, view: View, words: str, roles: tuple[str, ...], named: Found) -> Wish | None:
    if named.missing:
        thing, number, count = named.missing
        return Decline("cannot_number", {"thing": thing, "number": number, "count": count})
    ids = named.ids or _on_scenes(_without_new(clause), view, roles)
    pool = [s for role in roles for s in view.draft.segments(role)]
    if not ids and not clause.thing(*ROLES):
        return _add(clause, view, words, _style(clause))
    if not ids and len(pool) > 1 and roles == ("text",):
        options = [
            Option((s.meta.text or "")[:40], [SetText(segments=[s.meta.id or ""], text=words)]) for s in pool[:4]
        ]
        return Ask("ask_which_text", options)
    ids = ids or [s.meta.id or "" for s in pool[:1]]
    if not ids:
        return _add(clause, view, words, _style(clause))
    return Do([SetText(segments=ids, text=words)], roles[0])


def _style(clause: Clause) -> dict[str, Any]:
    style: dict[str, Any] = {}
    if clause.has("pos"):
        style["position"] = clause.get("pos")
    if clause.has("comp", "bigger", "smaller"):
        bigger = clause.has("comp", "bigger")
        style["size"] = min(3.0, max(0.4, factor(clause, 1.25, 0.8, bigger)))
    if clause.has("hex") and not clause.thing("background"):
        style["color"] = clause.get("hex")
    return style


def _styled(view: View, roles: tuple[str, ...], named: Found, style: dict[str, Any]) -> Wish | None:
    if named.missing:
        thing, number, count = named.missing
        return Decline("cannot_number", {"thing": thing, "number": number, "count": count})
    ids = named.ids or [s.meta.id or "" for role in roles for s in view.draft.segments(role)]
    recent = [i for i in view.last if i in ids]
    if len(roles) == len(ROLES) and recent and not named.ids:
        ids = recent
    if not ids:
        return Decline("cannot_no_text", {"role": roles[0]})
    return Do([StyleText(segments=ids, **style)], roles[0])


def _timed(clause: Clause, view: View, roles: tuple[str, ...], named: Found) -> Wish | None:
    ids = named.ids or [s.meta.id or "" for role in roles for s in view.draft.segments(role)][:1]
    if not ids:
        return Decline("cannot_no_text", {"role": roles[0]})
    times = clause.all("time") + clause.all("clock")
    values: dict[str, Any] = {}
    segment = next(s for t in view.draft.tracks for s in t.segments if s.meta.id == ids[0])
    if clause.has("link", "from") and len(times) >= 2:
        values = {"start_ms": int(times[0]), "duration_ms": max(200, int(times[1] - times[0]))}
    elif times and re.search(r"\b(at|from|start|starts|starting|appear|appears)\b|开始|出现", clause.text().lower()):
        values = {"start_ms": int(times[0])}
    elif clause.has("comp", "longer", "shorter"):
        longer = clause.has("comp", "longer")
        step = int(times[0]) if times else segment.duration // 2
        values = {"duration_ms": max(500, segment.duration + (step if longer else -step))}
    elif times:
        values = {"duration_ms": int(times[0])}
    if clause.has("place", "end"):
        values["from_end"] = True
    elif clause.has("place", "start") and "start_ms" not in values:
        values["start_ms"] = 0
    on = [s for s in view.draft.segments("main") if s.meta.id in scenes_of(clause, view).ids]
    if clause.verb("move") and on and not values:
        values["start_ms"] = on[0].start
    return Do([TimeText(segments=ids, **values)], roles[0]) if values else None


def _add(clause: Clause, view: View, words: str, style: dict[str, Any]) -> Wish:
    if clause.thing("card"):
        position = 1 if clause.has("place", "start") else None
        return Do([AddCard(text=words, position=position, duration_ms=int(clause.get("time") or 3000))], "card")
    role = next((r for r in clause.all("thing") if r in ROLES), "text")
    if (
        role == "cta"
        and not clause.has("time")
        and not clause.thing("photo", "clip", "scene")
        and not clause.has("place", "start")
    ):
        return Do([SetCta(text=words[:200])], role)
    head = _without_new(clause)
    values: dict[str, Any] = {"text": words, "role": role, "position": style.get("position")}
    scenes = [s for s in view.draft.segments("main") if s.meta.id in _scenes_named(clause, view)]
    times = clause.all("time") + clause.all("clock")
    if scenes:
        values |= {"start_ms": scenes[0].start, "duration_ms": scenes[-1].end - scenes[0].start}
    if clause.has("link", "from") and len(times) >= 2:
        values |= {"start_ms": int(times[0]), "duration_ms": max(200, int(times[1] - times[0]))}
    elif second := re.search(r"在第 ?(\d+) ?秒", clause.text()):
        values["start_ms"] = int(second.group(1)) * 1000
    elif times and re.search(r"(\bat|\bfrom|在|从) ?\d", clause.text().lower()):
        values["start_ms"] = int(times[0])
        if len(times) >= 2 and re.search(r"\bfor ?\d|持续|显示", clause.text().lower()):
            values["duration_ms"] = max(200, int(times[1]))
    elif times:
        values["duration_ms"] = max(200, int(times[0]))
    if clause.has("place", "end") or (role == "cta" and not clause.has("place", "start") and not scenes):
        values["from_end"] = True
    if (clause.has("link", "all") and clause.has("place") is False and head.thing("video")) or re.search(
        r"throughout|the whole (time|video)|全程|整个视频", clause.text().lower()
    ):
        values |= {"start_ms": 0, "duration_ms": max(200, view.draft.duration)}
    return Do([AddText(**values)], role)


def _scenes_named(clause: Clause, view: View) -> list[str]:
    tokens = [t for t in clause.tokens if "quote" not in t.means]
    bare = Clause(tokens, clause.message)
    if not bare.thing("photo", "clip", "scene", "card") and not bare.has("measure"):
        return []
    found = scenes_of(bare, view)
    return [] if found.everything or found.by_pronoun else found.ids
