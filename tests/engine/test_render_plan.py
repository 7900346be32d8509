"""From a draft to frames: times, transitions, tails, windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RenderError
from engine.render.motion import MOTIONS, between, windows
from engine.render.output import FORMATS, Output, target
from engine.render.plan import plan
from nemo.draft import Draft
from tests.engine.rendering import draft


def planned(made: Draft, **wish):
    return plan(made, target(Output(**wish), made))


def test_shots_lie_end_to_end_on_whole_frames():
    film = planned(draft([{"d": 1010}, {"d": 990}, {"d": 1333}]))
    assert [(shot.first, shot.end) for shot in film.shots] == [(0, 25), (25, 50), (50, 83)]
    assert film.frames == 83


@given(st.lists(st.integers(40, 9000), min_size=1, max_size=40), st.sampled_from([24, 25, 30, 50, 60]))
def test_rounding_never_adds_up(lengths, fps):
    film = planned(draft([{"d": d} for d in lengths], fps=fps))
    assert abs(film.frames / fps - sum(lengths) / 1000) <= 0.5 / fps + 1e-9
    assert all(a.end == b.first for a, b in zip(film.shots, film.shots[1:], strict=False))
    assert film.shots[-1].end == film.frames
    for frame in range(0, film.frames, 7):
        shot = film.shots[film.shot_at(frame)]
        assert shot.first <= frame < shot.end


def test_a_transition_holds_the_shot_before_it():
    film = planned(draft([{"d": 2000}, {"d": 2000, "transition": {"type": "wipe", "d": 400}}, {"d": 2000}]))
    before, into, after = film.shots
    assert (into.transition, into.enter, before.tail) == ("wipe", 10, 10)
    assert (after.transition, after.enter, into.tail) == ("none", 0, 0)
    assert film.frames == 150, "a transition never changes a length"


def test_a_transition_is_no_longer_than_its_shot_and_an_unknown_one_fades():
    film = planned(draft([{"d": 2000}, {"d": 400, "transition": {"type": "sparkle", "d": 3000}}]))
    assert (film.shots[1].transition, film.shots[1].enter) == ("fade", 10)


def test_a_draft_without_pictures_is_one_plain_card():
    film = planned(Draft.read({"t": [{"m": {"role": "title"}, "sg": [{"d": 1500, "m": {"text": "Hello"}}]}]}))
    assert len(film.shots) == 1 and film.frames == 45


def test_the_words_of_a_card_wait_for_its_transition():
    card = {"d": 2000, "kind": "card", "text": "The end", "transition": {"type": "fade", "d": 500}}
    film = planned(draft([{"d": 1000}, card]))
    assert [(one.role, one.segment.start, one.segment.end) for one in film.words] == [("main", 1300, 3000)]


@pytest.mark.parametrize("motion", MOTIONS)
@given(st.floats(60, 4000), st.floats(60, 4000), st.floats(0, 1), st.floats(0, 1), st.floats(0.3, 12))
def test_a_window_never_leaves_the_source(motion, width, height, x, y, seconds):
    start, end = windows((width, height), 9 / 16, (x, y), motion, seconds)
    for part in range(11):
        view = between(start, end, part / 10)
        assert view.x >= -1e-6 and view.y >= -1e-6
        assert view.x + view.width <= width + 1e-6 and view.y + view.height <= height + 1e-6
        assert view.width / view.height == pytest.approx(9 / 16)
    assert (start == end) == (motion == "none")


def test_motions_go_where_their_names_say():
    at = {name: windows((1080, 1920), 9 / 16, (0.5, 0.5), name, 4) for name in MOTIONS}
    assert at["zoom_in"][0].width > at["zoom_in"][1].width and at["zoom_out"][0].width < at["zoom_out"][1].width
    assert at["pan_right"][0].x < at["pan_right"][1].x and at["pan_left"][0].x > at["pan_left"][1].x
    assert at["pan_down"][0].y < at["pan_down"][1].y and at["pan_up"][0].y > at["pan_up"][1].y


def test_a_zoom_goes_to_the_focus():
    _, close = windows((1080, 1920), 9 / 16, (0.9, 0.1), "zoom_in", 4)
    assert close.x + close.width == pytest.approx(1080) and close.y == pytest.approx(0)


def test_one_side_keeps_the_drafts_shape_and_previews_are_a_third():
    made = draft([{"d": 1000}], width=1080, height=1920)
    assert (target(Output(width=720), made).width, target(Output(width=720), made).height) == (720, 1280)
    assert (target(Output(height=3840), made).width, target(Output(height=3840), made).height) == (2160, 3840)
    small = target(Output(purpose="preview", format="webm"), made)
    assert (small.width, small.height, small.fps, small.format.suffix) == (360, 640, 24, "mp4")


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        ({"format": "docx"}, "docx"),
        ({"quality": "superb"}, "superb"),
        ({"fps": 29}, "29"),
        ({"width": 9000}, "9000"),
        ({"width": 4, "height": 4}, "4 × 4"),
    ],
)
def test_what_is_not_offered_is_refused_in_a_sentence(wish, word):
    with pytest.raises(RenderError, match=word):
        target(Output(**wish), draft([{"d": 1000}]))


def test_the_fourteen_formats():
    assert set(FORMATS) == {
        "mp4",
        "mov",
        "webm",
        "mkv",
        "avi",
        "gif",
        "webp",
        "mp3",
        "wav",
        "m4a",
        "aac",
        "jpg",
        "png",
    } | {"otio"}
