"""The call to action: a card with the offer, its price, code, link and QR code; a button when there are only words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from engine.looks.colour import BLACK, Rgb, readable, until_readable
from engine.looks.model import Look, Palette, TextStyle
from engine.render import stack
from engine.render.marks import modules, qr
from engine.render.places import area, placed_in
from engine.render.raster import Sheet, grown, rounded, softened
from engine.render.safe import Box, frame_size
from engine.render.sprite import Animation, Sprite
from engine.render.stack import Item
from engine.render.wishes import colour_wish, size_wish, wished_palette, wished_style
from nemo.draft import Draft, Segment

CODE_LABEL = {
    "zh": "优惠码",
    "ja": "クーポン",
    "ko": "쿠폰",
    "es": "CÓDIGO",
    "pt": "CÓDIGO",
    "it": "CODICE",
    "ar": "الرمز",
    "he": "קוד",
}
MAP_LABEL = {
    "zh": "扫码看地图",
    "ja": "地図はこちら",
    "ko": "지도 보기",
    "de": "Karte öffnen",
    "es": "Abrir el mapa",
    "fr": "Voir le plan",
    "pt": "Abrir o mapa",
    "it": "Apri la mappa",
    "ar": "افتح الخريطة",
    "he": "פתיחת המפה",
}
QR_SIDE = 0.3
"""The QR code with its quiet zone, of the short side: 324 px at 1080p, 9 px a module for a link of 40 letters."""
QR_MODULE = 0.0056
"""The least side of a module, of the short side: 6 px at 1080p. A long link makes a larger code, not a finer one."""


class Card:
    """What a card is drawn with: the segment's words and details, the look's letters and colours, one scale for all."""

    def __init__(self, segment: Segment, draft: Draft, look: Look, room: Box, scale: float) -> None:
        self.segment, self.look, self.scale = segment, look, scale
        colour = colour_wish(segment, draft, "cta")
        self.palette: Palette = wished_palette(look.colours(draft), colour)
        self.style: TextStyle = wished_style(look.style("cta"), segment, colour, draft.meta.font)
        self.language = draft.meta.language or "en"
        self.short = min(frame_size(draft))
        self.room = room
        self.details: dict[str, Any] = segment.meta.cta or {}
        self.button_only = not any(self.details.get(key) for key in ("price", "code", "link", "qr", "map"))
        on_accent = self.button_only and colour is None
        self.ground = self.palette.accent if on_accent else self.palette.ink(self.style.plate)
        liked = self.palette.on_accent if self.ground == self.palette.accent else self.palette.light
        self.ink = readable(self.ground, liked, self.palette.dark)
        same = self.ground == self.palette.accent
        self.strong = self.ink if same else until_readable(self.palette.accent, self.ground)
        self.button = self.ink if same else self.palette.accent

    def detail(self, name: str) -> str:
        """A detail as words; empty when it is missing or not words."""
        value = self.details.get(name)
        return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""

    def px(self, part: float) -> int:
        """A part of the short side, in px of this card's scale."""
        return round(part * self.short * self.scale)

    def words(self, text: str, style: TextStyle, ink: Rgb, gap: float, width: float = 1.0) -> Item:
        """Words no wider than a part of the room."""
        fine = replace(style, size=style.size * self.scale, align="center")
        room = round(self.room.width * width) - 2 * self.px(0.07)
        return stack.words(text, fine, ink, room, self.room.height, self.short, self.language, self.px(gap))


def call_to_action(segment: Segment, draft: Draft, look: Look) -> list[Sprite]:
    """The sprite of a call to action; none when it holds neither words nor details. The card has its own ground."""
    style = look.style("cta")
    room = area(segment, "cta", draft, style, look)
    size = frame_size(draft)
    wide = size[0] >= size[1]
    for scale in np.arange(1.0, 0.25, -0.05):
        card = Card(segment, draft, look, room, float(scale))
        inner = _contents(card, wide)
        pad = card.px(0.045 if card.button_only else 0.065)
        if inner and inner.width + 2 * pad <= room.width and inner.height + 2 * pad <= room.height:
            break
    return [_drawn(card, inner, pad, room, segment, style)] if inner else []


def _contents(card: Card, wide: bool) -> Item | None:
    code = _qr(card)
    part = 0.62 if wide and code else 1.0
    items = [item for item in (_heading(card, part), _price(card, part), _code(card, part), _link(card, part)) if item]
    if code and not (wide and items):
        items.insert(max(0, len(items) - 1) if card.detail("link") else len(items), code)
    if not items:
        return None
    column = stack.column(items)
    return stack.row(column, code, card.px(0.06)) if code and wide and column is not code and len(items) else column


