"""Captions: lit and popping with the spoken word, in one ink, in their place."""

from itertools import pairwise

import numpy as np
import pytest

from bench.frames import backdrop, draft_for
from engine.looks import look, looks
from engine.render.captions import STYLES, caption_style
from engine.render.lettering import letters
from engine.render.safe import safe_area
from engine.render.timing import tokens
from nemo.draft import Segment

SPOKEN = [("It", 0, 180), ("grinds,", 200, 640), ("brews", 700, 1100), ("and", 1120, 1300), ("cleans", 1300, 1820)]
TEXT = "It grinds, brews and cleans"
SIZE = (1080, 1920)


def caption(text: str = TEXT, spoken: list = SPOKEN, start: int = 2000, d: int = 2000, **meta: object) -> Segment:
    said = [{"w": word, "s": begin, "e": end} for word, begin, end in spoken]
    return Segment.read({"d": d, "m": {"text": text, "start": start, "words": said, **meta}})


def test_a_karaoke_word_is_lit_exactly_while_it_is_spoken() -> None:
    sprites = letters(caption(style="karaoke"), "caption", draft_for(look("explainer"), SIZE), look("explainer"), None)
    base, lit = sprites[0], sprites[1:]
    assert (base.start, base.end) == (2000, 4000)
    assert [sprite.start for sprite in lit] == [2000 + start for _, start, _ in SPOKEN]
    assert [sprite.end for sprite in lit] == [2200, 2700, 3120, 3300, 3820]


def test_a_lit_word_lies_over_its_own_letters() -> None:
    one, draft = look("explainer"), draft_for(look("explainer"), SIZE)
    base, *lit = letters(caption(style="karaoke"), "caption", draft, one, None)
    solid = (base.pixels[..., :3].min(axis=2) == 255) & (base.pixels[..., 3] == 255)
    covered = np.zeros_like(solid)
    for sprite in lit:
        y, x = sprite.y - base.y, sprite.x - base.x
        covered[max(0, y) : y + sprite.pixels.shape[0], max(0, x) : x + sprite.pixels.shape[1]] = True
    assert (solid & covered).sum() / solid.sum() > 0.999, "together the lit words cover the whole caption"


def test_a_popping_word_comes_when_it_is_spoken_and_stays() -> None:
    sprites = letters(caption(style="pop"), "caption", draft_for(look("bold"), SIZE), look("bold"), None)
    loud = [sprite for sprite in sprites if sprite.enter.kind == "pop"]
    assert [sprite.start for sprite in loud] == [2000 + start for _, start, _ in SPOKEN]
    assert sum(sprite.end == 4000 for sprite in sprites) == len(SPOKEN), "each stays to the end"
    on_screen = [sum(sprite.state(t) is not None for sprite in sprites) for t in (2050, 2300, 2800, 3200, 3900)]
    assert on_screen == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "text", ["它能在90秒内完成研磨、冲泡。", "قهوة رائعة خلال 90 ثانية", "Only $29.99 — “really”!", "Ｏne 👩‍❤️‍👨 word"]
)
def test_every_written_word_has_its_time_even_when_it_is_spoken_otherwise(text: str) -> None:
    for style in ("karaoke", "pop"):
        segment = caption(text, [("spoken", 100, 900), ("quite", 900, 1200), ("otherwise", 1250, 1900)], style=style)
        found = tokens(segment)
        assert "".join(token.text for token in found) == "".join(text.split())
        assert found[0].start == 2100 and found[-1].end <= 4000
        assert all(a.end <= b.start and a.start < a.end for a, b in pairwise(found))
        one = look("bold")
        sprites = letters(segment, "caption", draft_for(one, SIZE), one, None)
        starts = {sprite.start for sprite in sprites if sprite.start >= 2100}
        assert starts == {token.start for token in found} | {t.end for t in found if style == "pop" and t.end < 4000}


def test_chinese_words_without_spaces_keep_their_own_times() -> None:
    segment = caption("它研磨咖啡", [("它", 0, 200), ("研磨", 200, 700), ("咖啡", 700, 1200)])
    assert [(t.text, t.start) for t in tokens(segment)] == [("它", 2000), ("研磨", 2200), ("咖啡", 2700)]


def test_words_without_times_share_the_caption() -> None:
    found = tokens(caption(spoken=[]))
    assert found[0].start == 2000 and found[-1].end == 4000 and len(found) == 5


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1080, 1080), (360, 640)])
def test_captions_stay_inside_the_safe_area_in_every_style(style: str, size: tuple[int, int]) -> None:
    for one in looks():
        draft = draft_for(one, size, caption_style=style)
        safe = safe_area(draft)
        for sprite in letters(caption(), "caption", draft, one, None):
            solid = np.argwhere(sprite.pixels[..., 3] >= 250)
            if len(solid):
                (y0, x0), (y1, x1) = (ends + np.array([sprite.y, sprite.x]) for ends in (solid.min(0), solid.max(0)))
                slack = min(size) * 0.035  # halos, outlines and plates may reach a little beyond
                assert x0 >= safe.x0 - slack and x1 <= safe.x1 + slack
                assert y0 >= safe.y0 - slack and y1 <= safe.y1 + slack


def test_captions_keep_one_ink_whatever_is_behind() -> None:
    one, draft = look("premium"), draft_for(look("premium"), SIZE)
    for level in (5, 128, 250):
        ground = np.full((1920, 1080, 3), level, np.uint8)
        pixels = letters(caption(style="clean"), "caption", draft, one, backdrop(ground))[0].pixels
        assert (pixels[pixels[..., 3] == 255][:, :3] == one.palette.light).all(axis=1).mean() > 0.3


def test_the_style_is_the_segments_then_the_drafts_then_the_looks() -> None:
    one = look("news")
    assert caption_style(caption(), draft_for(one, SIZE), one) == "boxed"
    assert caption_style(caption(), draft_for(one, SIZE, caption_style="pop"), one) == "pop"
    assert caption_style(caption(style="clean"), draft_for(one, SIZE, caption_style="pop"), one) == "clean"
    assert caption_style(caption(style="nonsense"), draft_for(one, SIZE), one) == "boxed"


def test_a_caption_is_one_or_two_lines() -> None:
    one, draft = look("clean"), draft_for(look("clean"), SIZE)
    long = "Streets with trees are up to five degrees cooler in summer than streets without any"
    short_sprite = letters(caption("Go", []), "caption", draft, one, None)[0]
    long_sprite = letters(caption(long, []), "caption", draft, one, None)[0]
    assert long_sprite.pixels.shape[0] < 2.6 * short_sprite.pixels.shape[0]
