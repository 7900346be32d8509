"""Calendar files of invitations, read back by a parser and held against the letters of RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from nemo.draft import Occasion
from studio.calendars import calendar_file, dated, floating
from studio.facts import Facts

MADE = 1_795_000_000.0
CEREMONY = Occasion(
    card="t2", name="Ceremony", start="2027-05-08T15:30", zone="Europe/London", when="8 May 2027, 3.30 pm"
)


def invitation(*occasions: Occasion, **more: Any) -> Facts:
    told = {"kind": "wedding", "language": "en", "title": "Anna & Ben are getting married", "names": ("Anna", "Ben")}
    return Facts(**(told | more), occasions=occasions)


def read(facts: Facts, seed: str = "p1", version: int = 1) -> list[Any]:
    file = calendar_file(facts, seed, MADE, version)
    assert file is not None
    return Calendar.from_ical(file).walk("VEVENT")


def test_a_known_zone_makes_the_same_moment_everywhere() -> None:
    (entry,) = read(invitation(CEREMONY))
    assert entry.start.astimezone(UTC) == datetime(2027, 5, 8, 14, 30, tzinfo=UTC), "British summer time"
    assert entry.end - entry.start == timedelta(hours=2)
    file = (calendar_file(invitation(CEREMONY), "p1", MADE, 1) or b"").decode()
    assert "BEGIN:VTIMEZONE" in file and "DTSTART;TZID=Europe/London:20270508T153000" in file


def test_without_a_zone_the_hour_floats_and_that_is_said() -> None:
    facts = invitation(CEREMONY.model_copy(update={"zone": ""}))
    assert floating(facts) and not floating(invitation(CEREMONY))
    (entry,) = read(facts)
    assert entry.start == datetime(2027, 5, 8, 15, 30) and "clock of the place" in entry["DESCRIPTION"]
    assert b"VTIMEZONE" not in (calendar_file(facts, "p1", MADE, 1) or b"")


def test_a_day_without_a_sure_hour_is_a_whole_day_with_the_time_as_typed() -> None:
    (entry,) = read(invitation(CEREMONY.model_copy(update={"start": "2027-05-08", "when": "8 May, 4 o'clock"})))
    assert (entry.start, entry.end) == (date(2027, 5, 8), date(2027, 5, 9))
    assert "4 o'clock" in entry["DESCRIPTION"]


def test_each_function_is_an_entry_of_its_own_and_a_day_nobody_knows_is_none() -> None:
    tea = Occasion(
        card="t3", name="敬茶", start="2027-05-09T10:00", end="2027-05-09T11:30", venue="陈府", address="上海"
    )
    unknown = Occasion(card="t4", name="Brunch", when="some day")
    facts = invitation(CEREMONY, tea, unknown)
    first, second = read(facts)
    assert [first["SUMMARY"], second["SUMMARY"]] == ["Ceremony – Anna & Ben", "敬茶 – Anna & Ben"]
    assert second.end - second.start == timedelta(minutes=90) and second["LOCATION"] == "陈府, 上海"
    assert len(dated(facts)) == 2 and calendar_file(invitation(unknown), "p1", MADE, 1) is None
    assert first["UID"] != second["UID"]


def test_a_new_export_replaces_the_entries_of_the_former() -> None:
    (before,), (after,) = read(invitation(CEREMONY)), read(invitation(CEREMONY), version=2)
    (other,) = read(invitation(CEREMONY), seed="p2")
    assert before["UID"] == after["UID"] != other["UID"] and after["SEQUENCE"] > before["SEQUENCE"]
    assert before["DTSTAMP"].dt == datetime.fromtimestamp(MADE, UTC)


@settings(max_examples=30, deadline=None)
@given(name=st.text(min_size=1, max_size=200), place=st.text(max_size=200), when=st.text(max_size=90))
def test_whatever_people_type_the_lines_stay_lines(name: str, place: str, when: str) -> None:
    one = CEREMONY.model_copy(update={"name": name, "venue": place, "when": when})
    file = calendar_file(invitation(one), "p1", MADE, 1) or b""
    assert file.endswith(b"END:VCALENDAR\r\n") and file.count(b"BEGIN:VEVENT") == 1
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert file.decode("utf-8").count("\nDTSTART") >= 1
    (entry,) = Calendar.from_ical(file).walk("VEVENT")
    assert entry.start.hour == 15


def test_commas_semicolons_and_line_breaks_come_back_as_typed() -> None:
    odd = CEREMONY.model_copy(update={"name": "Tea; cake, and\\more", "venue": "The “Old” Hall, back; door"})
    (entry,) = read(invitation(odd, names=("Zoë Ünal", "李明")))
    assert entry["SUMMARY"] == "Tea; cake, and\\more – Zoë Ünal & 李明"
    assert entry["LOCATION"] == "The “Old” Hall, back; door"
