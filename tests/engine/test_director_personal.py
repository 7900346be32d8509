"""Another opening, another call, a card for a guest: nothing else of the film changes, so nothing else is rendered."""

from pathlib import Path

import pytest

from engine.director.briefing import read_brief
from engine.director.ideas import ideas
from engine.director.making import Create
from engine.director.operations import Setting
from engine.director.operations.personal import GREETING_MS, QUICKEST, Greet, SetCall, SetHook, opening
from engine.director.timeline import problems
from engine.director.understand import read
from engine.render.output import Output
from engine.render.render import render
from nemo.draft import Draft
from tests.engine.directing import SHOP_ASSETS, even_voice, shop

AT = Setting(SHOP_ASSETS, even_voice)
LONG = " ".join(f"word{n}" for n in range(18))
NAMES = ["Zoë O’Neill", "美玲阿姨", "Łukasz", "<b>Bob</b> & {co}"]


def differing(before: Draft, after: Draft) -> set[str]:
    """The ids of what is new, gone or changed."""
    was, now = ({s.meta.id: s.wire() for t in draft.tracks for s in t.segments} for draft in (before, after))
    return {str(name) for name in was.keys() | now.keys() if was.get(name) != now.get(name)}


def test_another_opening_changes_its_title_its_sentence_and_that_ones_captions_alone() -> None:
    before = shop()
    after = SetHook(text="Cold until tomorrow").apply(before, AT)
    assert problems(after, SHOP_ASSETS) == [] and after.duration == before.duration
    assert differing(before, after) == {"t1", "v1", "c1", "c4"}
    assert opening(after).meta.text == "Cold until tomorrow"  # type: ignore[union-attr]
    assert after.segments("voice")[0].meta.text == "Cold until tomorrow."
    assert " ".join(after.segments("caption")[0].meta.text.split()) == "Cold until tomorrow."  # type: ignore[union-attr]


def test_a_longer_opening_is_spoken_faster_before_the_film_grows() -> None:
    quick = SetHook(text=" ".join(["word"] * 17)).apply(shop(), AT)
    assert quick.duration == shop().duration
    assert 1 < (quick.segments("voice")[0].meta.speed or 1) <= QUICKEST
    assert differing(shop(), quick) <= {"t1", "v1", "c1", *(s.meta.id for s in quick.segments("caption"))}
    longer = SetHook(text=LONG + " and still a few words more than that").apply(shop(), AT)
    assert longer.duration > shop().duration and longer.segments("voice")[0].meta.speed == 1.0
    assert problems(longer, SHOP_ASSETS) == []


def test_a_sentence_which_says_something_else_stays() -> None:
    before = shop()
    before.segments("voice")[0].meta.text = "My own words about the sea."
    after = SetHook(text="Cold until tomorrow").apply(before, AT)
    assert differing(before, after) == {"t1"}


def test_a_film_without_an_opening_gets_one() -> None:
    bare = shop()
    bare.tracks = [track for track in bare.tracks if track.meta.role not in ("title", "text")]
    after = SetHook(text="Here we go").apply(bare, AT)
    assert [(s.start, s.meta.text) for s in after.segments("title")] == [(0, "Here we go")]


def test_another_call_keeps_its_facts_and_is_spoken() -> None:
    before = shop()
    before.segments("cta")[0].meta.cta = {"code": "SAVE", "price": "$5"}
    after = SetCall(text="Order today").apply(before, AT)
    shown = after.segments("cta")[0].meta
    assert (shown.text, shown.cta) == ("Order today", {"code": "SAVE", "price": "$5"})
    assert after.segments("voice")[-1].meta.text == "Order today." and after.duration == before.duration
    assert differing(before, after) == {"a1", "v3", "c3"}


