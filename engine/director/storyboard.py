"""From a brief to a draft: scenes for what is to be said and shown, pictures for the scenes, sound for all of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.director import occasions
from engine.director.brief import Brief
from engine.director.legible import CODE_MS
from engine.director.narration import LEAD, Spoken, caption_sentence, place
from engine.director.operations.base import Setting, cannot
from engine.director.operations.scenes import media_meta
from engine.director.operations.sound import ALONE, UNDER_VOICE, packaged
from engine.director.operations.texts import DISCLOSURES
from engine.director.operations.whole import SIZES
from engine.director.say import quoted, span
from engine.director.scripts import Block, script, sentence
from engine.director.staging import closer, free_place
from engine.director.taste import pictures
from engine.director.timeline import BREATH, put, relay, tidy
from engine.looks import look
from nemo.draft import Draft, DraftMeta, Segment, Source, Transition

LENGTHS = {"affiliate": 30_000, "link": 45_000, "wedding": 60_000, "plain": 30_000}
READ_MS_PER_CHARACTER = {"zh": 220}  # others 60: 200 words a minute is an easy pace for reading on a moving picture
SHOTS = {"wedding": 5000, "link": 6000}  # ms, others 3600: about how long one picture holds the eye
SHORTEST_SHOT = 1300
CLOSING = 4300  # ms: the last card stays at least so long, a sixth of a short video
TEXT_OVER_PICTURES = 6000  # ms: how long words stand while pictures pass below them


@dataclass
class _Plan:
    block: Block
    spoken: Spoken | None
    least: int
    length: int = 0
    scenes: list[Segment] = field(default_factory=list)


def storyboard(brief: Brief, at: Setting) -> Draft:
    """A finished first version. Never invents a fact; notes what it assumed or left out in `at`."""
    blocks = script(brief, at)
    chosen = look(brief.look, brief.kind)
    draft = Draft(m=_meta(brief, chosen.name, at), t=[])
    if brief.voice is not False:
        at.rehearse([block.voice for block in blocks if block.voice], brief.voice_name, brief.language)
    plans = [_planned(block, brief, at) for block in blocks]
    target = brief.length_ms or _natural(plans, LENGTHS[brief.kind])
    plans = _terser(plans, target, brief, at)
    if plans[-1].block.most:
        plans[-1].least = max(plans[-1].least, min(CLOSING, target // 6))
    plans = _shortened(_filled(plans, target), target, at)
    _share_out(plans, target)
    _scenes(draft, plans, _media(brief, at), chosen, brief)
    _words(draft, plans, brief, chosen, at)
    _marks(draft, brief, at)
    _music(draft, brief, chosen.mood)
    tidy(draft)
    occasions.written(draft, brief, at)
    if abs(draft.duration - target) > 50 and brief.length_ms:
        at.note("note_length_words", length=span(draft.duration, at.language))
    return draft


def _meta(brief: Brief, look_name: str, at: Setting) -> DraftMeta:
    width, height = SIZES[brief.aspect or "9:16"]
    photos = pictures(at.assets)
    palette = list(dict.fromkeys(colour for asset in photos for colour in (asset.palette or [])[:2]))[:5]
    caption_style = brief.caption_style or look(look_name, brief.kind).caption_style
    return DraftMeta(
        width=width,
        height=height,
        fps=30,
        look=look_name,
        language=brief.language,
        kind=brief.kind,
        palette=brief.colours[:1] or palette or None,
        font=brief.font or None,
        caption_style=caption_style,
        brief=brief.facts(),
    )


def _planned(block: Block, brief: Brief, at: Setting) -> _Plan:
    said = None
    if block.voice and brief.voice is not False:
        said = at.say(block.voice, brief.voice_name, 1.0, brief.language)
    reading = _reading(block, brief.language)
    least = max(reading, said.duration + LEAD + BREATH if said else 0)
    least = max(least, CODE_MS) if (block.cta or {}).get("code") else least
    return _Plan(block, said, least)


def _reading(block: Block, language: str) -> int:
    shown = "".join(block.text.split())
    return max(1500, 700 + len(shown) * READ_MS_PER_CHARACTER.get(language, 60)) if shown else 1200


def _natural(plans: list[_Plan], usual: int) -> int:
    """Without an asked length: the usual one, or a little more than the words need."""
    need = sum(plan.least for plan in plans if not plan.block.filler)
    return max(usual, math.ceil(need / 1000) * 1000)


def _filled(plans: list[_Plan], target: int) -> list[_Plan]:
    """What must be said, and of the rest as much as there is time for."""
    room = target - sum(plan.least for plan in plans if not plan.block.filler)
    kept = []
    for plan in plans:
        if plan.block.filler:
            if plan.least > room:
                continue
            room -= plan.least
        kept.append(plan)
    return kept


def _terser(plans: list[_Plan], target: int, brief: Brief, at: Setting) -> list[_Plan]:
    """In a short promo, say what is shown in its own few words, from the end on, before anything is left out."""
    kept = list(plans)
    for index in reversed(range(len(kept))):
        need = sum(plan.least for plan in kept if not plan.block.filler)
        block = kept[index].block
        few = sentence(block.text, brief.language)
        if brief.kind not in ("affiliate", "plain") or need <= target:
            break
        if kept[index].spoken and not block.filler and "\n" not in few and 0 < len(few) < len(block.voice):
            kept[index] = _planned(replace(block, voice=few), brief, at)
    return kept


def _shortened(plans: list[_Plan], target: int, at: Setting) -> list[_Plan]:
    """Leave out what matters least until the words fit the length; the user is told which."""
    kept = list(plans)
    gone: list[str] = []
    while sum(plan.least for plan in kept) > target and any(plan.block.spare for plan in kept):
        victim = max((p for p in kept if p.block.spare), key=lambda p: (p.block.spare, kept.index(p)))
        kept.remove(victim)
        gone.insert(0, victim.block.voice or victim.block.text)
    if gone:
        at.note("note_left_out", texts=" ".join(quoted(text, at.language) for text in gone))
    return kept


def _share_out(plans: list[_Plan], target: int) -> None:
    """Give the time the words leave over to the scenes by their weight, to none more than it may have while others can
    take it; to the ms."""
    for plan in plans:
        plan.length = plan.least
    takers = [plan for plan in plans if not plan.block.most or plan.block.most > plan.least]
    while takers:
        fixed = sum(plan.length for plan in plans if plan not in takers)
        _spread(takers, target - fixed)
        full = [plan for plan in takers if plan.block.most and plan.length > plan.block.most]
        if not full:
            break
        for plan in full:
            plan.length = plan.block.most
        takers = [plan for plan in takers if plan not in full]
    if not takers:
        _spread(plans, target)
    plans[-1].length += max(0, target - sum(plan.length for plan in plans))


def _spread(plans: list[_Plan], total: int) -> None:
    rest = max(0, total - sum(plan.least for plan in plans))
    weight = sum(plan.block.weight for plan in plans) or 1
    for plan in plans:
        plan.length = plan.least + int(rest * plan.block.weight / weight)


def _media(brief: Brief, at: Setting) -> list[Any]:
    ids = brief.pictures or [asset.id for asset in pictures(at.assets)]
    return [at.assets[i] for i in ids if i in at.assets and at.assets[i].kind in ("photo", "clip")]


class _Reel:
    """The pictures in their order, again from the start when all were shown; a clip goes on where it was left."""

    def __init__(self, media: list[Any]) -> None:
        self.media = media
        self.next = 0
        self.used: dict[str, int] = {}
        self.seen: dict[str, int] = {}

    def unseen(self) -> int:
        return max(0, len(self.media) - self.next)

    def take(self, by_id: str = "") -> Any:
        if by_id:
            found = next((asset for asset in self.media if asset.id == by_id), None)
            if found is not None:
                return found
        asset = self.media[self.next % len(self.media)]
        self.next += 1
        return asset

    def framed(self, asset: Any) -> list[float] | None:
        """The crop of a photo: a closer one when it returns."""
        seen = self.seen.get(asset.id, 0)
        self.seen[asset.id] = seen + 1
        return closer(asset, seen)

    def stretch(self, asset: Any, wanted: int) -> tuple[int, int]:
        """From where in a clip to play, and for how long."""
        length = int(asset.duration_ms or 0)
        start = self.used.get(asset.id, 0)
        if length - start < min(wanted, 1000):
            start = 0
        taken = max(1, min(wanted, length - start))
        self.used[asset.id] = start + taken
        return start, taken


def _scenes(draft: Draft, plans: list[_Plan], media: list[Any], chosen: Any, brief: Brief) -> None:
    reel = _Reel(media)
    pictured = [plan for plan in plans if media and not plan.block.card]
    for plan in plans:
        if plan not in pictured:
            card = put(draft, "main", 10**9, plan.length, kind="card", motion="none", background=_ground(plan, brief))
            plan.scenes.append(card)
            continue
        later = pictured[pictured.index(plan) + 1 :]
        _shots(draft, plan, reel, later, chosen, SHOTS.get(brief.kind, 3600))
    relay(draft)
    _join(draft, chosen, brief)


def _ground(plan: _Plan, brief: Brief) -> str | None:
    """The colour of a text card: its own, else the brand's second; None is the look's."""
    return plan.block.background or (brief.colours[1] if len(brief.colours) > 1 else None)


def _shots(draft: Draft, plan: _Plan, reel: _Reel, later: list[_Plan], chosen: Any, shot: int) -> None:
    """Fill one block with as many pictures as its time and the pictures still unseen call for."""
    count = max(round(plan.length / shot), 1)
    if reel.unseen() > count + sum(max(round(one.length / shot), 1) for one in later):
        share = plan.length / (plan.length + sum(one.length for one in later))
        count = max(count, math.ceil(reel.unseen() * share))
    count = max(1, min(count, plan.length // SHORTEST_SHOT))
    if plan.block.picture:
        count = max(1, round(plan.length / shot))
    rest = plan.length
    while rest > 0:
        asset = reel.take(plan.block.picture)
        wanted = rest if count <= 1 else round(rest / count)
        meta = media_meta(asset, len(draft.segments("main")))
        if asset.kind == "clip":
            meta["in_"], length = reel.stretch(asset, wanted)
            if rest - length < SHORTEST_SHOT and length < rest:
                length = max(length - SHORTEST_SHOT, 1) if length > 2 * SHORTEST_SHOT else length
        else:
            length = wanted
            meta["crop"] = reel.framed(asset)
            moves = [move for move in chosen.motions if move != "none"] or ["zoom_in"]
            meta["motion"] = (
                moves[len(draft.segments("main")) % len(moves)] if "none" not in chosen.motions[:1] else "none"
            )
        plan.scenes.append(put(draft, "main", 10**9, length, **meta))
        rest -= length
        count -= 1
        if rest > 0 and all(a.kind == "clip" for a in reel.media) and reel.unseen() == 0 and count < -12:
            plan.scenes.append(put(draft, "main", 10**9, rest, kind="card", motion="none"))
            rest = 0


def _join(draft: Draft, chosen: Any, brief: Brief) -> None:
    kind, length = chosen.transition if brief.look else ("fade", chosen.transition[1])
    before: Segment | None = None
    for scene in draft.segments("main"):
        if before is not None and kind != "none":
            scene.meta.transition = Transition(type=kind, d=max(100, min(length, scene.duration // 3)))
        before = scene


def _words(draft: Draft, plans: list[_Plan], brief: Brief, chosen: Any, at: Setting) -> None:
    for plan in plans:
        block, start = plan.block, plan.scenes[0].start
        source = Source(url=block.url, sentence=block.sentence) if block.url or block.sentence else None
        if source:
            for scene in plan.scenes:
                scene.meta.source = source
        if block.text:
            length = plan.length
            if plan.scenes[0].meta.kind != "card":
                length = min(length, 5000) if block.role == "title" else _over_pictures(plan)
            scene = plan.scenes[0]
            shown: dict[str, Any] = {"text": block.text, "style": block.style, "cta": block.cta, "source": source}
            if scene.meta.kind == "card" and block.role == "title":
                shown["position"] = "center"
            if scene.meta.asset and block.role != "cta":
                asset = at.assets.get(scene.meta.asset)
                shown["position"] = free_place(draft, scene, asset, chosen, block.role, block.style)
            put(draft, block.role, start, length, **shown)
        if plan.spoken:
            voice = place(draft, plan.spoken, start + LEAD, 1.0, source)
            if brief.captions is not False:
                caption_sentence(draft, voice, plan.spoken)


def _over_pictures(plan: _Plan) -> int:
    """A line stays for its whole scene, over a long row of pictures for the first of them."""
    return plan.length if plan.length <= TEXT_OVER_PICTURES else max(plan.least, plan.scenes[0].duration)


def _marks(draft: Draft, brief: Brief, at: Setting) -> None:
    wanted = brief.disclosure if brief.disclosure is not None else brief.kind == "affiliate"
    if wanted:
        text = brief.disclosure_text or DISCLOSURES.get(brief.language, DISCLOSURES["en"])
        put(draft, "disclosure", 0, draft.duration, text=text)
    mark = next((one for one in at.assets.values() if brief.logo and one.name == brief.logo), None)
    if mark is not None and mark.kind == "photo":
        draft.meta.logo = {"asset": mark.id, "position": "top_right"}
        put(draft, "overlay", 0, draft.duration, asset=mark.id, file=mark.name, name=mark.name, position="top_right")


def _music(draft: Draft, brief: Brief, mood: str) -> None:
    if brief.music == "none":
        return
    volume = UNDER_VOICE if draft.segments("voice") else ALONE
    track = packaged(brief.music or mood, str(sorted(brief.facts().items())))
    put(draft, "music", 0, draft.duration, volume=volume, ducking=True, fade_in_ms=400, fade_out_ms=1500, **track)


def needed(assets: Mapping[str, Any]) -> None:
    """Refuse to make a video of nothing at all."""
    if not assets:
        cannot("cannot_empty")
