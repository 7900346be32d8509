"""Pages of every kind, served over HTTP, say what they say: nothing more, with the origin of each field."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from engine.errors import PageError
from engine.media.page import Page
from engine.media.pages import parse, read_page
from tests.engine.paging import HERE, SHOPS, STORIES, huge, serving, source


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.mark.parametrize("name", STORIES + SHOPS)
def test_nothing_on_a_page_is_invented(site: str, name: str) -> None:
    page, known = read_page(f"{site}/{name}", HERE), source(name)
    said = [sentence.text for sentence in page.sentences]
    said += [sentence.heading for sentence in page.sentences if sentence.heading]
    said += [page.title, page.description, *page.author.split(", ")]
    said += [text for picture in page.pictures for text in (picture.alt, picture.caption, picture.credit)]
    if page.product:
        said += [page.product.name, page.product.brand, page.product.rating, *page.product.benefits]
    for text in filter(None, said):
        assert text in known or text.replace('"', "&quot;") in known, text
    for number in re.findall(r"\d+", page.text):
        assert number in known


@pytest.mark.parametrize("name", STORIES + SHOPS)
def test_every_field_that_says_something_names_its_origin(site: str, name: str) -> None:
    page = read_page(f"{site}/{name}", HERE)
    fields = ("title", "site", "date", "author", "language", "description")
    assert {field for field in fields if getattr(page, field)} == set(page.origin) - {"sentences"}
    if page.product:
        told = ("name", "brand", "price", "was_price", "currency", "availability", "rating", "description", "benefits")
        assert {field for field in told if getattr(page.product, field)} == set(page.product.origin)
    assert Page.model_validate_json(page.model_dump_json()) == page


def test_a_story_has_its_frame_and_its_sentences(site: str) -> None:
    page = read_page(f"{site}/2026/02/03/news", HERE)
    assert page.title == "Harbour city opens its first floating school"
    assert (page.site, page.date, page.author) == ("The Tidewater Post", "2026-03-14", "Ines Moreau, Tom O’Hara")
    texts = [sentence.text for sentence in page.sentences]
    assert texts[0] == "A school for 120 children opened on the water of the old harbour on Monday."
    assert not any("Tram line" in text or "rights reserved" in text or text.startswith("By ") for text in texts)
    assert page.sentences[5].heading == "How it floats"


def test_quotes_stay_quotes(site: str) -> None:
    quotes = [sentence.text for sentence in read_page(f"{site}/news", HERE).sentences if sentence.quote]
    assert quotes == [
        "“We had no land left, so we used the water. The children love it,” said Dr. Maria Keller, the head teacher.",
        "It moves a little in a storm, but nobody has been seasick yet.",
        "“If this one works, the next ones will be cheaper,” the mayor said.",
    ]
    chinese = [sentence.text for sentence in read_page(f"{site}/news_zh", HERE).sentences if sentence.quote]
    assert chinese == ["“很多人下班以后才有时间看书。我们想给他们一个安静的地方。”馆长李文说。"]


def test_pictures_come_with_the_credit_the_page_gives(site: str) -> None:
    school, pump = read_page(f"{site}/news", HERE).pictures
    assert (school.credit, school.caption) == ("Aiko Tan", "Children arrive by boat. Photo: Aiko Tan")
    assert (pump.credit, pump.url) == ("Harbour Authority", f"{site}/img/pump.jpg")
    assert read_page(f"{site}/news_zh", HERE).pictures[0].credit == "王强"


@pytest.mark.parametrize(("name", "language"), [("news", "en"), ("news_zh", "zh"), ("article_es", "es")])
def test_the_language_is_that_of_the_words(site: str, name: str, language: str) -> None:
    assert read_page(f"{site}/{name}", HERE).language == language


def test_a_date_is_only_taken_where_one_is_given(site: str) -> None:
    assert read_page(f"{site}/bare", HERE).date == ""
    dated = read_page(f"{site}/2025/06/07/bare", HERE)
    assert (dated.date, dated.origin["date"]) == ("2025-06-07", "address")
    assert read_page(f"{site}/2025/13/45/bare", HERE).date == ""


def test_a_broken_page_is_read_like_a_browser_would(site: str) -> None:
    page = read_page(f"{site}/broken", HERE)
    assert (page.title, page.author) == ("Why swifts never land", 'Jo "Birdy" Ek')
    assert "Their legs are short and made for clinging to walls, not for walking." in page.text
    assert "not text" not in page.text


def test_a_page_of_five_megabytes_is_read_in_good_time(site: str) -> None:
    assert len(huge()) > 5_000_000
    start = time.monotonic()
    page = read_page(f"{site}/huge", HERE)
    assert time.monotonic() - start < 15
    assert page.sentences[0].text == "Paragraph 0 tells of the 0th stone of the wall, and of its mason."
    assert len(page.sentences) == 2000


def test_a_chain_of_redirects_ends_at_the_final_address(site: str) -> None:
    page = read_page(f"{site}/hop/4", HERE)
    assert page.url == f"{site}/2026/02/03/news"


@pytest.mark.parametrize(
    ("path", "reason", "advice"),
    [
        ("404", "missing", "check the link"),
        ("410", "missing", "check the link"),
        ("missing", "missing", "check the link"),
        ("403", "blocked", "by hand"),
        ("401", "blocked", "by hand"),
        ("429", "blocked", "by hand"),
        ("503", "blocked", "by hand"),
        ("bot_wall", "blocked", "by hand"),
        ("500", "unreachable", "again later"),
        ("402", "paywall", "paste its text"),
        ("paywall", "paywall", "paste its text"),
        ("paywall_soft", "paywall", "paste its text"),
        ("file.pdf", "pdf", "copy its text"),
        ("download", "pdf", "copy its text"),
        ("photo", "not_a_page", "as an upload"),
        ("archive", "not_a_page", "Paste its text"),
        ("front_page", "no_article", "Paste its text"),
        ("catalogue", "no_article", "Paste its text"),
        ("app", "no_article", "Paste its text"),
        ("empty", "no_article", "Paste its text"),
    ],
)
def test_what_cannot_be_used_says_why_and_what_to_do(site: str, path: str, reason: str, advice: str) -> None:
    with pytest.raises(PageError, match=advice) as caught:
        read_page(f"{site}/{path}", HERE)
    assert caught.value.reason == reason
    assert re.fullmatch(r"[^\n]{30,260}\.", str(caught.value))


def test_a_chinese_reader_is_told_in_chinese() -> None:
    listed = re.findall(r"[a-z_]+", (PageError.__doc__ or "").split("one of:")[1])
    assert len(listed) == 12
    for reason in listed:
        error = PageError(reason, "It is so.")
        assert error.told("en") == "It is so."
        assert re.search(r"请|https", error.told("zh-CN")) and "It is so" not in error.told("zh")


def test_a_text_file_on_the_web_is_a_text(site: str) -> None:
    page = read_page(f"{site}/note", HERE)
    assert (page.kind, page.title, page.url) == ("text", "A note", f"{site}/note")
    assert set(page.origin.values()) <= {"page", "address"}


@pytest.mark.parametrize("deep", [200, 5000])
def test_absurdly_nested_pages_do_no_harm(deep: int) -> None:
    body = b"<div>" * deep + b"<p>x</p>" + b"[" * deep
    jsonld = b'<script type="application/ld+json">' + b'{"a":' * deep + b"1" + b"}" * deep + b"</script>"
    with pytest.raises(PageError):
        parse(b"<html>" + jsonld + body, "http://x.test/")
