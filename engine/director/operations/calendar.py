"""Edits of what calendars are told of an invitation."""

from __future__ import annotations

from typing import Literal
from zoneinfo import available_timezones

from pydantic import Field

from engine.director.operations.base import Operation, Setting, cannot
from engine.director.say import phrase, term
from nemo.draft import Draft


class SetZone(Operation):
    """The time zone of an invitation's functions, an IANA name such as "Europe/London"; empty for none."""

    op: Literal["set_zone"] = "set_zone"
    zone: str = Field(max_length=60)

    def change(self, draft: Draft, at: Setting) -> None:
        if not draft.meta.occasions:
            cannot("cannot_no_occasion")
        if self.zone and self.zone not in available_timezones():
            cannot("cannot_zone")
        for one in draft.meta.occasions or []:
            one.zone = self.zone

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        was, now = (_zone(draft) or term(language, "off") for draft in (before, after))
        return phrase(language, "set_zone", before=was, after=now)


def _zone(draft: Draft) -> str:
    return next((one.zone for one in draft.meta.occasions or [] if one.zone), "")
