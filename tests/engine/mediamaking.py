"""Pictures, films and sounds of every awkward kind, made on the spot by the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Pixels = NDArray[np.uint8]


def scene(width: int, height: int, subject: tuple[float, float] = (0.5, 0.5), size: float = 0.2) -> Image.Image:
    """A calm backdrop with one red disc: where to look is known."""
    picture = Image.new("RGB", (width, height), (90, 130, 160))
    draw = ImageDraw.Draw(picture)
    for line in range(0, height, max(1, height // 40)):
        draw.line([(0, line), (width, line)], fill=(90, 130, 150 + line * 40 // height))
    radius, (x, y) = size * min(width, height) / 2, (subject[0] * width, subject[1] * height)
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=(220, 40, 30))
    return picture


def corners(width: int, height: int) -> Image.Image:
    """Four flat quarters: red, green / blue, white. Any turn, flip or colour fault shows."""
    pixels = np.zeros((height, width, 3), np.uint8)
    top, left = slice(0, height // 2), slice(0, width // 2)
    bottom, right = slice(height // 2, None), slice(width // 2, None)
    pixels[top, left], pixels[top, right] = (200, 30, 30), (30, 180, 30)
    pixels[bottom, left], pixels[bottom, right] = (30, 30, 200), (230, 230, 230)
    return Image.fromarray(pixels)


def quarters(picture: Any) -> list[tuple[int, int, int]]:
    """The colours in the middle of the four quarters, read row by row."""
    pixels = np.asarray(picture.convert("RGB") if isinstance(picture, Image.Image) else picture).astype(int)
    height, width = pixels.shape[:2]
    spots = [(y, x) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return [tuple(int(v) for v in pixels[y - 2 : y + 3, x - 2 : x + 3].mean(axis=(0, 1))) for y, x in spots]  # type: ignore[misc]


def alike(left: Iterable[tuple[int, ...]], right: Iterable[tuple[int, ...]], within: int = 12) -> bool:
    """Whether two lists of colours agree."""
    return bool(np.abs(np.array(list(left)) - np.array(list(right))).max() <= within)


def numbered(index: int, width: int, height: int) -> Pixels:
    """A frame whose grey says its number: 16 + 4 × index."""
    return np.full((height, width, 3), min(250, 16 + 4 * index), np.uint8)


def film(
    path: Path,
    *,
    frames: int = 30,
    rate: Fraction | int = 30,
    size: tuple[int, int] = (320, 180),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    draw: Callable[[int, int, int], Pixels] = numbered,
    times: list[Fraction] | None = None,
    sound: str | None = None,
    sound_codec: str = "aac",
    seconds: float | None = None,
    options: dict[str, str] | None = None,
    set_up: Callable[[Any], None] | None = None,
    touch: Callable[[Any], None] | None = None,
    container_options: dict[str, str] | None = None,
) -> Path:
    """Encode a film; `times` (s) makes its rate variable, `set_up` gets the codec context, `touch` each frame."""
    with av.open(str(path), "w", options=container_options or {}) as container:
        stream: Any = container.add_stream(codec, rate=rate, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        clock = Fraction(1, 90_000) if times else 1 / Fraction(rate)
        stream.codec_context.time_base = clock
        if set_up:
            set_up(stream.codec_context)
        heard = _add_sound(container, sound, sound_codec) if sound else None
        for index in range(frames):
            frame = av.VideoFrame.from_ndarray(draw(index, *size), format="rgb24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = round(times[index] / clock) if times else index, clock
            if touch:
                touch(frame)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if heard:
            length = seconds if seconds is not None else float(times[-1] if times else frames / Fraction(rate))
            _write_sound(container, heard, tone(length, heard.layout.nb_channels, heard.rate))
    return path


def sound(
    path: Path, codec: str, *, layout: str = "stereo", rate: int = 44_100, seconds: float = 1.0, **kinds: str
) -> Path:
    """A sound file with a tone of its own in each channel."""
    with av.open(str(path), "w", **kinds) as container:  # type: ignore[arg-type]
        stream = _add_sound(container, layout, codec, rate)
        _write_sound(container, stream, tone(seconds, stream.layout.nb_channels, rate))
    return path


def tone(seconds: float, channels: int, rate: int) -> NDArray[np.float32]:
    """(channels, n): 440 Hz and its multiples, half scale."""
    t = np.arange(round(seconds * rate)) / rate
    return np.stack([0.5 * np.sin(2 * np.pi * 440 * (channel + 1) * t) for channel in range(channels)]).astype(
        np.float32
    )


def _add_sound(container: Any, layout: str, codec: str, rate: int = 48_000) -> Any:
    return container.add_stream(codec, rate=rate, layout=layout)


def _write_sound(container: Any, stream: Any, samples: NDArray[np.float32]) -> None:
    resampler = av.AudioResampler(stream.format.name, stream.layout.name, stream.rate)
    for start in range(0, samples.shape[1], 1024):
        piece = np.ascontiguousarray(samples[:, start : start + 1024])
        frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=stream.layout.name)
        frame.sample_rate, frame.pts = stream.rate, start
        for ready in resampler.resample(frame):
            container.mux(stream.encode(ready))
    container.mux(stream.encode(None))


def seen(path: Path) -> list[Pixels]:
    """Every frame of a film as RGB, through the file's own colour tags."""
    with av.open(str(path)) as container:
        return [np.asarray(frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


def heard(path: Path) -> NDArray[np.float64]:
    """(n, channels), −1 … 1."""
    with av.open(str(path)) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
        channels = container.streams.audio[0].layout.nb_channels
    return (
        np.concatenate([block.reshape(-1, channels) if block.shape[0] == 1 else block.T for block in blocks]) / 32768.0
    )
