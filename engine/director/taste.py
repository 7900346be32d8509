"""How a user's videos look and sound unless a request says otherwise: what a client hands along with a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from engine.director.brief import Brief
from engine.looks import looks
from engine.sound.voice import voices

MARK = "brand-logo"
"""An upload whose name begins so is the user's mark: shown in a corner, never as a scene."""
MOST_COLOURS = 2
LONGEST = 80
_LABELS = {
    "voice_name": r"voice|配音|声音|stimme|voz|voix",
    "look": r"look|style|风格|estilo|stil",
    "colours": r"brand colou?rs?|品牌颜色|markenfarben|colores de la marca|couleurs de la marque",
    "font": r"font|字体|schrift|fuente|police",
    "logo": r"logo|标志|logotipo",
}
_NAMES = "|".join(f"(?P<{name}>{label})" for name, label in _LABELS.items())
_LINE = re.compile(rf"\s*(?:{_NAMES})\s*[:：]\s*(?P<value>.+?)\s*", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")


def defaults_of(raw: Any) -> dict[str, Any]:
    """What makes sense of `{voices: {language: …}, looks: {kind: …}, colours, font, logo}`; the rest is left out."""
    given = raw if isinstance(raw, dict) else {}
    found: dict[str, Any] = {name: _short(given.get(name)) for name in ("voices", "looks")}
    found["colours"] = colours(" ".join(str(one) for one in given.get("colours") or [])[:200])
    for name in ("font", "logo"):
        value = given.get(name)
        found[name] = value[:LONGEST] if isinstance(value, str) else ""
    return {name: value for name, value in found.items() if value}


def _short(raw: Any) -> dict[str, str]:
    pairs = raw.items() if isinstance(raw, dict) else ()
    return {str(key)[:16]: value[:LONGEST] for key, value in list(pairs)[:16] if isinstance(value, str) and value}


def colours(text: str) -> list[str]:
    """The first two colours which a text names as "#rrggbb"."""
    return list(dict.fromkeys(one.lower() for one in _COLOUR.findall(text)))[:MOST_COLOURS]


def voice_named(text: str) -> str:
    """The voice here of this name or title, or nothing."""
    said = text.strip().lower()
    return next((one.name for one in voices() if said in (one.name, one.title.lower())), "")


def look_named(text: str) -> str:
    """The look of this name, in English or as it is called in Chinese, or nothing."""
    said = text.strip().lower()
    return next((one.name for one in looks() if said in (one.name, one.label.lower(), one.label_zh)), "")


def taken(message: str) -> tuple[str, dict[str, Any]]:
    """A request without its lines about taste ("Look: Premium"), and what those say for its brief.

    Such a line stands alone. A look or a voice that nobody knows here leaves its line in the request.
    """
    rest: list[str] = []
    values: dict[str, Any] = {}
    for line in message.splitlines():
        found = _LINE.fullmatch(line)
        said = _said(found) if found else {}
        values |= said
        if not said:
            rest.append(line)
    return "\n".join(rest), values


def _said(line: re.Match[str]) -> dict[str, Any]:
    value = line["value"].strip()[:LONGEST]
    name = next(name for name in _LABELS if line[name])
    read = {"voice_name": voice_named, "look": look_named, "colours": colours}.get(name, str)
    said = read(value)
    return {name: said} if said else {}


def pictures(assets: Mapping[str, Any]) -> list[Any]:
    """What can be shown as a scene: every picture and clip but the user's mark."""
    return [one for one in assets.values() if one.kind in ("photo", "clip") and not one.name.startswith(MARK)]


def with_defaults(brief: Brief, defaults: dict[str, Any]) -> Brief:
    """The brief with the user's usual choices where the request makes none."""
    chosen: dict[str, Any] = {}
    look = look_named(defaults.get("looks", {}).get(brief.kind, ""))
    voice = voice_named(defaults.get("voices", {}).get(brief.language, ""))
    if look and brief.look is None:
        chosen["look"] = look
    if voice and brief.voice_name is None:
        chosen["voice_name"] = voice
    for name in ("colours", "font", "logo"):
        if defaults.get(name) and not getattr(brief, name):
            chosen[name] = defaults[name]
    return brief.model_copy(update=chosen)
