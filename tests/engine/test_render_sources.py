"""Photos, clips and cards as they come on the screen: trims, speeds, crops, turns, fits, filters, fades, overlays."""

import cv2
import numpy as np
import pytest

from engine.render.output import Output
from engine.render.render import render
from tests.engine.rendering import clip, draft, frames, picture

FAST = Output(quality="draft")


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    """A clip whose grey tells its frame (40 + 2n, 2 s at 25); one of four colours; a photo of four colours."""
    folder = tmp_path_factory.mktemp("sources")
    corners = np.zeros((180, 320, 3), np.uint8)
    corners[:90, :160], corners[:90, 160:] = (220, 30, 30), (30, 200, 30)
    corners[90:, :160], corners[90:, 160:] = (30, 30, 220), (230, 230, 40)
    return {
        "count": clip(folder, "count", 2, lambda n: 40 + 4 * n),
        "corners": clip(folder, "corners", 1, lambda n: corners),
        "wide": picture(folder / "wide.jpg", cv2.resize(corners, (960, 540), interpolation=cv2.INTER_NEAREST)),
    }


def shown(assets, folder, main, **more):
    return frames(render(draft(main, **more), FAST, assets, folder / "film", folder / "cache"))


def told(frame):
    """Which frame of the counting clip this is."""
    return (np.median(frame) - 40) / 4


def test_a_trim_plays_the_chosen_part(assets, tmp_path):
    film = shown(assets, tmp_path, [{"d": 800, "kind": "clip", "asset": "count", "in": 400}])
    assert [round(told(frame)) for frame in film] == list(range(10, 30))


@pytest.mark.parametrize(("speed", "steps"), [(0.5, 0.5), (2.0, 2.0), (0.25, 0.25), (9.0, 4.0)])
def test_speed_steps_through_the_source(speed, steps, assets, tmp_path):
    film = shown(assets, tmp_path, [{"d": 400, "kind": "clip", "asset": "count", "speed": speed}])
    for number, frame in enumerate(film):
        assert abs(told(frame) - int(number * steps + 1e-6)) < 0.8


def test_a_clip_rests_on_its_last_frame(assets, tmp_path):
    film = shown(assets, tmp_path, [{"d": 1600, "kind": "clip", "asset": "count", "in": 1200}])
    assert len(film) == 40
    assert [round(told(frame)) for frame in film[20:]] == [49] * 20


def test_a_clip_plays_on_under_the_transition_out_of_it(assets, tmp_path):
    main = [
        {"d": 400, "kind": "clip", "asset": "count"},
        {"d": 800, "kind": "card", "background": "#000000", "transition": {"type": "push", "d": 400}},
    ]
    film = shown(assets, tmp_path, main)
    assert round(told(film[13][:, :20])) == 13, "frame 13 of the clip, while it is pushed out"


def test_a_segment_in_the_middle_shows_what_it_would_show_in_one_run(assets, tmp_path):
    main = [{"d": 2000, "kind": "clip", "asset": "count"}, {"d": 2000, "kind": "clip", "asset": "count"}]
    film = shown(assets, tmp_path, main)
    assert [round(told(film[n])) for n in (0, 49, 50, 59, 60, 61, 99)] == [0, 49, 0, 9, 10, 11, 49]


def spots(frame):
    height, width = frame.shape[:2]
    places = [(0.25, 0.25), (0.25, 0.75), (0.75, 0.25), (0.75, 0.75)]
    return [tuple(int(v) for v in frame[int(y * height), int(x * width)]) for y, x in places]


def near(seen, wanted):
    return all(np.abs(np.array(a) - b).max() < 14 for a, b in zip(seen, wanted, strict=True))


R, G, B, Y = (220, 30, 30), (30, 200, 30), (30, 30, 220), (230, 230, 40)


@pytest.mark.parametrize("kind", ["clip", "photo"])
@pytest.mark.parametrize(
    ("turn", "wanted"), [(0, [R, G, B, Y]), (90, [B, R, Y, G]), (180, [Y, B, G, R]), (270, [G, Y, R, B])]
)
def test_turns(kind, turn, wanted, assets, tmp_path):
    name = {"clip": "corners", "photo": "wide"}[kind]
    main = [{"d": 80, "kind": kind, "asset": name, "rotate": turn}]
    wide = {"width": 320, "height": 180} if turn in (0, 180) else {}
    assert near(spots(shown(assets, tmp_path, main, meta=wide)[0]), wanted)


@pytest.mark.parametrize(("kind", "name"), [("clip", "corners"), ("photo", "wide")])
def test_a_crop_shows_its_part_alone(kind, name, assets, tmp_path):
    main = [{"d": 80, "kind": kind, "asset": name, "crop": [0.5, 0.5, 1, 1]}]
    assert near(spots(shown(assets, tmp_path, main)[0]), [Y] * 4)


