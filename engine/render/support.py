"""A set block on its picture: ink, and under it the least which makes it readable — shadow, scrim, panel or plates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import WHITE, Rgb, luminance, readable
from engine.looks.model import Palette, TextStyle
from engine.looks.vector import Shape, drawn, placed
from engine.render.block import Block, Placed
from engine.render.contrast import Legibility, legible, region
from engine.render.raster import Sheet, grown, rounded, softened, union, veil
from engine.render.safe import Box
from engine.render.setting import mask
from engine.render.sprite import Animation, Sprite
from nemo.draft import Segment

PANEL_FROM = 0.62
"""A veil of this opacity or more is drawn as a panel with edges: as a scrim it would look like a dirty picture."""


def supported(
    block: Block,
    x: int,
    y: int,
    segment: Segment,
    style: TextStyle,
    palette: Palette,
    frame: tuple[int, int],
    backdrop: NDArray[np.uint8] | None,
) -> list[Sprite]:
    """The block at (`x`, `y`) px of the frame, with its support and its look's ornament."""
    if not block.lines:
        return []
    short = min(frame)
    box = Box(x, y, x + block.width, y + block.height)
    if style.support == "line_plates":
        return [_plates(block, box, segment, style, palette, short)]
    found = legible(region(backdrop, grown(box, short // 50), frame), *(palette.ink(name) for name in style.inks))
    sprites = _under(box, found, segment, style, palette, frame)
    ink = readable(palette.ink(style.plate), found.ink) if style.support == "panel" else found.ink
    sprites.append(_ink(block, box, segment, style, palette, ink, short))
    return sprites


def _under(
    box: Box, found: Legibility, segment: Segment, style: TextStyle, palette: Palette, frame: tuple[int, int]
) -> list[Sprite]:
    short = min(frame)
    if style.support == "panel" or found.opacity >= PANEL_FROM:
        colour = palette.ink(style.plate) if style.support == "panel" else found.veil
        opacity = 1.0 if style.support == "panel" else max(found.opacity, 0.8)
        return [panel(grown(box, round(short * 0.05), round(short * 0.045)), colour, opacity, style, segment, short)]
    opacity = max(found.opacity, 0.3 if style.support == "scrim" else 0.0)
    if style.support == "none" or not opacity:
        return []
    return [_scrim(box, found.veil, opacity, segment, frame)]


def panel(box: Box, colour: Rgb, opacity: float, style: TextStyle, segment: Segment, short: int) -> Sprite:
    """A plate with round corners and a soft shadow, which fades in a little before its words."""
    shape = rounded(box.width, box.height, round(style.radius * short))
    sheet = Sheet(grown(box, round(short * 0.04)))
    shadow, reach = softened(shape, short * 0.012)
    sheet.lay(shadow, box.x0 - reach, box.y0 - reach + short * 0.004, Rgb(0, 0, 0), 0.28 * opacity)
    sheet.lay(shape, box.x0, box.y0, colour, opacity)
    return sprite(sheet, segment, Animation("fade", 200), style.leave)


def _scrim(box: Box, colour: Rgb, opacity: float, segment: Segment, frame: tuple[int, int]) -> Sprite:
    """A band over the whole width, full behind the words, fading out above and below them."""
    feather = round(min(frame) * 0.22)
    top, bottom = max(0, box.y0 - feather), min(frame[1], box.y1 + feather)
    band = veil(frame[0], box.height + 2 * feather, feather, colour, opacity)
    cut = band[top - (box.y0 - feather) : bottom - (box.y0 - feather)]
    return Sprite(
        np.ascontiguousarray(cut), 0, top, segment.start, segment.end, Animation("fade", 350), Animation("fade", 250)
    )


def _ink(
    block: Block,
    box: Box,
    segment: Segment,
    style: TextStyle,
    palette: Palette,
    ink: Rgb,
    short: int,
) -> Sprite:
    shapes = style.ornament(palette, ink, box.width, box.height, block.gap(style), short) if style.ornament else []
    around = grown(box, round(short * 0.05))
    if shapes:
        around = union([around, _reach(shapes, box)])
    sheet = Sheet(around)
    shadow_lines(sheet, block.lines, box, ink, short)
    if shapes:
        inside = placed(shapes, box.x0 - around.x0, box.y0 - around.y0)
        sheet.lay_picture(drawn(inside, around.width, around.height, 1), around.x0, around.y0)
    for line in block.lines:
        lay_line(sheet, line, box, ink)
    return sprite(sheet, segment, style.enter, style.leave)


def _reach(shapes: Sequence[Shape], box: Box) -> Box:
    low = np.min([shape.points.min(0) - shape.blur * 3 for shape in shapes], axis=0)
    high = np.max([shape.points.max(0) + shape.blur * 3 for shape in shapes], axis=0)
    return Box(box.x0 + int(low[0]) - 1, box.y0 + int(low[1]) - 1, box.x0 + int(high[0]) + 2, box.y0 + int(high[1]) + 2)


def shadow_lines(sheet: Sheet, lines: Sequence[Placed], box: Box, ink: Rgb, short: int) -> None:
    """A soft shadow under light letters: depth, and some contrast beyond what was measured."""
    if luminance(ink) < 0.3:
        return
    for line in lines:
        shape, x0, y0 = mask(line.line)
        shadow, reach = softened(shape, max(1.0, line.line.type.px * 0.07))
        x, y = box.x0 + line.x - x0 - reach, box.y0 + line.y - y0 - reach + line.line.type.px * 0.03
        sheet.lay(shadow, x, y, Rgb(0, 0, 0), 0.55)


def lay_line(sheet: Sheet, line: Placed, box: Box, ink: Rgb, stroke: float = 0.0) -> None:
    """The letters of one line of a block whose corner is that of `box`."""
    shape, x0, y0 = mask(line.line, stroke)
    sheet.lay(shape, box.x0 + line.x - x0, box.y0 + line.y - y0, ink)


def _plates(block: Block, box: Box, segment: Segment, style: TextStyle, palette: Palette, short: int) -> Sprite:
    """Each line on a plate of its own, tight around its capitals."""
    colour = palette.ink(style.plate)
    ink = readable(colour, palette.on_accent if style.plate == "accent" else WHITE)
    sheet = Sheet(grown(box, round(short * 0.06)))
    for line in block.lines:
        plate = line_plate(line, box)
        shape = rounded(plate.width, plate.height, round(style.radius * short))
        sheet.lay(shape, plate.x0, plate.y0, colour)
    for line in block.lines:
        lay_line(sheet, line, box, ink)
    return sprite(sheet, segment, style.enter, style.leave)


def line_plate(line: Placed, box: Box) -> Box:
    """The plate of one line: even above the capitals and below the baseline, whatever letters it holds."""
    px = line.line.type.px
    x0, y = box.x0 + line.x, box.y0 + line.y
    return Box(
        round(x0 - 0.26 * px), round(y - 0.92 * px), round(x0 + line.line.width + 0.26 * px), round(y + 0.24 * px)
    )


def sprite(sheet: Sheet, segment: Segment, enter: Animation, leave: Animation) -> Sprite:
    """The sheet as a sprite for the whole of `segment`."""
    return Sprite(sheet.pixels(), sheet.box.x0, sheet.box.y0, segment.start, segment.end, enter, leave)
