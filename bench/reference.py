"""The two reference videos, drawn with a seed: 30 s of photos with words and music, and 30 s of clips."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from engine.media.assets import Asset
from engine.media.clips import X264
from nemo.draft import Draft

SECONDS = 30
MOTIONS = ("zoom_in", "pan_right", "zoom_out", "pan_down", "zoom_in", "pan_left")
TITLE = "Meet the new aluminium kettle"
LINES = (
    "It boils in ninety seconds",
    "and it never burns your hand.",
    "One litre, four cups,",
    "no plastic where the water is.",
    "Made to be repaired,",
    "sold with a ten year promise.",
)


def _asset(path: Path, kind: str, **more: Any) -> Asset:
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    return Asset.model_validate({"id": path.stem, "kind": kind, "name": path.name, "sha256": sha, "path": path, **more})


def photos(folder: Path) -> dict[str, Asset]:
    """Six photos of 12 megapixels: amplitude falls with frequency as in photographs, and there are edges."""
    found = {}
    for number in range(6):
        path = folder / f"p{number}.jpg"
        if not path.exists():
            cv2.imwrite(str(path), _landscape(number, 3000, 4000), [cv2.IMWRITE_JPEG_QUALITY, 92])
        found[path.stem] = _asset(path, "photo", width=3000, height=4000, focus=(0.5, 0.45))
    return found


def _landscape(seed: int, width: int, height: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    picture = rng.uniform(60, 220, 3) * rows + rng.uniform(20, 180, 3) * (1 - rows)
    picture = np.ascontiguousarray(np.broadcast_to(picture, (height, width, 3)), np.float32)
    for octave in range(2, 9):
        noise = rng.normal(0, 40 / octave, (2**octave * 2, 2**octave * 3 // 2, 3)).astype(np.float32)
        picture += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    for _ in range(25):
        centre = int(rng.integers(0, width)), int(rng.integers(0, height))
        shade = [int(value) for value in rng.integers(20, 240, 3)]
        filled = -1 if rng.random() < 0.5 else 14
        cv2.circle(picture, centre, int(rng.integers(60, 500)), shade, filled, cv2.LINE_AA)
    picture += rng.normal(0, 4, (height, width, 1)).astype(np.float32)
    return np.clip(picture, 0, 255).astype(np.uint8)


def promo(seconds: int = SECONDS, title: str = TITLE, mood: str = "happy", volume: float = 0.35) -> Draft:
    """Photos of 5 s with motion and cross-fades, title, spoken and captioned lines, call to action, ducked music."""
    main = [
        {
            "d": 5000,
            "m": {
                "kind": "photo",
                "asset": f"p{number % 6}",
                "motion": MOTIONS[number % 6],
                "transition": {"type": "fade", "d": 500} if number else None,
            },
        }
        for number in range(seconds // 5)
    ]
    captions = [_caption(number) for number in range(seconds * 10 // 25)]
    spoken = [
        {"d": 2400, "m": {"start": number * 5000 + 200, "text": LINES[number % 6]}} for number in range(seconds // 5)
    ]
    end = {"start": seconds * 1000 - 3500, "text": "Get yours today", "cta": {"price": "$49", "code": "SAVE20"}}
    music = {"start": 0, "mood": mood, "volume": volume, "ducking": True, "fade_out_ms": 1500}
    tracks = {
        "main": main,
        "title": [{"d": 3000, "m": {"start": 0, "text": title}}],
        "cta": [{"d": 3500, "m": end}],
        "caption": captions,
        "voice": spoken,
        "music": [{"d": seconds * 1000, "m": music}],
    }
    return _draft(seconds, tracks)


def _caption(number: int) -> dict[str, Any]:
    words = LINES[number % 6].split()
    timed = [{"w": word, "s": index * 350, "e": index * 350 + 330} for index, word in enumerate(words)]
    return {"d": 2400, "m": {"start": number * 2500, "text": " ".join(words), "words": timed}}


def clips(folder: Path) -> dict[str, Asset]:
    """Three clips of 1080p, 12 s, as intake leaves them: half a second a group of pictures, no B-frames."""
    return {f"c{number}": _clip(folder / f"c{number}.mp4", number) for number in range(3)}


def _clip(path: Path, seed: int) -> Asset:
    seconds, fps, width, height = 12, 30, 1920, 1080
    if not path.exists():
        canvas = _landscape(seed + 50, 2400, 1400)
        with av.open(str(path), "w") as container:
            stream: Any = container.add_stream("libx264", rate=fps, options=X264)
            stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
            context = stream.codec_context
            context.gop_size = fps // 2
            context.color_range = context.colorspace = context.color_trc = context.color_primaries = 1
            for number in range(seconds * fps):
                frame = av.VideoFrame.from_ndarray(_shaken(canvas, number, width, height), "bgr24")
                frame = frame.reformat(format="yuv420p", dst_colorspace=1)
                frame.pts, frame.time_base = number, Fraction(1, fps)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
    return _asset(path, "clip", width=width, height=height, duration_ms=seconds * 1000, fps=fps)


def _shaken(canvas: np.ndarray, number: int, width: int, height: int) -> np.ndarray:
    """A hand-held camera that wanders over the canvas."""
    x = 200 + number * 0.6 + 12 * np.sin(number / 9)
    y = 150 + 9 * np.cos(number / 7)
    shift = np.array([[1, 0, x], [0, 1, y]], np.float32)
    return cv2.warpAffine(canvas, shift, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


def cut() -> Draft:
    """Three clips of 10 s, trimmed and cropped to 9:16, a title each, music."""
    main = [
        {"d": 10_000, "m": {"kind": "clip", "asset": f"c{number}", "in": 800, "focus": [0.3 + 0.2 * number, 0.5]}}
        for number in range(3)
    ]
    titles = [
        {"d": 2500, "m": {"start": number * 10_000, "text": word}}
        for number, word in enumerate(("The harbour", "The market", "The way home"))
    ]
    music = [{"d": SECONDS * 1000, "m": {"start": 0, "mood": "calm", "volume": 0.6, "fade_out_ms": 1500}}]
    return _draft(SECONDS, {"main": main, "title": titles, "music": music})


def _draft(seconds: int, tracks: dict[str, list[dict[str, Any]]]) -> Draft:
    meta = {"width": 1080, "height": 1920, "fps": 30, "look": "bold", "kind": "affiliate", "language": "en"}
    rows = [{"tt": 0, "m": {"role": role}, "sg": segments} for role, segments in tracks.items()]
    return Draft.read({"d": seconds * 1000, "m": meta, "t": rows})
