"""Pictures, films and sounds of every awkward kind, made on the spot by the tests."""

from __future__ import annotations

import contextlib
import gc
import io
import struct
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

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


def face(size: int, skin: tuple[int, int, int]) -> Image.Image:
    """A drawn face, RGBA, shaded enough that a detector trained on photographs finds it."""
    unit = size * 4 / 100
    picture = Image.new("RGBA", (size * 4, size * 4), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)

    def oval(box: tuple[float, float, float, float], colour: tuple[int, int, int]) -> None:
        draw.ellipse([edge * unit for edge in box], fill=(*colour, 255))

    darker: Callable[[float], tuple[int, int, int]] = lambda share: tuple(int(c * share) for c in skin)  # type: ignore  # noqa: E731
    oval((14, 2, 86, 96), (52, 36, 28))
    oval((20, 14, 80, 98), skin)
    for x in (37, 63):
        oval((x - 9, 42, x + 9, 54), darker(0.8))
        oval((x - 6.5, 45, x + 6.5, 52), (245, 243, 240))
        oval((x - 3.2, 45, x + 3.2, 52), (40, 28, 20))
        brow = [(x - 10) * unit, 37 * unit, (x + 10) * unit, 50 * unit]
        draw.arc(brow, 200, 340, fill=(60, 42, 32, 255), width=int(2.2 * unit))
    nose = [(48 * unit, 50 * unit), (44 * unit, 66 * unit), (56 * unit, 66 * unit), (52 * unit, 50 * unit)]
    draw.polygon(nose, fill=(*darker(0.93), 255))
    oval((43.5, 63, 56.5, 69), darker(0.86))
    oval((45, 66, 48.5, 68.4), darker(0.5))
    oval((51.5, 66, 55, 68.4), darker(0.5))
    oval((38, 74, 62, 84), (176, 86, 84))
    draw.line([(39 * unit, 78.5 * unit), (61 * unit, 78.5 * unit)], fill=(110, 45, 48, 255), width=int(1.3 * unit))
    soft = picture.filter(ImageFilter.GaussianBlur(unit * 1.1)).resize((size, size), Image.Resampling.LANCZOS)
    pixels = np.asarray(soft).astype(float)
    pixels[:, :, :3] *= np.linspace(1.08, 0.82, size)[None, :, None]  # light from the left
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8), "RGBA")


def box_at(data: bytes, name: bytes) -> int:
    """Where the body of the first MP4 box `name` starts."""
    return data.index(name) + 4


def turn_in_header(path: Path, clockwise: int) -> None:
    """Write a rotation into the track header of an MP4, as phones do."""
    matrices = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}
    a, b, c, d = matrices[clockwise]
    data = bytearray(path.read_bytes())
    place = box_at(data, b"tkhd") + 4 + 36
    one = 1 << 16
    data[place : place + 36] = struct.pack(">9i", a * one, b * one, 0, c * one, d * one, 0, 0, 0, 1 << 30)
    path.write_bytes(data)


def start_later(path: Path, frames: int, ticks: int, milliseconds: int) -> None:
    """Move the start in the edit list of an MP4's first track: `frames` of `ticks` each are not to be shown."""
    data = bytearray(path.read_bytes())
    place = box_at(data, b"elst") + 8
    length, start = struct.unpack(">Ii", data[place : place + 8])
    data[place : place + 8] = struct.pack(">Ii", length - milliseconds, start + frames * ticks)
    path.write_bytes(data)


