"""Small photos, clips and drafts for the renderer's tests: drawn here, small enough to render in a blink."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from engine.media.assets import Asset
from nemo.draft import Draft

WIDTH, HEIGHT, FPS = 180, 320, 25


def asset(path: Path, kind: str, width: int = 0, height: int = 0, **more: Any) -> Asset:
    sha = hashlib.sha256(path.read_bytes()).hexdigest()
    given = {"id": path.stem, "name": path.name, "sha256": sha, "path": path, "width": width, "height": height}
    return Asset.model_validate({**given, "kind": kind, **more})


def picture(path: Path, rgb: np.ndarray, **more: Any) -> Asset:
    """Save pixels (h, w, 3) as a photo as intake would: JPEG of high quality."""
    cv2.imwrite(str(path), cv2.cvtColor(rgb.astype(np.uint8), cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 97])
    return asset(path, "photo", rgb.shape[1], rgb.shape[0], **more)


def photo(folder: Path, name: str, seed: int, width: int = 600, height: int = 800, **more: Any) -> Asset:
    """A soft landscape of colours with a few hard edges."""
    rng = np.random.default_rng(seed)
    rgb = cv2.resize(
        rng.integers(30, 220, (8, 6, 3)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC
    )
    for _ in range(6):
        centre = int(rng.integers(0, width)), int(rng.integers(0, height))
        cv2.circle(rgb, centre, int(rng.integers(20, 90)), [int(v) for v in rng.integers(0, 255, 3)], -1, cv2.LINE_AA)
    return picture(folder / f"{name}.jpg", np.clip(rgb, 0, 255), **more)


def clip(
    folder: Path, name: str, seconds: float, shade: Any, width: int = 320, height: int = 180, fps: int = 25
) -> Asset:
    """A clip of frames `shade(n)`: a grey 0 … 255, or pixels RGB (h, w, 3)."""
    path = folder / f"{name}.mp4"
    options = {"preset": "superfast", "crf": "12", "x264-params": "bframes=0:scenecut=0"}
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=fps, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        context = stream.codec_context
        context.gop_size = 12
        context.color_range = context.colorspace = context.color_trc = context.color_primaries = 1
        for number in range(round(seconds * fps)):
            pixels = np.broadcast_to(np.asarray(shade(number), np.uint8), (height, width, 3))
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), "rgb24")
            frame = frame.reformat(format="yuv420p", dst_colorspace=1)
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return asset(path, "clip", width, height, duration_ms=round(seconds * 1000), fps=fps)


def flac(path: Path, samples: np.ndarray) -> Path:
    """Save float (n, 2) at 48 kHz."""
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("flac", rate=48000, layout="stereo", format="s16")
        whole = (np.clip(samples, -1, 1) * 32767).astype(np.int16)
        for start in range(0, len(whole), 4096):
            block = np.ascontiguousarray(whole[start : start + 4096]).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(block, "s16", "stereo")
            frame.sample_rate, frame.pts, frame.time_base = 48000, start, Fraction(1, 48000)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def draft(main: list[dict[str, Any]], width: int = WIDTH, height: int = HEIGHT, fps: int = FPS, **tracks: Any) -> Draft:
    """A draft of main segments {d, …meta} and other tracks by role."""
    look = {"look": "clean", "kind": "plain", "language": "en"}
    meta = {"width": width, "height": height, "fps": fps, **look, **tracks.pop("meta", {})}
    rows = [_track(role, segments) for role, segments in {"main": main, **tracks}.items()]
    return Draft.read({"d": sum(one["d"] for one in main), "m": meta, "t": rows})


def _track(role: str, segments: list[dict[str, Any]]) -> dict[str, Any]:
    rows = [{"d": one["d"], "m": {key: value for key, value in one.items() if key != "d"}} for one in segments]
    return {"tt": 0, "m": {"role": role}, "sg": rows}


def frames(path: Path, format: str = "rgb24") -> list[np.ndarray]:
    """All frames of a film as RGB, or in grey."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format=format) for frame in container.decode(video=0)]


def sound(path: Path) -> np.ndarray:
    """The sound of a file as it is heard: float (n, 2) at 48 kHz, from the film's own zero on."""
    parts: list[np.ndarray] = []
    with av.open(str(path)) as container:
        convert = av.AudioResampler(format="fltp", layout="stereo", rate=48000)
        for frame in container.decode(audio=0):
            start = round(float(frame.pts * frame.time_base) * 48000) if frame.pts is not None else 0
            samples = np.concatenate([one.to_ndarray() for one in convert.resample(frame)], axis=1).T
            parts.append(samples[max(0, -start) :] if start < 0 else samples)
    return np.concatenate(parts)
