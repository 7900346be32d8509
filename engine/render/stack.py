"""A column of things to draw — words, chips, a code — which knows its size before it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.looks.colour import Rgb
from engine.looks.model import TextStyle
from engine.render.block import fitted
from engine.render.raster import Mask, Sheet, outlined, rounded
from engine.render.safe import Box
from engine.render.support import lay_line


@dataclass(frozen=True)
class Item:
    """Something of `width` × `height` px, drawn with its left upper corner at a place; `gap` px above it."""

    width: int
    height: int
    gap: int
    draw: Callable[[Sheet, int, int], None]


def words(
    text: str, style: TextStyle, ink: Rgb, width: int, height: int, short: int, language: str, gap: int = 0
) -> Item:
    """A block of words in one ink."""
    block = fitted(((text, style),), width, height, short, language)

    def draw(sheet: Sheet, x: int, y: int) -> None:
        box = Box(x, y, x + block.width, y + block.height)
        for line in block.lines:
            lay_line(sheet, line, box, ink)

    return Item(block.width, block.height, gap, draw)


def chip(
    inner: Item, pad: tuple[int, int], radius: int, fill: Rgb | None, line: tuple[Rgb, int, int] | None = None
) -> Item:
    """An item on a filled or outlined plate; `line` is colour, width and dash in px (0: unbroken)."""
    width, height = inner.width + 2 * pad[0], inner.height + 2 * pad[1]
    corner = height // 2 if radius < 0 else radius

    def draw(sheet: Sheet, x: int, y: int) -> None:
        if fill is not None:
            sheet.lay(rounded(width, height, corner), x, y, fill)
        if line is not None:
            edge: Mask = outlined(width, height, corner, line[1], line[2])
            sheet.lay(edge, x, y, line[0])
        inner.draw(sheet, x + pad[0], y + pad[1])

    return Item(width, height, inner.gap, draw)


def column(items: Sequence[Item], align: str = "center") -> Item:
    """Items below one another."""
    width = max((item.width for item in items), default=0)
    height = sum(item.height + (item.gap if at else 0) for at, item in enumerate(items))

    def draw(sheet: Sheet, x: int, y: int) -> None:
        for at, item in enumerate(items):
            y += item.gap if at else 0
            item.draw(sheet, x if align == "left" else x + (width - item.width) // 2, y)
            y += item.height

    return Item(width, height, items[0].gap if items else 0, draw)


def row(left: Item, right: Item, gap: int) -> Item:
    """Two items side by side, centred on one another."""
    height = max(left.height, right.height)

    def draw(sheet: Sheet, x: int, y: int) -> None:
        left.draw(sheet, x, y + (height - left.height) // 2)
        right.draw(sheet, x + left.width + gap, y + (height - right.height) // 2)

    return Item(left.width + gap + right.width, height, left.gap, draw)
