"""Edits of which scenes there are and in what order."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from engine.director.operations.base import Operation, Setting, cannot, get, scenes
from engine.director.say import label, listed, phrase, quoted, span
from engine.director.timeline import SHORTEST, Anchor, anchors, ensure, find, fresh_id, put, relay, remove, settle
from nemo.draft import Draft, Segment, SegmentMeta

PHOTO_MS = 3000
CARD_MS = 3000
MOTIONS = ["zoom_in", "pan_right", "zoom_out", "pan_left"]
PICTURE_FIELDS = (
    "kind",
    "asset",
    "file",
    "name",
    "in_",
    "speed",
    "focus",
    "crop",
    "rotate",
    "filter",
    "adjust",
    "background",
)


def media_meta(asset: Any, index: int) -> dict[str, Any]:
    """The fields of a main segment that shows this asset; photos move, each another way than the one before."""
    meta: dict[str, Any] = {
        "kind": asset.kind,
        "asset": asset.id,
        "file": asset.name,
        "name": asset.name,
        "fit": "cover",
    }
    focus = getattr(asset, "focus", None)
    meta["focus"] = list(focus) if focus else None
    if asset.kind == "clip":
        return meta | {"in_": 0, "speed": 1.0, "volume": 1.0, "motion": "none"}
    return meta | {"motion": MOTIONS[index % len(MOTIONS)]}


def media_length(asset: Any, wanted: int | None) -> int:
    """How long a fresh segment of this asset lasts, in ms."""
    if asset.kind != "clip":
        return wanted or PHOTO_MS
    length = int(getattr(asset, "duration_ms", 0) or 0)
    return max(1, min(wanted or length, length))


class AddMedia(Operation):
    """Add uploaded photos or clips at a position: 1 is the first, none the end."""

    op: Literal["add_media"] = "add_media"
    assets: list[str] = Field(min_length=1)
    position: int | None = Field(None, ge=1)
    duration_ms: int | None = Field(None, ge=200)

    def change(self, draft: Draft, at: Setting) -> None:
        held = anchors(draft)
        main = ensure(draft, "main").segments
        index = len(main) if self.position is None else min(self.position - 1, len(main))
        for step, asset_id in enumerate(self.assets):
            asset = at.assets.get(asset_id)
            if asset is None or asset.kind not in ("photo", "clip"):
                cannot("cannot_find", what=asset_id)
            meta = media_meta(asset, index + step)
            meta["in"] = meta.pop("in_", None)
            duration = media_length(asset, self.duration_ms)
            made = Segment(d=duration, m=SegmentMeta(id=fresh_id(draft, "main"), start=0, **meta))
            main.insert(index + step, made)
        settle(draft, held, at.assets)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        names = [label(after, s, language) for s in _new(before, after)]
        return phrase(language, "add_media", what=listed(names, language), length=span(after.duration, language))

    def touched(self, before: Draft, after: Draft) -> list[str]:
        return [s.meta.id or "" for s in _new(before, after)]


def _new(before: Draft, after: Draft, role: str = "main") -> list[Segment]:
    known = {s.meta.id for s in before.segments(role)}
    return [s for s in after.segments(role) if s.meta.id not in known]


class AddCard(Operation):
    """Add a text card as a scene of its own: position 1 is the first, none the end. `background` is "#rrggbb"."""

    op: Literal["add_card"] = "add_card"
    text: str = Field(min_length=1, max_length=400)
    position: int | None = Field(None, ge=1)
    duration_ms: int = Field(CARD_MS, ge=500, le=60_000)
    background: str | None = Field(None, pattern=r"^#[0-9a-fA-F]{6}$")

    def change(self, draft: Draft, at: Setting) -> None:
        held = anchors(draft)
        main = ensure(draft, "main").segments
        index = len(main) if self.position is None else min(self.position - 1, len(main))
        meta = SegmentMeta(id=fresh_id(draft, "main"), start=0, kind="card", motion="none", background=self.background)
        card = Segment(d=self.duration_ms, m=meta)
        main.insert(index, card)
        for (
            anchor
        ) in held:  # what held the old end goes on holding its scene, so that the card is free for its own words
            anchor.tail = False
            anchor.host = anchor.host or _scene_at(draft, card, anchor)
        relay(draft)
        settle(draft, held, at.assets)
        card = get(draft, meta.id or "")
        put(draft, "title", card.start, card.duration, text=self.text, position="center")
        draft.track("title").segments.sort(key=lambda s: s.start)  # type: ignore[union-attr]

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return phrase(language, "add_card", text=quoted(self.text, language), length=span(after.duration, language))

    def touched(self, before: Draft, after: Draft) -> list[str]:
        return [s.meta.id or "" for s in _new(before, after)]


def _scene_at(draft: Draft, card: Segment, anchor: Anchor) -> str | None:
    if anchor.whole:
        return None
    others = [s for s in draft.segments("main") if s is not card]
    under = [s for s in others if s.start <= anchor.segment.start] or others
    host = under[-1] if under else None
    if host is not None:
        anchor.offset = max(0, anchor.segment.start - host.start)
    return host.meta.id if host else None


class RemoveScenes(Operation):
    """Remove scenes, with the words spoken and shown on them."""

    op: Literal["remove_scenes"] = "remove_scenes"
    segments: list[str] = Field(min_length=1)

    def change(self, draft: Draft, at: Setting) -> None:
        chosen = scenes(draft, self.segments)
        if len(chosen) == len(draft.segments("main")):
            cannot("cannot_remove_all")
        held = anchors(draft)
        dropped = [a.segment.meta.text or "" for a in held if a.role == "voice" and a.host in self.segments]
        remove(draft, [s.meta.id or "" for s in chosen])
        _open_cleanly(draft)
        settle(draft, held, at.assets)
        if dropped:
            at.note("note_sentence_gone", texts=" ".join(quoted(text, at.language) for text in dropped))

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        gone = [label(before, s, language) for s in before.segments("main") if s.meta.id in self.segments]
        lengths = {"before": span(before.duration, language), "after": span(after.duration, language)}
        return phrase(language, "remove_scenes", what=listed(gone, language), **lengths)


def _open_cleanly(draft: Draft) -> None:
    """The first scene has nothing to come in over."""
    main = draft.segments("main")
    if main and main[0].meta.transition:
        main[0].meta.transition = None


class MoveScenes(Operation):
    """Move scenes so that the first of them stands at this position (1 is the first, -1 the last)."""

    op: Literal["move_scenes"] = "move_scenes"
    segments: list[str] = Field(min_length=1)
    position: int

    def change(self, draft: Draft, at: Setting) -> None:
        chosen = scenes(draft, self.segments)
        rest = [s for s in draft.segments("main") if s not in chosen]
        count = len(draft.segments("main"))
        index = self.position - 1 if self.position > 0 else count + self.position - len(chosen) + 1
        index = max(0, min(index, len(rest)))
        reorder(draft, [*rest[:index], *chosen, *rest[index:]], at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return order_sentence("move_scenes", before, after, self.segments, language)


class SwapScenes(Operation):
    """Let two scenes change places."""

    op: Literal["swap_scenes"] = "swap_scenes"
    segments: list[str] = Field(min_length=2, max_length=2)

    def change(self, draft: Draft, at: Setting) -> None:
        if len(set(self.segments)) < 2 or len(scenes(draft, self.segments)) < 2:
            cannot("cannot_swap")
        order = list(draft.segments("main"))
        first, second = (next(i for i, s in enumerate(order) if s.meta.id == name) for name in self.segments)
        order[first], order[second] = order[second], order[first]
        reorder(draft, order, at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        names = [label(before, get(before, name), language) for name in self.segments]
        return phrase(language, "swap_scenes", first=names[0], second=names[1])


class OrderScenes(Operation):
    """Put all scenes in a given order, or reverse them (no ids)."""

    op: Literal["order_scenes"] = "order_scenes"
    segments: list[str] = Field(default_factory=list)

    def change(self, draft: Draft, at: Setting) -> None:
        main = scenes(draft, [])
        first = [get(draft, name) for name in self.segments]
        order = [*first, *(s for s in main if s not in first)] if first else list(reversed(main))
        reorder(draft, order, at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        names = [label(before, get(before, s.meta.id or ""), language) for s in after.segments("main")]
        return phrase(language, "order_scenes", order=listed(names, language))


def reorder(draft: Draft, order: list[Segment], at: Setting) -> None:
    """Put the scenes in this order. Where a voice tells the story, only the pictures change places and every sentence
    stays where it is; otherwise a scene takes its words along."""
    held = anchors(draft)
    main = ensure(draft, "main")
    if draft.segments("voice"):
        slots = [(s.duration, s.meta.transition) for s in main.segments]
        hosts = {s.meta.id: order[i].meta.id for i, s in enumerate(main.segments)}
        for segment, (duration, transition) in zip(order, slots, strict=True):
            segment.duration, segment.meta.transition = duration, transition
        for anchor in held:
            anchor.host = hosts.get(anchor.host, anchor.host)
        _within_sources(order, at)
    else:
        lead = main.segments[0].meta.transition, order[0].meta.transition
        order[0].meta.transition, main.segments[0].meta.transition = lead
    main.segments = order
    settle(draft, held, at.assets)


def _within_sources(order: list[Segment], at: Setting) -> None:
    """A clip that came into a longer slot gives the time it cannot fill to its neighbours that can."""
    from engine.director.operations.whole import fit

    total = sum(s.duration for s in order)
    fit(order, total, {s.meta.id or "": min(s.duration, SHORTEST) for s in order}, at)


def order_sentence(key: str, before: Draft, after: Draft, ids: list[str], language: str) -> str:
    """ "X moved: place 4 → 1"."""
    places = []
    for draft in (before, after):
        order = [s.meta.id for s in draft.segments("main")]
        places.append(next(i for i, name in enumerate(order, 1) if name in ids))
    names = [label(before, get(before, name), language) for name in ids]
    return phrase(language, key, what=listed(names, language), before=places[0], after=places[1])


class DuplicateScenes(Operation):
    """Repeat scenes right after themselves, without their words."""

    op: Literal["duplicate_scenes"] = "duplicate_scenes"
    segments: list[str] = Field(min_length=1)

    def change(self, draft: Draft, at: Setting) -> None:
        held = anchors(draft)
        main = ensure(draft, "main").segments
        for segment in scenes(draft, self.segments):
            twin = segment.model_copy(deep=True)
            twin.meta.id = fresh_id(draft, "main")
            main.insert(main.index(segment) + 1, twin)
        settle(draft, held, at.assets)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        names = [label(before, get(before, name), language) for name in self.segments]
        return phrase(language, "duplicate_scenes", what=listed(names, language), length=span(after.duration, language))


class SplitScene(Operation):
    """Cut a scene in two; `at_ms` counts from the scene's start, none is its middle."""

    op: Literal["split_scene"] = "split_scene"
    segments: list[str] = Field(min_length=1, max_length=1)
    at_ms: int | None = None

    def change(self, draft: Draft, at: Setting) -> None:
        held = anchors(draft)
        segment = scenes(draft, self.segments)[0]
        cut = segment.duration // 2 if self.at_ms is None else self.at_ms
        if not 0 < cut < segment.duration:
            cannot("cannot_split", length=span(segment.duration, at.language))
        twin = segment.model_copy(deep=True)
        twin.meta.id, twin.meta.transition = fresh_id(draft, "main"), None
        twin.duration = segment.duration - cut
        segment.duration = cut
        if segment.meta.kind == "clip":
            twin.meta.in_ = (segment.meta.in_ or 0) + round(cut * (segment.meta.speed or 1.0))
        main = ensure(draft, "main").segments
        main.insert(main.index(segment) + 1, twin)
        for anchor in held:
            if anchor.host == segment.meta.id and anchor.offset >= cut:
                anchor.host, anchor.offset = twin.meta.id, anchor.offset - cut
        settle(draft, held, at.assets)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        first = get(after, self.segments[0])
        name = label(before, get(before, self.segments[0]), language)
        return phrase(language, "split_scene", what=name, at=span(first.duration, language))


