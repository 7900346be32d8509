"""The last card of an invitation: a map which a phone can open, beside words which stay legible."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from bench.frames import cover, draft_for, lettered, words
from engine.director.events import Edited
from engine.director.maps import map_link
from engine.director.turn import Turn, take_turn
from engine.looks import look, looks
from engine.media.samples import picture
from engine.render.card import MAP_LABEL
from engine.render.lettering import letters
from engine.render.safe import Box, safe_area
from engine.render.still import still
from tests.engine.directing import TODAY, even_voice

SIZES = [(1080, 1920), (1080, 1080), (1920, 1080)]
CLOSING = "We can't wait to celebrate with you\nRSVP: anna@example.com"
LINKS = {
    "short": map_link("Rose Hall", "12 Garden Road, Bath"),
    "chinese": map_link("锦江饭店", "上海市黄浦区茂名南路59号"),
}


def read(frame: np.ndarray) -> str:
    """What a phone reads from the frame after it was coded as video."""
    coded = cv2.imencode(".jpg", np.ascontiguousarray(frame[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    return cv2.QRCodeDetector().detectAndDecode(cv2.imdecode(coded, cv2.IMREAD_COLOR))[0]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("one", looks("wedding"), ids=lambda one: one.name)
def test_the_map_can_be_scanned_in_every_wedding_look_and_shape(one, size) -> None:  # type: ignore[no-untyped-def]
    draft = draft_for(one, size, beside=("caption",))
    for link in LINKS.values():
        card = words(CLOSING, cta={"map": link, "place": "Rose Hall"})
        ground = cover(picture("couple-sunset.jpg", 960), *size)
        assert read(lettered(ground, one, "cta", card, draft)) == link
        safe = safe_area(draft)
        for sprite in letters(card, "cta", draft, one, None):
            solid = np.argwhere(sprite.pixels[..., 3] > 200)
            (y0, x0), (y1, x1) = solid.min(0), solid.max(0) + 1
            assert safe.holds(Box(sprite.x + x0, sprite.y + y0, sprite.x + x1, sprite.y + y1))


def test_a_link_the_user_asked_a_code_for_goes_before_the_map() -> None:
    one = look("classic", "wedding")
    card = words("Reply here", cta={"link": "https://example.com/rsvp", "qr": True, "map": LINKS["short"]})
    assert (
        read(lettered(np.full((1920, 1080, 3), 128, np.uint8), one, "cta", card, draft_for(one, SIZES[0])))
        == "https://example.com/rsvp"
    )


def test_every_language_of_the_interface_says_what_the_code_is_for() -> None:
    assert {"zh", "de", "es", "fr"} <= MAP_LABEL.keys()


def test_the_last_card_of_a_form_opens_the_venue_when_the_film_is_rendered(tmp_path: Path) -> None:
    form = ["制作一个30秒的婚礼邀请视频。", "姓名:李雷 & 韩梅梅", "日期:2027年5月8日", "时间:下午3点", "地点:锦江饭店"]
    message = "\n".join([*form, "地址:上海市黄浦区茂名南路59号"])
    events = take_turn(Turn(message=message, today=TODAY, speak=even_voice))
    draft = next(event.draft for event in events if isinstance(event, Edited))
    last = draft.segments("cta")[-1]
    shown = Image.open(io.BytesIO(still(draft, (last.start + last.end) // 2, 1080, {}, tmp_path))).convert("RGB")
    assert read(np.asarray(shown)) == LINKS["chinese"]
