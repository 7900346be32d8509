"""Briefs become finished drafts: every scene has its time, its words and its picture, and no fact is made up."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from engine.director.captions import captions
from engine.director.timeline import problems
from engine.director.turn import Edited, Say, Turn, links_in, take_turn
from nemo.draft import Draft
from tests.engine.directing import STORY, Talk, clip, even_voice, page, photo, text_of

PROMO = "create a 30-second promo video with voiceover and call-to-action for my affiliate product"
WEDDING = (
    "Create a wedding invitation video: Siân O'Connor and José Núñez are getting married on Sunday, 12 June 2027. "
    "Ceremony at 3:00 PM at Rosewood Hall, then dinner at 6:30 PM at The Old Barn. RSVP to sian@example.com. "
    "Dress code: garden formal."
)


def made(message: str, **turn: object) -> tuple[Draft, str]:
    talk = Talk("none", **turn)
    said = text_of(talk.say(message))
    assert talk.draft is not None, said
    assert problems(talk.draft, talk.assets) == []
    return talk.draft, said


def words_of(draft: Draft) -> str:
    roles = ("title", "text", "cta", "voice", "caption")
    return "\n".join(s.meta.text or "" for role in roles for s in draft.segments(role))


def test_the_promo_of_the_brief_has_everything_it_asks_for() -> None:
    draft, said = made(PROMO)
    main = draft.segments("main")
    assert draft.duration == 30_000 and (draft.meta.width, draft.meta.height, draft.meta.fps) == (1080, 1920, 30)
    assert {s.meta.asset for s in main if s.meta.kind == "photo"} == {"p1", "p2", "p3"}
    assert all(s.meta.motion not in (None, "none") for s in main if s.meta.kind == "photo")
    assert all(s.meta.transition and s.meta.transition.type == "fade" for s in main[1:])
    assert len(draft.segments("title")) == 1 and draft.segments("title")[0].start == 0
    assert len(draft.segments("text")) >= 2 and draft.segments("cta")[-1].end == 30_000
    assert len(draft.segments("voice")) >= 4 and draft.segments("caption") and draft.segments("disclosure")
    assert draft.segments("music")[0].duration == 30_000 and draft.segments("music")[0].meta.ducking
    assert "30 s" in said and "invented nothing" in said


@pytest.mark.parametrize(
    "message",
    [
        PROMO,
        "make an ad for my tea",
        "做一个30秒的推广视频",
        "wedding invitation for Ann & Bo",
        "make a video about spring",
    ],
)
def test_no_number_is_shown_or_spoken_that_was_not_given(message: str) -> None:
    draft, _ = made(message)
    assert not re.search(r"\d|%|\$|€", words_of(draft))


def test_given_facts_are_used_word_for_word() -> None:
    draft, _ = made(
        "20s ad for the HydroFlow bottle. Benefits: leakproof; keeps drinks cold for 24 hours. $29, code COLD10"
    )
    text = words_of(draft)
    for fact in ("HydroFlow bottle", "Leakproof", "24 hours", "$29", "COLD10"):
        assert fact in text
    assert (draft.segments("cta")[-1].meta.cta or {})["code"] == "COLD10"
    assert draft.duration == 20_000


@pytest.mark.parametrize(
    "message",
    [
        "crea un video promocional de 20 segundos para mi cafetera Barista, 129,99 €, muele granos, código CAFE20",
        "crée une vidéo promo de 20 secondes pour ma cafetière Barista, 129,99 €, moud les grains, code CAFE20",
    ],
)
def test_a_price_with_a_decimal_comma_is_one_price(message: str) -> None:
    draft, _ = made(message)
    facts = draft.meta.brief or {}
    assert facts["price"] == "129,99 €" and not [
        fact for fact in facts["benefits"] if "129" in fact or "CAFE20" in fact
    ]


def test_captions_stand_on_the_words_of_their_sentence() -> None:
    draft, _ = made(PROMO)
    for caption in draft.segments("caption"):
        voice = next(v for v in draft.segments("voice") if v.start <= caption.start < v.end)
        assert (caption.meta.text or "").replace("\n", " ") in (voice.meta.text or "")
        assert len((caption.meta.text or "").split("\n")) <= 2 and caption.meta.words


def test_a_caption_never_breaks_a_number_or_a_name() -> None:
    text = "Join Maria del Carmen at Rosewood Hall on 12 June 2027 for 3 hours of music and 24 kinds of cake tonight."
    spoken = even_voice(text).words
    for caption in captions(text, spoken, 24):
        lines = caption.text.split("\n")
        assert 1 <= len(lines) <= 2
        for line in (*lines[:-1], lines[-1]):
            assert not re.search(r"\b(12|3|24|Rosewood)$", line)


def test_a_text_that_is_too_long_is_shortened_and_the_user_told() -> None:
    benefits = "; ".join(f"this is a rather long benefit number {chr(97 + n)} with many words in it" for n in range(8))
    draft, said = made(f"10 second ad for my lamp. Benefits: {benefits}")
    assert "left out" in said
    voices = draft.segments("voice")
    assert all(a.end <= b.start for a, b in pairwise(voices)) and voices[-1].end <= draft.duration


def test_without_photos_it_is_a_text_card_video_and_says_so() -> None:
    talk = Talk(None, assets={})
    said = text_of(talk.say('create a 15 second video with the title "We moved" and text "5 Elm Street"'))
    assert talk.draft is not None and {s.meta.kind for s in talk.draft.segments("main")} == {"card"}
    assert "text-card" in said and "We moved" in words_of(talk.draft) and "5 Elm Street" in words_of(talk.draft)


def test_clips_are_used_within_their_length() -> None:
    assets = {"c1": clip("c1", "a.mp4", 2500), "c2": clip("c2", "b.mp4", 4000), "p1": photo("p1", "c.jpg")}
    draft, _ = made("create a 30-second promo video for my bike", assets=assets)
    assert {s.meta.asset for s in draft.segments("main") if s.meta.asset} == {"c1", "c2", "p1"}
    assert draft.duration == 30_000


def test_an_article_becomes_scenes_that_keep_their_sentence_and_its_numbers() -> None:
    url = "https://news.example.org/bridge"
    draft, _ = made(f"make a 40 second video from this article link: {url}")
    source = " ".join([*STORY, page(url).title, page(url).date])
    assert (
        draft.meta.kind == "link"
        and 5 <= len(draft.segments("title") + draft.segments("text") + draft.segments("cta")) <= 10
    )
    for text in draft.segments("text"):
        assert text.meta.source and text.meta.source.url == url and text.meta.source.sentence in STORY
    for number in re.findall(r"\d[\d.,]*\d|\d", words_of(draft)):
        assert number in source
    assert "Example News" in (draft.segments("cta")[-1].meta.text or "") and "2026-10-05" in (
        draft.segments("cta")[-1].meta.text or ""
    )


def test_a_page_that_cannot_be_read_is_told_and_nothing_is_made() -> None:
    turn = Turn(
        "make a video of https://x.example/a", pages={"https://x.example/a": "it needs a login."}, speak=even_voice
    )
    events = list(take_turn(turn))
    assert not any(isinstance(event, Edited) for event in events)
    assert "it needs a login." in text_of(events)
    assert links_in(turn.message) == ["https://x.example/a"]


def test_a_pasted_text_works_like_a_link() -> None:
    draft, _ = made("make a video of this text:\n" + " ".join(STORY))
    assert draft.meta.kind == "link" and any("3.2 million" in (s.meta.text or "") for s in draft.segments("voice"))


def test_an_invitation_has_names_functions_and_answers_letter_for_letter() -> None:
    draft, said = made(WEDDING)
    text = words_of(draft)
    for fact in ("Siân O'Connor", "José Núñez", "are getting married", "Rosewood Hall", "3:00 PM", "The Old Barn",
                 "6:30 PM", "sian@example.com", "garden formal", "12 June 2027"):  # fmt: skip
        assert fact in text, fact
    cards = [s for s in draft.segments("title") if "PM" in (s.meta.text or "")]
    assert len(cards) == 2 and draft.duration == 60_000
    assert "Saturday" in said and "Sunday" in said, "the weekday is wrong: a warning, and nothing changed"
    assert "Sunday" in text and "Saturday" not in text


@pytest.mark.parametrize("clock", ["3 pm", "15:00"])
def test_the_shape_of_an_invitation_is_not_its_hour(clock: str) -> None:
    wish = "make a 15 second 9:16 wedding invitation video for Anna & José, Saturday 12 June 2027"
    draft, _ = made(f"{wish}, {clock}, Villa Rosa")
    assert "9:16" not in words_of(draft) and clock in words_of(draft)


def test_a_date_in_the_past_is_a_warning() -> None:
    _, said = made("wedding invitation for Ann and Bo on June 12, 2020 at 3 pm at Rosewood Hall")
    assert "in the past" in said


def test_functions_mix_languages_on_one_card() -> None:
    tea, dinner = "tea ceremony 敬茶 at 10:00 am at Lin House", "dinner at 6:30 pm at Jade Garden"
    draft, _ = made(f"Wedding invitation for Grace and Wei, September 18 2027: {tea}, {dinner}")
    assert any("敬茶" in (s.meta.text or "") for s in draft.segments("title"))


def test_the_disclosure_is_on_for_affiliates_alone() -> None:
    assert made("ad for my lamp")[0].segments("disclosure")
    assert not made("ad for my lamp without disclosure")[0].segments("disclosure")
    assert not made("make a video about spring")[0].segments("disclosure")
    assert made("给我的台灯做一个广告")[0].segments("disclosure")[0].meta.text == "广告"


def test_the_first_words_come_before_the_voice_is_made() -> None:
    spoken: list[str] = []

    def slow(text: str, **how: object) -> object:
        spoken.append(text)
        return even_voice(text, **how)  # type: ignore[arg-type]

    events = take_turn(Turn(PROMO, assets={"p1": photo("p1", "a.jpg")}, speak=slow))
    assert isinstance(next(events), Say) and spoken == []
    list(events)
    assert spoken


def test_without_a_voice_everything_else_is_made() -> None:
    def broken(text: str, **how: object) -> object:
        raise RuntimeError("no model")

    draft, said = made(PROMO, voice=broken)
    assert not draft.segments("voice") and draft.segments("title") and draft.duration == 30_000
    assert "voice is not available" in said


def test_the_same_turn_gives_the_same_events() -> None:
    turn = Turn(PROMO, assets={"p1": photo("p1", "a.jpg")}, speak=even_voice)
    assert [repr(event) for event in take_turn(turn)] == [repr(event) for event in take_turn(turn)]