class ReplaceMedia(Operation):
    """Show another uploaded photo or clip in place of a scene's own; its time and its words stay."""

    op: Literal["replace_media"] = "replace_media"
    segments: list[str] = Field(min_length=1, max_length=1)
    asset: str

    def change(self, draft: Draft, at: Setting) -> None:
        segment = scenes(draft, self.segments)[0]
        asset = at.assets.get(self.asset)
        if asset is None or asset.kind not in ("photo", "clip"):
            cannot("cannot_find", what=self.asset)
        held = anchors(draft)
        for name in PICTURE_FIELDS:
            setattr(segment.meta, name, None)
        for name, value in media_meta(asset, draft.segments("main").index(segment)).items():
            setattr(segment.meta, name, value)
        if asset.kind == "clip":
            segment.duration = media_length(asset, segment.duration)
        settle(draft, held, at.assets)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (label(d, get(d, self.segments[0]), language) for d in (before, after))
        return phrase(language, "replace_media", before=was, after=now)


class MergeScenes(Operation):
    """Join neighbouring pieces of one clip to one scene; other neighbours are joined by a plain cut."""

    op: Literal["merge_scenes"] = "merge_scenes"
    segments: list[str] = Field(default_factory=list)

    def change(self, draft: Draft, at: Setting) -> None:
        held = anchors(draft)
        chosen = scenes(draft, self.segments)
        if len(chosen) < 2:
            cannot("cannot_merge")
        ordered = [s for s in draft.segments("main") if s not in chosen]
        index = draft.segments("main").index(chosen[0])
        joined = _joined(chosen, held)
        ensure(draft, "main").segments = [*ordered[:index], *joined, *ordered[index:]]
        settle(draft, held, at.assets)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        ids = self.segments or [s.meta.id or "" for s in before.segments("main")]
        names = [label(before, get(before, name), language) for name in ids]
        return phrase(language, "merge_scenes", what=listed(names, language), count=len(after.segments("main")))


def _joined(chosen: list[Segment], held: list[Anchor]) -> list[Segment]:
    result = [chosen[0]]
    for segment in chosen[1:]:
        last = result[-1]
        through = (last.meta.in_ or 0) + round(last.duration * (last.meta.speed or 1.0))
        runs_on = abs(through - (segment.meta.in_ or 0)) <= 2 or segment.meta.kind == "photo"
        if (
            last.meta.asset
            and last.meta.asset == segment.meta.asset
            and runs_on
            and last.meta.speed == segment.meta.speed
        ):
            for anchor in held:
                if anchor.host == segment.meta.id:
                    anchor.host, anchor.offset = last.meta.id, anchor.offset + last.duration
            last.duration += segment.duration
        else:
            segment.meta.transition = None
            result.append(segment)
    return result


def exists(draft: Draft, ids: list[str]) -> bool:
    """Whether every id is a segment of the draft."""
    return all(find(draft, name) for name in ids)
