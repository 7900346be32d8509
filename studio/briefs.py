"""The three forms as plain requests: what a form holds becomes sentences that a user may read, change and send."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from studio import wearing
from studio.words import Words

LENGTHS = {"affiliate": 30, "link": 45, "wedding": 60}  # seconds, as the skills propose
REQUIRED = {"affiliate": ("product",), "link": ("url",), "wedding": ("first", "second", "date")}
_LINK = re.compile(r"https?://[^\s/]+\.[^\s]+")


def missing(job: str, values: dict[str, Any]) -> list[str]:
    """The fields without which the request makes no sense."""
    return [field for field in REQUIRED[job] if not str(values.get(field) or "").strip()]


def problems(job: str, values: dict[str, Any], today: date) -> list[str]:
    """What is wrong with filled fields, as keys of sentences."""
    found = []
    link = str(values.get("url" if job == "link" else "link") or "").strip()
    if link and not _LINK.fullmatch(link):
        found.append(f"form.{job}.bad_link")
    if job == "wedding" and values.get("date") and date.fromisoformat(values["date"]) < today:
        found.append("form.wedding.past_date")
    return found


def compose(job: str, values: dict[str, Any], say: Words) -> str:
    """The request that these values make, in the words of `say`. Empty fields leave no trace: nothing is invented."""
    known = {key: _plain(value) for key, value in values.items()}
    known.setdefault("length", str(LENGTHS[job]))
    request = {"affiliate": _affiliate, "link": _link, "wedding": _wedding}[job](known, say)
    return "\n".join([request, *wearing.lines(known, say)])


def _affiliate(known: dict[str, str], say: Words) -> str:
    opening = say("say.affiliate.make", **_blanks(known))
    if known.get("platform"):
        opening += say("say.affiliate.platform", platform=known["platform"])
    label = "say.affiliate.disclosure" if known.get("disclosure", "yes") else "say.affiliate.no_disclosure"
    return "\n".join([opening + say("say.stop"), say(label), *_told(known, "affiliate", _AFFILIATE, say)])


def _link(known: dict[str, str], say: Words) -> str:
    opening = say("say.link.make", **_blanks(known, "url"))
    return "\n".join([opening, say("say.link.voice" if known.get("voice", "yes") else "say.link.no_voice")])


_AFFILIATE = ("product", "price", "benefits", "code", "link", "cta", "tone")
_WEDDING = ("names", "date", "time", "zone", "venue", "address", "rsvp", "message", "language")


def _wedding(known: dict[str, str], say: Words) -> str:
    opening = say("say.wedding.make", **_blanks(known, "mood"))
    known["names"] = " & ".join(filter(None, (known.get("first"), known.get("second"))))
    if not known.get("time"):
        known.pop("zone", None)
    no_map = [] if known.get("map", "yes") else [say("say.wedding.no_map")]
    return "\n".join([opening, *_told(known, "wedding", _WEDDING, say), *no_map])


def _told(known: dict[str, str], job: str, fields: tuple[str, ...], say: Words) -> list[str]:
    return [say(f"say.{job}.{field}", **{field: known[field]}) for field in fields if known.get(field)]


def _blanks(known: dict[str, str], *fields: str) -> dict[str, str]:
    return {"length": known["length"]} | {field: known.get(field, "") for field in fields}


def _plain(value: Any) -> str:
    """One line of text: lists and line breaks become commas, False becomes nothing, quotes cannot end a quotation."""
    if isinstance(value, bool):
        return "yes" if value else ""
    lines = [" ".join(line.split()) for line in str(value or "").splitlines()]
    return ", ".join(line for line in lines if line).replace('"', "”")
