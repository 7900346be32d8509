"""Which scenes or texts a clause speaks of: "the second clip", "photos 2 to 4", "the beach one", "it", "最后一张"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from engine.director.understand.clause import Clause, View
from engine.director.understand.lexer import Token, plain
from engine.director.understand.mentions import said, scenes_said
from engine.director.understand.numbers import chinese_number
from nemo.draft import Draft, Segment

SCENE_THINGS = ("photo", "clip", "scene", "card")


@dataclass
class Found:
    """The segments meant. `missing` is (thing, number, count) when one was named that does not exist."""

    ids: list[str] = field(default_factory=list)
    missing: tuple[str, int, int] | None = None
    everything: bool = False
    by_pronoun: bool = False

    def add(self, ids: list[str]) -> None:
        """Add ids, each once, in the order they were named."""
        self.ids += [i for i in ids if i not in self.ids]


def of_kind(draft: Draft, thing: str | None) -> list[Segment]:
    """The scenes a word may mean: photos for "photo", clips for "clip" where there are any, else every scene."""
    main = draft.segments("main")
    if thing in ("photo", "clip", "card"):
        same = [s for s in main if s.meta.kind == thing]
        pictures = [s for s in main if s.meta.kind != "card"]
        return same or (pictures if thing != "card" else []) or main
    return main


def scenes_of(clause: Clause, view: View) -> Found:
    """The scenes a clause names, in the order they are named."""
    found = Found()
    tokens = clause.tokens
    few = re.search(r"(前面?|最后面?|后面?)\s?([一二三四五六七八九两]|\d+)\s?[张段个](?!月)", clause.text())
    if few and few.group(2) not in ("一", "1"):
        number = chinese_number(few.group(2))[0]
        count, pool = int(few.group(2) if number is None else number), of_kind(view.draft, "photo")
        found.add([s.meta.id or "" for s in (pool[:count] if few.group(1).startswith("前") else pool[-count:])])
        return found
    for place, token in enumerate(tokens):
        if (
            token.get("ordinal") is not None
            and not _is_text(_thing_near(tokens, place))
            and not _of_time(tokens, place)
        ):
            _ordinal(tokens, place, view, found)
        elif token.get("thing") in SCENE_THINGS:
            _numbered(tokens, place, view, found)
    if not found.ids and not found.missing:
        found.add(_named(clause, view))
    if not found.ids and not found.missing:
        found.add(scenes_said(clause, view) if clause.thing("scene", "card", "quote") else [])
    if not found.ids and not found.missing:
        found.add(_the_only(clause, view))
    if not found.ids and not found.missing and _all_named(clause):
        thing = next((t for t in clause.all("thing") if t in SCENE_THINGS), "scene")
        found.ids, found.everything = [s.meta.id or "" for s in of_kind(view.draft, thing)], True
    if not found.ids and not found.missing and clause.has("pron"):
        main = {s.meta.id for s in view.draft.segments("main")}
        found.ids, found.by_pronoun = [i for i in view.last if i in main], True
    return found


def _of_time(tokens: list[Token], place: int) -> bool:
    """ "the first 2 seconds" names no scene; nor does a length that says nothing else."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return "time" in tokens[place].means or (following is not None and following.get("time") is not None)


def _the_only(clause: Clause, view: View) -> list[str]:
    """ "the photo" where there is just one."""
    for token in clause.tokens:
        kind = token.get("thing")
        if kind in ("photo", "clip", "card") and not token.text.lower().endswith("s"):
            same = [s for s in view.draft.segments("main") if s.meta.kind == kind]
            if len(same) == 1 and len(view.draft.segments("main")) > 1:
                return [same[0].meta.id or ""]
    return []


def _is_text(thing: str | None) -> bool:
    return thing in ("title", "text", "cta", "caption", "voice", "music", "disclosure")


def _thing_near(tokens: list[Token], place: int) -> str | None:
    """The thing an ordinal belongs to: the next one within three words."""
    for token in tokens[place + 1 : place + 4]:
        if token.get("thing"):
            return str(token.get("thing"))
        if token.get("measure"):
            continue
    return None


def _ordinal(tokens: list[Token], place: int, view: View, found: Found) -> None:
    number = tokens[place].get("ordinal")
    near = (_thing_near(tokens, place), _measure(tokens, place), _thing_anywhere(tokens))
    thing = next((one for one in near if one in SCENE_THINGS), _said_inside(tokens[place].text))
    pool = of_kind(view.draft, thing)
    if thing is None and any(t.get("verb") == "swap" for t in tokens):  # the closing card stays where it is
        pool = [s for s in pool if s.meta.kind != "card"] or pool
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    count = following.get("num") if following else None
    if count and count >= 2 and number in (1, -1) and not thing:
        pool = [s for s in pool if s.meta.kind != "card"] or pool  # "the last two" are pictures
    if count and count >= 1 and number in (1, -1) and (thing or count >= 2):
        chosen = pool[: int(count)] if number == 1 else pool[-int(count) :]
        found.add([s.meta.id or "" for s in chosen])
        return
    _pick(pool, int(number), thing, found)


def _said_inside(text: str) -> str | None:
    """ "middle clip" is one token with both meanings."""
    return next((thing for thing in ("photo", "clip") if text.lower().endswith(" " + thing)), None)


def _measure(tokens: list[Token], place: int) -> str | None:
    if tokens[place].text.endswith("张"):
        return "photo"
    return next((t.get("measure") for t in tokens[place : place + 2] if t.get("measure")), None)


def _thing_anywhere(tokens: list[Token]) -> str | None:
    return next((t.get("thing") for t in tokens if t.get("thing") in SCENE_THINGS), None)


