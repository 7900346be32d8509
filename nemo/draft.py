"""The wire model of a draft, shared by the client and the engine.

The short keys of the wire (`d`, `m`, `t`, `tt`, `sg`) have plain names here; everything which is ours lives in the
metadata models. Reading never fails: unknown keys are kept and sent back unchanged, a value of the wrong type is
dropped from the typed view, a missing start is the sum of the durations before it. Times are whole milliseconds.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Role = Literal["main", "overlay", "music", "voice", "sound", "title", "text", "cta", "caption", "disclosure"]


class TrackType(IntEnum):
    """The wire's `tt`."""

    VIDEO = 0
    AUDIO = 1
    TEXT = 7


class Wire(BaseModel):
    """A tolerant record: unknown keys survive a round trip, unreadable ones fall back to their default."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Parse `raw`; fields which do not validate take their default. Never raises on JSON data."""
        known = dict(raw) if isinstance(raw, dict) else {}
        while True:
            try:
                return cls.model_validate(known)
            except ValidationError as error:
                bad = {str(detail["loc"][0]) for detail in error.errors()}
                known = {key: value for key, value in known.items() if key not in bad}

    def wire(self) -> dict[str, Any]:
        """The JSON object as it is sent: short keys, nothing that was never set."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=False)


class Transition(Wire):
    """How a segment comes in: it occupies the first `d` ms of the segment, over the held end of the one before."""

    type: str = "fade"
    duration: int = Field(500, alias="d")


class Source(Wire):
    """Where a scene's words come from."""

    url: str = ""
    sentence: str = ""


class Rights(Wire):
    """What a user must know before publishing a piece of music."""

    title: str = ""
    author: str = ""
    licence: str = ""
    origin: str = ""


class Word(Wire):
    """One spoken word of a caption; `s` and `e` are ms after the start of its segment."""

    text: str = Field("", alias="w")
    start: int = Field(0, alias="s")
    end: int = Field(0, alias="e")


class SegmentMeta(Wire):
    """What a segment shows or plays; every field is optional on the wire."""

    id: str | None = None
    start: int | None = None
    name: str | None = None
    kind: str | None = None  # main track: photo | clip | card
    file: str | None = None
    asset: str | None = None
    in_: int | None = Field(None, alias="in")
    speed: float | None = None
    volume: float | None = None
    mute: bool | None = None
    fade_in_ms: int | None = None
    fade_out_ms: int | None = None
    picture_fade_in_ms: int | None = None
    picture_fade_out_ms: int | None = None
    filter: str | None = None
    adjust: dict[str, float] | None = None  # brightness, contrast, saturation: -1 … 1
    fit: str | None = None  # cover | contain | blur
    focus: list[float] | None = None  # x, y of the subject, 0 … 1 of the upright source
    crop: list[float] | None = None  # x0, y0, x1, y1 of the upright source, 0 … 1
    rotate: int | None = None  # clockwise degrees: 0, 90, 180, 270
    beat: dict[str, int] | None = None  # main: its length "was" so before its cuts went to beats, and "is" so since
    motion: str | None = None  # zoom_in zoom_out pan_left pan_right pan_up pan_down none
    transition: Transition | None = None
    background: str | None = None  # card: "#rrggbb", or empty for the look's own
    text: str | None = None
    style: str | None = None
    position: str | None = None  # top | center | bottom
    words: list[Word] | None = None
    cta: dict[str, Any] | None = None  # price, code, link, qr, map
    voice: str | None = None
    track: str | None = None  # id of a packaged music track
    mood: str | None = None
    ducking: bool | None = None
    source: Source | None = None
    rights: Rights | None = None


class Segment(Wire):
    """A stretch of one track."""

    duration: int = Field(0, alias="d")
    meta: SegmentMeta = Field(default_factory=SegmentMeta, alias="m")

    @property
    def start(self) -> int:
        """Start on the timeline in ms (filled in by `Draft.read` where the wire has none)."""
        return self.meta.start or 0

    @property
    def end(self) -> int:
        """End on the timeline in ms."""
        return self.start + self.duration


class TrackMeta(Wire):
    """The track's name for people and its role for us."""

    name: str | None = None
    role: str | None = None


class Track(Wire):
    """Segments of one kind, in order of time."""

    type: int = Field(0, alias="tt")
    meta: TrackMeta = Field(default_factory=TrackMeta, alias="m")
    segments: list[Segment] = Field(default_factory=list, alias="sg")


class Occasion(Wire):
    """One function of an invitation, as its card says it, for calendars and maps."""

    card: str | None = None  # id of the text segment which tells of it
    name: str = ""
    start: str = ""  # on the clock of the place: "2027-05-01T15:00", "2027-05-01" without a sure hour, "" without a day
    end: str = ""  # like start; empty where nobody said
    when: str = ""  # date and time as typed
    zone: str = ""  # IANA name; empty: whatever clock the place has
    venue: str = ""
    address: str = ""
    map: str = ""  # link which opens a map


class DraftMeta(Wire):
    """What holds for the whole video."""

    width: int | None = None
    height: int | None = None
    fps: int | None = None
    look: str | None = None
    language: str | None = None
    version: int | None = None
    kind: str | None = None  # affiliate | link | wedding | plain
    palette: list[str] | None = None  # "#rrggbb", from the photos or the brand
    caption_style: str | None = None  # clean | boxed | karaoke | pop
    font: str | None = None  # a family for titles, texts and the call to action; none: the look's own
    caption_color: str | None = None  # "#rrggbb" of all captions; none: the look's own
    logo: dict[str, Any] | None = None  # asset, position
    brief: dict[str, Any] | None = None  # the facts the user gave, for a later re-telling
    occasions: list[Occasion] | None = None  # wedding: in the order of the cards, kept in step with them


class Draft(Wire):
    """One version of the video."""

    duration: int = Field(0, alias="d")
    meta: DraftMeta = Field(default_factory=DraftMeta, alias="m")
    tracks: list[Track] = Field(default_factory=list, alias="t")

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Parse a draft of any origin; see the module docstring for what is tolerated."""
        draft = cls.model_validate({})
        if not isinstance(raw, dict):
            return draft
        draft = super().read({key: value for key, value in raw.items() if key not in ("t", "m")})
        draft.meta = DraftMeta.read(raw.get("m"))
        draft.tracks = [_read_track(item) for item in _items(raw.get("t"))]
        return draft

    def track(self, role: str) -> Track | None:
        """The track of this role, if the draft has one."""
        return next((track for track in self.tracks if track.meta.role == role), None)

    def segments(self, role: str) -> list[Segment]:
        """The segments of the track of this role, in order; empty when there is none."""
        track = self.track(role)
        return track.segments if track else []

    @property
    def ready_for_export(self) -> bool:
        """Whether at least one track holds a segment: the rule of the wire."""
        return any(track.segments for track in self.tracks)


def _items(raw: Any) -> list[dict[str, Any]]:
    return [item for item in raw if isinstance(item, dict)] if isinstance(raw, list) else []


def _read_track(raw: dict[str, Any]) -> Track:
    track = Track.read({key: value for key, value in raw.items() if key not in ("sg", "m")})
    track.meta = TrackMeta.read(raw.get("m"))
    clock = 0
    for item in _items(raw.get("sg")):
        segment = Segment.read({key: value for key, value in item.items() if key != "m"})
        segment.meta = SegmentMeta.read(item.get("m"))
        if segment.meta.start is None:
            segment.meta.start = clock
        clock = segment.end
        track.segments.append(segment)
    return track
