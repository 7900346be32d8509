"""From decoded frames of any shape, range and colour space to upright, progressive, 8-bit bt709 4:2:0 ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import av.error
from av.filter import Graph

from engine.media.tonemap import write_cube

Timed = tuple[Any, float, float]  # frame, start, end in seconds
Step = tuple[str, dict[str, str]]

# ITU-T H.273 numbers → names of libswscale.
MATRICES = {1: "bt709", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020nc"}
SPACES = {"bt601": "smpte170m", "bt2020nc": "bt2020nc", "bt709": "bt709", "smpte240m": "smpte240m"}
HDR_TRANSFERS = {16, 18}  # SMPTE ST 2084 (PQ) and ARIB STD-B67 (HLG), numbered as in ITU-T H.273
FULL_RANGE = 2
TICKS = 1000
SD_LINES = 576  # untagged film up to PAL size is bt601, larger is bt709
SCALING = {"flags": "bicubic+accurate_rnd+full_chroma_int"}
BT709 = {"out_color_matrix": "bt709", "out_range": "tv"}
TAGS = {"range": "tv", "color_primaries": "bt709", "color_trc": "bt709", "colorspace": "bt709"}


@dataclass(frozen=True)
class Shape:
    """How a film is to be turned, deinterlaced, coloured and sized; `width` and `height` are the result's, even."""

    width: int
    height: int
    turn: int  # counter-clockwise degrees, a multiple of 90
    interlaced: bool
    transfer: int
    shrunk: bool

    @classmethod
    def of(cls, frame: Any, stream: Any, longest: int) -> Shape:
        """Read it off the first frame."""
        turn = round((frame.rotation or 0) / 90) * 90 % 360
        aspect = float(stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio or 1)
        width, height = frame.width * max(aspect, 1.0), frame.height / min(aspect, 1.0)
        if turn in (90, 270):
            width, height = height, width
        scale = min(1.0, longest / max(width, height))
        size = (even(width * scale), even(height * scale))
        return cls(*size, turn, bool(frame.interlaced_frame), int(frame.color_trc), scale < 1)

    @property
    def hdr(self) -> bool:
        """Whether tones have to be mapped."""
        return self.transfer in HDR_TRANSFERS

    def notes(self) -> list[str]:
        """What a user should know, a sentence each."""
        told = []
        if self.hdr:
            told.append("The clip is HDR; its colours were mapped to standard range.")
        if self.shrunk:
            told.append(f"The clip was scaled down to {self.width}×{self.height}.")
        return told


def even(pixels: float) -> int:
    """The largest even number of pixels that fits: 4:2:0 knows no other."""
    return max(2, int(pixels + 0.01) // 2 * 2)


def converted(frames: Iterator[Timed], shape: Shape, room: Path) -> Iterator[Timed]:
    """`frames` in their final form; `room` is a folder for the colour cube of an HDR film."""
    pipe, key = _Pipe(None), None
    for frame, start, end in frames:
        new = (frame.width, frame.height, frame.format.name, int(frame.colorspace), int(frame.color_range))
        if new != key:
            yield from pipe.finish()
            pipe, key = _Pipe(_graph(shape, frame, room)), new
        yield from pipe.take(frame, start, end)
    yield from pipe.finish()


class _Pipe:
    """A filter graph, and the times of the frames inside it (a deinterlacer holds one back)."""

    def __init__(self, graph: Graph | None) -> None:
        self.graph = graph
        self.times: dict[int, tuple[float, float]] = {}
        self.count = 0

    def take(self, frame: Any, start: float, end: float) -> Iterator[Timed]:
        """Push one frame, give what is ready."""
        if self.graph is None:
            yield frame, start, end
            return
        self.times[self.count] = (start, end)
        frame.pts = self.count
        self.count += 1
        self.graph.push(frame)
        yield from self._ready()

    def finish(self) -> Iterator[Timed]:
        """Give what is left."""
        if self.graph is not None and self.count:
            self.graph.push(None)
            yield from self._ready()

    def _ready(self) -> Iterator[Timed]:
        assert self.graph is not None
        while True:
            try:
                frame: Any = self.graph.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            # A deinterlacer changes the time base; the input's was `TICKS` a second.
            yield frame, *self.times.pop(round(frame.pts * frame.time_base * TICKS))


def _graph(shape: Shape, frame: Any, room: Path) -> Graph | None:
    steps = _steps(shape, frame, room)
    if not steps:
        return None
    graph = Graph()
    rgb = _is_rgb(frame)
    full = rgb or int(frame.color_range) == FULL_RANGE or frame.format.name.startswith("yuvj")
    source = {
        "video_size": f"{frame.width}x{frame.height}",
        "pix_fmt": frame.format.name,
        "time_base": f"1/{TICKS}",
        "pixel_aspect": "1/1",
        "colorspace": "gbr" if rgb else SPACES[matrix_of(frame)],
        "range": "pc" if full else "tv",
    }
    node = graph.add("buffer", **source)
    for name, arguments in [*steps, ("buffersink", {})]:
        following = graph.add(name, **arguments)
        node.link_to(following)
        node = following
    graph.configure()
    return graph


def _steps(shape: Shape, frame: Any, room: Path) -> list[Step]:
    steps: list[Step] = []
    if shape.interlaced:
        steps.append(("bwdif", {"mode": "send_frame", "parity": "auto", "deint": "all"}))
    if shape.turn == 180:
        steps += [("hflip", {}), ("vflip", {})]
    elif shape.turn:
        steps.append(("transpose", {"dir": "cclock" if shape.turn == 90 else "clock"}))
    size = (frame.width, frame.height) if shape.turn in (0, 180) else (frame.height, frame.width)
    target = (shape.width, shape.height)
    if size != target and (even(size[0]), even(size[1])) == target and not frame.format.name.startswith("yuv420"):
        steps.append(("crop", {"w": str(target[0]), "h": str(target[1]), "x": "0", "y": "0"}))
        size = target
    if shape.hdr:
        steps += _tone_steps(shape, room)
    elif size != target or not is_plain(frame):
        steps.append(("scale", {"w": str(target[0]), "h": str(target[1]), **SCALING, **BT709}))
    if shape.hdr or size != target or not is_plain(frame):
        steps += [("format", {"pix_fmts": "yuv420p"}), ("setparams", TAGS)]
    return steps


def _tone_steps(shape: Shape, room: Path) -> list[Step]:
    """Size in the film's own space, then the cube on RGB, then bt709."""
    cube = room / f"tones-{shape.transfer}.cube"
    if not cube.exists():
        write_cube(cube, shape.transfer)
    size = {"w": str(shape.width), "h": str(shape.height), "in_color_matrix": "bt2020nc"}
    return [
        ("scale", {**size, **SCALING}),
        ("format", {"pix_fmts": "gbrp10le"}),
        ("lut3d", {"file": str(cube), "interp": "tetrahedral"}),
        ("scale", {**SCALING, **BT709}),
    ]


def is_plain(frame: Any) -> bool:
    """Whether the pixels need no change of format, range or matrix."""
    return frame.format.name == "yuv420p" and int(frame.color_range) != FULL_RANGE and matrix_of(frame) == "bt709"


def matrix_of(frame: Any) -> str:
    """libswscale's name of the frame's YUV matrix; by its size where it is not tagged."""
    tagged = MATRICES.get(int(frame.colorspace))
    return tagged or ("bt601" if min(frame.width, frame.height) <= SD_LINES else "bt709")


def _is_rgb(frame: Any) -> bool:
    return bool(frame.format.is_rgb) or frame.format.name.startswith("pal")