@pytest.mark.parametrize("name", NAMES)
def test_a_guest_has_a_card_before_the_film_letter_for_letter(name: str) -> None:
    before = shop()
    after = Greet(text=name).apply(before, AT)
    assert problems(after, SHOP_ASSETS) == [] and after.duration == before.duration + GREETING_MS
    card, title = after.segments("main")[0], after.segments("title")[0]
    assert (card.meta.kind, card.duration) == ("card", GREETING_MS)
    assert (title.start, title.duration, title.meta.text) == (0, GREETING_MS, name)
    moved = [(s.start - GREETING_MS, s.duration, s.meta.text) for s in after.segments("voice")]
    assert moved == [(s.start, s.duration, s.meta.text) for s in before.segments("voice")]
    assert all(s.start == 0 and s.end == after.duration for r in ("music", "disclosure") for s in after.segments(r))
    assert opening(after).meta.text == "Stop and look"  # type: ignore[union-attr]


def test_the_next_guest_takes_the_card_of_the_one_before() -> None:
    first = Greet(text="Aunt Mei").apply(shop(), AT)
    second = Greet(text="Uncle Bob").apply(first, AT)
    assert differing(first, second) == {first.segments("title")[0].meta.id}
    long = "Everybody whom we met on that long and rainy journey along the coast"
    for name in ("Al", long):
        card = Greet(text=name, longest=long).apply(shop(), AT).segments("main")[0]
        assert card.duration > GREETING_MS and card.duration % 500 == 0, "all cards of a list are of one length"
    assert Greet(text="Al").apply(Greet(text=long).apply(shop(), AT), AT).duration == first.duration


def test_only_the_card_of_a_further_guest_is_rendered(tmp_path: Path) -> None:
    """Ten seconds of cards, tiny: of five stretches of two seconds at most two are encoded for the next name."""
    cards = Draft.read({"m": {"width": 180, "height": 320, "fps": 30, "look": "classic", "kind": "wedding"}})
    main = {"tt": 0, "m": {"role": "main"}, "sg": [{"d": 2500, "m": {"id": f"s{n}", "kind": "card"}} for n in range(3)]}
    words = [{"d": 2500, "m": {"id": f"t{n}", "start": 2500 * n, "text": f"Part {n}"}} for n in range(3)]
    cards = Draft.read({**cards.wire(), "d": 7500, "t": [main, {"tt": 7, "m": {"role": "title"}, "sg": words}]})
    made = []
    for name in ("Zoë O’Neill", "美玲阿姨"):
        film = Greet(text=name).apply(cards, AT)
        render(film, Output(quality="draft"), {}, tmp_path / name, tmp_path / "cache", workers=1)
        made.append(len([one for one in (tmp_path / "cache" / "segment").rglob("*") if one.is_file()]))
    assert made[0] == 5 and made[1] - made[0] <= 2


def made(text: str, language: str = "en") -> Draft:
    """The first draft of a request."""
    brief = read_brief(read(text, language), language, "")
    return Create(brief=brief).apply(Draft.read({}), Setting({}, even_voice))


@pytest.mark.parametrize(
    ("text", "language", "hooks"),
    [
        (
            "Product: HydroFlow bottle\nBenefits: keeps drinks cold; never leaks\nPrice: $24.99\nMake a 20 s promo",
            "en",
            ["Keeps drinks cold", "HydroFlow bottle: $24.99"],
        ),
        ("给我的保温杯做一个20秒的推广视频，价格99元，保温24小时", "zh", ["保温24小时", "保温杯：99元"]),
        ("create a 20-second promo for my product", "en", []),
        ("create a 20-second wedding invitation for Zoë & Łukasz", "en", ["Zoë & Łukasz\nSave the date"]),
    ],
)
def test_other_openings_come_from_what_was_given(text: str, language: str, hooks: list[str]) -> None:
    draft = made(text, language)
    found = ideas(draft)
    assert found["hooks"][: len(hooks)] == hooks and len(found["hooks"]) == 3
    assert found["opening"] == opening(draft).meta.text  # type: ignore[union-attr]
    assert found["opening"] not in found["hooks"] and found["call"] not in found["calls"]
    figures = [sign for one in (*found["hooks"], *found["calls"]) for sign in one if sign.isdigit()]
    assert all(sign in text for sign in figures), "no figure that nobody gave"


def test_a_film_which_calls_for_nothing_is_offered_no_call() -> None:
    found = ideas(made("Make a 10-second video that says Fresh bread every morning"))
    assert found["call"] == "" and found["calls"] == []
