"""A draft as people look at it: rows of a table, blocks of a picture, and the sentences which change it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nemo.draft import Draft, Segment
from nemo.summary import role_of
from studio.words import Words

TEXT_ROLES = ("title", "text", "cta", "caption", "disclosure")
SOUND_ROLES = ("voice", "music", "sound")


@dataclass(frozen=True)
class Row:
    """One segment: times in ms, `number` counts from 1 within its track, `volume` in percent or None."""

    id: str
    role: str
    number: int
    name: str
    start: int
    end: int
    volume: int | None
    text: str
    source: str
    last: bool
    card: bool
    voice: str = ""

    @property
    def seconds(self) -> float:
        """Its length."""
        return (self.end - self.start) / 1000


def rows(draft: Draft) -> list[Row]:
    """Every segment of a draft, track by track."""
    found = []
    for place, track in enumerate(draft.tracks):
        role, count = role_of(track), len(track.segments)
        for number, segment in enumerate(track.segments, 1):
            found.append(_row(f"{place}-{number}", role, number, segment, number == count))
    return found


def _row(name: str, role: str, number: int, segment: Segment, last: bool) -> Row:
    meta = segment.meta
    sound = role in SOUND_ROLES or meta.kind == "clip"
    level = 0 if meta.mute else round(100 * (1.0 if meta.volume is None else meta.volume))
    return Row(
        id=meta.id or name,
        role=role,
        number=number,
        name=meta.name or meta.file or meta.mood or "",
        start=segment.start,
        end=segment.end,
        volume=level if sound else None,
        text=meta.text or "",
        source=meta.source.url if meta.source else "",
        last=last,
        card=meta.kind == "card",
        voice=meta.voice or "",
    )


def lanes(draft: Draft, say: Words) -> list[dict[str, Any]]:
    """The blocks of the picture, one lane a track, from top to bottom as the draft has them."""
    shown: dict[str, dict[str, Any]] = {}
    for row in rows(draft):
        lane = shown.setdefault(row.role, {"role": row.role, "name": say(f"track.{row.role}"), "blocks": []})
        label = row.text or row.name or say("track.card" if row.card else f"track.{row.role}")
        lane["blocks"].append({"id": row.id, "label": label, "start": row.start, "end": row.end})
    return list(shown.values())


def title(row: Row, say: Words) -> str:
    """What to call a segment above its controls."""
    return f"{say(f'track.{row.role}')} {row.number}" if row.role in ("main", "overlay") else say(f"track.{row.role}")


def length_edit(row: Row, seconds: float, say: Words) -> str:
    """The sentence which gives a clip another length."""
    return say("edit.length", clip=say("edit.clip", number=row.number), seconds=f"{seconds:g}")


def text_edit(row: Row, text: str, say: Words) -> str:
    """The sentence which replaces the words of a segment."""
    text = text.replace('"', "”")
    if row.text and row.role not in ("title", "cta", "disclosure"):
        return say("edit.text_from", old=row.text.replace('"', "”"), text=text)
    return say("edit.text", role=say(f"edit.role.{row.role}"), text=text)


def volume_edit(row: Row, percent: int, say: Words) -> str:
    """The sentence which sets a volume."""
    what = say("edit.clip", number=row.number) if row.role == "main" else say(f"edit.role.{row.role}")
    return say("edit.volume", role=what, percent=percent)


def move_edit(row: Row, position: int, say: Words) -> str:
    """The sentence which moves a clip to another place."""
    return say("edit.earlier", clip=say("edit.clip", number=row.number), position=position)


def remove_edit(row: Row, say: Words) -> str:
    """The sentence which takes a segment away."""
    if row.role in ("main", "overlay"):
        return say("edit.remove", clip=say("edit.clip", number=row.number))
    if row.role == "text" and row.text:
        return say("edit.remove_text", text=row.text.replace('"', "”"))
    return say("edit.remove_track", role=say(f"edit.role.{row.role}"))
