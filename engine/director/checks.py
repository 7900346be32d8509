"""What an invitation is checked for: its weekday against its date, a date in the past. Warnings, never changes."""

from __future__ import annotations

from datetime import date

from engine.director.brief import Brief
from engine.director.dates import day_of, weekday_in
from engine.director.say import phrase, term


def warnings(brief: Brief, today: date, language: str) -> list[str]:
    """A sentence for every date whose weekday is another one or that is past."""
    if brief.kind != "wedding":
        return []
    found = []
    for text in dict.fromkeys(function.date for function in brief.functions if function.date):
        day = day_of(text, today)
        if day is None:
            continue
        given = weekday_in(text)
        if given is not None and given != day.weekday():
            names = {"real": term(language, f"day_{day.weekday()}"), "given": term(language, f"day_{given}")}
            found.append(phrase(language, "note_weekday", date=text, **names))
        if day < today:
            found.append(phrase(language, "note_past", date=text))
    return found