def heic(path: Path, picture: Image.Image, turns: int = 0) -> Path:
    """A still in HEIF (ISO/IEC 23008-12): one HEVC picture, to be shown after `turns` quarter turns to the left."""

    def box(name: bytes, *parts: bytes, full: int | None = None) -> bytes:
        body = (b"" if full is None else struct.pack(">I", full)) + b"".join(parts)
        return struct.pack(">I4s", 8 + len(body), name) + body

    config, sample = _hevc_still(picture)
    size, turn = box(b"ispe", struct.pack(">II", *picture.size), full=0), box(b"irot", bytes([turns]))
    properties = box(b"ipco", box(b"hvcC", config), size, turn)
    properties += box(b"ipma", struct.pack(">IHB3B", 1, 1, 3, 0x81, 0x02, 0x83), full=0)
    info = box(b"infe", struct.pack(">HH4s", 1, 0, b"hvc1"), b"\0", full=0x02000000)

    def meta(offset: int) -> bytes:
        where = struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, offset, len(sample))
        return box(
            b"meta",
            box(b"hdlr", b"\0" * 4 + b"pict" + b"\0" * 13, full=0),
            box(b"pitm", struct.pack(">H", 1), full=0),
            box(b"iinf", struct.pack(">H", 1), info, full=0),
            box(b"iprp", properties),
            box(b"iloc", where, full=0),
            full=0,
        )

    kind = box(b"ftyp", b"heic\0\0\0\0mif1heic")
    path.write_bytes(kind + meta(len(kind) + len(meta(0)) + 8) + box(b"mdat", sample))
    return path


def _hevc_film(picture: Image.Image) -> io.BytesIO:
    """An MP4 of one picture. Every tenth film of libx265 or so comes with headers which libav cannot write down; what
    memory held before decides it, and the next one is another.
    """
    for _ in range(100):
        gc.collect()
        memory = io.BytesIO()
        with contextlib.suppress(av.error.PatchWelcomeError), av.open(memory, "w", format="mp4") as container:
            options = {"x265-params": "log-level=none", "crf": "5"}
            stream: Any = container.add_stream("libx265", rate=1, options=options)
            stream.width, stream.height, stream.pix_fmt = *picture.size, "yuv420p"
            container.mux(stream.encode(av.VideoFrame.from_image(picture).reformat(format="yuv420p")))
            container.mux(stream.encode(None))
            container.close()
            return memory
    raise AssertionError("libx265 made no film that can be written")


def _hevc_still(picture: Image.Image) -> tuple[bytes, bytes]:
    """(hvcC, sample) of one picture, taken from an MP4 that libx265 and libav made."""
    memory = _hevc_film(picture)
    data = memory.getvalue()
    memory.seek(0)
    place = box_at(data, b"hvcC")
    config = data[place : place - 8 + struct.unpack(">I", data[place - 8 : place - 4])[0]]
    with av.open(memory) as container:
        return config, next(bytes(packet) for packet in container.demux(video=0))


def wide_gamut() -> bytes:
    """An ICC profile of Display P3: its primaries (D50-adapted) and a curve of gamma 2.2, by ICC.1:2004."""
    primaries = {
        b"rXYZ": (0.5151, 0.2412, -0.0011),
        b"gXYZ": (0.2919, 0.6922, 0.0419),
        b"bXYZ": (0.1572, 0.0666, 0.7841),
    }
    number = lambda value: struct.pack(">i", round(value * 65536))  # noqa: E731
    xyz = lambda values: b"XYZ \0\0\0\0" + b"".join(map(number, values))  # noqa: E731
    text = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"Wide\0" + b"\0" * 78
    curve = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(2.2 * 256), 0)
    tags = {name: xyz(values) for name, values in primaries.items()} | {b"wtpt": xyz((0.9642, 1.0, 0.8249))}
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve) | {b"desc": text, b"cprt": b"text\0\0\0\0none"}
    table, body, offset = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        table += struct.pack(">4sII", name, offset + len(body), len(value))
        body += value + b"\0" * (-len(value) % 4)
    head = (
        struct.pack(">I4sI4s4s4s", offset + len(body), b"none", 0x02100000, b"mntr", b"RGB ", b"XYZ ")
        + b"\0" * 12
        + b"acsp"
    )
    head += b"\0" * 28 + b"".join(map(number, (0.9642, 1.0, 0.8249)))
    return head.ljust(128, b"\0") + table + body
