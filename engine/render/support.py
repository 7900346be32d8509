"""A set block on its picture: ink, and under it the least which makes it readable — shadow, scrim, panel or plates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import BLACK, WHITE, Rgb, luminance, oklch, readable, toned
from engine.looks.model import Palette, TextStyle
from engine.looks.vector import Shape, drawn, placed
from engine.render.block import Block, Placed
from engine.render.contrast import legible_on, region
from engine.render.raster import Sheet, grown, moved, rounded, softened, union, veil
from engine.render.safe import Box
from engine.render.setting import mask
from engine.render.sprite import Animation, Sprite
from nemo.draft import Segment

PANEL_FROM = 0.78
"""Letters which would need this much veil stand on a panel instead: so strong a veil looks like a dirty picture."""
BOX_FROM = 0.5
"""A wished colour stands on a panel sooner: a halo's soft edge would not give a middling colour enough."""
PANEL_PAD, PLATE_PAD = 0.05, 0.26
"""What a panel reaches beyond its words, of the short side; and a plate beyond its line, of the em."""
BLURRED = 1.2
"""How much stronger a halo is drawn than it has to be: its own softness takes some of it back."""
SHARE = 0.7
"""The part of the needed veil laid over the picture; the rest is a halo around the letters."""


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
    behind = region(backdrop, grown(box, short // 50), frame)
    under = [region(backdrop, grown(moved(line.ink, x, y), short // 60), frame) for line in block.lines]
    found = legible_on(under, [palette.ink(name) for name in style.inks])
    wished = getattr(segment.meta, "color", None) is not None
    if style.support == "panel" or found.opacity >= (BOX_FROM if wished else PANEL_FROM):
        ground = palette.ink(style.plate) if style.support == "panel" else found.veil
        ink = readable(ground, found.ink, *(palette.ink(name) for name in style.inks))
        pad = grown(box, round(short * PANEL_PAD), round(short * 0.045))
        return [
            panel(pad, ground, 1.0 if wished or style.support == "panel" else 0.86, style, segment, short),
            _ink(block, box, segment, style, palette, ink, short, 0.0),
        ]
    veiled = SHARE * max(found.opacity, 0.3 if style.support == "scrim" and found.opacity else 0.0)
    halo = max(0.0, 1 - (1 - found.opacity) / (1 - veiled))
    letters = _ink(block, box, segment, style, palette, found.ink, short, halo)
    return [_scrim(box, _tinted(found.veil, behind), veiled, segment, frame), letters] if veiled else [letters]


def _tinted(veil_: Rgb, behind: NDArray[np.uint8] | None) -> Rgb:
    """The veil in the hue of the picture, so that it looks like shade or haze and not like grey."""
    if behind is None:
        return veil_
    mean = Rgb(*(int(value) for value in behind.reshape(-1, 3).mean(axis=0)))
    dark = luminance(veil_) < 0.5
    return toned(mean, 0.14 if dark else 0.98, min(oklch(mean)[1], 0.05 if dark else 0.012))


def panel(box: Box, colour: Rgb, opacity: float, style: TextStyle, segment: Segment, short: int) -> Sprite:
    """A plate with round corners and a soft shadow, which fades in a little before its words."""
    shape = rounded(box.width, box.height, round(style.radius * short))
    sheet = Sheet(grown(box, round(short * 0.04)))
    shadow, reach = softened(shape, short * 0.012)
    sheet.lay(shadow, box.x0 - reach, box.y0 - reach + short * 0.004, Rgb(0, 0, 0), 0.28 * opacity)
    sheet.lay(shape, box.x0, box.y0, colour, opacity)
    return sprite(sheet, segment, Animation("fade", 200), style.leave)


def _scrim(box: Box, colour: Rgb, opacity: float, segment: Segment, frame: tuple[int, int]) -> Sprite:
    """A shade over the whole width, full behind the words and fading far above and below them."""
    feather = round(min(frame) * 0.42)
    top, bottom = max(0, box.y0 - feather), min(frame[1], box.y1 + feather)
    band = veil(frame[0], box.height + 2 * feather, feather, colour, opacity)
    cut = band[top - (box.y0 - feather) : bottom - (box.y0 - feather)]
    return Sprite(cut, 0, top, segment.start, segment.end, Animation("fade", 350), Animation("fade", 250))


def _ink(
    block: Block,
    box: Box,
    segment: Segment,
    style: TextStyle,
    palette: Palette,
    ink: Rgb,
    short: int,
    halo: float,
) -> Sprite:
    shapes = style.ornament(palette, ink, box.width, box.height, block.gap(style), short) if style.ornament else []
    around = grown(box, round(short * 0.05))
    bands = [(_reach(band, box), band) for band in _bands(shapes)]
    sheet = Sheet(union([around, *(reach for reach, _ in bands)]))
    halo_lines(sheet, block.lines, box, ink, halo, short)
    for reach, band in bands:
        inside = placed(band, box.x0 - reach.x0, box.y0 - reach.y0)
        sheet.lay_picture(drawn(inside, reach.width, reach.height, 1), reach.x0, reach.y0)
    for line in block.lines:
        lay_line(sheet, line, box, ink)
    return sprite(sheet, segment, style.enter, style.leave)


def _bands(shapes: Sequence[Shape]) -> list[list[Shape]]:
    """The shapes in groups which lie one below the other: what is above and what is below the words is drawn apart."""
    bands: list[list[Shape]] = []
    foot = -np.inf
    for shape in sorted(shapes, key=lambda one: float(one.points[:, 1].min())):
        if float(shape.points[:, 1].min()) > foot:
            bands.append([])
        bands[-1].append(shape)
        foot = max(foot, float(shape.points[:, 1].max()))
    return [[shape for shape in shapes if any(shape is one for one in band)] for band in bands]


def _reach(shapes: Sequence[Shape], box: Box) -> Box:
    low = np.min([shape.points.min(0) - shape.blur * 3 for shape in shapes], axis=0)
    high = np.max([shape.points.max(0) + shape.blur * 3 for shape in shapes], axis=0)
    x0, y0, x1, y1 = (int(value) for value in (*np.floor(low - 2), *np.ceil(high + 2)))
    return moved(Box(x0, y0, x1, y1), box.x0, box.y0)


def halo_lines(sheet: Sheet, lines: Sequence[Placed], box: Box, ink: Rgb, halo: float, short: int) -> None:
    """A halo of the opacity `halo` close around the letters, and a faint wide one; light letters have some in any case.

    The close halo is full for at least 0.5 % of the short side, which is what an eye compares a letter's edge with.
    """
    light = luminance(ink) > 0.18  # the side of the veil that `legible_on` measured
    sure = min(1.0, halo * BLURRED)
    colour, shade = (BLACK, max(sure, 0.3)) if light else (WHITE, sure)
    if shade < 0.02:
        return
    for line in lines:
        px = line.line.type.px
        shape, x0, y0 = mask(line.line)
        sigma = max(px * 0.035, short * 0.0022)
        close = round(max(px * 0.03, short * 0.006) + sigma)
        for blur, grow, opacity in ((max(px * 0.16, sigma * 4), close // 2, shade * 0.6), (sigma, close, shade)):
            soft, reach = softened(shape, blur, max(1, grow))
            sheet.lay(soft, box.x0 + line.x - x0 - reach, box.y0 + line.y - y0 - reach, colour, min(1.0, opacity))


def lay_line(sheet: Sheet, line: Placed, box: Box, ink: Rgb, stroke: float = 0.0) -> None:
    """The letters of one line of a block whose corner is that of `box`."""
    shape, x0, y0 = mask(line.line, stroke)
    sheet.lay(shape, box.x0 + line.x - x0, box.y0 + line.y - y0, ink)


def _plates(block: Block, box: Box, segment: Segment, style: TextStyle, palette: Palette, short: int) -> Sprite:
    """Each line on a plate of its own, tight around its capitals."""
    sheet = Sheet(grown(box, round(short * 0.06)))
    for line in block.lines:
        plate = line_plate(line, box)
        shape = rounded(plate.width, plate.height, round(style.radius * short))
        sheet.lay(shape, plate.x0, plate.y0, palette.ink(line.style.plate))
    for line in block.lines:
        ground = palette.ink(line.style.plate)
        lay_line(
            sheet, line, box, readable(ground, palette.on_accent if line.style.plate == "accent" else palette.light)
        )
    return sprite(sheet, segment, style.enter, style.leave)


def line_plate(line: Placed, box: Box) -> Box:
    """The plate of one line: even above the capitals and below the baseline, and around letters which reach further."""
    px = line.line.type.px
    x0, y = box.x0 + line.x, box.y0 + line.y
    x1 = x0 + line.line.width
    ink = grown(moved(line.ink, box.x0, box.y0), round(0.06 * px))
    even = Box(round(x0 - PLATE_PAD * px), round(y - 0.92 * px), round(x1 + PLATE_PAD * px), round(y + 0.24 * px))
    return union([even, ink])


def sprite(sheet: Sheet, segment: Segment, enter: Animation, leave: Animation) -> Sprite:
    """The sheet as a sprite for the whole of `segment`."""
    return Sprite(sheet.pixels(), sheet.box.x0, sheet.box.y0, segment.start, segment.end, enter, leave)