def _pick(pool: list[Segment], number: int, thing: str | None, found: Found) -> None:
    if number == 0 and pool:
        found.add([pool[len(pool) // 2].meta.id or ""])
    elif 0 < number <= len(pool):
        found.add([pool[number - 1].meta.id or ""])
    elif -len(pool) <= number < 0:
        found.add([pool[number].meta.id or ""])
    else:
        found.missing = (thing or "main", number, len(pool))


def _numbered(tokens: list[Token], place: int, view: View, found: Found) -> None:
    """ "photo 2", "photos 2, 3 and 4", "clips 2-4", "photo no. 3"."""
    thing = tokens[place].get("thing")
    pool = of_kind(view.draft, thing)
    numbers: list[int] = []
    through = False
    for token in tokens[place + 1 :]:
        number = token.get("num")
        if number is not None and number == int(number) and "time" not in token.means:
            numbers += list(range(numbers[-1] + 1, int(number) + 1)) if through and numbers else [int(number)]
            through = False
        elif numbers and (token.get("link") in ("to", "through") or token.text in ("-", "–", "到", "至", "~")):
            through = True
        elif token.text.lower() in ("number", "no", "nr", "num"):
            continue
        elif not (
            token.get("link") == "and" or token.text in (",", "、", "#", "，", "号") or token.get("thing") == thing
        ):
            break
    if (
        thing == "clip" and numbers and max(numbers) > len(pool)
    ):  # "clip 4" of three clips and a photo is the fourth scene
        pool = of_kind(view.draft, "scene")
    for number in numbers:
        _pick(pool, number, thing, found)


def _all_named(clause: Clause) -> bool:
    return clause.has("link", "all", "each") or (clause.thing("video") and not clause.has("thing", *SCENE_THINGS))


def _named(clause: Clause, view: View) -> list[str]:
    """Scenes whose file name (or the words on them) is said."""
    file = clause.get("file")
    if file:
        return [s.meta.id or "" for s in view.draft.segments("main") if plain(s.meta.name or "") == plain(file)]
    words = {t.means["word"] for t in clause.tokens if "word" in t.means and len(t.means["word"]) >= 3}
    words |= {part for word in words for part in word.split("-") if len(part) >= 3}
    words -= {"the", "one", "and", "photo", "clip", "picture", "image", "video", "scene", "img", "pic"}
    raw = plain(clause.text())
    hits = []
    for segment in view.draft.segments("main"):
        names = name_words(segment.meta.name or "")
        if any(_close(word, name) for word in words for name in names) or any(
            n in raw for n in names if not n.isascii()
        ):
            hits.append(segment.meta.id or "")
    everything = len(hits) == len(view.draft.segments("main")) > 1
    return [] if everything else hits


def name_words(name: str) -> list[str]:
    """The words of a file name that mean something."""
    stem = re.sub(r"\.\w{2,5}$", "", plain(name))
    parts = re.findall(r"[^\W\d_]+", stem)
    return [
        part
        for part in parts
        if len(part) >= (3 if part.isascii() else 2)
        and part not in ("img", "photo", "dsc", "pic", "clip", "image", "vid", "video")
    ]


def unknown_one(clause: Clause, found: Found) -> bool:
    """ "la foto de la playa", "the fox photo": one is meant, and nothing tells which."""
    if found.ids or found.missing or found.everything or clause.has("link", "all", "each"):
        return False
    if clause.has("pron"):
        return bool(re.search(r"[\u3400-\u9fff]{2,}(?:那|这)[张段]", clause.text()))
    single = [t for t in clause.tokens if t.get("thing") in ("photo", "clip") and t.text.isascii()]
    plural = ("s", "bilder", "footage", "er")
    return bool(single) and all(not t.text.lower().endswith(plural) for t in single)


def one_of_each(ids: list[str], view: View) -> list[str]:
    """Of scenes that show the same file, the first: "the ring photo" is one, however often it comes back."""
    kept: dict[str, str] = {}
    for segment in view.draft.segments("main"):
        if segment.meta.id in ids:
            kept.setdefault(segment.meta.asset or segment.meta.id or "", segment.meta.id or "")
    return [i for i in ids if i in kept.values()]


def _close(word: str, name: str) -> bool:
    if word == name or word == name + "s" or word + "s" == name:
        return True
    return len(name) >= 5 and len(word) >= 5 and OSA.distance(word, name, score_cutoff=1) <= 1


def texts_of(clause: Clause, view: View, roles: tuple[str, ...] = ("title", "text", "cta")) -> Found:
    """The texts a clause names: by role and number, by their words, or as "it"."""
    found = Found()
    pool = [s for role in roles for s in view.draft.segments(role)]
    pool.sort(key=lambda s: s.start)
    for quote in clause.all("quote"):
        hits = [s for s in pool if plain(quote) in plain(" ".join((s.meta.text or "").split()))]
        found.add([s.meta.id or "" for s in hits[:1]])
    if found.ids:
        return found
    for place, token in enumerate(clause.tokens):
        number = token.get("ordinal")
        if number is not None and (
            _thing_near(clause.tokens, place) in (None, "text", "title", "cta", "caption", "voice")
            or _measure(clause.tokens, place) == "text"
        ):
            _pick(pool, int(number), roles[0], found)
        elif _is_text(token.get("thing")):
            following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
            if following is not None and following.get("num") is not None and "time" not in following.means:
                _pick(pool, int(following.get("num")), roles[0], found)
    if not found.ids and not found.missing:
        found.add(said(clause, pool, view.draft))
    if not found.ids and not found.missing and clause.has("link", "all", "each"):
        found.ids, found.everything = [s.meta.id or "" for s in pool], True
    if not found.ids and not found.missing and clause.has("pron"):
        ids = {s.meta.id for s in pool}
        found.ids, found.by_pronoun = [i for i in view.last if i in ids], True
    return found
