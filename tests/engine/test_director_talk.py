"""What the director says: specific, in the language of the message, streamed, with next steps; what it remembers."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from engine.director import say
from engine.director.language import language_of
from engine.director.past import stacks
from engine.director.turn import Edited, Say, Version
from engine.director.understand import read
from nemo.draft import Draft
from tests.engine.directing import Talk, offer_of, suggested, text_of, tools_of


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("half a minute", 30_000),
        ("twenty secs", 20_000),
        ("a minute and a half", 90_000),
        ("one and a half minutes", 90_000),
        ("2 min 5 s", 125_000),
        ("45-second", 45_000),
        ("1.5 seconds", 1500),
        ("twenty five seconds", 25_000),
        ("一分半", 90_000),
        ("半分钟", 30_000),
        ("1分20秒", 80_000),
        ("十五秒", 15_000),
        ("两分钟", 120_000),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, ms: int) -> None:
    language = language_of(text)
    assert [token.get("time") for token in read(text, language).tokens if token.get("time")] == [ms]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("make it shorter", "en"),
        ("改成20秒", "zh"),
        ("hazlo más corto", "es"),
        ("baisse la musique", "fr"),
        ("mach es kürzer", "de"),
        ("deixe mais curto", "pt"),
        ('add a title "夏天"', "en"),
        ("加一个标题“Summer sale”", "zh"),
    ],
)
def test_the_answer_comes_in_the_language_of_the_message(text: str, language: str) -> None:
    assert language_of(text, "en") == language
    talk = Talk("shop")
    talk.say(text)
    assert talk.context["language"] == language


def test_an_answer_says_what_changed_before_and_after_and_what_to_do_next() -> None:
    talk = Talk("shop")
    events = talk.say("make it 20 seconds")
    assert text_of(events) == "Length: 30 s → 20 s."
    assert 2 <= len(suggested(events)) <= 3 and "Undo" in suggested(events)
    assert len([event for event in events if isinstance(event, Say)]) > 3, "in pieces"


def test_every_suggestion_is_understood_when_it_is_sent() -> None:
    for language in say.LANGUAGES:
        for name, message in say.catalogue(language)["suggest"].items():
            if name == "create_link":
                continue
            talk = Talk("shop")
            talk.say("remove the captions")
            events = talk.say(message)
            assert tools_of(events) or offer_of(events), (language, message, text_of(events))


def test_undo_three_turns_later_and_redo_and_back_to_a_version() -> None:
    talk = Talk("shop")
    kept = [talk.draft]
    for message in ("no music", "make it 20 seconds", "remove the title"):
        talk.say(message)
        kept.append(talk.draft)
    for back in (2, 1, 0):
        talk.say("undo")
        assert talk.draft is not None and kept[back] is not None and talk.draft.wire() == kept[back].wire()
    talk.say("redo")
    assert talk.draft is not None and kept[1] is not None and talk.draft.wire() == kept[1].wire()
    events = talk.say("go back to version 6")
    assert talk.draft.wire() == kept[3].wire() and "version 6" in text_of(events)  # type: ignore[union-attr]


def test_undoing_the_first_video_leaves_an_empty_project_and_redo_brings_it_back() -> None:
    talk = Talk("none")
    talk.say("create a 10 second promo for my lamp")
    made = talk.draft
    events = talk.say("undo")
    edited = next(event for event in events if isinstance(event, Edited))
    assert edited.restores == 0 and edited.draft.duration == 0
    assert "nothing to undo" in text_of(talk.say("undo"))
    talk.say("redo")
    assert talk.draft is not None and made is not None and talk.draft.wire() == made.wire()


def test_the_past_is_read_from_the_versions_alone() -> None:
    def version(number: int, restores: int | None = None) -> Version:
        return Version(number, {}, restores=restores)

    assert stacks([version(1), version(2), version(3, 1)]) == ([0, 1], [2])
    assert stacks([version(1), version(2), version(3, 1), version(4, 2)]) == ([0, 1, 2], [])
    assert stacks([version(1), version(2), version(3, 1), version(4)]) == ([0, 1, 4], [])


def test_an_open_question_is_answered_by_its_button_its_number_or_a_new_wish() -> None:
    for reply in ("The music", "music", "the first", "1"):
        talk = Talk("shop")
        asked = offer_of(talk.say("make it louder"))
        assert asked is not None and "The music" in asked.options and talk.version == 3, "asked, and nothing changed"
        tools = tools_of(talk.say(reply))
        assert [tool.name for tool in tools] == ["set_volume"] and tools[0].args["role"] == "music", reply
    talk = Talk("shop")
    talk.say("make it louder")
    assert [tool.name for tool in tools_of(talk.say("remove the title"))] == ["remove_texts"]


def test_an_empty_message_is_answered_and_changes_nothing() -> None:
    for message in ("", "   \n"):
        events = Talk("shop").say(message)
        assert text_of(events) and not any(isinstance(event, Edited) for event in events)


@pytest.mark.parametrize(
    "message", ["\x00", "{}{0}%s", "<script>", "💍" * 50, "make " * 3000, "“", "第", "1:", "-1", "٣", "ß" * 999]
)
def test_nothing_a_user_types_breaks_it(message: str) -> None:
    for draft in ("shop", "clips", "none"):
        assert text_of(Talk(draft).say(message))


def test_platforms_imply_a_shape_and_it_is_said() -> None:
    events = Talk("clips").say("make it for TikTok")
    assert "16:9 → 9:16" in text_of(events) and "TikTok" in text_of(events)


def test_every_sentence_of_english_exists_in_chinese_with_the_same_places_to_fill() -> None:
    def fields(text: str) -> set[str]:
        import string

        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english, chinese = say.catalogue("en")["say"], say.catalogue("zh")["say"]
    assert set(english) == set(chinese)
    for language in say.LANGUAGES:
        for key, text in say.catalogue(language)["say"].items():
            assert fields(text) <= fields(english[key]), (language, key)


def test_the_catalogues_are_whole() -> None:
    folder = Path(say.__file__).parent / "words"
    for file in folder.glob("*.toml"):
        words = tomllib.loads(file.read_text(encoding="utf-8"))
        assert {"say", "terms", "copy", "suggest", "words"} <= set(words), file.name


def test_a_draft_that_came_from_elsewhere_is_edited_without_harm() -> None:
    strange = Draft.read({"d": 5000, "t": [{"tt": 0, "sg": [{"d": 5000, "m": {"name": "x"}}]}]})
    assert text_of(Talk(strange).say("make it 10 seconds"))
