"""Planes: colours, siting, sub-pixel windows, sprites, transitions, filters."""

import cv2
import numpy as np
import pytest

from engine.render.grade import FILTERS, grade
from engine.render.motion import between as windows_between
from engine.render.overlay import blend, layer
from engine.render.planes import Planes, blank, colour, from_rgb, solid, to_rgb
from engine.render.sprite import Animation, Sprite, State
from engine.render.transitions import between, dimmed
from engine.render.warp import SLACK, Window, padded, seen

RED, BLUE = (200, 30, 40), (20, 60, 190)


def waves(x, y):
    return 128 + 50 * np.sin(x / 7) + 40 * np.sin(y / 9)


def wave_canvas(width, height):
    """Planes of a known function, each chroma sample taken where it stands: at luma (2i, 2j + ½)."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    j, i = np.mgrid[0 : height // 2, 0 : width // 2].astype(float)
    chroma = np.rint(waves(2 * i, 2 * j + 0.5)).astype(np.uint8)
    return Planes(np.rint(waves(x, y)).astype(np.uint8), np.dstack([chroma, chroma]))


def displacement(samples, x, y):
    """How far samples lie from where they should, in luma px, by least squares on the function's slope."""
    slopes = np.stack([(50 / 7 * np.cos(x / 7)).ravel(), (40 / 9 * np.cos(y / 9)).ravel()], 1)
    return np.linalg.lstsq(slopes, (samples - waves(x, y)).ravel(), rcond=None)[0]


@pytest.mark.parametrize("rgb", [(0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (12, 200, 90)])
def test_colours_survive_the_way_to_planes_and_back(rgb):
    assert np.abs(to_rgb(solid(16, 16, rgb)).astype(int) - rgb).max() <= 2
    assert np.abs(to_rgb(from_rgb(np.full((16, 16, 3), rgb, np.uint8))).astype(int) - rgb).max() <= 2


def test_the_matrix_is_bt709_limited():
    assert colour(255, 255, 255) == (235, 128, 128) and colour(0, 0, 0) == (16, 128, 128)
    assert colour(255, 0, 0) == (63, 102, 240), "ITU-R BT.709 red in 8 bits"


@pytest.mark.parametrize("s", [1.03, 1.0473, 1.0731, 1.0999, 1.13])
def test_windows_lie_where_they_should_on_both_planes(s):
    width, height = 400, 600
    canvas = padded(wave_canvas(600, 800))
    rng = np.random.default_rng(5)
    for x0, y0 in rng.uniform(0, 60, (6, 2)):
        shown = seen(canvas, Window(x0, y0, width * s, height * s), width, height)
        y, x = np.mgrid[0:height, 0:width]
        assert np.abs(displacement(shown.y, x0 + (x + 0.5) * s - 0.5, y0 + (y + 0.5) * s - 0.5)).max() < 0.07
        j, i = np.mgrid[0 : height // 2, 0 : width // 2]
        where = x0 + (2 * i + 0.5) * s - 0.5, y0 + (2 * j + 1) * s - 0.5
        assert np.abs(displacement(shown.c[..., 0], *where)).max() < 0.2


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (Window(0, 0, 412 * 1.1, 618 * 1.1), Window(20, 25, 412, 618)),
        (Window(3, 40, 412, 618), Window(51, 40, 412, 618)),
    ],
)
def test_motion_is_smooth_to_a_tenth_of_a_pixel(start, end):
    canvas, width, height, steps = padded(wave_canvas(600, 800)), 400, 600, 90
    y, x = np.mgrid[0:height, 0:width]
    errors = []
    for step in range(steps):
        view = windows_between(start, end, step / (steps - 1))
        shown, s = seen(canvas, view, width, height), view.width / width
        errors.append(displacement(shown.y, view.x + (x + 0.5) * s - 0.5, view.y + (y + 0.5) * s - 0.5))
    jitter = np.diff(np.array(errors), axis=0)
    assert np.abs(jitter).max() < 0.1 and np.sqrt((jitter**2).mean()) < 0.04
    assert SLACK > 1


def sprite(rgba=(250, 240, 20, 255), size=(31, 45), x=21, y=33, **more):
    pixels = np.zeros((*size, 4), np.uint8)
    pixels[:] = [round(value * rgba[3] / 255) for value in rgba[:3]] + [rgba[3]]
    return Sprite(pixels, x, y, 0, 1000, **more)


def test_an_opaque_sprite_covers_its_place_and_nothing_else():
    picture, one = solid(160, 120, RED), sprite()
    blend(picture, one, layer(one.pixels, one.x, one.y), State())
    shown = to_rgb(picture).astype(int)
    assert np.abs(shown[36:62, 24:63] - (250, 240, 20)).max() <= 3
    outside = np.ones((120, 160), bool)
    outside[30:68, 18:70] = False
    assert np.abs(shown[outside] - RED).max() <= 2


def test_opacity_mixes_and_a_clear_sprite_changes_nothing():
    picture, one = solid(160, 120, RED), sprite()
    blend(picture, one, layer(one.pixels, one.x, one.y), State(opacity=0.5))
    middle = to_rgb(picture)[48, 43].astype(int)
    assert np.abs(middle - np.mean([RED, (250, 240, 20)], axis=0)).max() <= 4
    assert layer(np.zeros((9, 9, 4), np.uint8), 0, 0) is None


