"""Messages which were once read as their opposite, or as more than they ask for."""

from __future__ import annotations

from typing import Any

import pytest

from engine.director.briefing_product import product_name
from engine.director.events import Event
from engine.director.understand.asking import question
from engine.director.understand.clause import Clause, View
from engine.director.understand.impossible import impossible
from engine.director.understand.lexer import read
from nemo.draft import Draft
from tests.engine.directing import Talk, text_of
from tests.engine.directing import tools_of as called


def tools_of(events: list[Event]) -> list[tuple[str, dict[str, Any]]]:
    return [(tool.name, tool.args) for tool in called(events)]


@pytest.mark.parametrize("message", ["change it from vertical to horizontal", "竖屏改横屏"])
def test_a_shape_changed_from_one_to_another_becomes_the_other(message: str) -> None:
    assert [args["aspect"] for name, args in tools_of(Talk("shop").say(message)) if name == "set_aspect"] == ["16:9"]


def test_the_crop_of_one_photo_leaves_the_shape_of_the_video_alone() -> None:
    assert "set_aspect" not in [name for name, _ in tools_of(Talk("shop").say("crop photo 2 to a square"))]


@pytest.mark.parametrize(
    "message", ["remove from 1 to 2 seconds of the second photo", "remove seconds 1 to 2 of photo 2"]
)
def test_a_stretch_removed_from_a_scene_takes_that_stretch_and_no_more(message: str) -> None:
    talk = Talk("shop")
    scene = talk.draft.segments("main")[1]
    ((name, args),) = tools_of(talk.say(message))
    assert (name, args["from_ms"], args["to_ms"]) == ("cut_out", scene.start + 1000, scene.start + 2000)


@pytest.mark.parametrize("message", ["play clip 2 in reverse", "reverse the first clip", "把视频倒放"])
def test_footage_played_backwards_is_refused_and_no_order_changed(message: str) -> None:
    talk = Talk("shop")
    before = talk.draft.wire()
    assert tools_of(talk.say(message)) == []
    assert talk.draft.wire() == before


def test_the_order_of_the_scenes_can_still_be_reversed() -> None:
    message = read("put the scenes in reverse order", "en")
    assert impossible(Clause(message.tokens, message)) is None


def test_several_steps_back_undo_as_many_edits_and_name_each() -> None:
    talk = Talk("shop")
    for message in ("make it 20 seconds", "make it square", "music off", "go back 3 steps"):
        last = talk.say(message)
    assert tools_of(last) == [("undo", {"version": 3})]
    assert all(version.summary in text_of(last) for version in talk.versions[3:6])


def test_a_text_for_a_second_of_the_video_does_not_say_so_itself() -> None:
    ((name, args),) = tools_of(Talk("shop").say("再加一句话：周末八折 放在第5秒"))
    assert (name, args["text"], args["start_ms"]) == ("add_text", "周末八折", 5000)


@pytest.mark.parametrize(
    ("message", "name"),
    [
        ("can u make me a vid for my hand poured soy candles, $18 each", "hand poured soy candles"),
        ("用这几张照片做一个20秒的咖啡推广视频，价格39元", "咖啡"),
        ("给我的咖啡机做一个推广视频", "咖啡机"),
        ("帮我做一个抖音推广视频", ""),
    ],
)
def test_the_product_of_a_casual_brief_is_found_and_none_is_invented(message: str, name: str) -> None:
    assert product_name(message, "affiliate") == name


@pytest.mark.parametrize("message", ["do i have to pay?", "要付费吗？"])
def test_a_question_for_the_price_is_one(message: str) -> None:
    read_as = read(message, "zh" if message[0] > "z" else "en")
    asked = question(Clause(read_as.tokens, read_as), View(draft=Draft.read({})))
    assert asked and asked.topic == "price"
