"""Wishes that were once carried out wrongly and told as right: what they do to the draft, and what is asked instead."""

from __future__ import annotations

import pytest

from engine.director.operations import AddText, SetLength
from engine.director.operations.base import Setting
from nemo.draft import Draft
from tests.engine.directing import DRAFTS, MUGS, Talk, offer_of, text_of, tools_of


def after(message: str, draft: str = "promo", language: str = "en") -> tuple[Draft, str]:
    talk = Talk(draft, language)
    said = text_of(talk.say(message))
    assert talk.draft is not None
    return talk.draft, said


def spoken(draft: Draft) -> str:
    return " ".join(s.meta.text or "" for s in draft.segments("voice"))


@pytest.mark.parametrize(("message", "language"), [("crop photo 4 to a square", "en"), ("把第四张裁成正方形", "zh")])
def test_one_photo_is_cropped_to_a_shape_around_its_subject(message: str, language: str) -> None:
    draft, said = after(message, language=language)
    scene, asset = draft.segments("main")[3], MUGS["p4"]
    x0, y0, x1, y1 = scene.meta.crop or []
    assert (x1 - x0) * asset.width == pytest.approx((y1 - y0) * asset.height, rel=0.01)
    assert scene.meta.fit == "blur", "so that the square is seen as one"
    assert (draft.meta.width, draft.meta.height) == (1080, 1920) and ("square" in said or "正方形" in said)


def test_no_photo_becomes_the_logo_by_itself() -> None:
    events = Talk("promo").ask("add my logo")
    question = offer_of(events)
    assert tools_of(events) == [] and question is not None and question.options == ["extra.jpg"]


@pytest.mark.parametrize(
    "message", ["price should be $24 not 29", "the price is $24", "price $24", "change $29 to $24"]
)
def test_a_wrong_price_is_put_right_wherever_it_stands_or_is_spoken(message: str) -> None:
    draft, said = after(message)
    assert draft.segments("text")[-1].meta.text == "$24" and "It costs $24." in spoken(draft)
    assert (draft.meta.brief or {})["price"] == "$24" and "$29" not in str(draft.wire()) and "→ “$24”" in said


def test_a_removed_price_is_neither_shown_nor_spoken() -> None:
    draft, _ = after("lose the price")
    texts = " ".join(s.meta.text or "" for role in ("title", "text", "cta") for s in draft.segments(role))
    assert "29" not in texts and "29" not in spoken(draft)
    assert not (draft.segments("cta")[0].meta.cta or {}).get("price")


def test_a_day_keeps_its_year_and_an_hour_that_two_functions_have_is_asked_for() -> None:
    draft, _ = after("wrong date, its 13 june", "invitation")
    assert "13 june 2027" in (draft.segments("title")[1].meta.text or "")
    events = Talk("invitation_zh", "zh").ask("时间改成下午三点")
    question = offer_of(events)
    assert tools_of(events) == [] and question is not None and len(question.options) == 2


@pytest.mark.parametrize(
    ("message", "shown"),
    [("敬茶改成上午九点", "敬茶\n2027年6月12日\n上午九点"), ("新娘名字写错了，应该是林小语", "陈伟 & 林小语")],
)
def test_an_hour_is_of_its_function_and_a_name_of_its_person(message: str, shown: str) -> None:
    draft, _ = after(message, "invitation_zh", "zh")
    assert any((s.meta.text or "").startswith(shown) for s in draft.segments("title"))


def test_silence_is_asked_of_everything_that_sounds() -> None:
    draft, _ = after("mute everything", "demo")
    clips = [s for s in draft.segments("main") if s.meta.kind == "clip"]
    assert all(s.meta.mute for s in [*clips, *draft.segments("music")])


@pytest.mark.parametrize(
    ("message", "draft", "language", "left"),
    [
        ("第一段剪掉前两秒", "demo", "zh", 2000),
        ("remove the first second of the intro clip", "demo", "en", 1000),
    ],
)
def test_what_is_cut_off_the_front_is_the_front(message: str, draft: str, language: str, left: int) -> None:
    made, _ = after(message, draft, language)
    first = made.segments("main")[0]
    assert first.meta.in_ == left and first.duration == 6000 - left