def _heading(card: Card, part: float) -> Item | None:
    """The first line of the segment's text large, what stands below it smaller; a button has one line for all."""
    lines = [" ".join(line.split()) for line in (card.segment.meta.text or "").splitlines() if line.strip()]
    if card.button_only or len(lines) < 2:
        return _words(card, " ".join(lines), part)
    below = replace(card.style.sub or card.look.style("disclosure"), size=max(0.042, card.style.size * 0.62))
    rest = [card.words(line, below, card.ink, 0.035, part) for line in lines[1:]]
    return stack.column([item for item in (_words(card, lines[0], part), *rest) if item])


def _words(card: Card, text: str, part: float) -> Item | None:
    style = (
        replace(card.style, size=min(card.style.size, 0.07 * size_wish(card.segment)))
        if card.button_only
        else card.style
    )
    return card.words(text, style, card.ink, 0.0, part) if text else None


def _price(card: Card, part: float) -> Item | None:
    text = card.detail("price")
    if not text:
        return None
    return card.words(
        text, replace(card.style, size=max(0.13, card.style.size * 1.5), lines=1), card.strong, 0.045, part
    )


def _code(card: Card, part: float) -> Item | None:
    text = card.detail("code")
    if not text:
        return None
    base = card.look.style("disclosure")
    label_text = CODE_LABEL.get(card.language.split("-")[0], "CODE")
    label = card.words(label_text, replace(base, size=0.03, tracking=0.1), card.ink, 0.045, part)
    letters = card.words(text, replace(base, size=0.058, weight=800, tracking=0.06), card.ink, 0.045, part)
    inner = stack.row(label, letters, card.px(0.028))
    line = (card.ink, max(2, card.px(0.0035)), max(4, card.px(0.013)))
    return stack.chip(replace(inner, gap=card.px(0.045)), (card.px(0.04), card.px(0.03)), card.px(0.018), None, line)


def _link(card: Card, part: float) -> Item | None:
    text = card.detail("link").removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    if not text:
        return None
    own = card.style.sub
    base = replace(own or card.look.style("disclosure"), size=max(0.042, own.size * 0.95 if own else 0), lines=1)
    inner = card.words(text, base, readable(card.button, card.palette.on_accent, card.ground), 0.05, part - 0.1)
    return stack.chip(inner, (card.px(0.05), card.px(0.032)), -1, card.button)


def _qr(card: Card) -> Item | None:
    asked = card.details.get("qr")
    text = asked.strip() if isinstance(asked, str) else card.detail("link") if asked else ""
    if text or not card.detail("map"):
        return _square(card, text) if text else None
    code = _square(card, card.detail("map"))
    label = MAP_LABEL.get(card.language.split("-")[0], "Open the map")
    style = replace(card.look.style("disclosure"), size=0.034, tracking=0.02)
    named = [card.words(line, style, card.ink, 0.02, 0.5) for line in (label, card.detail("place")) if line]
    return replace(stack.column([code, *named]), gap=code.gap)


def _square(card: Card, text: str) -> Item:
    if "://" not in text and not text.upper().startswith(("WIFI:", "MAILTO:", "TEL:", "SMSTO:")):
        text = f"https://{text}"
    picture = qr(text, card.px(max(QR_SIDE, QR_MODULE * modules(text))))
    side, radius = picture.shape[0], card.px(0.016)

    def draw(sheet: Sheet, x: int, y: int) -> None:
        alpha = rounded(side, side, radius)[..., None]
        sheet.lay_picture(np.dstack([(picture * (alpha / 255)).astype(np.uint8), alpha]), x, y)

    return Item(side, side, card.px(0.05), draw)


def _drawn(card: Card, inner: Item, pad: int, room: Box, segment: Segment, style: TextStyle) -> Sprite:
    width, height = inner.width + 2 * pad, inner.height + 2 * pad
    x, y = placed_in(room, width, height, segment.meta.position or style.position, "center")
    box = Box(x, y, x + width, y + height)
    sheet = Sheet(grown(box, card.px(0.06)))
    shape = rounded(width, height, height // 2 if card.button_only else card.px(style.radius))
    shadow, reach = softened(shape, max(1.0, card.px(0.02)))
    sheet.lay(shadow, x - reach, y - reach + card.px(0.008), BLACK, 0.35)
    sheet.lay(shape, x, y, card.ground)
    inner.draw(sheet, x + pad, y + pad)
    return Sprite(
        sheet.pixels(), sheet.box.x0, sheet.box.y0, segment.start, segment.end, style.enter, Animation("fade", 200)
    )
