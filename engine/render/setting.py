"""Setting one line of type: shaped, kerned, tracked, in as many faces as its letters need, in visual order."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import regex
from PIL import Image, ImageDraw

from engine.render import bidi, fonts
from engine.render.fonts import Face

HANGING = regex.compile(r"^[\"'“”‘’«»‹›.,;:·•\-–—]+|[\"'“”‘’«»‹›.,;:\-–—]+$")
JOINERS = "\u200c\u200d"
CURSIVE = regex.compile(r"[\p{Arabic}\p{Devanagari}\p{Thai}\p{Bengali}\p{Tamil}\p{Telugu}\p{Khmer}\p{Myanmar}\p{Lao}]")


@dataclass(frozen=True)
class Type:
    """How letters are set: the faces in order of preference, the size in px, and tracking in em."""

    faces: tuple[Face, ...]
    px: int
    tracking: float = 0.0

    def at(self, px: int) -> Type:
        """The same type in another size."""
        return Type(self.faces, px, self.tracking)


@dataclass(frozen=True)
class Piece:
    """A stretch of a line in one face and direction, `x` px right of the line's origin."""

    text: str
    face: Face
    rtl: bool
    x: float


@dataclass(frozen=True)
class Line:
    """A set line: its pieces left to right, its advance width, its ink box about the origin on the baseline, in px."""

    text: str
    pieces: tuple[Piece, ...]
    type: Type
    width: float
    ink: tuple[int, int, int, int]  # x0, y0, x1, y1
    hang: tuple[float, float]  # width of the punctuation which hangs out at the left and the right


@lru_cache(maxsize=2048)
def set_line(text: str, type_: Type, rtl: bool | None = None) -> Line:
    """Set `text` on one line. `rtl` is the paragraph's direction; None reads it from the first strong letter."""
    text = cleaned(text)
    rtl = bidi.runs_right_to_left(text) if rtl is None else rtl
    pieces: list[Piece] = []
    x = 0.0
    boxes: list[tuple[float, float, float, float]] = []
    for part, face, level in _in_visual_order(text, type_.faces, rtl):
        piece = Piece(part, face, level % 2 == 1, x)
        pieces.append(piece)
        boxes.append(_ink(piece, type_))
        x += _advance(piece, type_)
    width = max(0.0, x - (type_.tracking * type_.px if pieces else 0.0))
    ink = _union(boxes)
    return Line(text, tuple(pieces), type_, width, ink, _hanging(text, type_, rtl))


def cleaned(text: str) -> str:
    """The text composed, on one line, without control and direction marks (joiners stay: letters need them)."""
    composed = unicodedata.normalize("NFC", " ".join(text.split()))
    return "".join(c for c in composed if c in JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))


def paint(line: Line, canvas: Image.Image, x: float, baseline: float, stroke: float = 0.0, ink: int = 255) -> None:
    """Draw the line into an 8-bit mask with its origin at (`x`, `baseline`)."""
    draw = ImageDraw.Draw(canvas)
    for piece in line.pieces:
        for part, at in _glyphs(piece, line.type):
            draw.text(
                (x + at, baseline),
                part,
                fill=ink,
                font=fonts.font(piece.face, line.type.px),
                anchor="ls",
                direction="rtl" if piece.rtl else "ltr",
                features=_features(piece, line.type),
                stroke_width=stroke,
            )


@lru_cache(maxsize=48)
def mask(line: Line, stroke: float = 0.0, pad: int = 2) -> tuple[np.ndarray, int, int]:
    """The line's ink as uint8 (h, w), read only, and the position of its origin in it."""
    grow = round(stroke) + pad
    x0, y0, x1, y1 = line.ink
    canvas = Image.new("L", (max(1, x1 - x0 + 2 * grow), max(1, y1 - y0 + 2 * grow)))
    paint(line, canvas, grow - x0, grow - y0, stroke)
    pixels: np.ndarray = np.asarray(canvas)
    pixels.setflags(write=False)
    return pixels, grow - x0, grow - y0


def _in_visual_order(text: str, faces: tuple[Face, ...], rtl: bool) -> list[tuple[str, Face, int]]:
    levels = bidi.levels(text, rtl)
    split: list[tuple[str, Face, int]] = []
    at = 0
    for stretch, face in fonts.runs(text, faces):
        for part, level in _by_level(stretch, levels[at : at + len(stretch)]):
            if face is not None:
                split.append((part, face, level))
        at += len(stretch)
    order = bidi.visual([(level, part) for part, _, level in split])
    return [split[index] for index in order]


def _by_level(text: str, levels: list[int]) -> list[tuple[str, int]]:
    parts: list[tuple[str, int]] = []
    for char, level in zip(text, levels, strict=True):
        if parts and parts[-1][1] == level:
            parts[-1] = (parts[-1][0] + char, level)
        else:
            parts.append((char, level))
    return parts


def _tracked(piece: Piece, type_: Type) -> bool:
    return bool(type_.tracking) and not piece.rtl and not CURSIVE.search(piece.text)


def _features(piece: Piece, type_: Type) -> list[str] | None:
    return ["-liga", "-clig"] if _tracked(piece, type_) else None


def _glyphs(piece: Piece, type_: Type) -> list[tuple[str, float]]:
    """What is drawn in one go, with its x: the whole piece, or its clusters when it is tracked."""
    if not _tracked(piece, type_):
        return [(piece.text, piece.x)]
    placed, before = [], ""
    for index, cluster in enumerate(fonts.clusters(piece.text)):
        kerned = _length(piece, before + cluster, type_) - _length(piece, cluster, type_)
        placed.append((cluster, piece.x + kerned + index * type_.tracking * type_.px))
        before += cluster
    return placed


def _advance(piece: Piece, type_: Type) -> float:
    extra = len(fonts.clusters(piece.text)) * type_.tracking * type_.px if _tracked(piece, type_) else 0.0
    return _length(piece, piece.text, type_) + extra


def _length(piece: Piece, text: str, type_: Type) -> float:
    drawn = fonts.font(piece.face, type_.px)
    direction = "rtl" if piece.rtl else "ltr"
    return drawn.getlength(text, direction=direction, features=_features(piece, type_))


def _ink(piece: Piece, type_: Type) -> tuple[float, float, float, float]:
    drawn = fonts.font(piece.face, type_.px)
    direction = "rtl" if piece.rtl else "ltr"
    boxes = []
    for part, x in _glyphs(piece, type_):
        box = drawn.getbbox(part, anchor="ls", direction=direction, features=_features(piece, type_))
        boxes.append((box[0] + x, box[1], box[2] + x, box[3]))
    return _union(boxes)


def _union(boxes: list[tuple[float, float, float, float]]) -> tuple[int, int, int, int]:
    if not boxes:
        return 0, 0, 0, 0
    low = np.floor(np.min([box[:2] for box in boxes], axis=0))
    high = np.ceil(np.max([box[2:] for box in boxes], axis=0))
    return int(low[0]), int(low[1]), int(high[0]), int(high[1])


def _hanging(text: str, type_: Type, rtl: bool) -> tuple[float, float]:
    """Optical margins: the widths of the punctuation at both ends which a centred or flush line lets hang."""
    if rtl or fonts.HAN.search(text):
        return 0.0, 0.0
    ends = {"left": 0.0, "right": 0.0}
    for match in HANGING.finditer(text):
        side = "left" if match.start() == 0 else "right"
        drawn = [(p, f) for p, f in fonts.runs(match.group(), type_.faces) if f]
        ends[side] += sum(fonts.font(face, type_.px).getlength(part) for part, face in drawn)
    return ends["left"], ends["right"]