@pytest.mark.parametrize(("focus", "wanted"), [([0.1, 0.5], [R, R, B, B]), ([0.95, 0.5], [G, G, Y, Y])])
@pytest.mark.parametrize(("kind", "name"), [("clip", "corners"), ("photo", "wide")])
def test_cover_keeps_the_focus_in_view(kind, name, focus, wanted, assets, tmp_path):
    main = [{"d": 80, "kind": kind, "asset": name, "focus": focus}]
    assert near(spots(shown(assets, tmp_path, main)[0]), wanted)


@pytest.mark.parametrize(("kind", "name"), [("clip", "corners"), ("photo", "wide")])
def test_contain_shows_all_of_it_on_the_background(kind, name, assets, tmp_path):
    main = [{"d": 80, "kind": kind, "asset": name, "fit": "contain", "background": "#204060"}]
    frame = shown(assets, tmp_path, main)[0]
    assert near([frame[20, 90], frame[300, 90]], [(32, 64, 96)] * 2)
    assert near([frame[130, 40], frame[130, 140], frame[190, 40], frame[190, 140]], [R, G, B, Y])


@pytest.mark.parametrize(("kind", "name"), [("clip", "corners"), ("photo", "wide")])
def test_blur_fills_the_rest_with_the_picture_itself(kind, name, assets, tmp_path):
    frame = shown(assets, tmp_path, [{"d": 80, "kind": kind, "asset": name, "fit": "blur"}])[0]
    assert near([frame[130, 40], frame[190, 140]], [R, Y])
    above = frame[10:90, 10:170].astype(int)
    assert above.mean() > 15 and np.abs(np.diff(above, axis=1)).max() < 12, "dim and soft"


@pytest.mark.parametrize(("kind", "name"), [("clip", "corners"), ("photo", "wide")])
def test_filters_reach_the_film(kind, name, assets, tmp_path):
    frame = shown(assets, tmp_path, [{"d": 80, "kind": kind, "asset": name, "filter": "bw"}])[0]
    assert np.ptp(frame.astype(int), axis=2).max() < 8


def test_a_clip_can_have_motion(assets, tmp_path):
    main = [{"d": 1000, "kind": "clip", "asset": "corners", "motion": "pan_right"}]
    film = shown(assets, tmp_path, main)
    edges = [np.abs(np.diff(frame[60].astype(int).sum(1))).argmax() for frame in (film[0], film[-1])]
    assert edges[1] < edges[0] - 4


def test_picture_fades(assets, tmp_path):
    main = [{"d": 1000, "kind": "photo", "asset": "wide", "picture_fade_in_ms": 400, "picture_fade_out_ms": 400}]
    light = [frame.mean() for frame in shown(assets, tmp_path, main)]
    assert light[0] < light[12] * 0.15 and light[24] < light[12] * 0.15
    assert light[:10] == sorted(light[:10]) and light[15:] == sorted(light[15:], reverse=True)


def test_cards_have_their_colour_and_their_words(assets, tmp_path):
    main = [{"d": 1200, "kind": "card", "background": "#7a1f4c", "text": "Save the date"}]
    frame = shown(assets, tmp_path, main)[20].astype(int)
    assert frame[5, 90, 0] > frame[5, 90, 2] > frame[5, 90, 1], "of the colour, as the look shades it"
    assert frame[110:210].std() > frame[:60].std() + 3, "words in the middle"


def test_a_logo_stands_in_its_corner_once(assets, tmp_path):
    main = [{"d": 1000, "kind": "card", "background": "#101010"}]
    logo = {"asset": "wide", "position": "top_right"}
    plain = shown(assets, tmp_path / "a", main)[20].astype(int)
    by_meta = shown(assets, tmp_path / "b", main, meta={"logo": logo})[20].astype(int)
    both = [{"d": 1000, "start": 0, **logo}]
    by_track = shown(assets, tmp_path / "c", main, meta={"logo": logo}, overlay=both)[20].astype(int)
    changed = np.abs(by_meta - plain).max(2) > 20
    rows, columns = np.nonzero(changed)
    assert columns.min() > 90 and rows.max() < 100
    assert np.abs(by_meta - by_track).max() < 10


def test_an_inset_stands_over_the_scene_for_its_time(assets, tmp_path):
    main = [{"d": 2000, "kind": "card", "background": "#101010"}]
    film = shown(assets, tmp_path, main, overlay=[{"d": 1000, "start": 500, "asset": "wide", "position": "center"}])
    assert film[5][160, 90].max() < 60 and film[48][160, 90].max() < 60
    assert near([film[25][150, 70], film[25][170, 110]], [R, Y])
