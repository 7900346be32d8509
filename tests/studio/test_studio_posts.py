"""Texts beside an export: every fact is the film's own, and no place's limit is passed."""

from __future__ import annotations

import io
import re

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from nemo.draft import Draft, Occasion
from studio import facts, films
from studio.facts import Facts
from studio.posts import MOST_TAGS, PLACES, Place, compose, letters, shortened
from studio.tables import Project

PROJECT = Project(id="p", owner="o", name="My film", skill="affiliate", language="en")
PROMO = {
    "d": 9000,
    "m": {"kind": "affiliate", "language": "en", "brief": {"product": "coffee maker", "price": "$1"}},
    "t": [
        {"tt": 0, "m": {"role": "main"}, "sg": [{"d": 9000, "m": {"id": "s1", "kind": "card"}}]},
        {
            "tt": 7,
            "m": {"role": "title"},
            "sg": [{"d": 3000, "m": {"text": "Better coffee maker\nin 90 seconds", "start": 0}}],
        },
        {"tt": 7, "m": {"role": "text"}, "sg": [{"d": 3000, "m": {"text": "Fits every cup", "start": 3000}}]},
        {
            "tt": 7,
            "m": {"role": "cta"},
            "sg": [
                {
                    "d": 3000,
                    "m": {
                        "text": "Tap the link",
                        "start": 6000,
                        "cta": {"price": "$49.99", "code": "BREW20", "link": "example.com/brew"},
                    },
                }
            ],
        },
        {"tt": 7, "m": {"role": "disclosure"}, "sg": [{"d": 9000, "m": {"text": "Ad", "start": 0}}]},
    ],
}
words = st.text(max_size=400)
lines = st.one_of(
    words, st.from_regex(r"[A-Za-z ]{0,20}\$?\d{1,7}([.,]\d{2,3})? ?[\u4e00-\u9fff]{0,30}", fullmatch=True)
)
told = st.builds(
    Facts,
    kind=st.sampled_from(["affiliate", "wedding", "link", "plain"]),
    language=st.sampled_from(["en", "zh", "de", "es", "fr"]),
    title=lines,
    lines=st.lists(lines, max_size=30).map(tuple),
    names=st.lists(st.text(min_size=1, max_size=30), max_size=2).map(tuple),
    product=lines,
    price=st.from_regex(r"[$€¥]\d{1,6}(\.\d\d)?", fullmatch=True),
    code=st.from_regex(r"[A-Z]{2,6}\d{0,4}", fullmatch=True),
    link=st.just("https://example.com/a1"),
    rsvp=words,
    disclosure=st.sampled_from(["", "Ad", "广告"]),
    occasions=st.lists(st.builds(Occasion, name=words, when=lines, venue=words, address=words), max_size=4).map(tuple),
)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


@settings(max_examples=120, deadline=None)
@given(told, st.sampled_from(PLACES))
def test_no_limit_is_ever_passed_and_every_number_stands_in_the_film(told: Facts, place: Place) -> None:
    post = compose(told, place)
    assert place.measure(post.title) <= place.title and place.measure(post.whole) <= place.text
    assert len(post.tags) <= MOST_TAGS and all(regex.fullmatch(r"#[\p{L}\p{M}\p{N}_]+", tag) for tag in post.tags)
    source = " ".join([told.title, *told.lines, *told.names, told.product, told.price, told.code, told.link, ""])
    source += " ".join([told.rsvp, *(" ".join((o.name, o.when, o.venue, o.address)) for o in told.occasions)])
    glued = "".join(re.findall(r"\w", source))  # a hashtag is written in one word
    assert numbers(f"{post.title} {post.text}") <= numbers(source)
    assert all(number in glued for tag in post.tags for number in numbers(tag))
    assert not set(place.banned) & set(post.title + post.text)


def test_the_facts_come_from_what_is_on_screen_and_not_from_an_older_brief() -> None:
    told = facts.read(Draft.read(PROMO), PROJECT)
    post = compose(told, PLACES[0])
    assert post.text.splitlines() == [
        "#ad",
        "Better coffee maker in 90 seconds",
        "Fits every cup",
        "Price: $49.99",
        "Code: BREW20",
        "Link: https://example.com/brew",
    ]
    assert "$1" not in post.whole.replace("$49.99", "") and post.tags[0] == "#CoffeeMaker"


def test_a_product_which_an_edit_replaced_is_in_no_hashtag() -> None:
    draft = Draft.read(PROMO)
    draft.segments("title")[0].meta.text = "Better tea"
    assert compose(facts.read(draft, PROJECT), PLACES[0]).tags == ()


@pytest.mark.parametrize(("language", "mark"), [("en", "#ad"), ("zh", "广告"), ("de", "#Anzeige")])
def test_an_advertisement_says_so_first_in_its_language(language: str, mark: str) -> None:
    told = Facts(kind="affiliate", language=language, title="A mug", lines=("x" * 3000,))
    for place in PLACES:
        assert compose(told, place).text.splitlines()[0] == mark


def test_an_invitation_says_when_and_where_and_no_advertisement() -> None:
    place = Occasion(name="Ceremony", when="8 May 2027, 3 pm", venue="Rose Hall", address="Bath")
    told = Facts(
        "wedding", "en", "Anna & Ben are getting married", names=("Anna", "Ben"), rsvp="a@b.org", occasions=(place,)
    )
    post = compose(told, PLACES[1])
    assert "Ceremony · 8 May 2027, 3 pm · Rose Hall · Bath" in post.text and "RSVP: a@b.org" in post.text
    assert "#ad" not in post.whole and post.tags == ("#AnnaBen", "#wedding")


def test_a_title_which_is_too_long_is_cut_between_words_and_told_in_full_below() -> None:
    told = Facts(kind="plain", language="en", title="The price fell from 1299 to 899 this week")
    small = next(place for place in PLACES if place.name == "小红书")
    post = compose(told, small)
    assert post.title == "The price fell from…" and post.text.startswith(told.title)
    assert shortened("售价1299元的咖啡机", 6) == "售价…" and letters("👩‍🚀") == 5
    assert shortened("Donaudampfschifffahrtsgesellschaft", 20) == "Donaudampfschifffah…"


@pytest.mark.parametrize("size", [(1080, 1920), (1280, 720), (1080, 1440)])
def test_a_cover_has_the_size_of_its_place_and_shows_the_whole_picture(size: tuple[int, int]) -> None:
    picture = Image.new("RGB", (540, 960), (180, 40, 60))
    for x in range(540):
        for y in (*range(12), *range(948, 960)):
            picture.putpixel((x, y), (240, 240, 240))
    into = io.BytesIO()
    picture.save(into, "JPEG", quality=95)
    made = Image.open(io.BytesIO(films.cover(into.getvalue(), *size)))
    assert made.size == size and made.format == "JPEG"
    middle = [made.getpixel((size[0] // 2, y)) for y in (4, size[1] - 5)]
    assert all(min(pixel) > 200 for pixel in middle), "its upper and lower edges are there"
    assert len(films.cover(into.getvalue(), *size)) < 2_000_000
