"""The timeline in one line, in the format of the service's documentation.

`Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)`
"""

from __future__ import annotations

from nemo.draft import Draft, Segment, Track, TrackType
from nemo.words import say, word

ROLE_OF_TYPE = {TrackType.VIDEO: "main", TrackType.AUDIO: "music", TrackType.TEXT: "title"}
SHOWN_SEGMENTS = 6
SHOWN_LETTERS = 40
AUDIBLE = ("music", "voice", "sound")
WRITTEN = ("title", "text", "cta", "caption", "disclosure")


def timeline(draft: Draft, language: str | None = "en") -> str:
    """The summary line of a draft; tracks without a segment are left out."""
    tracks = [track for track in draft.tracks if track.segments]
    if not tracks:
        return say("line.empty", language)
    items = " ".join(f"{number}. {_track(track, language)}" for number, track in enumerate(tracks, 1))
    noun = say("line.track" if len(tracks) == 1 else "line.tracks", language)
    return say("line.timeline", language, count=len(tracks), tracks=noun, items=items)


def track_lines(draft: Draft, language: str | None = "en") -> list[str]:
    """A line for each track and one for each of its segments, which is indented."""
    lines = []
    for number, track in enumerate((track for track in draft.tracks if track.segments), 1):
        role = role_of(track)
        lines.append(f"{number}. {word('role', role, language)}")
        lines += [f"   {_segment(segment, role, language)}" for segment in track.segments]
    return lines or [say("line.empty", language)]


def role_of(track: Track) -> str:
    """The track's role; a foreign draft has none, so its type decides."""
    known = track.meta.role
    return known if known in (*ROLE_OF_TYPE.values(), *AUDIBLE, *WRITTEN, "overlay") else _role_of_type(track.type)


def name_of(segment: Segment, role: str, language: str | None = "en") -> str:
    """What to call a segment: its words in quotes, else its name, its file or its number of seconds."""
    meta = segment.meta
    text = _short(meta.text) if meta.text else ""
    if role in WRITTEN or (text and meta.kind == "card"):
        return f'"{text}"'
    if role == "voice" and text:
        return f'"{text}"'
    return _short(meta.name or meta.file or meta.mood or meta.kind or word("segment", "untitled", language))


def seconds(milliseconds: int) -> str:
    """Whole seconds without a fraction, others with one digit: 3000 is "3", 2500 is "2.5"."""
    tenths = round(milliseconds / 100)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths / 10:.1f}"


def span(segment: Segment) -> str:
    """When a segment is on: "0-3s"."""
    return f"{seconds(segment.start)}-{seconds(segment.end)}s"


def _track(track: Track, language: str | None) -> str:
    role = role_of(track)
    shown = [_segment(segment, role, language) for segment in track.segments[:SHOWN_SEGMENTS]]
    more = len(track.segments) - len(shown)
    if more > 0:
        shown.append(f"+{more}")
    label = word("role", role, language)
    return f"{label}{say('line.colon', language)}{', '.join(shown)}"


def _segment(segment: Segment, role: str, language: str | None) -> str:
    volume = segment.meta.volume
    loud = f", {round(volume * 100)}%" if role in AUDIBLE and volume is not None else ""
    return f"{name_of(segment, role, language)} ({span(segment)}{loud})"


def _role_of_type(number: int) -> str:
    return ROLE_OF_TYPE.get(TrackType(number), "main") if number in list(TrackType) else "other"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_LETTERS else line[: SHOWN_LETTERS - 1].rstrip() + "…"
