"""When and where an invitation calls people, read from its cards and kept in step with them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from engine.director.clocks import clocks
from engine.director.events import Edited, Say
from engine.director.legible import words_told
from engine.director.maps import LONGEST, map_link
from engine.director.operations import OPERATIONS
from engine.director.operations.base import Setting
from engine.director.turn import Turn, take_turn
from nemo.draft import Draft, Occasion
from tests.engine.directing import TODAY, even_voice

FORM = """Create a 60-second wedding invitation video with romantic background music.
Names: Anna & Ben
Date: 2027-05-01
Time: 15:30
Venue: Rose Hall
Address: 12 Garden Road, Bath
Time zone: Europe/London"""
SEVERAL = (
    "Wedding invitation for Anna & Ben. Ceremony at 3pm at St Mary's Church; dinner at 7 o'clock at Grand Hotel; "
    "tea ceremony 敬茶 on May 2 at 10am at Chen family home. May 1, 2027"
)


def said(message: str, draft: Draft | None = None) -> tuple[Draft, str]:
    """The draft after a message, and the answer."""
    events = list(take_turn(Turn(message=message, draft=draft, version=1, today=TODAY, speak=even_voice)))
    made = [event.draft for event in events if isinstance(event, Edited)]
    return (made[0] if made else draft or Draft.read({})), "".join(e.text for e in events if isinstance(e, Say))


def edited(draft: Draft, op: str, **values: object) -> Draft:
    return OPERATIONS[op].model_validate(values).apply(draft, Setting(today=TODAY))


def occasions(draft: Draft) -> list[Occasion]:
    return draft.meta.occasions or []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3pm", [(15, 0)]),
        ("3:30 p.m.", [(15, 30)]),
        ("15:00", [(15, 0)]),
        ("09:30", [(9, 30)]),
        ("12:00 am", [(0, 0)]),
        ("12 noon", [(12, 0)]),
        ("4 o'clock in the afternoon", [(16, 0)]),
        ("6pm – 10pm", [(18, 0), (22, 0)]),
        ("3–5 pm", [(15, 0), (17, 0)]),
        ("11:30 – 1 pm", [(11, 30), (13, 0)]),
        ("18.30 Uhr", [(18, 30)]),
        ("19h30", [(19, 30)]),
        ("下午三点半", [(15, 30)]),
        ("晚上7点30分", [(19, 30)]),
        ("中午十二点", [(12, 0)]),
        ("晚上六点十八分", [(18, 18)]),
        ("下午3:30", [(15, 30)]),
        ("3:30", [None]),
        ("4 o'clock", [None]),
        ("三点", [None]),
        ("in 2027 with 3 friends", []),
    ],
)
def test_an_hour_is_told_only_where_it_is_sure(text: str, meant: list[tuple[int, int] | None]) -> None:
    assert clocks(text) == meant


def test_a_form_becomes_one_occasion_letter_for_letter() -> None:
    draft, _ = said(FORM)
    (one,) = occasions(draft)
    assert (one.start, one.end, one.zone) == ("2027-05-01T15:30", "", "Europe/London")
    assert (one.name, one.venue, one.address) == ("", "Rose Hall", "12 Garden Road, Bath")
    assert one.card in {segment.meta.id for segment in draft.segments("title")}
    assert Draft.read(draft.wire()).meta.occasions == draft.meta.occasions, "the wire keeps them"


def test_each_function_is_an_occasion_and_an_unsure_hour_is_said() -> None:
    draft, answer = said(SEVERAL)
    assert [one.name for one in occasions(draft)] == ["Ceremony", "Dinner", "Tea ceremony 敬茶"]
    assert [one.start for one in occasions(draft)] == ["2027-05-01T15:00", "2027-05-01", "2027-05-02T10:00"]
    assert "7 o'clock" in occasions(draft)[1].when and "morning or in the evening" in answer
    assert draft.segments("cta")[-1].meta.cta == {"map": occasions(draft)[0].map, "place": "St Mary's Church"}


def test_the_first_sentence_ends_the_names() -> None:
    draft, _ = said(SEVERAL)
    assert draft.segments("title")[0].meta.text == "Anna & Ben\nare getting married"


def test_an_edit_of_a_card_is_an_edit_of_the_calendar_and_the_map() -> None:
    draft, _ = said(FORM)
    later = edited(
        edited(draft, "replace_words", old="2027-05-01", new="2027-05-08"), "replace_words", old="15:30", new="16:00"
    )
    assert occasions(later)[0].start == "2027-05-08T16:00" and occasions(draft)[0].start == "2027-05-01T15:30"
    moved = edited(later, "replace_words", old="Rose Hall", new="Lily Hall")
    assert (occasions(moved)[0].venue, occasions(moved)[0].address) == ("Lily Hall", "12 Garden Road, Bath")
    assert "Lily%20Hall" in moved.segments("cta")[-1].meta.cta["map"], "the code on the last card moves with it"
    assert occasions(moved)[0].zone == "Europe/London"
    gone = edited(moved, "remove_texts", segments=[occasions(moved)[0].card])
    assert not occasions(gone) and not gone.segments("cta")[-1].meta.cta


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("8.5.2027", "2027-05-08"),
        ("05/31/2027", "2027-05-31"),
        ("31/05/2027", "2027-05-31"),
        ("Saturday 05/06/2027", "2027-06-05"),
        ("Thursday 05/06/2027", "2027-05-06"),
        ("31.02.2027", ""),
    ],
)
def test_a_day_in_figures_is_told_where_only_one_can_be_meant(typed: str, day: str) -> None:
    assert occasions(said(FORM.replace("2027-05-01", typed))[0])[0].start[:10] == day


def test_an_end_which_was_typed_stands_on_the_card_and_in_the_calendar_and_is_said() -> None:
    draft, _ = said(
        "Wedding invitation: Priya & Arjun. Reception 5 June 2027 6pm – 11pm at Grand Hotel, with voiceover"
    )
    assert "\n6pm – 11pm\n" in (draft.segments("title")[1].meta.text or "")
    assert (occasions(draft)[0].start, occasions(draft)[0].end) == ("2027-06-05T18:00", "2027-06-05T23:00")
    assert any("6pm to 11pm" in (one.meta.text or "") for one in draft.segments("voice"))


def test_somebodys_home_is_on_no_map_unless_its_address_is_known() -> None:
    assert map_link("李府") == map_link("our house") == "" and "1%20Mill%20Lane" in map_link("our house", "1 Mill Lane")
    draft, _ = said(SEVERAL.replace("St Mary's Church", "our house"))
    assert draft.segments("cta")[-1].meta.cta["place"] == "Grand Hotel"


def test_a_day_which_cannot_be_told_leaves_the_calendar_and_is_said() -> None:
    draft, answer = said(FORM.replace("2027-05-01", "05/06/2027"))
    assert occasions(draft)[0].start == "" and "cannot tell which day" in answer
    assert occasions(draft)[0].map, "the map needs no day"


def test_an_evening_which_ends_after_midnight_ends_on_the_next_day() -> None:
    draft, _ = said(FORM.replace("15:30", "7 pm – 1 am"))
    card = edited(
        draft, "set_text", segments=[occasions(draft)[0].card], text="Party\n1 May 2027\n7 pm – 1 am\nRose Hall"
    )
    assert (occasions(card)[0].start, occasions(card)[0].end) == ("2027-05-01T19:00", "2027-05-02T01:00")


def test_another_edit_leaves_the_occasions_alone() -> None:
    draft, _ = said(FORM)
    assert occasions(edited(draft, "set_length", duration_ms=40_000)) == occasions(draft)


@pytest.mark.parametrize(
    ("wish", "zone"),
    [
        ("set the time zone to Europe/Paris", "Europe/Paris"),
        ("the time zone is New York", "America/New_York"),
        ("时区改成北京", "Asia/Shanghai"),
        ("Zeitzone: Berlin", "Europe/Berlin"),
        ("remove the time zone", ""),
    ],
)
def test_the_time_zone_is_set_by_words(wish: str, zone: str) -> None:
    draft, _ = said(FORM)
    after, _ = said(wish, draft)
    assert occasions(after)[0].zone == zone and occasions(after)[0].start == occasions(draft)[0].start


def test_a_zone_nobody_knows_changes_nothing_and_is_told() -> None:
    draft, _ = said(FORM)
    after, answer = said("set the time zone to Gondor", draft)
    assert after is draft and "do not know that time zone" in answer
    assert not occasions(said(FORM.replace("Europe/London", "nowhere"))[0])[0].zone


def test_the_map_code_is_left_out_on_request_and_comes_and_goes_by_words() -> None:
    draft, _ = said(FORM + "\nNo map code.")
    assert not draft.segments("cta")[-1].meta.cta and occasions(draft)[0].map
    shown, _ = said("add the map code", draft)
    assert shown.segments("cta")[-1].meta.cta["map"] == occasions(draft)[0].map
    hidden, _ = said("remove the map code", shown)
    assert not hidden.segments("cta")[-1].meta.cta.get("map")
    again, _ = said("加上地图二维码", hidden)
    assert again.segments("cta")[-1].meta.cta["map"]
    off, _ = said("remove the QR code", again)
    assert not off.segments("cta")[-1].meta.cta.get("map")


@pytest.mark.parametrize(
    ("venue", "address", "host", "words"),
    [
        ("Rose Hall", "12 Garden Road, Bath", "www.google.com", "Rose Hall, 12 Garden Road, Bath"),
        ("锦江饭店", "上海市茂名南路59号", "uri.amap.com", "锦江饭店, 上海市茂名南路59号"),
        ("Grand & Sons <b>", "", "www.google.com", "Grand & Sons <b>"),
    ],
)
def test_a_map_opens_where_the_guests_are(venue: str, address: str, host: str, words: str) -> None:
    link = urlsplit(map_link(venue, address))
    asked = parse_qs(link.query)
    assert link.scheme == "https" and link.hostname == host
    assert (asked.get("query") or asked["keyword"]) == [words]


def test_a_long_place_still_fits_a_code_that_can_be_scanned() -> None:
    for venue, address in (("旅" * 40, "路" * 60), ("Hall " * 60, ""), ("Rose Hall", "Road " * 60)):
        assert len(map_link(venue, address)) <= LONGEST
    assert map_link("", "") == ""


def test_a_discount_code_stands_long_enough_to_be_noted() -> None:
    order = "Create a {}-second promo video. Product: Aero mug. Benefits: keeps tea hot. Discount code: BREW20"
    for seconds in (6, 10, 30):
        draft, _ = said(order.format(seconds))
        (call,) = [one for one in draft.segments("cta") if (one.meta.cta or {}).get("code") == "BREW20"]
        assert call.duration >= 2000
    (call,) = draft.segments("cta")
    short = edited(draft, "time_text", segments=[call.meta.id], duration_ms=1500)
    assert any("BREW20 is on screen for 1.5 s" in line for line in words_told(draft, short, "en"))
    assert not words_told(draft, edited(draft, "time_text", segments=[call.meta.id], duration_ms=2500), "en")
