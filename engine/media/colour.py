"""From a decoded frame of any shape, range and colour space to an upright 8-bit bt709 4:2:0 one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from av.filter import Graph

from engine.media.probe import HDR_TRANSFERS

# ITU-T H.273 numbers → names of libswscale.
MATRICES = {1: "bt709", 5: "bt601", 6: "bt601", 7: "smpte240m", 9: "bt2020nc", 10: "bt2020nc"}
TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}
SD_LINES = 576  # untagged film up to PAL size is bt601, larger is bt709
TURNS = {90: ["transpose", "cclock"], 180: ["hflip", "vflip"], 270: ["transpose", "clock"]}


@dataclass(frozen=True)
class Shape:
    """How a film is to be turned, deinterlaced, coloured and sized; `width` and `height` are the result's."""

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
        aspect = frame.sample_aspect_ratio if hasattr(frame, "sample_aspect_ratio") else None
        aspect = aspect or stream.sample_aspect_ratio or stream.codec_context.sample_aspect_ratio or 1
        width, height = frame.width * max(float(aspect), 1.0), frame.height / min(float(aspect), 1.0)
        if turn in (90, 270):
            width, height = height, width
        scale = min(1.0, longest / max(width, height))
        return cls(
            _even(width * scale),
            _even(height * scale),
            turn,
            bool(frame.interlaced_frame),
            int(frame.color_trc),
            scale < 1,
        )

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


def _even(pixels: float) -> int:
    return max(2, round(pixels / 2) * 2)


def converter(shape: Shape) -> Callable[[Any], Any]:
    """A function frame → frame; it rebuilds its filters when the frames change size or format in mid-film."""
    state: dict[str, Any] = {"key": None, "graph": None}

    def convert(frame: Any) -> Any:
        key = (frame.width, frame.height, frame.format.name, int(frame.colorspace), int(frame.color_range))
        if key != state["key"]:
            state["key"], state["graph"] = key, _graph(shape, frame)
        graph = state["graph"]
        if graph is None:
            return frame
        frame.pts = frame.pts or 0
        graph.push(frame)
        return graph.pull()

    return convert


def _graph(shape: Shape, frame: Any) -> Graph | None:
    steps = _steps(shape, frame)
    if not steps:
        return None
    graph = Graph()
    matrix, full = _matrix(frame), int(frame.color_range) == 2
    rgb = frame.format.name.startswith(("rgb", "bgr", "gbr", "argb", "abgr", "pal"))
    space = "gbr" if rgb else {"bt601": "smpte170m", "bt2020nc": "bt2020nc"}.get(matrix, matrix)
    node = graph.add(
        "buffer",
        f"video_size={frame.width}x{frame.height}:pix_fmt={frame.format.name}:time_base=1/1000:pixel_aspect=1/1"
        f":colorspace={space}:range={'pc' if full or rgb else 'tv'}",
    )
    for name, arguments in [*steps, ("buffersink", "")]:
        following = graph.add(name, arguments) if arguments else graph.add(name)
        node.link_to(following)
        node = following
    graph.configure()
    return graph


def _steps(shape: Shape, frame: Any) -> list[tuple[str, str]]:
    steps: list[tuple[str, str]] = []
    if shape.interlaced:
        steps.append(("bwdif", "mode=send_frame:parity=auto:deint=all"))
    if shape.turn == 180:
        steps += [("hflip", ""), ("vflip", "")]
    elif shape.turn:
        steps.append(("transpose", "dir=" + ("cclock" if shape.turn == 90 else "clock")))
    if not _is_right(shape, frame):
        steps.append(("scale", _scaling(shape, frame)))
        steps.append(("format", "pix_fmts=yuv420p"))
        steps.append(("setparams", "range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"))
    return steps


def _is_right(shape: Shape, frame: Any) -> bool:
    size = (frame.width, frame.height) if shape.turn in (0, 180) else (frame.height, frame.width)
    plain = frame.format.name == "yuv420p" and int(frame.color_range) != 2 and _matrix(frame) == "bt709"
    return plain and size == (shape.width, shape.height) and not shape.hdr


def _scaling(shape: Shape, frame: Any) -> str:
    size = f"w={shape.width}:h={shape.height}:flags=bicubic+accurate_rnd+full_chroma_int"
    target = "out_color_matrix=bt709:out_range=tv"
    if shape.hdr:
        source = f"in_transfer={TRANSFERS[shape.transfer]}:in_primaries=bt2020:in_color_matrix=bt2020nc"
        return f"{size}:{source}:{target}:out_transfer=bt709:out_primaries=bt709:intent=perceptual"
    return f"{size}:{target}"


def _matrix(frame: Any) -> str:
    tagged = MATRICES.get(int(frame.colorspace))
    return tagged or ("bt601" if min(frame.width, frame.height) <= SD_LINES else "bt709")
