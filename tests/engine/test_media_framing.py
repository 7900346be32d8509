"""Focus, faces, palette and sharpness tell what a person would say of the picture."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PIL import Image, ImageFilter

from engine.media import framing
from tests.engine.mediamaking import face, scene

PLACES = list(itertools.product((0.2, 0.5, 0.8), (0.25, 0.7)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("size", [(1200, 800), (600, 1100)])
def test_the_focus_is_on_the_thing_that_stands_out(place: tuple[float, float], size: tuple[int, int]) -> None:
    look = framing.frame(np.asarray(scene(*size, place)))
    assert np.abs(np.array(look.focus) - place).max() < 0.08
    assert look.faces == []


def test_an_even_picture_has_its_focus_in_the_middle() -> None:
    assert framing.frame(np.full((400, 600, 3), 120, np.uint8)).focus == (0.5, 0.5)


@pytest.mark.parametrize("skin", [(240, 205, 180), (214, 170, 140), (150, 105, 80)])
def test_a_face_wins_over_anything_else(skin: tuple[int, int, int]) -> None:
    picture = scene(1000, 700, (0.15, 0.8), 0.25)  # the disc at the bottom left would win otherwise
    head = face(260, skin)
    picture.paste(head, (640, 60), head)
    look = framing.frame(np.asarray(picture))
    assert len(look.faces) == 1
    x0, y0, x1, y1 = look.faces[0]
    assert 0.64 < x0 < x1 < 0.9 and 0.08 < y0 < y1 < 0.46
    assert np.abs(np.array(look.focus) - (0.77, 0.29)).max() < 0.05


def test_of_several_faces_the_large_ones_are_kept_in_view() -> None:
    picture = Image.new("RGB", (1200, 700), (120, 150, 130))
    for x, y, size in ((150, 150, 300), (500, 170, 280), (1080, 20, 90)):
        head = face(size, (214, 170, 140))
        picture.paste(head, (x, y), head)
    look = framing.frame(np.asarray(picture))
    assert len(look.faces) == 3
    widths = [x1 - x0 for x0, _, x1, _ in look.faces]
    assert widths[2] < 0.5 * min(widths[:2]), "the small one comes last"
    assert abs(look.focus[0] - (300 + 640) / 2 / 1200) < 0.05


def test_a_clip_is_framed_on_the_face_that_shows_in_some_of_its_moments() -> None:
    empty, taken = scene(800, 450, (0.2, 0.5)), scene(800, 450, (0.2, 0.5))
    head = face(220, (214, 170, 140))
    taken.paste(head, (520, 100), head)
    look = framing.frame_many([np.asarray(each) for each in (empty, taken, taken, empty)])
    assert look.faces and abs(look.focus[0] - 630 / 800) < 0.05


def test_the_palette_names_the_colours_in_order_of_their_share() -> None:
    pixels = np.zeros((300, 300, 3), np.uint8)
    pixels[:] = (250, 245, 235)
    pixels[200:, :] = (20, 90, 160)
    pixels[:60, :60] = (200, 30, 40)
    found = framing.frame(pixels).palette
    values = [[int(colour[place : place + 2], 16) for place in (1, 3, 5)] for colour in found]
    assert np.abs(np.array(values) - [(250, 245, 235), (20, 90, 160), (200, 30, 40)]).max() <= 3


def test_a_blurred_picture_is_less_sharp() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    crisp = Image.fromarray(noise).resize((800, 600), Image.Resampling.BICUBIC)
    scores = [
        framing.frame(np.asarray(crisp.filter(ImageFilter.GaussianBlur(radius)))).sharpness for radius in (0, 3, 9)
    ]
    assert scores == sorted(scores, reverse=True)
    assert 1 >= scores[0] > 1.2 * scores[1] > scores[2] >= 0


def test_looking_twice_gives_the_same_answer() -> None:
    picture = np.random.default_rng(2).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    assert framing.frame(picture) == framing.frame(picture)


@pytest.mark.parametrize("size", [(16, 16), (3000, 20), (20, 3000)])
def test_extreme_sizes_are_no_trouble(size: tuple[int, int]) -> None:
    look = framing.frame(np.random.default_rng(3).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8))
    assert all(0 <= part <= 1 for part in look.focus)
