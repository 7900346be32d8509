"""Every letter as it was written: shaping, fallback font by font, directions, and glyphs nobody has."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.looks import looks
from engine.render import bidi, fonts
from engine.render.block import cased, type_of
from engine.render.setting import cleaned, mask, set_line

NAMES = [
    "Zoë", "Seán O’Brien", "Łukasz Żółć", "Nguyễn Thị Hồng", "Björk Guðmundsdóttir", "D'Angelo", "Đặng", "Škoda Čapek",
    "François Lefèvre", "Ángel Muñoz", "İbrahim Güneş", "Ștefan", "Åse Øvergård", "Ağaoğlu", "Mary-Jane St. John",
    "Weiß",
]  # fmt: skip
SCRIPTS = {
    "Chinese": "随时随地喝咖啡",
    "Japanese": "コーヒーをどこでも",
    "Korean": "어디서나 커피",
    "Arabic": "قهوة في كل مكان",
    "Hebrew": "קפה בכל מקום",
    "Devanagari": "प्रिया और अर्जुन",
    "Thai": "กาแฟทุกที่",
    "Greek": "Καφές παντού",
    "Cyrillic": "Кофе везде",
    "emoji": "🎉❤️👩‍❤️‍👨",
    "signs": "€ £ ¥ ₹ ™ © ° × ½ → ★",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_set_letter_for_letter_in_every_look(name: str) -> None:
    for one in looks():
        for role in ("title", "text", "cta", "caption.pop"):
            style = one.styles[role]
            line = set_line(cased(name, style), type_of(style, 60))
            set_letters = "".join(piece.text for piece in line.pieces)
            assert set_letters == unicodedata.normalize("NFC", cased(name, style))
            assert set_letters.casefold() == unicodedata.normalize("NFC", name).casefold()


@pytest.mark.parametrize("name", NAMES)
def test_no_word_of_a_name_is_set_in_two_faces(name: str) -> None:
    for one in looks():
        type_ = type_of(one.styles["title"], 60)
        for word in name.split():
            assert len(fonts.runs(word, type_.faces)) == 1


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_has_letters_and_never_a_box(script: str) -> None:
    text = SCRIPTS[script]
    assert fonts.missing_glyphs(text) == []
    type_ = type_of(looks("affiliate")[0].styles["caption"], 60)
    for part, face in fonts.runs(text, type_.faces):
        assert face is not None
        box = np.asarray(fonts.font(face, 60).getmask("\U0010fffe"))
        for cluster in fonts.clusters(part):
            if not all(fonts.is_invisible(char) for char in cluster):
                drawn = np.asarray(fonts.font(face, 60).getmask(cluster))
                assert drawn.any() and (drawn.shape != box.shape or (drawn != box).any()), cluster


def test_a_glyph_no_font_has_is_named_and_not_drawn() -> None:
    gone = fonts.missing_glyphs("Coffee 𓀀 and 𓀀 again")
    assert gone == ["𓀀 (U+13000 EGYPTIAN HIEROGLYPH A001)"]
    type_ = type_of(looks("affiliate")[0].styles["caption"], 60)
    assert "".join(piece.text for piece in set_line("a 𓀀 b", type_).pieces).split() == ["a", "b"]


def test_invisible_marks_are_never_reported_missing() -> None:
    assert fonts.missing_glyphs("a\u200db\ufe0f\u00a0c\u2066d\u2069\n") == []


def test_arabic_letters_join_and_hebrew_runs_from_the_right() -> None:
    type_ = type_of(looks("affiliate")[1].styles["caption"], 80)
    whole = set_line("سلام", type_).width
    alone = sum(set_line(letter, type_).width for letter in "سلام")
    assert whole < alone * 0.85, "joined letters are narrower than isolated ones"
    pieces = set_line("קפה 90 טעים", type_).pieces
    assert [piece.text.strip() for piece in pieces if piece.text.strip()] == ["טעים", "90", "קפה"]


def test_numbers_and_latin_names_keep_their_direction_inside_arabic() -> None:
    type_ = type_of(looks("affiliate")[1].styles["caption"], 80)
    pieces = [(piece.text.strip(), piece.rtl) for piece in set_line("قهوة BREW20 خلال 90 ثانية", type_).pieces]
    assert ("BREW20", False) in pieces and ("90", False) in pieces
    assert next(text for text, _ in pieces if text) == "ثانية"


@pytest.mark.parametrize(
    ("text", "rtl", "levels"),
    [
        ("abc", False, [0, 0, 0]),
        ("אב12", False, [1, 1, 2, 2]),
        ("אב 12 ג", True, [1, 1, 1, 2, 2, 1, 1]),
        ("a אב c", False, [0, 0, 1, 1, 0, 0]),
        ("א, b", True, [1, 1, 1, 2]),
        ("5% אב", True, [2, 2, 1, 1, 1]),
    ],
)
def test_embedding_levels_follow_the_algorithm(text: str, rtl: bool, levels: list[int]) -> None:
    assert bidi.levels(text, rtl) == levels


@given(st.text(max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_text_is_set_without_losing_what_can_be_drawn(text: str) -> None:
    type_ = type_of(looks("link")[0].styles["caption"], 24)
    line = set_line(text, type_)
    kept = sorted(char for piece in line.pieces for char in piece.text)
    drawable = [part for part, face in fonts.runs(cleaned(text), type_.faces) if face]
    assert kept == sorted("".join(drawable))
    pixels, x, y = mask(line)
    assert pixels.dtype == np.uint8 and pixels.ndim == 2 and x >= 0 and y >= 0


def test_capitals_keep_letters_which_have_none() -> None:
    loud = looks("affiliate")[0].styles["title"]
    assert cased("Weiß & Müller’s", loud) == "WEIß & MÜLLER’S"
    assert cased("istanbul", loud, "tr") == "İSTANBUL"


def test_tracked_letters_keep_their_kerning() -> None:
    plain = type_of(looks("wedding")[0].styles["text"], 100)
    tight, loose = set_line("AVATAR", plain), set_line("A V A T A R".replace(" ", ""), plain)
    assert tight.width == loose.width
    apart = sum(set_line(letter, plain).width for letter in "AVATAR")
    assert tight.width < apart, "A and V are kerned"
