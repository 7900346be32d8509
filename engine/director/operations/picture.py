"""Edits of how scenes look: framing, turning, colours, motion, fades and what joins them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from engine.director.operations.base import Operation, Setting, cannot, get, scenes
from engine.director.say import label, listed, phrase, span, term
from engine.director.timeline import SHORTEST
from nemo.draft import Draft, Segment, Transition

TransitionName = Literal["none", "fade", "dip", "slide", "push", "wipe", "zoom", "whip"]
FilterName = Literal["none", "bw", "sepia", "warm", "cool", "vintage", "vivid", "soft"]
MotionName = Literal["zoom_in", "zoom_out", "pan_left", "pan_right", "pan_up", "pan_down", "none"]


def what(draft: Draft, ids: list[str], language: str) -> str:
    """The names of scenes, or "every scene" when no id is given or all are."""
    main = draft.segments("main")
    chosen = [s for s in main if s.meta.id in ids]
    if not ids or len(chosen) == len(main) > 1:
        return term(language, "every_scene")
    return listed([label(draft, s, language) for s in chosen], language)


class SetTransition(Operation):
    """How scenes come in. No ids: between all scenes. An id: into that scene. `duration_ms` of it, 300–2000."""

    op: Literal["set_transition"] = "set_transition"
    segments: list[str] = Field(default_factory=list)
    type: TransitionName | None = None
    duration_ms: int | None = Field(None, ge=100, le=3000)

    def change(self, draft: Draft, at: Setting) -> None:
        main = scenes(draft, [])
        chosen = [s for s in scenes(draft, self.segments) if s is not main[0]]
        if not chosen:
            cannot("cannot_transition")
        for segment in chosen:
            was = segment.meta.transition
            kind = self.type or (was.type if was and was.type != "none" else "fade")
            length = self.duration_ms or (was.duration if was and was.duration else 500)
            length = min(length, max(100, segment.duration - SHORTEST // 2))
            segment.meta.transition = None if kind == "none" else Transition(type=kind, d=length)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        if not self.segments:
            where = term(language, "all_cuts")
        else:
            where = phrase(language, "into", what=what(before, self.segments, language))
        was, now = (_transition(draft, self.segments, language) for draft in (before, after))
        return phrase(language, "set_transition", where=where, before=was, after=now)


def _transition(draft: Draft, ids: list[str], language: str) -> str:
    main = draft.segments("main")[1:]
    found = [s.meta.transition for s in main if not ids or s.meta.id in ids]
    first = found[0] if found else None
    if first is None or first.type == "none":
        return term(language, "cut")
    return f"{term(language, first.type)} ({span(first.duration, language)})"


class SetFilter(Operation):
    """A colour filter on scenes, or on every scene when no id is given."""

    op: Literal["set_filter"] = "set_filter"
    segments: list[str] = Field(default_factory=list)
    filter: FilterName

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in scenes(draft, self.segments):
            segment.meta.filter = None if self.filter == "none" else self.filter

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        first = scenes(before, self.segments)[0]
        was = term(language, "filter_" + (first.meta.filter or "none"))
        now = term(language, "filter_" + self.filter)
        return phrase(language, "set_filter", what=what(before, self.segments, language), before=was, after=now)


class Adjust(Operation):
    """Brightness, contrast or saturation of scenes, each -1 … 1; added to what is set when `relative`."""

    op: Literal["adjust"] = "adjust"
    segments: list[str] = Field(default_factory=list)
    brightness: float | None = Field(None, ge=-1, le=1)
    contrast: float | None = Field(None, ge=-1, le=1)
    saturation: float | None = Field(None, ge=-1, le=1)
    relative: bool = True

    def given(self) -> dict[str, float]:
        """The values that are asked for."""
        names = ("brightness", "contrast", "saturation")
        return {name: getattr(self, name) for name in names if getattr(self, name) is not None}

    def change(self, draft: Draft, at: Setting) -> None:
        if not self.given():
            cannot("cannot_adjust")
        for segment in scenes(draft, self.segments):
            adjust = dict(segment.meta.adjust or {})
            for name, value in self.given().items():
                wanted = adjust.get(name, 0.0) + value if self.relative else value
                adjust[name] = round(max(-1.0, min(1.0, wanted)), 3)
            segment.meta.adjust = adjust

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        first = scenes(before, self.segments)[0].meta.id or ""
        parts = []
        for name in self.given():
            was, now = ((get(d, first).meta.adjust or {}).get(name, 0.0) for d in (before, after))
            parts.append(f"{term(language, name)} {was:+.0%} → {now:+.0%}")
        return f"{what(before, self.segments, language)}: {', '.join(parts)}"


class Rotate(Operation):
    """Turn scenes clockwise by 90, 180 or 270 degrees from how they stand now."""

    op: Literal["rotate"] = "rotate"
    segments: list[str] = Field(default_factory=list)
    degrees: Literal[90, 180, 270] = 90

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in scenes(draft, self.segments):
            if segment.meta.kind != "card":
                segment.meta.rotate = ((segment.meta.rotate or 0) + self.degrees) % 360

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        first = scenes(before, self.segments)[0].meta.id or ""
        was, now = (get(d, first).meta.rotate or 0 for d in (before, after))
        name = what(before, self.segments, language)
        return phrase(language, "rotate", what=name, before=f"{was}°", after=f"{now}°")


class Zoom(Operation):
    """Crop in on the subject: 1 shows all of the picture, 2 half of its width; or a `crop` x0, y0, x1, y1 of 0 … 1; or
    the largest part of a `shape` ("1:1"), which is then shown whole on a blurred backdrop."""

    op: Literal["zoom"] = "zoom"
    segments: list[str] = Field(default_factory=list)
    factor: float = Field(1.3, ge=1, le=5)
    crop: list[float] | None = Field(None, min_length=4, max_length=4)
    shape: str | None = Field(None, pattern=r"^\d{1,2}:\d{1,2}$")

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in scenes(draft, self.segments):
            if segment.meta.kind != "card":
                segment.meta.crop = self._shaped(segment, at) if self.shape else self._crop(segment)
                segment.meta.fit = "blur" if self.shape else segment.meta.fit

    def _shaped(self, segment: Segment, at: Setting) -> list[float]:
        """The largest part of the picture with this shape that has its focus in it."""
        asset = at.assets.get(segment.meta.asset or "") or cannot("cannot_crop")
        across, down = (int(part) for part in (self.shape or "1:1").split(":"))
        if not (asset.width and asset.height and across and down):
            cannot("cannot_crop")
        wanted, there = across / down, asset.width / asset.height
        if (segment.meta.rotate or 0) % 180:
            wanted = 1 / wanted
        return _around(segment, min(1.0, wanted / there), min(1.0, there / wanted))

    def _crop(self, segment: Segment) -> list[float] | None:
        if self.crop:
            x0, y0, x1, y1 = (min(1.0, max(0.0, value)) for value in self.crop)
            return [x0, y0, x1, y1] if x1 - x0 > 0.05 and y1 - y0 > 0.05 else cannot("cannot_crop")
        if self.factor == 1:
            return None
        return _around(segment, 1 / self.factor, 1 / self.factor)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        name = what(before, self.segments, language)
        if self.shape:
            shape = term(language, "square") if self.shape == "1:1" else self.shape
            return phrase(language, "zoom_shape", what=name, shape=shape)
        first = scenes(before, self.segments)[0].meta.id or ""
        was, now = (_zoom(get(d, first)) for d in (before, after))
        return phrase(language, "zoom", what=name, before=was, after=now)


def _around(segment: Segment, width: float, height: float) -> list[float]:
    """A crop of this size (parts of the picture) around the focus, inside the picture."""
    focus = segment.meta.focus or [0.5, 0.5]
    x, y = (min(max(at - side / 2, 0.0), 1 - side) for at, side in zip(focus, (width, height), strict=True))
    return [round(value, 4) for value in (x, y, x + width, y + height)]


def _zoom(segment: Segment) -> str:
    crop = segment.meta.crop
    return f"{1 / (crop[2] - crop[0]):.0%}" if crop else "100%"


class SetFit(Operation):
    """How a picture fills the frame: cover (cropped), contain (whole, plain bars), blur (whole, blurred bars)."""

    op: Literal["set_fit"] = "set_fit"
    segments: list[str] = Field(default_factory=list)
    fit: Literal["cover", "contain", "blur"]

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in scenes(draft, self.segments):
            segment.meta.fit = self.fit

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was = scenes(before, self.segments)[0].meta.fit or "cover"
        values = {"before": term(language, "fit_" + was), "after": term(language, "fit_" + self.fit)}
        return phrase(language, "set_fit", what=what(before, self.segments, language), **values)


class SetMotion(Operation):
    """How the picture moves in scenes."""

    op: Literal["set_motion"] = "set_motion"
    segments: list[str] = Field(default_factory=list)
    motion: MotionName

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in scenes(draft, self.segments):
            if segment.meta.kind == "photo":
                segment.meta.motion = self.motion

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was = scenes(before, self.segments)[0].meta.motion or "none"
        values = {"before": term(language, "motion_" + was), "after": term(language, "motion_" + self.motion)}
        return phrase(language, "set_motion", what=what(before, self.segments, language), **values)


class FadePicture(Operation):
    """Fade the picture in from black and out to black; no ids: the video's beginning and end. 0 takes a fade off."""

    op: Literal["fade_picture"] = "fade_picture"
    segments: list[str] = Field(default_factory=list)
    in_ms: int | None = Field(None, ge=0, le=5000)
    out_ms: int | None = Field(None, ge=0, le=5000)

    def change(self, draft: Draft, at: Setting) -> None:
        main = scenes(draft, [])
        chosen = scenes(draft, self.segments) if self.segments else None
        for segment in chosen or main[:1]:
            if self.in_ms is not None:
                segment.meta.picture_fade_in_ms = min(self.in_ms, segment.duration) or None
        for segment in chosen or main[-1:]:
            if self.out_ms is not None:
                segment.meta.picture_fade_out_ms = min(self.out_ms, segment.duration) or None

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        name = what(before, self.segments, language) if self.segments else term(language, "video")
        return fade_sentence("fade_picture", name, self.in_ms, self.out_ms, language)


def fade_sentence(key: str, name: str, in_ms: int | None, out_ms: int | None, language: str) -> str:
    """ "The music: fades in over 2 s, out over 3 s"."""
    parts: list[Any] = []
    for part, value in (("fade_in", in_ms), ("fade_out", out_ms)):
        if value is not None:
            shown = span(value, language) if value else term(language, "off")
            parts.append(f"{term(language, part)} {shown}")
    return phrase(language, key, what=name, fades=", ".join(parts))
