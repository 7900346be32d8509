"""The contact sheets: every look on the sample pictures, in docs/gallery. `python -m bench.gallery` or `make gallery`.

`--golden` remakes the small pictures which the tests hold the looks to, in tests/data/golden; `--time` measures.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np

from bench.frames import Picture, backdrop, cover, draft_for, lettered, words
from engine.looks import Look, looks
from engine.media.samples import SCENES, picture
from engine.render.lettering import letters
from engine.render.raster import rounded

ROOT = Path(__file__).parent.parent
UPRIGHT, SQUARE, PORTRAIT, WIDE = (1080, 1920), (1080, 1080), (1080, 1350), (1920, 1080)
TEXTS: dict[str, dict[str, Any]] = {
    "affiliate": {
        "title": "Barista coffee anywhere\nIn 90 seconds, no power needed",
        "text": "Grinds, brews and cleans itself",
        "caption": "It grinds, brews and cleans itself in 90 seconds",
        "card": "3 reasons to love it",
        "cta": "Get yours before Sunday",
        "details": {"price": "$29.99", "code": "BREW20", "link": "https://example.com/brew", "qr": True},
        "zh": "随时随地喝到好咖啡\n只需90秒，无需电源",
        "ar": "قهوة رائعة في أي مكان\nخلال 90 ثانية فقط",
    },
    "link": {
        "title": "Why cities are planting forests again\nThe Daily Example · 12 May 2026",
        "text": "Streets with trees are up to 5 °C cooler",
        "caption": "One street in Lyon is now five degrees cooler in summer",
        "card": "“A tree is the cheapest air conditioner there is.”",
        "cta": "Read the whole story",
        "details": {"link": "https://example.com/forests", "qr": True},
        "zh": "城市为什么重新种树\n每日示例 · 2026年5月12日",
        "ar": "لماذا تزرع المدن الغابات من جديد",
    },
    "wedding": {
        "title": "Anna & James\nSaturday, 12 June 2027\nVilla Rosa, Lake Como",
        "text": "Together with their families\nthey invite you to celebrate with them",
        "caption": "We can’t wait to celebrate with you",
        "card": "Anna & James\nSaturday, 12 June 2027\nVilla Rosa, Lake Como",
        "cta": "Kindly reply by 1 May",
        "details": {"link": "https://example.com/anna-james", "qr": True},
        "zh": "李明 & 王芳\n2027年6月12日 星期六\n诚邀您见证我们的婚礼",
        "ar": "ليلى & عمر\nالسبت 12 يونيو 2027",
    },
}
GAP, MARGIN, PAPER = 28, 56, (246, 244, 240)


Size = tuple[int, int]


def frame(
    look: Look,
    size: Size,
    ground: Picture | None,
    *roles: tuple[str, str],
    language: str = "en",
    **meta: Any,
) -> Picture:
    """One frame: a picture (or the look's card) with the words of some roles on it."""
    beside = [role for role, _ in roles if role in ("caption", "disclosure")]
    draft = draft_for(look, size, language, beside, caption_style=meta.pop("style", None))
    first = words(roles[0][1])
    shown = look.card(draft, first, size) if ground is None else cover(ground, *size)
    for role, text in roles:
        segment = words(text, **(meta if role in ("cta", "caption") else {}))
        shown = lettered(shown, look, role, segment, draft)
    return shown


def frames(look: Look) -> list[list[Picture]]:
    """The frames of a look's sheet, row by row."""
    texts = TEXTS[look.kind]
    photos = [picture(scene.name) for scene in SCENES[look.kind]]
    title, caption = ("title", texts["title"]), ("caption", texts["caption"])
    chip = [("disclosure", "#ad")] if look.kind == "affiliate" else []
    return [
        [
            frame(look, UPRIGHT, photos[0], title, *chip),
            frame(look, UPRIGHT, photos[2], ("text", texts["text"]), caption, *chip),
            frame(look, UPRIGHT, photos[1], caption, style="karaoke"),
            frame(look, UPRIGHT, None, ("main", texts["card"])),
            frame(look, UPRIGHT, photos[1], ("cta", texts["cta"]), *chip, cta=texts["details"]),
        ],
        [
            frame(look, WIDE, photos[-1], title),
            frame(look, SQUARE, photos[1], ("title", texts["zh"]), language="zh"),
            frame(look, WIDE, None, ("main", texts["card"])),
        ],
        [
            frame(look, PORTRAIT, photos[2], ("title", texts["ar"]), language="ar"),
            frame(look, WIDE, photos[0], ("cta", texts["cta"]), cta=texts["details"]),
            frame(look, PORTRAIT, photos[0], ("text", texts["text"]), ("caption", texts["caption"]), style="pop"),
        ],
    ]


def sheet(look: Look, width: int = 2000) -> Picture:
    """The contact sheet of a look."""
    rows = [_row(found, width - 2 * MARGIN) for found in frames(look)]
    height = sum(row.shape[0] for row in rows) + GAP * (len(rows) - 1) + 2 * MARGIN
    page = np.full((height, width, 3), PAPER, np.uint8)
    y = MARGIN
    for row in rows:
        page[y : y + row.shape[0], MARGIN : MARGIN + row.shape[1]] = row
        y += row.shape[0] + GAP
    return page


def _row(tiles: list[Picture], width: int) -> Picture:
    """Tiles of one height side by side, filling `width`, with round corners."""
    aspects = [tile.shape[1] / tile.shape[0] for tile in tiles]
    height = int((width - GAP * (len(tiles) - 1)) / sum(aspects))
    row = np.full((height, width, 3), PAPER, np.uint8)
    x = 0
    for tile, aspect in zip(tiles, aspects, strict=True):
        wide = int(height * aspect)
        small = cv2.resize(tile, (wide, height), interpolation=cv2.INTER_AREA).astype(np.float32)
        alpha = rounded(wide, height, 14)[..., None] / np.float32(255)
        row[:, x : x + wide] = (small * alpha + np.float32(PAPER) * (1 - alpha)).astype(np.uint8)
        x += wide + GAP
    return row


def overview(width: int = 2000) -> Picture:
    """All looks beside one another: one row a kind of video, title and card of each look."""
    rows = []
    for kind in ("affiliate", "link", "wedding"):
        tiles = []
        for number, look in enumerate(looks(kind)):
            photo = picture(SCENES[kind][number % 3].name)
            tiles.append(frame(look, UPRIGHT, photo, ("title", TEXTS[kind]["title"])))
            tiles.append(frame(look, UPRIGHT, None, ("main", TEXTS[kind]["card"])))
        rows.append(_row(tiles, width - 2 * MARGIN))
    gap = np.full((GAP, rows[0].shape[1], 3), PAPER, np.uint8)
    inner = np.vstack([rows[0], gap, rows[1], gap, rows[2]])
    return cv2.copyMakeBorder(inner, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=PAPER)


def small(look: Look) -> Picture:
    """A look at a glance, for choosing it in the studio: its title on the first sample picture of its kind."""
    whole = frame(look, (540, 960), picture(SCENES[look.kind][0].name), ("title", TEXTS[look.kind]["title"]))
    return np.asarray(cv2.resize(whole, (270, 480), interpolation=cv2.INTER_AREA), np.uint8)


def golden(look: Look) -> Picture:
    """A small picture of a look: its card with a title, and its call to action, as a JPEG comes back."""
    size, texts = (270, 480), TEXTS[look.kind]
    card = frame(look, size, None, ("main", texts["card"]))
    grey = np.linspace(70, 200, 480).astype(np.uint8)[:, None, None].repeat(270, 1).repeat(3, 2)
    offer = frame(look, size, grey, ("cta", texts["cta"]), cta=texts["details"])
    coded = cv2.imencode(".jpg", np.hstack([card, offer])[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR)[..., ::-1], np.uint8)


def timings() -> dict[str, float]:
    """The median CPU time in ms of lettering one segment at 1080 × 1920, by role; every text for the first time."""
    spent: dict[str, list[float]] = {}
    for look in looks():
        ground = backdrop(cover(picture(SCENES[look.kind][0].name, 960), *UPRIGHT))
        draft = draft_for(look, UPRIGHT)
        for number in range(6):
            for role in ("title", "text", "caption", "cta"):
                segment = words(f"{TEXTS[look.kind][role]} {number}", cta=TEXTS[look.kind]["details"])
                before = time.process_time()
                letters(segment, role, draft, look, ground)
                if number:  # the first loads the fonts
                    spent.setdefault(role, []).append((time.process_time() - before) * 1000)
    return {role: median(found) for role, found in spent.items()}


def _save(path: Path, pixels: Picture) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92 if path.parent.name == "golden" else 84])
    print(path.relative_to(ROOT))


def main(arguments: list[str]) -> None:
    """Draw the sheets, or the golden pictures."""
    cv2.setNumThreads(1)
    if "--time" in arguments:
        print("  ".join(f"{role} {ms:.1f} ms" for role, ms in timings().items()))
        return
    if "--golden" in arguments:
        for look in looks():
            _save(ROOT / "tests" / "data" / "golden" / f"look-{look.name}.jpg", golden(look))
        return
    _save(ROOT / "docs" / "gallery" / "looks.jpg", overview())
    for look in looks():
        _save(ROOT / "docs" / "gallery" / f"{look.name}.jpg", sheet(look))
        _save(ROOT / "static" / "looks" / f"{look.name}.jpg", small(look))


if __name__ == "__main__":
    main(sys.argv[1:])
