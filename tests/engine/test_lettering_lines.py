"""Lines: even, never through a number or a name, as large as fits, never clipped, inside the safe area."""

import numpy as np
import pytest

from bench.frames import backdrop, draft_for, words
from engine.looks import look, looks
from engine.render.block import fitted, paragraphs, type_of
from engine.render.breaking import atoms, broken, paragraph
from engine.render.lettering import letters, reading_ms
from engine.render.places import area
from engine.render.safe import Box, safe_area
from engine.render.setting import set_line

TYPE = type_of(look("clean").styles["caption"], 100)


def lines(text: str, width: float) -> list[str]:
    return broken(paragraph(text, lambda part: set_line(part, TYPE).width / 100), width)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Save $1,299.99 on the big one until 30 November", ["$1,299.99", "30 November"]),
        (
            "We met Jean O’Neill at Villa Rosa on 12 June 2027 at 5 pm",
            ["Jean O’Neill", "Villa Rosa", "12 June 2027", "5 pm"],
        ),
        ("Up to 50 % off for 3 days", ["50 % off", "3 days"]),
        ("Weighs only 1.2 kg and runs 10 hours", ["1.2 kg", "10 hours"]),
        ("Dr. Ó Súilleabháin says yes", ["Dr. Ó Súilleabháin"]),
        ("它能在90秒内完成研磨，只需¥29.9元。", ["90秒", "¥29.9元。"]),
        ("2027年6月12日星期六在罗莎别墅", ["2027年", "6月", "12日"]),
        ("Tea & coffee for 20 guests", ["& coffee", "20 guests"]),
    ],
)
@pytest.mark.parametrize("width", [3.0, 4.5, 6.0, 8.0, 11.0])
def test_a_line_never_ends_inside_a_number_or_a_name(text: str, whole: list[str], width: float) -> None:
    found = lines(text, width)
    assert "".join("".join(found).split()) == "".join(text.split())
    for unit in whole:
        assert any(unit in line for line in found), (unit, found)


def test_lines_are_as_few_as_they_can_be_and_even() -> None:
    found = lines("It grinds, brews and cleans itself in 90 seconds", 14)
    assert len(found) == 2
    widths = [set_line(line, TYPE).width for line in found]
    assert min(widths) / max(widths) > 0.72


def test_chinese_breaks_between_words_and_never_before_punctuation() -> None:
    found = lines("它能在90秒内完成研磨、冲泡和自动清洁，随身携带。", 9)
    assert all(line[0] not in "，。、！" for line in found)
    assert not any(line.endswith("冲") or line.startswith("泡") for line in found)


def test_thai_and_japanese_break_without_spaces() -> None:
    assert len(atoms("กาแฟบาริสต้าทุกที่ทุกเวลา")) > 2
    assert len(atoms("都市が再び森を植える理由とは？")) > 2


def test_a_headline_in_capitals_is_not_taken_for_one_long_name() -> None:
    assert len(atoms("The Coffee Maker That Travels With You")) == 7


