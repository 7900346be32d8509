"""A block of set lines: broken evenly, as large as its style wishes and its space allows, never clipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from engine.looks.model import TextStyle
from engine.render import fonts
from engine.render.breaking import Paragraph, broken, narrowed, paragraph
from engine.render.fonts import HAN
from engine.render.safe import Box
from engine.render.setting import Line, Type, set_line

WIDE = 0.84
REFERENCE = 100
"""The em in px at which paragraphs are measured before their size is known."""
SHRINK = 0.95
SMALLEST = 0.18
RELAXED = 0.6
"""Below this part of the wished size more lines are taken than the style wishes."""
GIVES_WAY = (0.75, 0.62, 0.45)
"""Below these parts of it a line may end inside a name, at a hyphen or slash, and at last inside a long word."""
TALL = regex.compile(r"[\p{Arabic}\p{Thai}\p{Devanagari}\p{Khmer}\p{Myanmar}\p{Lao}\p{Tamil}\p{Telugu}\p{Bengali}]")


@dataclass(frozen=True)
class Placed:
    """A line with its origin at (`x`, `y`) px of the block, set in `style`; `paragraph` counts from 0."""

    line: Line
    x: float
    y: float
    style: TextStyle
    paragraph: int

    @property
    def ink(self) -> Box:
        """Where its ink falls in the block."""
        x0, y0, x1, y1 = self.line.ink
        return Box(int(self.x) + x0, int(self.y) + y0, int(self.x) + x1 + 1, int(self.y) + y1)


@dataclass(frozen=True)
class Block:
    """Placed lines; (0, 0) is the left upper corner of their common ink box, `width` × `height` px."""

    lines: tuple[Placed, ...]
    width: int
    height: int
    scale: float  # of the wished size

    def gap(self, style: TextStyle) -> float | None:
        """The middle of the gap above the subtitle of `style`, px; None when there is no subtitle."""
        above = [line.ink.y1 for line in self.lines if line.style != style.sub]
        below = [line.ink.y0 for line in self.lines if line.style == style.sub]
        return (max(above) + min(below)) / 2 if above and below and style.sub else None


def type_of(style: TextStyle, px: int, language: str = "en") -> Type:
    """The style's faces and the fallbacks behind them, at `px`."""
    own = tuple(fonts.family(name, style.weight, style.italic) for name in style.families)
    return Type((*own, *fonts.fallbacks(style.weight, language)), px, style.tracking)


def cased(text: str, style: TextStyle, language: str = "en") -> str:
    """The text in the style's case; letters without a single capital (ß) stay, so names keep their letters."""
    if not style.upper:
        return text
    dotted = language.lower().startswith(("tr", "az"))
    return "".join(_capital(char, dotted) for char in text)


def _capital(char: str, dotted: bool) -> str:
    if dotted and char == "i":
        return "İ"
    upper = char.upper()
    return upper if len(upper) == 1 else char


PAIR = regex.compile(r"^(.{1,24}?)\s*(&|＆|\+|\band\b|\bund\b|\bet\b|\by\b|和|与)\s*(.{1,24})$", regex.IGNORECASE)


def paragraphs(text: str, style: TextStyle, upright: bool = False) -> list[tuple[str, TextStyle]]:
    """The paragraphs of a text with their styles: the first is the heading, the others are its subtitle.

    In an upright frame a heading of two names becomes three lines where the style has it so.
    """
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    if not parts:
        return []
    rest = [(part, style.sub or style) for part in parts[1:]]
    names = PAIR.match(parts[0]) if style.pair and upright else None
    if names is None or style.pair is None:
        return [(parts[0], style), *rest]
    return [(names[1], style), (names[2], style.pair), (names[3], replace(style, gap=style.pair.gap)), *rest]


