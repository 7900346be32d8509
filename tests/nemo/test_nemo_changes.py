"""What differs between two drafts, told in words: before → after."""

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemo.changes import changes, stages
from nemo.draft import Draft
from nemo.summary import timeline, track_lines
from tests.nemo.drafts import CUT, FINISHED, MUSIC, TITLE

VOICE = {"tt": 1, "m": {"role": "voice"}, "sg": [{"d": 2000, "m": {"text": "Hello there", "voice": "amy"}}]}


def told(before: dict[str, Any] | None, after: dict[str, Any] | None, language: str = "en") -> list[str]:
    return changes(Draft.read(before), Draft.read(after), language)


def altered(**to_first: Any) -> dict[str, Any]:
    """The finished draft with other metadata in its first main segment."""
    draft = copy.deepcopy(FINISHED)
    draft["t"][0]["sg"][0]["m"] |= to_first
    return draft


def with_track(number: int, **meta: Any) -> dict[str, Any]:
    draft = copy.deepcopy(FINISHED)
    draft["t"][number]["sg"][0]["m"] |= meta
    return draft


def test_nothing_changed_is_nothing_told() -> None:
    assert told(FINISHED, copy.deepcopy(FINISHED)) == []
    assert told(None, None) == []


def test_a_new_version_number_is_no_change() -> None:
    assert told(FINISHED, {**FINISHED, "m": {**FINISHED["m"], "version": 9}}) == []


def test_the_sentence_of_the_brief() -> None:
    assert told(CUT, {**CUT, "t": [*CUT["t"], TITLE]}) == ['✅ Title added: "Paradise Found" (0–3 s)']


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (FINISHED, {**FINISHED, "t": FINISHED["t"][:2]}, '✅ Title removed: "Paradise Found" (0–3 s)'),
        (FINISHED, with_track(2, text="Home"), '✅ Title: "Paradise Found" → "Home"'),
        (FINISHED, with_track(1, volume=0.2), "✅ BGM volume: 35% → 20%"),
        (FINISHED, with_track(1, name="Piano"), "✅ BGM replaced: Lo-fi → Piano"),
        (CUT, {**CUT, "t": [*CUT["t"], VOICE]}, '✅ Voiceover added: "Hello there" (0–2 s)'),
        ({**CUT, "t": [*CUT["t"], VOICE]}, CUT, '✅ Voiceover removed: "Hello there" (0–2 s)'),
        (FINISHED, with_track(1, mute=True), "✅ BGM muted: Lo-fi"),
        (FINISHED, with_track(1, ducking=True), "✅ Music now lowers under the voice"),
        (FINISHED, with_track(2, start=2000), '✅ Title "Paradise Found": 0–3 s → 2–5 s'),
        (FINISHED, with_track(2, position="top"), '✅ "Paradise Found", position: none → top'),
        (FINISHED, altered(filter="bw"), "✅ beach.jpg, filter: none → black and white"),
        (FINISHED, altered(transition={"type": "fade", "d": 500}), "✅ Transition into beach.jpg: none → fade"),
        (FINISHED, altered(crop=[0, 0, 0.5, 0.5]), "✅ Picture adjusted: beach.jpg"),
        (FINISHED, altered(speed=2), "✅ beach.jpg, speed: none → 2"),
        (FINISHED, {**FINISHED, "m": {"width": 1080, "height": 1920}}, "✅ Format: 16:9 → 9:16"),
        (FINISHED, {**FINISHED, "m": {**FINISHED["m"], "look": "noir"}}, "✅ Look: none → noir"),
        (FINISHED, {**FINISHED, "d": 12500}, "✅ Length: 10 s → 12.5 s"),
        (FINISHED, {**FINISHED, "xx": 1}, "✅ The project was updated; the timeline looks as before."),
    ],
)
def test_one_change_is_one_line(before: dict[str, Any], after: dict[str, Any], line: str) -> None:
    assert told(before, after) == [line]


def test_a_new_order_is_told_as_one() -> None:
    draft = copy.deepcopy(FINISHED)
    draft["t"][0]["sg"].reverse()
    assert told(FINISHED, draft) == ["✅ New order: pier.jpg, beach.jpg"]


def test_a_trimmed_clip_and_the_new_length() -> None:
    draft = copy.deepcopy(FINISHED)
    draft["t"][0]["sg"][0]["d"], draft["d"] = 3000, 8000
    assert told(FINISHED, draft) == ["✅ Length: 10 s → 8 s", "✅ beach.jpg: 5 s → 3 s"]


