"""The forms become plain requests: all that was filled in, nothing that was not."""

from datetime import date

import pytest

from studio.briefs import compose, missing, problems
from studio.words import words

TODAY = date(2026, 1, 1)


def test_an_affiliate_form_says_all_that_it_holds() -> None:
    values = {"product": "Aero mug", "price": "$24.90", "benefits": "keeps warm\n\nfits any bag", "code": "WARM10"}
    values |= {"length": 20, "tone": "bold", "platform": "TikTok", "disclosure": True}
    text = compose("affiliate", values, words("en"))
    for told in (
        "Product: Aero mug",
        "20-second",
        "for TikTok",
        "$24.90",
        "keeps warm, fits any bag",
        "WARM10",
        "bold",
    ):
        assert told in text
    assert "Mark it as an ad." in text


def test_empty_fields_leave_no_trace() -> None:
    text = compose("affiliate", {"product": "Mug", "price": "", "code": None, "disclosure": False}, words("en"))
    assert text.splitlines() == [
        "Create a 30-second promo video with voiceover, captions and a call to action for my affiliate product.",
        "No ad label.",
        "Product: Mug",
    ]


def test_a_wedding_form_keeps_names_letter_for_letter() -> None:
    text = compose(
        "wedding", {"first": "Zoë O’Neil", "second": "李明", "date": "2027-05-01", "mood": "calm"}, words("en")
    )
    assert "Zoë O’Neil & 李明" in text and "2027-05-01" in text and "Venue" not in text


def test_a_line_break_cannot_start_a_line_of_its_own() -> None:
    text = compose("wedding", {"first": "A\nVenue: elsewhere", "second": "B", "mood": "calm"}, words("en"))
    assert text.splitlines()[1:] == ["Names: A, Venue: elsewhere & B"]


def test_a_link_form_in_chinese() -> None:
    assert compose("link", {"url": "https://a.example/b", "length": 45, "voice": False}, words("zh")) == (
        "用这个文章链接生成一个45秒的视频:https://a.example/b\n不要配音,只用文字和音乐。"
    )


def test_missing_fields_and_mistakes_are_named() -> None:
    assert missing("wedding", {"first": "A", "second": " "}) == ["second", "date"]
    assert problems("link", {"url": "example"}, TODAY) == ["form.link.bad_link"]
    assert problems("wedding", {"date": "2025-12-31"}, TODAY) == ["form.wedding.past_date"]


@pytest.mark.parametrize("url", ["https://a.example/x?y=1", "http://shop.example"])
def test_good_links_are_not_complained_about(url: str) -> None:
    assert problems("link", {"url": url}, TODAY) == []