@pytest.mark.parametrize(
    ("message", "draft", "tool", "segments"),
    [
        ("no text on the beach one", "promo", "remove_texts", ["x3"]),
        ("remove the audio from walk", "demo", "mute", ["s2"]),
        ("remove the middle clip", "demo", "remove_scenes", ["s2"]),
        ("drop the last two", "promo", "remove_scenes", ["s6", "s7"]),
        ("ring photo first", "invitation", "move_scenes", ["s2"]),
        ("remove everything after photo 5", "promo", "remove_scenes", ["s6", "s7", "s8"]),
        ("mute the voice on photo 2", "promo", "remove_voice", ["v2"]),
        ("the text on photo 2 should say Hot for 6h", "promo", "set_text", ["x1"]),
        ("show the mug-front photo only once", "promo", "remove_scenes", ["s6"]),
        ("make the hook text huge", "promo", "style_text", ["t1"]),
        ("play the party clip twice as fast", "demo", "set_speed", ["s4"]),
    ],
)
def test_only_what_is_named_is_touched(message: str, draft: str, tool: str, segments: list[str]) -> None:
    done = tools_of(Talk(draft).ask(message))
    assert [(one.name, one.args["segments"]) for one in done] == [(tool, segments)]


@pytest.mark.parametrize("message", ["make the fox photo black and white", "la foto de la playa en blanco y negro"])
def test_a_picture_nobody_knows_is_asked_for(message: str) -> None:
    events = Talk("promo").ask(message)
    assert tools_of(events) == [] and offer_of(events) is not None


@pytest.mark.parametrize(
    ("message", "language"),
    [("shorten it to 20 seconds", "en"), ("raccourcis à 20 secondes", "fr"), ("auf 20 sekunden kürzen", "de")],
)
def test_to_a_length_is_not_by_a_length(message: str, language: str) -> None:
    done = tools_of(Talk("promo", language).ask(message))
    assert [(one.name, one.args.get("duration_ms")) for one in done] == [("set_length", 20_000)]


def test_a_fade_to_black_between_scenes_is_what_joins_them() -> None:
    draft, _ = after("use fade to black between all of them")
    assert {s.meta.transition.type for s in draft.segments("main")[1:] if s.meta.transition} == {"dip"}
    assert not any(s.meta.picture_fade_out_ms for s in draft.segments("main"))


def test_what_follows_a_picture_is_about_that_picture() -> None:
    done = tools_of(Talk("promo").ask("make the beach photo brighter and warmer"))
    assert [(one.name, one.args["segments"]) for one in done] == [("adjust", ["s4"]), ("set_filter", ["s4"])]


@pytest.mark.parametrize(
    ("message", "draft"), [("music stops 2 seconds before the end", "promo"), ("把开箱那张调亮", "promo_zh")]
)
def test_what_is_not_sure_changes_nothing(message: str, draft: str) -> None:
    language = draft[6:] or "en"
    events = Talk(draft, language).ask(message)
    assert tools_of(events) == [] and text_of(events)


def test_keeping_colours_removes_nothing() -> None:
    draft, _ = after("画面都黑白，最后一张保留颜色", "promo_zh", "zh")
    pictures = [s for s in draft.segments("main") if s.meta.kind == "photo"]
    assert len(pictures) == 9 and pictures[0].meta.filter == "bw" and pictures[-1].meta.filter in (None, "none")


def test_an_edit_is_taken_back_in_plain_words_or_by_asking_for_what_was() -> None:
    for second in ("oops bring it back", "actually 30"):
        talk = Talk("promo")
        before = talk.draft
        talk.say("make it 20 seconds")
        assert talk.draft is not None and talk.draft.duration == 20_000
        talk.say(second)
        assert talk.draft == before, second


def test_a_mood_of_which_there_is_too_much_is_not_what_is_wished() -> None:
    events = Talk("promo").ask("the music is too happy")
    question = offer_of(events)
    assert tools_of(events) == [] and question is not None and "Calm music" in question.options


def test_captions_keep_their_size_when_the_voice_is_made_again() -> None:
    talk = Talk("promo")
    talk.say("bigger captions")
    talk.say("speak faster")
    assert talk.draft is not None
    assert {getattr(s.meta, "size", None) for s in talk.draft.segments("caption")} == {1.25}


def test_a_title_that_takes_the_place_of_another_is_told_of() -> None:
    setting = Setting()
    short = SetLength(duration_ms=1000).apply(DRAFTS["shop"][0](), setting)
    again = AddText(text="Once more", role="title")
    made = again.apply(short, setting)
    assert "Once more" in again.sentence(short, made, "en") and again.touched(short, made)
