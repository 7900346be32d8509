"""What is promised, measured on finished films: `python -m bench evidence`; 31 briefs, a row each, and what is wrong.

Each brief goes through the director and the renderer, once with its words and once without; what differs is what a
viewer reads. Figures and their limits: docs/rendering.md.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from bench.briefs import briefs
from bench.read import FPS, Film, Read, caption_delays, letters, shown, voice_offsets
from engine.director.turn import Edited, Turn, take_turn
from engine.looks.colour import ENOUGH
from engine.media.assets import Asset
from engine.media.intake import normalise
from engine.media.samples import samples
from engine.render.output import Output, target
from engine.render.render import render
from engine.sound import loudness
from nemo.draft import Draft

SHORT_SIDE = 540
WORDS = ("title", "text", "cta", "caption", "disclosure")
SYNC_MS = 40
LEAST_SEEN = 0.97  # of the letters' pixels


def benches() -> Iterator[dict[str, Any]]:
    """A row for each brief, then how many of them break which promise."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="reelwright-bench-") as name:
        folder = Path(name)
        os.environ["REELWRIGHT_DATA"] = str(folder / "data")
        assets = {kind: _assets(folder / kind, kind) for kind in ("affiliate", "wedding")}
        for number, (title, kind, language, message) in enumerate(briefs()):
            draft = _made(message, language, assets[kind])
            rows.append({"bench": title, **_measured(draft, assets[kind], folder / str(number))})
            yield rows[-1]
    yield {"bench": "evidence", "films": len(rows), "wrong": sum(bool(row["wrong"]) for row in rows)}


def _assets(folder: Path, kind: str) -> dict[str, Asset]:
    folder.mkdir(parents=True)
    found = {}
    for number, (name, raw) in enumerate(samples(kind, 1280)):
        (folder / name).write_bytes(raw)
        asset = normalise(folder / name, name, folder / f"ready{number}")
        found[f"p{number}"] = asset.model_copy(update={"id": f"p{number}", "sha256": hashlib.sha256(raw).hexdigest()})
    return found


def _made(message: str, language: str, assets: dict[str, Asset]) -> Draft:
    turn = Turn(message, assets=assets, language=language, today=date(2026, 11, 21))
    return next(event.draft for event in take_turn(turn) if isinstance(event, Edited))


def _measured(draft: Draft, assets: dict[str, Asset], folder: Path) -> dict[str, Any]:
    folder.mkdir()
    width, height = draft.meta.width or 1080, draft.meta.height or 1920
    scale = SHORT_SIDE / min(width, height)
    output = Output(quality="draft", width=round(width * scale / 2) * 2, height=round(height * scale / 2) * 2, fps=FPS)
    bare = draft.model_copy(update={"tracks": [one for one in draft.tracks if one.meta.role not in WORDS]})
    files = [
        render(one, output, assets, folder / name, folder / "cache") for name, one in (("film", draft), ("bare", bare))
    ]
    goal = target(output, draft)
    texts = [*shown(draft, goal, assets, folder / "cache")]
    film = Film(*files, (one.frame for one in texts))
    read = letters(draft, goal, texts, film)
    offsets = voice_offsets(draft, film.sound)
    delays = caption_delays(draft, film, texts, offsets)
    found = {
        "texts": len(read),
        "length_off_ms": round(abs(film.frames * 1000 / FPS - draft.duration)),
        "LUFS": round(loudness.integrated(film.sound), 1),
        "dBTP": round(loudness.true_peak(film.sound), 1),
        "voice_off_ms": round(max((abs(one) for one in offsets.values()), default=0), 1),
        "captions": len(delays),
        "caption_off_ms": round(max((abs(one) for one in delays), default=0)),
        "contrast": round(min((one.contrast for one in read), default=99), 1),
        "seen": round(min((one.seen for one in read), default=1), 3),
        "outside": [one.name for one in read if one.outside],
    }
    return {**found, "wrong": _wrong(found, read)}


def _wrong(found: dict[str, Any], read: list[Read]) -> list[str]:
    wrong = [f"outside the safe area: {name}" for name in found["outside"]]
    wrong += [f"contrast {one.contrast:.1f}: {one.name}" for one in read if one.contrast < ENOUGH]
    wrong += [f"{one.seen:.0%} of the letters seen: {one.name}" for one in read if one.seen < LEAST_SEEN]
    limits = (("voice_off_ms", SYNC_MS / 2), ("caption_off_ms", SYNC_MS), ("length_off_ms", 1000 / FPS))
    wrong += [f"{name} {found[name]}" for name, most in limits if found[name] > most]
    if abs(found["LUFS"] + 14) > 1 or found["dBTP"] > -1:
        wrong.append(f"{found['LUFS']} LUFS, {found['dBTP']} dBTP")
    for one in wrong:
        print(f"  {one}", file=sys.stderr)
    return wrong
