"""Whatever operations are applied in whatever order, a draft stays valid, and undo brings back what was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.director.operations import OPERATIONS, CannotDoError, Setting, tools
from engine.director.operations.scenes import RemoveScenes
from engine.director.operations.texts import AddText
from engine.director.operations.timing import SetSpeed, Trim
from engine.director.operations.voice import Voiceover
from engine.director.operations.whole import SetLength, SetLook
from engine.director.timeline import problems, source_left
from engine.director.turn import Edited, Say, Turn, take_operations
from nemo.draft import Draft
from tests.engine.directing import CLIP_ASSETS, SHOP_ASSETS, Talk, clips, even_voice, shop, text_of, tools_of

SCENES = st.sampled_from([f"s{n}" for n in range(1, 7)])
SOME = st.lists(SCENES, min_size=1, max_size=3, unique=True)
MS = st.integers(200, 40_000)
ROLES = st.sampled_from(["title", "text", "cta"])
TEXT = st.text("abc 世界é'", min_size=1, max_size=12).filter(lambda text: text.strip())


def edit(op: str, **fields: Any) -> st.SearchStrategy[Any]:
    return st.builds(OPERATIONS[op], **fields)


EDITS = st.one_of(
    edit("set_length", duration_ms=st.integers(1000, 90_000)),
    edit("set_photo_length", duration_ms=MS, kind=st.sampled_from(["photo", "all"])),
    edit("set_scene_length", segments=SOME, duration_ms=MS),
    edit("set_aspect", aspect=st.sampled_from(["9:16", "16:9", "1:1"]), platform=st.none()),
    edit("remove_scenes", segments=SOME),
    edit("move_scenes", segments=SOME, position=st.integers(-3, 7)),
    edit("swap_scenes", segments=st.lists(SCENES, min_size=2, max_size=2)),
    edit("order_scenes", segments=st.just([])),
    edit("duplicate_scenes", segments=SOME),
    edit("split_scene", segments=st.lists(SCENES, min_size=1, max_size=1), at_ms=st.none() | MS),
    edit("merge_scenes", segments=st.just([])),
    edit("trim", segments=SOME, start_ms=st.integers(0, 4000), end_ms=st.integers(0, 4000)),
    edit("cut_out", from_ms=st.integers(0, 20_000), to_ms=st.integers(0, 30_000)),
    edit("set_speed", segments=st.just([]), speed=st.floats(0.25, 4), relative=st.booleans()),
    edit("add_card", text=TEXT, position=st.none() | st.integers(1, 7), duration_ms=st.integers(500, 5000)),
    edit("add_text", text=TEXT, role=ROLES, start_ms=st.none() | MS, from_end=st.booleans()),
    edit("remove_texts", role=st.sampled_from(["title", "text", "cta", "all"])),
    edit("time_text", segments=st.sampled_from([["t1"], ["x1"]]), start_ms=st.none() | MS, duration_ms=st.none() | MS),
    edit("voiceover", text=st.just("One two three. Four five six seven. Eight.") | st.none()),
    edit("set_voice", speed=st.floats(0.5, 2)),
    edit("set_voice_line", segments=st.just(["v2"]), text=st.just("A longer sentence is said here now.")),
    edit("remove_voice", segments=st.just([])),
    edit("set_captions", on=st.booleans()),
    edit("set_hook", text=TEXT),
    edit("set_call", text=TEXT),
    edit("greet", text=TEXT, longest=TEXT),
    edit("set_disclosure", on=st.booleans()),
    edit("remove_music"),
    edit("set_transition", segments=st.just([]), type=st.sampled_from(["fade", "none", "push"])),
)  # fmt: skip


@pytest.mark.parametrize("name", ["shop", "clips"])
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(EDITS, min_size=1, max_size=8))
def test_any_sequence_of_operations_keeps_the_draft_valid(name: str, edits: list[Any]) -> None:
    draft, assets = (shop(), SHOP_ASSETS) if name == "shop" else (clips(), CLIP_ASSETS)
    setting = Setting(assets, even_voice)
    for operation in edits:
        before = json.dumps(draft.wire(), sort_keys=True)
        try:
            after = operation.apply(draft, setting)
        except CannotDoError as reason:
            assert reason.sentence("en") and reason.sentence("zh")
            after = draft
        else:
            assert operation.sentence(draft, after, "en") and operation.sentence(draft, after, "zh")
        assert json.dumps(draft.wire(), sort_keys=True) == before, "an operation leaves the draft it is given alone"
        assert problems(after, assets) == [], operation
        assert all(voice.duration > 0 for voice in after.segments("voice"))
        draft = after


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(EDITS, min_size=1, max_size=4))
def test_undo_after_any_edit_brings_back_exactly_what_was(edits: list[Any]) -> None:
    talk = Talk("shop")
    for operation in edits:
        before = talk.draft
        turn = Turn("", talk.draft, talk.version, talk.versions, talk.assets, speak=even_voice)
        edited = [e for e in take_operations(turn, [operation.model_dump()]) if isinstance(e, Edited)]
        if not edited or before is None:
            continue
        probe = Talk("shop")
        probe.versions, probe.draft = list(talk.versions), edited[0].draft
        probe.versions.append(type(talk.versions[0])(talk.version + 1, edited[0].draft.wire(), "x"))
        probe.say("undo")
        assert probe.draft is not None and probe.draft.wire() == before.wire()
        talk.draft = edited[0].draft
        talk.versions.append(type(talk.versions[0])(talk.version + 1, edited[0].draft.wire(), "x"))


def test_every_operation_is_a_tool_with_a_name_a_purpose_and_arguments() -> None:
    offered = {tool["function"]["name"]: tool["function"] for tool in tools()}
    assert set(offered) == set(OPERATIONS) and len(offered) >= 45
    assert all(len(tool["description"]) > 8 and tool["parameters"]["type"] == "object" for tool in offered.values())


def test_a_scene_is_never_shorter_than_its_sentence() -> None:
    setting = Setting(SHOP_ASSETS, even_voice)
    draft = Voiceover(text="One two three four five six seven eight nine ten. And more.").apply(shop(), setting)
    short = SetLength(duration_ms=2000).apply(draft, setting)
    first = short.segments("voice")[0]
    assert short.duration >= sum(voice.duration for voice in short.segments("voice"))
    assert all(not (v.start < first.end and v is not first) for v in short.segments("voice"))
    assert setting.notes, "the user is told why it is longer"


def test_what_does_not_fit_is_left_out_of_the_voiceover_and_told() -> None:
    setting = Setting(SHOP_ASSETS, even_voice)
    lines = " ".join(f"This is sentence number {n} of the story." for n in range(8))
    draft = Voiceover(text=lines).apply(shop(), setting)
    short = SetLength(duration_ms=12_000).apply(draft, setting)
    assert short.duration == 12_000
    assert len(short.segments("voice")) < len(draft.segments("voice"))
    assert any("sentence number" in note for note in setting.notes)


def test_a_removed_scene_takes_its_words_along_and_the_rest_stays_in_place() -> None:
    after = RemoveScenes(segments=["s2"]).apply(shop(), Setting(SHOP_ASSETS, even_voice))
    assert [s.meta.text for s in after.segments("text")] == ["Leakproof lid"]
    assert after.segments("text")[0].start == after.segments("main")[1].start
    assert after.segments("cta")[0].end == after.duration == 25_000
    assert after.segments("music")[0].duration == 25_000


def test_a_clip_never_plays_past_its_source() -> None:
    setting = Setting(CLIP_ASSETS, even_voice)
    draft = Trim(segments=["s1"], start_ms=3000).apply(clips(), setting)
    draft = SetSpeed(segments=["s1"], speed=0.5).apply(draft, setting)
    longer = SetLength(duration_ms=120_000).apply(draft, setting)
    assert all(s.duration <= source_left(s, CLIP_ASSETS) for s in longer.segments("main"))


def test_a_text_is_shown_letter_for_letter() -> None:
    name = "Zoë O’Neill-Łukasiewicz & 李明 “x” <b>"
    after = AddText(text=name).apply(shop(), Setting(SHOP_ASSETS))
    assert name in [s.meta.text for s in after.segments("text")]


def test_hand_made_edits_of_the_timeline_go_the_same_way_as_words() -> None:
    turn = Turn("", shop(), 1, [], SHOP_ASSETS, speak=even_voice)
    events = list(take_operations(turn, [{"op": "set_length", "duration_ms": 20_000}, {"op": "remove_music"}]))
    edited = next(event for event in events if isinstance(event, Edited))
    assert edited.draft.duration == 20_000 and not edited.draft.segments("music") and len(edited.summary) == 2
    assert [tool.name for tool in tools_of(events)] == ["set_length", "remove_music"]
    with pytest.raises(ValueError, match="nonsense"):
        list(take_operations(turn, [{"op": "nonsense"}]))


def test_an_edit_that_makes_no_sense_is_refused_in_words_and_changes_nothing() -> None:
    turn = Turn("", Draft.read({}), 0, [], {}, speak=even_voice)
    events = list(take_operations(turn, [{"op": "set_length", "duration_ms": 20_000}]))
    assert not any(isinstance(event, Edited) for event in events)
    assert "no video yet" in text_of(events) and any(isinstance(event, Say) for event in events)


def test_the_captions_go_with_the_look_unless_they_were_chosen() -> None:
    draft = shop()
    draft.meta.kind, draft.meta.look, draft.meta.caption_style = "affiliate", "bold", "pop"
    premium = SetLook(look="premium").apply(draft, Setting(SHOP_ASSETS))
    assert (premium.meta.look, premium.meta.caption_style) == ("premium", "clean")
    draft.meta.caption_style = "karaoke"
    assert SetLook(look="premium").apply(draft, Setting(SHOP_ASSETS)).meta.caption_style == "karaoke"
