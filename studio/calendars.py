"""An invitation as a calendar file (RFC 5545): one entry for each function whose day is sure."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from nemo.draft import Occasion
from studio.facts import Facts
from studio.words import words

USUAL_LENGTH = timedelta(hours=2)
"""How long a function lasts where nobody said when it ends."""


def dated(facts: Facts) -> list[Occasion]:
    """The functions which a calendar can hold."""
    return [one for one in facts.occasions if _moment(one.start) is not None]


def floating(facts: Facts) -> bool:
    """Whether an hour is given without a time zone: calendars then show that hour wherever the guest is."""
    return any(isinstance(_moment(one.start), datetime) and not _zone(one) for one in facts.occasions)


def calendar_file(facts: Facts, seed: str, made: float, version: int) -> bytes | None:
    """The file, UTF-8; None where no day is known.

    `seed` names the invitation: with the same one the entries keep their UIDs, so that a later file with a higher
    `version` replaces them. `made` is the time of the export in seconds.
    """
    occasions = dated(facts)
    if not occasions:
        return None
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Reelwright//Invitation//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for number, one in enumerate(occasions):
        calendar.add_component(_entry(one, facts, f"{seed}:{one.card or number}", made, version))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(one: Occasion, facts: Facts, seed: str, made: float, version: int):  # type: ignore[no-untyped-def]
    from icalendar import Event

    entry, start = Event(), _moment(one.start)
    end = _moment(one.end) or (start + USUAL_LENGTH if isinstance(start, datetime) else None)
    if start is not None and end is None:
        end = start + timedelta(days=1)
    zone = _zone(one)
    entry.add("uid", f"{hashlib.sha256(seed.encode()).hexdigest()[:32]}@reelwright")
    entry.add("dtstamp", datetime.fromtimestamp(int(made), UTC))
    entry.add("sequence", version)
    entry.add("summary", _summary(one, facts))
    for name, moment in (("dtstart", start), ("dtend", end)):
        entry.add(name, moment.replace(tzinfo=zone) if isinstance(moment, datetime) and zone else moment)
    place = ", ".join(part for part in (one.venue, one.address) if part)
    if place:
        entry.add("location", place)
    entry.add("description", _description(one, facts))
    return entry


def _summary(one: Occasion, facts: Facts) -> str:
    who = " & ".join(facts.names) or facts.title
    return f"{one.name} – {who}" if one.name else facts.title


def _description(one: Occasion, facts: Facts) -> str:
    say = words(facts.language)
    timed = isinstance(_moment(one.start), datetime)
    lines = [one.when, say("share.place_clock") if timed and not _zone(one) else ""]
    lines += [say("share.reply", rsvp=facts.rsvp) if facts.rsvp else "", one.map]
    return "\n".join(line for line in lines if line)


def _zone(one: Occasion) -> ZoneInfo | None:
    return ZoneInfo(one.zone) if one.zone in available_timezones() else None


def _moment(text: str) -> datetime | date | None:
    """A local time, a day, or None where the text is neither."""
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text) if text else None
    except ValueError:
        return None
