"""What the director's tests share: sample drafts, a conversation, and the judge of the labelled messages."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from engine.director.timeline import put, relay
from engine.director.turn import Edited, Event, Offer, Remember, Say, Suggest, Tool, Turn, Version, links_in, take_turn
from engine.media.assets import Asset
from engine.media.page import Page, Sentence
from nemo.draft import Draft, DraftMeta, Transition

DATA = Path(__file__).parent.parent / "data" / "director"
TODAY = date(2026, 11, 21)
REFUSALS = "can't|做不到|不能|no puede|ne peut pas|kann .*nicht|não consegue"


def photo(asset_id: str, name: str) -> Asset:
    return Asset(id=asset_id, kind="photo", name=name, sha256="", path=Path("p"), width=1200, height=1600)


def clip(asset_id: str, name: str, duration_ms: int) -> Asset:
    known = {"sha256": "", "path": Path("c"), "width": 1920, "height": 1080, "fps": 30.0, "has_audio": True}
    return Asset(id=asset_id, kind="clip", name=name, duration_ms=duration_ms, **known)


PHOTOS = ["beach.jpg", "IMG_2041.jpg", "bottle-front.jpg", "dog.jpg", "sunset.jpg"]
SHOP_ASSETS = {f"p{n}": photo(f"p{n}", name) for n, name in enumerate(PHOTOS, 1)} | {
    "p7": photo("p7", "extra.jpg"),
    "lg": photo("lg", "logo.png"),
    "au1": Asset(
        id="au1", kind="audio", name="song.mp3", sha256="", path=Path("a"), duration_ms=60_000, has_audio=True
    ),
}
CLIP_ASSETS = {
    "c1": clip("c1", "intro.mp4", 8000),
    "c2": clip("c2", "walk.mp4", 10_000),
    "p1": photo("p1", "beach.jpg"),
    "c4": clip("c4", "party.mp4", 12_000),
}


def even_voice(text: str, voice: str | None = None, speed: float = 1.0, language: str = "en") -> Any:
    """A voice for tests of timing: every word 300 ms, every Chinese character 150 ms; deterministic and silent."""
    words = text.split() if language != "zh" else list(text)
    step = round((150 if language == "zh" else 300) / speed)
    times = [(word, n * step, (n + 1) * step) for n, word in enumerate(words)]
    samples = np.zeros(max(1, len(words)) * step * 24, np.float32)
    return SimpleNamespace(samples=samples, rate=24_000, words=times)


def shop() -> Draft:
    """Five photos and a closing card, 30 s, with texts, voice, captions, music and disclosure."""
    draft = Draft(m=DraftMeta(width=1080, height=1920, fps=30, look="bold", language="en", kind="affiliate"))
    for number, name in enumerate(PHOTOS, 1):
        into = Transition(type="fade", d=500) if number > 1 else None
        at = (number - 1) * 5000
        scene = {"kind": "photo", "asset": f"p{number}", "file": name, "name": name, "motion": "zoom_in"}
        put(draft, "main", at, 5000, transition=into, focus=[0.5, 0.5], **scene)
    put(draft, "main", 25_000, 5000, kind="card", motion="none")
    relay(draft)
    put(draft, "title", 0, 4000, text="Stop and look")
    put(draft, "text", 5000, 5000, text="Keeps cold for 24h")
    put(draft, "text", 10_000, 5000, text="Leakproof lid")
    put(draft, "cta", 25_000, 5000, text="Tap the link")
    for at, text in ((200, "Stop and look."), (5200, "It keeps cold."), (25_200, "Tap the link.")):
        put(draft, "voice", at, 900, text=text, voice=None, speed=1.0)
        put(draft, "caption", at, 900, text=text)
    put(draft, "disclosure", 0, 30_000, text="Ad")
    put(draft, "music", 0, 30_000, track="x", name="Some tune", mood="corporate", volume=0.35, ducking=True)
    put(draft, "overlay", 0, 30_000, asset="lg", name="logo.png", position="top_right")
    draft.meta.logo = {"asset": "lg", "position": "top_right"}
    return draft


def clips() -> Draft:
    """Three clips and a photo, 27 s, with a title and music."""
    draft = Draft(m=DraftMeta(width=1920, height=1080, fps=30, look="clean", language="en", kind="plain"))
    at = 0
    for name, duration in (("c1", 6000), ("c2", 8000), ("p1", 3000), ("c4", 10_000)):
        asset = CLIP_ASSETS[name]
        scene = {"kind": asset.kind, "asset": asset.id, "file": asset.name, "name": asset.name}
        played = {"in_": 0, "speed": 1.0, "volume": 1.0} if asset.kind == "clip" else {}
        put(draft, "main", at, duration, **scene, **played)
        at += duration
    relay(draft)
    put(draft, "music", 0, draft.duration, track="x", name="Some tune", mood="calm", volume=0.8, ducking=True)
    return draft


STORY = [
    "The old harbour bridge reopened on Monday after 14 months of repairs.",
    "The city spent 3.2 million euros on new steel and lights.",
    "“It feels like getting a friend back,” said ferry captain Ida Holm.",
    "About 9,000 people a day walked across it before it closed.",
    "Cyclists now have a lane of their own on the north side.",
    "The bridge was built in 1931 and is the oldest of its kind in the region.",
]


def page(url: str) -> Page:
    """An article as the link reader gives it."""
    sentences = [Sentence(text=text) for text in STORY]
    known = {"site": "Example News", "date": "2026-10-05", "language": "en"}
    return Page(url=url, title="Harbour bridge reopens", sentences=sentences, **known)


def kept(name: str) -> Draft:
    """A draft as the director made it once; kept, so that labels which name its segments stay true."""
    return Draft.read(json.loads((DATA / "drafts" / f"{name}.json").read_text(encoding="utf-8")))


NEW_PHOTO = {"p7": photo("p7", "extra.jpg")}
MUG_NAMES = {"p1": "mug-front.jpg", "p2": "IMG_2041.jpg", "p3": "desk.jpg", "p4": "beach.jpg", "p5": "unboxing.jpg"}
MUGS = {key: photo(key, name) for key, name in MUG_NAMES.items()} | NEW_PHOTO
COUPLE_NAMES = {"w1": "us-beach.jpg", "w2": "ring.jpg", "w3": "garden.jpg", "w4": "IMG_0042.jpg"}
COUPLE = {key: photo(key, name) for key, name in COUPLE_NAMES.items()}

DRAFTS: dict[str, tuple[Any, dict[str, Asset]]] = {
    "promo": (lambda: kept("promo"), MUGS),
    "promo_zh": (lambda: kept("promo_zh"), MUGS),
    "invitation": (lambda: kept("invitation"), COUPLE | {"au1": SHOP_ASSETS["au1"]}),
    "invitation_zh": (lambda: kept("invitation_zh"), COUPLE),
    "story": (lambda: kept("story"), NEW_PHOTO),
    "demo": (clips, CLIP_ASSETS | {"p7": photo("p7", "mug.jpg")}),
    "shop": (shop, SHOP_ASSETS),
    "clips": (clips, CLIP_ASSETS),
    "none": (lambda: None, {f"p{n}": photo(f"p{n}", name) for n, name in enumerate(PHOTOS[:3], 1)}),
}


class Talk:
    """A conversation as the worker holds it: the draft, its versions and what is remembered between turns."""

    def __init__(
        self, draft: str | Draft | None = None, language: str = "en", voice: Any = even_voice, **turn: Any
    ) -> None:
        made, assets = DRAFTS[draft] if isinstance(draft, str) else (lambda: draft, {})
        self.assets = turn.pop("assets", assets)
        self.language, self.voice, self.turn = language, voice, turn
        self.draft: Draft | None = made()
        self.versions: list[Version] = []
        self.context: dict[str, Any] = {}
        if self.draft is not None:  # something was undone to get here, so that every sample has a past and a future
            for number in (1, 2, 3):
                self.versions.append(Version(number, self.draft.wire(), f"Change {number}."))

    @property
    def version(self) -> int:
        return self.versions[-1].number if self.versions else 0

    def ask(self, message: str) -> list[Event]:
        asked = Turn(
            message,
            self.draft,
            self.version,
            list(self.versions),
            self.assets,
            language=self.language,
            today=TODAY,
            context=json.loads(json.dumps(self.context)),
            speak=self.voice,
            pages={url: page(url) for url in links_in(message)},
            **self.turn,
        )
        return list(take_turn(asked))

    def say(self, message: str) -> list[Event]:
        events = self.ask(message)
        for event in events:
            if isinstance(event, Edited):
                self.draft = event.draft
                entry = Version(self.version + 1, event.draft.wire(), " ".join(event.summary), event.restores)
                self.versions.append(entry)
            if isinstance(event, Remember):
                self.context = event.context
        return events


def text_of(events: Iterable[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Say))


def tools_of(events: Iterable[Event]) -> list[Tool]:
    return [event for event in events if isinstance(event, Tool)]


def offer_of(events: Iterable[Event]) -> Offer | None:
    return next((event for event in events if isinstance(event, Offer)), None)


def suggested(events: Iterable[Event]) -> list[str]:
    return next((event.messages for event in events if isinstance(event, Suggest)), [])


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def held_out(row: dict[str, Any]) -> bool:
    """The fixed rule: a third of all rows, by their words alone, is never looked at while tuning."""
    words = row.get("text") or "".join(turn["text"] for turn in row["turns"])
    return hashlib.sha256(words.encode()).digest()[0] % 3 == 0


def fits(wanted: Any, got: Any) -> bool:
    """Whether a value is the wanted one; "<1" and ">0.5" compare, texts compare without case at their start."""
    if isinstance(wanted, str) and wanted[:1] in "<>" and isinstance(got, int | float):
        limit = float(wanted[1:])
        return got < limit if wanted[0] == "<" else got > limit
    if isinstance(wanted, float | int) and isinstance(got, float | int) and not isinstance(wanted, bool):
        return abs(wanted - got) <= 0.02 * max(1, abs(wanted))
    return bool(wanted == got)


def same_edit(wanted: dict[str, Any], tool: Tool) -> bool:
    return tool.name == wanted["op"] and all(
        fits(value, _argument(tool, name)) for name, value in wanted.items() if name != "op"
    )


def _argument(tool: Tool, name: str) -> Any:
    if name == "number" and tool.name == "restore":
        return tool.args.get("version")
    return tool.args.get(name)


def judged(row: dict[str, Any], events: list[Event]) -> str:
    """Empty when the turn did what the row wants (or one of what it allows under "or"); else what was wrong."""
    problem = _did(row, row["want"], events)
    if any(not _did(row, wanted, events) for wanted in row.get("or", [])):
        problem = ""
    said = row.get("says", [])
    missing = [words for words in said if not re.search(words, text_of(events))]
    return problem or (f"did not say {missing}: {text_of(events)[:140]}" if missing else "")


def _did(row: dict[str, Any], wanted: list[dict[str, Any]], events: list[Event]) -> str:
    done = tools_of(events)
    edited = any(isinstance(event, Edited) for event in events)
    if not wanted and (done or edited):
        return f"did {[(t.name, t.args) for t in done]}"
    if len(done) != len(wanted) or not all(same_edit(w, t) for w, t in zip(wanted, done, strict=True)):
        return f"did {[(t.name, t.args) for t in done]}: {text_of(events)[:140]}"
    if row.get("brief"):
        return _brief(row["brief"], done[0].args["brief"])
    return _refused(row, events)


def _refused(row: dict[str, Any], events: list[Event]) -> str:
    refused = bool(re.search(REFUSALS, text_of(events)))
    if bool(row.get("refuses")) != refused and (row.get("refuses") or row["want"]):
        return f"refused: {refused}: {text_of(events)[:140]}"
    if row.get("asks") and not text_of(events).strip():
        return "said nothing"
    return ""


def _brief(wanted: dict[str, Any], got: dict[str, Any]) -> str:
    for name, value in wanted.items():
        found = got.get(name, "plain" if name == "kind" else None)
        if name == "functions" and len(found or []) != value:
            return f"functions: {found}"
        if name != "functions" and not fits(value, found) and not (value in ("", None) and not found):
            return f"{name}: {found!r} instead of {value!r}"
    return ""


def conversation_judged(row: dict[str, Any]) -> str:
    talk = Talk(row["draft"], row["language"])
    for turn in row["turns"]:
        events = talk.say(turn["text"])
        problem = judged(turn, events)
        if problem:
            return f"{turn['text']!r}: {problem}"
    return ""
