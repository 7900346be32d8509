"""The director's sentences, one catalogue a language, and how it writes lengths, names and shares in each."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from nemo.draft import Draft, Segment

LANGUAGES = ("en", "zh", "es", "fr", "de", "pt")
_FOLDER = Path(__file__).parent / "words"


@cache
def catalogue(language: str) -> dict[str, Any]:
    """Everything a language has: `say` (sentences), `terms` (names of things), and the words it understands."""
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def phrase(language: str, key: str, **values: Any) -> str:
    """The sentence of this key in this language, English where a language has none."""
    for name in (language, "en"):
        text = catalogue(name)["say"].get(key) if name in LANGUAGES else None
        if text is not None:
            return str(text).format(**values)
    raise KeyError(key)


def variants(language: str, key: str) -> list[str]:
    """A list of sentences to choose from, English where a language has none."""
    for name in (language, "en"):
        if key in catalogue(name).get("copy", {}):
            return list(catalogue(name)["copy"][key])
    raise KeyError(key)


def term(language: str, name: str) -> str:
    """The word for a mood, a role, a filter, … in this language; the name itself where there is none."""
    for code in (language, "en"):
        found = catalogue(code)["terms"].get(name)
        if found is not None:
            return str(found)
    return name.replace("_", " ")


def span(ms: int, language: str) -> str:
    """A length: "30 s", "3.5 s", "1:30 min"; Chinese "30 秒", "1 分 30 秒"."""
    seconds = ms / 1000
    if seconds >= 60 and ms % 1000 == 0:
        minutes, rest = divmod(ms // 1000, 60)
        if language == "zh":
            return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分钟"
        return f"{minutes}:{rest:02d} min"
    number = f"{seconds:.1f}".removesuffix(".0")
    return f"{number} {'秒' if language == 'zh' else 's'}"


def share(part: float) -> str:
    """A volume or any part of one: "35%"."""
    return f"{round(part * 100)}%"


def quoted(text: str, language: str) -> str:
    """A text as the user reads it in an answer, on one line, cut when long."""
    line = " ".join(text.split())
    line = line if len(line) <= 70 else line[:67].rstrip() + "…"
    marks = {"de": ("„", "“"), "fr": ("« ", " »"), "es": ("«", "»")}.get(language, ("“", "”"))
    return line.join(marks)


def label(draft: Draft, segment: Segment, language: str) -> str:
    """How a segment is called: "photo 2 (beach)", "clip 1", "the title “…”"."""
    main = draft.segments("main")
    kind = segment.meta.kind or "photo"
    same = [item for item in main if (item.meta.kind or "photo") == kind]
    for number, item in enumerate(same, 1):
        if item.meta.id == segment.meta.id:
            name = _stem(segment.meta.name or "")
            called = phrase(language, "numbered", thing=_counted(kind, language), number=number)
            return f"{called} ({name})" if name and kind != "card" else called
    role = next((t.meta.role or "" for t in draft.tracks if segment in t.segments), "text")
    return f"{term(language, role)} {quoted(segment.meta.text or '', language)}"


def _counted(kind: str, language: str) -> str:
    """The name of a scene's kind after its number; in Chinese with its counting word."""
    measure = {"photo": "张", "card": "张", "clip": "段"}.get(kind, "个") if language == "zh" else ""
    return measure + term(language, kind)


def listed(names: list[str], language: str) -> str:
    """ "a, b and c" in each language."""
    if len(names) < 2:
        return "".join(names)
    if language == "zh":
        return "、".join(names)
    return f"{', '.join(names[:-1])} {term(language, 'and')} {names[-1]}"


def _stem(name: str) -> str:
    stem = name.rsplit("/", 1)[-1]
    return stem.rsplit(".", 1)[0] if "." in stem else stem
