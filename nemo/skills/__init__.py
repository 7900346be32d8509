"""The skills: what each offers, and how it names itself to the service. A new skill is one TOML file in this folder."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent
FALLBACK_LANGUAGE = "en"


class Phrases(BaseModel):
    """What a skill says in one language."""

    model_config = ConfigDict(extra="forbid")

    title: str
    connecting: str
    greeting: str
    try_saying: list[str] = Field(min_length=1)
    tips: list[str]


class Defaults(BaseModel):
    """What a video of this skill is like when the user does not say."""

    model_config = ConfigDict(extra="forbid")

    duration_s: int = Field(30, gt=0)
    aspect: str = "9:16"
    format: str = "mp4"
    quality: str | None = None  # None leaves it to the service: see `Exports.submit_render`


class Skill(BaseModel):
    """One skill; `phrases` by language, English always among them."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    version: str
    kind: str
    icon: str = "🎬"
    defaults: Defaults = Defaults()  # type: ignore[call-arg]
    phrases: dict[str, Phrases]

    def speak(self, language: str | None) -> Phrases:
        """What the skill says in a language such as `zh-CN`, or in English."""
        short = (language or "").replace("_", "-").split("-")[0].lower()
        return self.phrases.get(short) or self.phrases[FALLBACK_LANGUAGE]

    def headers(self, platform: str) -> dict[str, str]:
        """The attribution every request carries; without it the service refuses exports."""
        return {"X-Skill-Source": self.name, "X-Skill-Version": self.version, "X-Skill-Platform": platform}


def read(file: Path) -> Skill:
    """The skill of one file: tables with a two-letter name are languages. Raises ValueError when it is no skill."""
    raw: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    languages = {key: value for key, value in raw.items() if len(key) == 2 and isinstance(value, dict)}
    skill = Skill.model_validate({key: raw[key] for key in raw.keys() - languages.keys()} | {"phrases": languages})
    if FALLBACK_LANGUAGE not in skill.phrases:
        raise ValueError(f"{file.name} has no [{FALLBACK_LANGUAGE}] table")
    return skill


@cache
def skills(folder: Path = FOLDER) -> dict[str, Skill]:
    """Every skill by name, in the order of the file names."""
    found = [read(file) for file in sorted(folder.glob("*.toml"))]
    return {skill.name: skill for skill in found}


def skill(name: str | None = None) -> Skill:
    """The skill of this name, the first one when none is named. Raises KeyError."""
    known = skills()
    return known[name] if name else next(iter(known.values()))