def test_a_sprite_may_reach_beyond_the_frame():
    picture, one = solid(160, 120, RED), sprite(x=-20, y=110)
    blend(picture, one, layer(one.pixels, one.x, one.y), State())
    assert np.abs(to_rgb(picture)[116, 4].astype(int) - (250, 240, 20)).max() <= 4


def test_a_moved_sprite_stands_at_fractions_of_a_pixel():
    places = []
    for step in range(20):
        picture, one = solid(160, 120, (0, 0, 0)), sprite((255, 255, 255, 255), x=40, y=40)
        blend(picture, one, layer(one.pixels, one.x, one.y), State(dx=step * 0.37, scale=1.0001))
        light = picture.y.astype(float) - 16
        places.append((light.sum(0) * np.arange(160)).sum() / light.sum())
    assert np.abs(np.diff(places) - 0.37).max() < 0.05


def test_animations_come_and_go():
    one = sprite(enter=Animation("slide_up", 200), leave=Animation("fade", 100))
    assert one.state(-1) is None and one.state(1000) is None
    assert one.state(10).dy > one.state(100).dy > 0 and one.state(500) == State()
    assert one.state(950).opacity == pytest.approx(0.5)
    brief = Sprite(one.pixels, 0, 0, 0, 150, Animation("fade", 200), Animation("fade", 100))
    assert brief.state(99).opacity == pytest.approx(0.99) and brief.state(125).opacity == pytest.approx(0.5)


@pytest.mark.parametrize("kind", ["fade", "dip", "slide", "push", "wipe", "zoom", "whip", "unheard of"])
def test_a_transition_begins_with_the_old_and_ends_with_the_new(kind):
    out, into = solid(180, 320, RED), solid(180, 320, BLUE)
    first, last = to_rgb(between(kind, out, into, 0.001)), to_rgb(between(kind, out, into, 0.999))
    assert np.abs(first.reshape(-1, 3).astype(float).mean(0) - RED).max() < 4
    assert np.abs(last.reshape(-1, 3).astype(float).mean(0) - BLUE).max() < 4
    middle = to_rgb(between(kind, out, into, 0.5)).reshape(-1, 3).astype(float).mean(0)
    assert np.abs(middle - RED).max() > 20 and np.abs(middle - BLUE).max() > 20


def test_a_wipe_sweeps_and_a_push_moves():
    out, into = solid(180, 320, RED), solid(180, 320, BLUE)
    wiped = to_rgb(between("wipe", out, into, 0.5))
    assert np.abs(wiped[160, 5].astype(int) - BLUE).max() < 6 and np.abs(wiped[160, 174].astype(int) - RED).max() < 6
    striped = out.copy()
    striped.y[:, 100:110] = 235
    assert (
        between("push", striped, into, 0.5).y[10, 14] == 235 and between("slide", striped, into, 0.5).y[10, 60] != 235
    )


def test_dimming_ends_in_black():
    assert np.abs(to_rgb(dimmed(solid(16, 16, RED), 0)).astype(int)).max() <= 2
    assert np.abs(to_rgb(dimmed(solid(16, 16, RED), 0.5))[4, 4].astype(int) - np.array(RED) / 2).max() <= 4


def test_filters_do_what_they_are_called():
    rgb = cv2.resize(np.random.default_rng(1).integers(40, 220, (6, 6, 3), np.uint8), (120, 120))
    plain = from_rgb(rgb)

    def shown(name, **adjust):
        tone = grade(name, adjust)
        return to_rgb(tone(plain) if tone else plain).astype(float).mean((0, 1))

    def spread(name):
        return np.ptp(to_rgb(grade(name, None)(plain)).astype(float), axis=2).mean()

    assert spread("bw") < 2 and spread("vivid") > np.ptp(rgb.astype(float), axis=2).mean() * 1.15
    assert shown("warm")[0] - shown("warm")[2] > shown("none")[0] - shown("none")[2] + 8
    assert shown("cool")[2] - shown("cool")[0] > shown("none")[2] - shown("none")[0] + 8
    assert shown("sepia")[0] > shown("sepia")[1] > shown("sepia")[2]
    assert shown(None, brightness=0.5).mean() > shown(None).mean() + 10
    assert shown(None, brightness=-0.5).mean() < shown(None).mean() - 10
    assert grade("none", {}) is None and grade("no such filter", None) is None


@pytest.mark.parametrize("name", FILTERS)
def test_filters_stay_in_range(name):
    ramp = blank(256, 2)
    ramp.y[:], ramp.c[:] = np.arange(256, dtype=np.uint8), 128
    tone = grade(name, {"contrast": 1, "brightness": 1, "saturation": 1})
    graded = tone(ramp)
    assert graded.y.min() >= 16 and graded.y.max() <= 235
    if not FILTERS[name].soft:
        assert (np.diff(graded.y[0].astype(int)) >= 0).all(), "never inverts"
