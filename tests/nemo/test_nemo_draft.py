"""Drafts are read tolerantly and summed up in the exact format of the brief."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo.draft import Draft
from nemo.summary import seconds, timeline, track_lines
from tests.nemo.drafts import FINISHED

BRIEF: dict[str, Any] = {
    "t": [
        {"tt": 0, "sg": [{"d": 10000, "m": {"name": "city timelapse"}}]},
        {"tt": 1, "sg": [{"d": 10000, "m": {"name": "Lo-fi", "volume": 0.35}}]},
        {"tt": 7, "sg": [{"d": 3000, "m": {"text": "Urban Dreams"}}]},
    ]
}
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | numbers | st.text(max_size=5)
names = st.sampled_from(["t", "sg", "d", "m", "tt", "x"])
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner), max_leaves=12
)


def test_the_line_of_the_brief() -> None:
    assert timeline(Draft.read(BRIEF)) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
        '3. Title: "Urban Dreams" (0-3s)'
    )


def test_several_segments_and_one_track() -> None:
    draft = Draft.read({"t": [{"tt": 0, "sg": [{"d": 1500, "m": {"name": "a"}}, {"d": 2000, "m": {"file": "b.mp4"}}]}]})
    assert timeline(draft) == "Timeline (1 track): 1. Video: a (0-1.5s), b.mp4 (1.5-3.5s)"


def test_an_empty_timeline_and_empty_tracks() -> None:
    assert timeline(Draft.read(None)) == "The timeline is empty."
    assert timeline(Draft.read({"t": [{"tt": 0, "sg": []}]}), "zh") == "时间线还是空的。"
    assert timeline(Draft.read({"t": [{"tt": 1, "sg": []}, BRIEF["t"][0]]})).startswith("Timeline (1 track): 1. Video")


def test_the_tracks_in_lines() -> None:
    assert track_lines(Draft.read(FINISHED))[:4] == ["1. Video", "   beach.jpg (0-5s)", "   pier.jpg (5-10s)", "2. BGM"]


def test_seconds_are_short() -> None:
    assert [seconds(ms) for ms in (0, 3000, 2500, 2549, 10050, 999)] == ["0", "3", "2.5", "2.5", "10", "1"]


def test_a_missing_start_is_the_sum_of_what_came_before() -> None:
    track = {"tt": 0, "sg": [{"d": 1000}, {"d": 500, "m": {"start": 4000}}, {"d": 1}]}
    segments = Draft.read({"t": [track]}).tracks[0].segments
    assert [segment.start for segment in segments] == [0, 4000, 4500]


def test_unknown_keys_are_kept() -> None:
    raw = {"d": 5, "future": {"a": 1}, "m": {"q": 2}, "t": [{"tt": 0, "w": 3, "sg": [{"d": 5, "e": 4, "m": {"r": 5}}]}]}
    wire = Draft.read(raw).wire()
    assert (wire["future"], wire["m"]["q"], wire["t"][0]["w"]) == ({"a": 1}, 2, 3)
    assert (wire["t"][0]["sg"][0]["e"], wire["t"][0]["sg"][0]["m"]["r"]) == (4, 5)


def test_a_value_of_the_wrong_type_takes_nothing_else_with_it() -> None:
    track = {"tt": 0, "sg": [{"d": 5, "m": {"volume": "loud", "name": "x"}}]}
    segment = Draft.read({"t": [track]}).tracks[0].segments[0]
    assert (segment.duration, segment.meta.volume, segment.meta.name) == (5, None, "x")


@pytest.mark.parametrize(
    ("draft", "ready"),
    [(None, False), ({}, False), ({"t": []}, False), ({"t": [{"sg": []}]}, False), ({"t": [{"sg": [{}]}]}, True)],
)
def test_ready_for_export_is_the_rule_of_the_brief(draft: dict[str, Any] | None, ready: bool) -> None:
    assert Draft.read(draft).ready_for_export is ready


@given(anything)
def test_no_json_is_too_strange(raw: Any) -> None:
    draft = Draft.read(raw)
    assert timeline(draft)
    assert Draft.read(draft.wire()).wire() == draft.wire()
