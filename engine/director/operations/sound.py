"""Edits of what is heard beside the voice."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from engine.director.operations.base import Operation, Setting, cannot, get, scenes
from engine.director.operations.beats import resnap
from engine.director.operations.picture import fade_sentence, what
from engine.director.say import phrase, share, term
from engine.director.timeline import clear, put
from nemo.draft import Draft, Segment

Mood = Literal["romantic", "upbeat", "calm", "cinematic", "lofi", "corporate", "playful", "happy", "nostalgic"]
UNDER_VOICE, ALONE = 0.35, 0.8  # music volume under a voice and without one
AudioRole = Literal["music", "voice", "main", "sound"]


class SetMusic(Operation):
    """Music: a mood of the packaged tracks or an uploaded file; `another` takes a different track of the mood."""

    op: Literal["set_music"] = "set_music"
    mood: Mood | None = None
    asset: str | None = None
    another: bool = False

    def change(self, draft: Draft, at: Setting) -> None:
        if not draft.duration:
            cannot("cannot_empty")
        was = draft.segments("music")[0].meta if draft.segments("music") else None
        volume = was.volume if was else None
        if volume is None:
            volume = UNDER_VOICE if draft.segments("voice") else ALONE
        values = (
            self._asset(at) if self.asset else self._track(draft, was.track if was else None, was.mood if was else None)
        )
        clear(draft, "music")
        fades = {"fade_in_ms": 400, "fade_out_ms": 1500}
        put(draft, "music", 0, draft.duration, volume=volume, ducking=True, **fades, **values)
        resnap(draft, at)

    def _asset(self, at: Setting) -> dict:
        asset = at.assets.get(self.asset or "")
        if asset is None or not (asset.kind == "audio" or getattr(asset, "has_audio", False)):
            cannot("cannot_find", what=self.asset or "")
        return {"asset": asset.id, "file": asset.name, "name": asset.name}

    def _track(self, draft: Draft, playing: str | None, mood: str | None) -> dict:
        wanted = self.mood or mood or "upbeat"
        step = 0 if not self.another else 1
        return packaged(wanted, seed_of(draft), step, playing if self.another else None)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (_music(draft, language) for draft in (before, after))
        return phrase(language, "set_music", before=was, after=now)


def seed_of(draft: Draft) -> str:
    """What the choice among tracks of one mood depends on: the draft's own story, so that it stays the same."""
    return str(sorted((draft.meta.brief or {}).items()))


def packaged(mood: str, seed: str, step: int = 0, playing: str | None = None) -> dict:
    """The music fields of a packaged track of this mood; another one than `playing` when there is one."""
    from engine.sound.music import choose

    track = choose(mood, seed)
    for turn in range(step, step + 12):
        if playing is None or track.id != playing:
            break
        track = choose(mood, f"{seed}{turn}")
    rights = track.rights.model_copy()
    return {"track": track.id, "name": track.title, "mood": mood, "rights": rights}


def _music(draft: Draft, language: str) -> str:
    playing = draft.segments("music")
    if not playing:
        return term(language, "off")
    meta = playing[0].meta
    name = meta.name or meta.file or meta.track or ""
    return f"{term(language, meta.mood)} ({name})" if meta.mood else name


class RemoveMusic(Operation):
    """Take the music out of the video."""

    op: Literal["remove_music"] = "remove_music"

    def change(self, draft: Draft, at: Setting) -> None:
        if not draft.segments("music"):
            cannot("cannot_no_music")
        clear(draft, "music")

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return phrase(language, "set_music", before=_music(before, language), after=term(language, "off"))


def _sounding(draft: Draft, role: str, ids: list[str]) -> list[Segment]:
    if role == "main":
        found = [s for s in scenes(draft, ids) if s.meta.kind == "clip"]
        return found or cannot("cannot_no_sound")
    found = [s for s in draft.segments(role) if not ids or s.meta.id in ids]
    return found or cannot("cannot_no_" + role)


class SetVolume(Operation):
    """How loud the music, the voice or the clips' own sound is: 0 … 1, or a factor of what it is when `relative`."""

    op: Literal["set_volume"] = "set_volume"
    role: AudioRole = "music"
    segments: list[str] = Field(default_factory=list)
    volume: float = Field(ge=0, le=10)
    relative: bool = False

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in _sounding(draft, self.role, self.segments):
            was = 1.0 if segment.meta.volume is None else segment.meta.volume
            wanted = was * self.volume if self.relative else self.volume
            if self.relative and self.volume > 1:
                wanted = max(wanted, was + 0.05)
            segment.meta.volume = round(min(1.0, max(0.0, wanted)), 3)
            segment.meta.mute = None

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (_volume(d, self.role, self.segments) for d in (before, after))
        name = term(language, "clip_sound" if self.role == "main" else self.role)
        if self.role == "main" and self.segments:
            name = what(before, self.segments, language)
        return phrase(language, "set_volume", what=name, before=share(was), after=share(now))


def _volume(draft: Draft, role: str, ids: list[str]) -> float:
    segment = _sounding(draft, role, ids)[0]
    return 0.0 if segment.meta.mute else 1.0 if segment.meta.volume is None else segment.meta.volume


class Mute(Operation):
    """Silence the clips' own sound, the music or the voice, or let them sound again."""

    op: Literal["mute"] = "mute"
    role: AudioRole = "main"
    segments: list[str] = Field(default_factory=list)
    on: bool = True

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in _sounding(draft, self.role, self.segments):
            segment.meta.mute = True if self.on else None

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        name = term(language, "clip_sound" if self.role == "main" else self.role)
        if self.role == "main" and self.segments:
            name = what(before, self.segments, language)
        return phrase(language, "mute" if self.on else "unmute", what=name)


class Ducking(Operation):
    """Whether the music goes down under the voice."""

    op: Literal["ducking"] = "ducking"
    on: bool = True

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in _sounding(draft, "music", []):
            segment.meta.ducking = self.on

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        return phrase(language, "ducking_on" if self.on else "ducking_off")


class FadeSound(Operation):
    """Fade the music (or the clips' own sound) in and out, ms; 0 takes a fade off."""

    op: Literal["fade_sound"] = "fade_sound"
    role: AudioRole = "music"
    segments: list[str] = Field(default_factory=list)
    in_ms: int | None = Field(None, ge=0, le=15_000)
    out_ms: int | None = Field(None, ge=0, le=15_000)

    def change(self, draft: Draft, at: Setting) -> None:
        for segment in _sounding(draft, self.role, self.segments):
            if self.in_ms is not None:
                segment.meta.fade_in_ms = min(self.in_ms, segment.duration)
            if self.out_ms is not None:
                segment.meta.fade_out_ms = min(self.out_ms, segment.duration)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        name = term(language, "clip_sound" if self.role == "main" else self.role)
        if self.segments and self.role == "main":
            name = what(before, [get(before, s).meta.id or "" for s in self.segments], language)
        return fade_sentence("fade_sound", name, self.in_ms, self.out_ms, language)
