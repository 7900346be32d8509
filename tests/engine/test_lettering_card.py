"""The call to action, its QR code as a phone sees it, the disclosure and the logo."""

import cv2
import numpy as np
import pytest

from bench.frames import backdrop, cover, draft_for, lettered, over, words
from engine.looks import look, looks
from engine.media.samples import picture
from engine.render.lettering import letters
from engine.render.marks import logo, qr
from engine.render.safe import Box, safe_area

OFFER = {"price": "$29.99", "code": "BREW20", "link": "https://example.com/brew", "qr": True}
SIZES = [(1080, 1920), (1920, 1080), (1080, 1080), (1080, 1350)]


def decoded(frame: np.ndarray) -> str:
    """What a phone reads from the frame after it was coded as video: blurred chroma and JPEG noise stand for that."""
    coded = cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    return cv2.QRCodeDetector().detectAndDecode(cv2.imdecode(coded, cv2.IMREAD_COLOR))[0]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("one", looks(), ids=lambda one: one.name)
def test_the_qr_code_can_be_scanned_from_a_frame_in_every_look(one, size) -> None:  # type: ignore[no-untyped-def]
    ground = cover(picture("coffee-maker-morning.jpg", 960), *size)
    draft = draft_for(one, size, beside=("caption", "disclosure"))
    frame = lettered(ground, one, "cta", words("Get yours before Sunday", cta=OFFER), draft)
    assert decoded(frame) == "https://example.com/brew"


def test_the_qr_code_can_be_scanned_from_a_preview_of_a_third_of_the_size() -> None:
    one, size = look("clean"), (360, 640)
    frame = lettered(np.full((640, 360, 3), 90, np.uint8), one, "cta", words("Go", cta=OFFER), draft_for(one, size))
    assert decoded(cv2.resize(frame, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)) == "https://example.com/brew"


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("https://example.com/a?b=c&d=é", "https://example.com/a?b=c&d=é"),
        ("example.com/rsvp", "https://example.com/rsvp"),
        ("WIFI:S:Villa;T:WPA;P:rosa;;", "WIFI:S:Villa;T:WPA;P:rosa;;"),
        (True, "https://example.com/brew"),
    ],
)
def test_the_code_holds_what_was_asked_for(asked: object, read: str) -> None:
    one = look("news")
    segment = words("Read on", cta={"link": "example.com/brew", "qr": asked})
    frame = lettered(np.full((1920, 1080, 3), 128, np.uint8), one, "cta", segment, draft_for(one, (1080, 1920)))
    assert decoded(frame) == read


def test_no_code_is_drawn_unless_it_was_asked_for() -> None:
    one = look("news")
    for asked in (None, False, ""):
        segment = words("Read on", cta={"link": "example.com", "qr": asked})
        frame = lettered(np.full((1920, 1080, 3), 128, np.uint8), one, "cta", segment, draft_for(one, (1080, 1920)))
        assert decoded(frame) == ""


def test_a_text_too_long_for_any_code_is_told_by_the_maker() -> None:
    with pytest.raises(ValueError):
        qr("x" * 4000, 300)


@pytest.mark.parametrize("size", [*SIZES, (360, 640)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_card_lies_inside_the_safe_area_whatever_it_holds(size: tuple[int, int]) -> None:
    full = {**OFFER, "code": "A-VERY-LONG-CODE-2027", "link": "https://www.example.com/a/rather/long/link/to/it"}
    for one in looks():
        draft = draft_for(one, size, beside=("caption", "disclosure"))
        for text, details in (
            ("Get yours before Sunday", OFFER),
            ("An offer in a great many words, " * 3, full),
            ("Go", {}),
        ):
            (sprite,) = letters(words(text, cta=details), "cta", draft, one, None)
            solid = np.argwhere(sprite.pixels[..., 3] == 255)
            (y0, x0), (y1, x1) = solid.min(0), solid.max(0)
            card = Box(sprite.x + int(x0), sprite.y + int(y0), sprite.x + int(x1), sprite.y + int(y1))
            assert safe_area(draft).holds(card), (one.name, text[:12])


def test_a_code_can_be_read_for_at_least_two_seconds_of_a_three_second_card() -> None:
    for one in looks():
        (sprite,) = letters(words("Now", d=3000, cta=OFFER), "cta", draft_for(one, (1080, 1920)), one, None)
        assert sprite.end - sprite.start - sprite.enter.ms - sprite.leave.ms >= 2000


def test_every_detail_shows_on_the_card() -> None:
    one, draft = look("clean"), draft_for(look("clean"), (1080, 1920))
    (bare,) = letters(words("Now", cta={"price": "$5"}), "cta", draft, one, None)
    heights = [bare.pixels.shape[0]]
    for details in ({"price": "$5", "code": "X1"}, {"price": "$5", "code": "X1", "link": "example.com"}):
        heights.append(letters(words("Now", cta=details), "cta", draft, one, None)[0].pixels.shape[0])
    assert heights == sorted(set(heights)), "each further detail makes the card taller"


@pytest.mark.parametrize("text", ["Ad", "#ad", "广告", "Anzeige", "إعلان"])
def test_the_disclosure_is_legible_on_any_ground_and_inside_the_safe_area(text: str) -> None:
    for one in looks("affiliate"):
        for size in SIZES:
            draft = draft_for(one, size)
            (chip,) = letters(words(text), "disclosure", draft, one, None)
            height, width = chip.pixels.shape[:2]
            assert safe_area(draft).holds(Box(chip.x, chip.y, chip.x + width, chip.y + height))
            assert height >= min(size) * 0.035
            ground = np.full((size[1], size[0], 3), 255, np.uint8)
            inside = over(ground, [chip])[chip.y : chip.y + height, chip.x : chip.x + width]
            assert inside.max() > 230 and np.median(inside) < 70


def test_a_logo_keeps_to_its_corner_and_below_the_disclosure() -> None:
    picture_ = np.zeros((200, 600, 4), np.uint8)
    picture_[..., 0], picture_[..., 3] = 200, 128
    for size in SIZES:
        draft = draft_for(look("bold"), size, beside=("disclosure",))
        safe = safe_area(draft)
        for corner in ("top_left", "top_right", "bottom_left", "bottom_right"):
            draft.meta.logo = {"position": corner}
            sprite = logo(picture_, draft)
            height, width = sprite.pixels.shape[:2]
            assert safe.holds(Box(sprite.x, sprite.y, sprite.x + width, sprite.y + height))
            assert (sprite.x < size[0] / 2) == ("left" in corner) and (sprite.y < size[1] / 2) == ("top" in corner)
            assert (sprite.pixels[..., 0] <= sprite.pixels[..., 3]).all(), "premultiplied"
        chip = letters(words("#ad"), "disclosure", draft, look("bold"), None)[0]
        draft.meta.logo = {"position": "top_left"}
        assert logo(picture_, draft).y >= chip.y + chip.pixels.shape[0]


def test_a_card_does_not_depend_on_the_picture_behind() -> None:
    one, draft = look("bold"), draft_for(look("bold"), (1080, 1920))
    made = [
        letters(words("Go", cta=OFFER), "cta", draft, one, backdrop(np.full((1920, 1080, 3), level, np.uint8)))[
            0
        ].pixels
        for level in (0, 255)
    ]
    assert np.array_equal(*made)