@lru_cache(maxsize=256)
def fitted(
    parts: tuple[tuple[str, TextStyle], ...], width: int, height: int, short: int, language: str = "en"
) -> Block:
    """Set paragraphs as one block of at most `width` × `height` px, on a frame whose short side is `short` px.

    The size is found on widths measured once, and only then are lines set; a size whose ink turns out too wide (a
    script's flourishes) is passed over.
    """
    words = [(cased(text, style, language), style) for text, style in parts]
    block = Block((), 0, 0, 1.0)
    for scale in _scales():
        texts = [_texts(text, style, width, short * scale, scale, language) for text, style in words]
        if scale > SMALLEST and not _fits(texts, parts, height, short * scale, scale):
            continue
        lines = [
            (at, line) for at, found in enumerate(texts) for line in _set(found, parts[at][1], short * scale, language)
        ]
        block = _stacked(lines, parts, width, short * scale, scale)
        if block.width <= width and block.height <= height:
            break
    return block


def _scales() -> Iterator[float]:
    scale = 1.0
    while scale > SMALLEST:
        yield scale
        scale *= SHRINK
    yield SMALLEST


def _px(text: str, style: TextStyle, short: float) -> int:
    """The em in px; characters which fill their em (Chinese, Japanese, Korean) are set a little smaller."""
    return max(4, round(style.size * short * (WIDE if HAN.search(text) else 1.0)))


def _texts(text: str, style: TextStyle, width: int, short: float, scale: float, language: str) -> list[str] | None:
    """The lines of a paragraph at a scale; None when an atom is too wide for its line."""
    px, type_ = _px(text, style, short), type_of(style, REFERENCE, language)
    words, limit = _measured(text, type_), width / px
    for step in range(1, 1 + sum(scale < least for least in GIVES_WAY)):
        if max(words.bare, default=0.0) > limit:
            words = narrowed(words, limit, step, _measure(type_))
    if max(words.bare, default=0.0) > limit and scale > SMALLEST:
        return None
    return broken(words, limit)


def _fits(
    texts: list[list[str] | None], parts: tuple[tuple[str, TextStyle], ...], height: int, short: float, scale: float
) -> bool:
    """Whether the lines are few enough, and low enough together by their leading."""
    total = 0.0
    for found, (_, style) in zip(texts, parts, strict=True):
        if found is None or (len(found) > style.lines and scale >= RELAXED):
            return False
        total += len(found) * style.leading * _px(found[0] if found else "", style, short)
    return total <= height * 1.1


def _set(texts: list[str] | None, style: TextStyle, short: float, language: str) -> list[Line]:
    px = _px("".join(texts or []), style, short)
    return [set_line(text, type_of(style, px, language)) for text in texts or []]


@lru_cache(maxsize=512)
def _measured(text: str, type_: Type) -> Paragraph:
    return paragraph(text, _measure(type_))


def _measure(type_: Type) -> Callable[[str], float]:
    """Widths in em, whatever the size."""
    return lambda part: set_line(part, type_).width / type_.px


def _stacked(
    lines: list[tuple[int, Line]], parts: tuple[tuple[str, TextStyle], ...], width: int, short: float, scale: float
) -> Block:
    """Lines below one another, aligned, moved so that their ink starts at (0, 0)."""
    placed, y, last = [], 0.0, -1
    for at, line in lines:
        style = parts[at][1]
        tall = 1.18 if any(TALL.search(piece.text) for piece in line.pieces) else 1.0
        y += style.leading * line.type.px * tall
        if last not in (-1, at):
            y += (style.gap if style != parts[last][1] else 0.1 * style.size) * short
        placed.append(Placed(line, _x(line, style, width), y, style, at))
        last = at
    if not placed:
        return Block((), 0, 0, scale)
    left = min(item.ink.x0 for item in placed)
    top = min(item.ink.y0 for item in placed)
    moved = tuple(Placed(p.line, p.x - left, p.y - top, p.style, p.paragraph) for p in placed)
    return Block(moved, max(item.ink.x1 for item in moved), max(item.ink.y1 for item in moved), scale)


def _x(line: Line, style: TextStyle, width: int) -> float:
    """The line's origin, its outer punctuation hanging out of the optical margin."""
    left, right = line.hang
    if style.align == "left":
        rtl = bool(line.pieces) and line.pieces[-1].rtl
        return width - line.width if rtl else -left
    return (width - (line.width - left - right)) / 2 - left