TEXTS = {
    "short": "Go",
    "hook": "Barista coffee anywhere\nIn 90 seconds, no power needed",
    "long": "This portable espresso maker grinds, brews, foams and cleans itself while you look for a socket\n"
    "Tested for 1,000 hours in kitchens, vans and tents by people who know what good coffee is",
    "names": "Anne-Sophie Müller-Lüdenscheidt & Maximilian von Hohenstaufen\nSaturday, 12 June 2027\nSchloß Weiß",
    "word": "Pneumonoultramicroscopicsilicovolcanoconiosis",
    "link": "https://www.example.com/a/very/long/path/that/never/ends/and/goes/on?with=a&query=too",
    "zh": "随时随地享受咖啡师级别的浓缩咖啡，只需90秒，无需电源\n限时优惠：¥299",
    "ar": "قهوة احترافية في أي مكان خلال 90 ثانية فقط دون الحاجة إلى الكهرباء",
    "hi": "प्रिया & अर्जुन\nशनिवार, 12 जून 2027",
    "th": "กาแฟระดับบาริสต้าทุกที่ทุกเวลาใน 90 วินาทีโดยไม่ต้องใช้ไฟฟ้า",
}
SIZES = [(1080, 1920), (1920, 1080), (1080, 1080), (1080, 1350), (360, 640)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_fits_the_safe_area_of_every_look_and_size(text: str, size: tuple[int, int]) -> None:
    for one in looks():
        for role in ("title", "text", "caption"):
            draft = draft_for(one, size, text if len(text) == 2 else "en", ("disclosure",))
            safe, style = safe_area(draft), one.style(role)
            room = area(words(TEXTS[text]), role, draft, style, one)
            parts = tuple(paragraphs(TEXTS[text], style, upright=size[1] > size[0]))
            block = fitted(parts, room.width, room.height, min(size), draft.meta.language)
            assert block.lines and block.width <= room.width and block.height <= room.height
            assert safe.holds(room)
            drawn = "".join(line.line.text for line in block.lines)
            assert "".join(drawn.split()).casefold() == "".join(TEXTS[text].split()).casefold()


def letter_box(sprite_pixels: np.ndarray, x: int, y: int) -> Box:
    solid = np.argwhere(sprite_pixels[..., 3] == 255)
    (y0, x0), (y1, x1) = solid.min(0), solid.max(0)
    return Box(x + int(x0), y + int(y0), x + int(x1) + 1, y + int(y1) + 1)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_drawn_letters_stay_inside_the_safe_area_and_touch_no_edge_of_their_sheet(size: tuple[int, int]) -> None:
    picture = np.full((size[1], size[0], 3), 40, np.uint8)
    for one in looks():
        for name in ("names", "ar"):
            draft = draft_for(one, size)
            for role in ("title", "text", "caption"):
                segment = words(TEXTS[name], style="clean" if role == "caption" else None)
                sprites = letters(segment, role, draft, one, backdrop(picture))
                pixels = sprites[-1].pixels
                edge = np.concatenate([pixels[0, :, 3], pixels[-1, :, 3], pixels[:, 0, 3], pixels[:, -1, 3]])
                assert edge.max() < 128, (one.name, role, name)
                frame = Box(0, 0, *size)
                assert frame.holds(letter_box(pixels, sprites[-1].x, sprites[-1].y))


def test_the_same_words_are_the_same_picture_three_times_smaller() -> None:
    large = fitted(tuple(paragraphs(TEXTS["hook"], look("clean").style("title"))), 810, 1300, 1080)
    small = fitted(tuple(paragraphs(TEXTS["hook"], look("clean").style("title"))), 270, 433, 360)
    assert [line.line.text for line in large.lines] == [line.line.text for line in small.lines]
    assert abs(large.width / small.width - 3) < 0.15


def test_roles_on_screen_together_keep_out_of_each_others_way() -> None:
    for one in looks():
        for size in SIZES:
            draft = draft_for(one, size, beside=("caption", "disclosure"))
            style = one.style("text")
            room = area(words("x", position="bottom"), "text", draft, style, one)
            caption = letters(words("Two lines of captions which are quite long here"), "caption", draft, one, None)
            assert room.y1 <= min(sprite.y for sprite in caption) + min(size) * 0.05
            chip = letters(words("#ad"), "disclosure", draft, one, None)[0]
            assert room.y0 >= chip.y + chip.pixels.shape[0]


def test_quotation_marks_hang_outside_a_centred_line() -> None:
    quoted, bare = set_line("“Coffee”", TYPE), set_line("Coffee", TYPE)
    assert sum(quoted.hang) == pytest.approx(quoted.width - bare.width, abs=2)
    assert set_line("咖啡。", TYPE).hang == (0.0, 0.0)


def test_reading_takes_longer_the_more_there_is_to_read() -> None:
    assert reading_ms("") == 0
    assert reading_ms("Go") < reading_ms("Barista coffee anywhere") < reading_ms(TEXTS["long"])
    assert reading_ms("随时随地喝咖啡") == 500 + 7 * 200


def test_nothing_to_say_is_nothing_to_draw() -> None:
    draft = draft_for(look("bold"), (1080, 1920))
    for role in ("title", "text", "caption", "cta", "disclosure", "main"):
        assert letters(words("  \n "), role, draft, look("bold"), None) == []
        assert letters(words("Go", d=0), role, draft, look("bold"), None) == []