def test_removing_a_scene_is_not_told_as_changing_the_rest() -> None:
    draft = copy.deepcopy(FINISHED)
    del draft["t"][0]["sg"][0]
    draft["d"] = 5000
    assert told(FINISHED, draft) == ["✅ Length: 10 s → 5 s", "✅ Video removed: beach.jpg (0–5 s)"]


def test_captions_are_counted_not_listed() -> None:
    captions = [{"d": 1000, "m": {"text": f"line {number}", "start": number * 1000}} for number in range(8)]
    draft = {**FINISHED, "t": [*FINISHED["t"], {"tt": 7, "m": {"role": "caption"}, "sg": captions}]}
    assert told(FINISHED, draft) == ["✅ Captions added: 8 parts (0–8 s)"]
    assert told(draft, FINISHED) == ["✅ Captions removed: 8 parts"]


def test_the_same_change_of_many_segments_is_one_line() -> None:
    before, after = copy.deepcopy(CUT), copy.deepcopy(CUT)
    for draft in (before, after):
        draft["t"][0]["sg"] = [{"d": 1000, "m": {"id": f"s{n}", "name": f"{n}.jpg"}} for n in range(6)]
    for segment in after["t"][0]["sg"]:
        segment["m"]["transition"] = {"type": "dip", "d": 400}
    assert told(before, after) == ["✅ Video, transitions: none → dip (6 parts)"]


def test_a_first_video_has_two_stages() -> None:
    cut, finish = stages(Draft.read(None), Draft.read(FINISHED))
    assert cut.title == "First cut:"
    assert cut.lines == ["✅ Video added: beach.jpg (0–5 s)", "✅ Video added: pier.jpg (5–10 s)"]
    assert finish.title == "Then added:"
    assert finish.lines == ["✅ BGM added: Lo-fi (0–10 s)", '✅ Title added: "Paradise Found" (0–3 s)']


def test_a_raw_cut_alone_is_one_stage() -> None:
    assert [stage.title for stage in stages(Draft.read(None), Draft.read(CUT))] == [""]


def test_chinese_lines_hold_no_english() -> None:
    lines = told(FINISHED, with_track(1, volume=0.2), "zh") + told(CUT, {**CUT, "t": [*CUT["t"], MUSIC]}, "zh-CN")
    assert lines == ["✅ 背景音乐音量\uff1a35% → 20%", "✅ 已添加背景音乐\uff1aLo-fi\uff080–10 s\uff09"]


def test_a_draft_of_the_cloud_without_ids_and_roles_is_compared_by_what_it_shows() -> None:
    before = {"t": [{"tt": 0, "sg": [{"d": 4000, "m": {"file": "a"}}, {"d": 2000, "m": {"file": "b"}}]}]}
    after = {"t": [{"tt": 0, "sg": [{"d": 2000, "m": {"file": "b"}}, {"d": 4000, "m": {"file": "c"}}]}]}
    assert told(before, after) == ["✅ Video added: c (2–6 s)", "✅ Video removed: a (0–4 s)"]


def test_words_of_the_user_are_never_a_pattern() -> None:
    odd = {**CUT, "t": [*CUT["t"], {"tt": 7, "sg": [{"d": 1000, "m": {"text": "{0} {name} %s {"}}]}]}
    assert told(CUT, odd) == ['✅ Title added: "{0} {name} %s {" (0–1 s)']


scalars = st.none() | st.booleans() | st.integers(-5, 99999) | st.text(max_size=4)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3))
keys = st.sampled_from(["id", "start", "name", "text", "role", "volume", "transition", "crop", "in", "zz", "mute"])
metas = st.dictionaries(keys, values, max_size=4)
segments = st.lists(st.fixed_dictionaries({}, optional={"d": values, "m": metas, "x": values}), max_size=3)
tracks = st.lists(st.fixed_dictionaries({}, optional={"tt": values, "m": metas, "sg": segments | values}), max_size=3)
drafts = st.fixed_dictionaries({}, optional={"d": values, "m": metas, "t": tracks})


@settings(max_examples=100, deadline=None)
@given(drafts, drafts)
def test_drafts_of_any_shape_are_compared_and_summed_up(one: dict[str, Any], other: dict[str, Any]) -> None:
    for language in ("en", "zh"):
        assert all(isinstance(line, str) for line in told(one, other, language))
        assert timeline(Draft.read(one), language)
        assert track_lines(Draft.read(other), language)
    assert told(one, one) == []
