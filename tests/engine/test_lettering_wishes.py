"""What a user wished of the letters: their colour is seen as it was given, can still be read, and their size grows."""

import numpy as np
import pytest

from bench.frames import Picture, backdrop, draft_for, over, words
from engine.looks import look, looks
from engine.looks.colour import ENOUGH, rgb
from engine.render.lettering import letters
from engine.render.setting import mask
from nemo.draft import Segment
from tests.engine.test_lettering_contrast import SIZE, laid_lines, ring_contrast

COLOURS = ("#ffd400", "#7a1020", "#3a66c8")
ROLES = (("title", None), ("text", None), ("caption", "clean"), ("caption", "boxed"), ("caption", "pop"), ("cta", None))


def wished(role: str, style: str | None, **wish: object) -> Segment:
    segment = words("Only today", style=style)
    for name, value in wish.items():
        setattr(segment.meta, name, value)
    return segment


def ground(level: int) -> Picture:
    return np.full((SIZE[1], SIZE[0], 3), level, np.uint8)


def frame_of(role: str, style: str | None, name: str, level: int = 70, **wish: object) -> Picture:
    one, picture = look(name), ground(level)
    return over(picture, letters(wished(role, style, **wish), role, draft_for(one, SIZE), one, backdrop(picture)))


def painted(frame: Picture, colour: str) -> int:
    """How many pixels have exactly this colour, give or take the rounding of blending."""
    return int((np.abs(frame.astype(int) - np.array(rgb(colour))).max(2) <= 3).sum())


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("name", [one.name for one in looks()])
def test_letters_have_the_wished_colour_in_every_look(name: str, colour: str) -> None:
    for role, style in ROLES:
        plain, asked = frame_of(role, style, name), frame_of(role, style, name, color=colour)
        assert painted(asked, colour) > painted(plain, colour) + 300, (role, style)


@pytest.mark.parametrize("colour", COLOURS)
def test_letters_in_a_wished_colour_can_still_be_read(colour: str, monkeypatch: pytest.MonkeyPatch) -> None:
    laid = laid_lines(monkeypatch)
    for name in ("bold", "clean", "news", "classic"):
        for level in (8, 120, 245):
            for role, style in ROLES[:4]:
                laid.clear()
                frame = frame_of(role, style, name, level, color=colour)
                for line, box, ink in laid:
                    assert ink == rgb(colour)
                    shape, x0, y0 = mask(line.line)
                    found = ring_contrast(frame, shape, round(box.x0 + line.x - x0), round(box.y0 + line.y - y0), ink)
                    assert found >= ENOUGH - 0.05, (name, level, role, style, round(found, 2))


@pytest.mark.parametrize(("role", "style"), ROLES)
def test_bigger_and_smaller_letters_are_bigger_and_smaller(role: str, style: str | None) -> None:
    heights = []
    for size in (0.6, 1.0, 1.3):
        changed = np.abs(frame_of(role, style, "clean", 70, size=size).astype(int) - 70).max(2) > 40
        heights.append(_reach(changed))
    assert heights[0] < heights[1] < heights[2]


def _reach(changed: np.ndarray) -> int:
    rows = np.flatnonzero(changed.any(1))
    return int(rows[-1] - rows[0])


def test_a_wished_font_is_set_and_an_unknown_one_leaves_the_look_as_it_is() -> None:
    own = frame_of("title", None, "clean")
    assert not np.array_equal(frame_of("title", None, "clean", font="Great Vibes"), own)
    assert np.array_equal(frame_of("title", None, "clean", font="no such letters"), own)


def test_one_colour_for_all_captions_stands_in_the_meta() -> None:
    one, picture = look("clean"), ground(70)
    draft = draft_for(one, SIZE)
    draft.meta.caption_color = "#ffd400"  # type: ignore[attr-defined]
    frame = over(picture, letters(wished("caption", "clean"), "caption", draft, one, backdrop(picture)))
    assert painted(frame, "#ffd400") > 300
    assert (
        painted(over(picture, letters(wished("title", None), "title", draft, one, backdrop(picture))), "#ffd400") == 0
    )
