"""What a user should know of new words on the picture: signs that no font has, and too little time to read them."""

from __future__ import annotations

from engine.director.say import listed, phrase, quoted, span
from engine.render.fonts import missing_glyphs
from engine.render.lettering import reading_ms
from nemo.draft import Draft, Segment

SHOWN = ("title", "text", "cta", "disclosure")
CODE_MS = 2000  # what somebody needs to note a discount code
PATIENCE = 0.75  # of the reading time: told only when it is clearly too short


def words_told(before: Draft, after: Draft, language: str) -> list[str]:
    """A sentence for the missing signs, and one for the text that is shown too briefly, of what is new or changed."""
    known = {_as_shown(segment) for role in SHOWN for segment in before.segments(role)}
    fresh = [s for role in SHOWN for s in after.segments(role) if _as_shown(s) not in known and s.meta.text]
    told = []
    missing = list(dict.fromkeys(name for s in fresh for name in missing_glyphs(s.meta.text or "")))
    if missing:
        told.append(phrase(language, "note_glyphs", glyphs=listed(missing[:5], language)))
    hasty = [s for s in fresh if s.duration < PATIENCE * reading_ms(s.meta.text or "")]
    if hasty:
        worst = max(hasty, key=lambda s: reading_ms(s.meta.text or "") - s.duration)
        needed = -(-reading_ms(worst.meta.text or "") // 500) * 500
        times = {"shown": span(worst.duration, language), "needed": span(needed, language)}
        told.append(phrase(language, "note_reading", text=quoted(worst.meta.text or "", language), **times))
    brief = [(code, s) for s in fresh if (code := (s.meta.cta or {}).get("code")) and s.duration < CODE_MS]
    for code, segment in brief[:1]:
        told.append(phrase(language, "note_code_brief", code=code, shown=span(segment.duration, language)))
    return told


def _as_shown(segment: Segment) -> tuple[str, str, int]:
    return segment.meta.text or "", str((segment.meta.cta or {}).get("code") or ""), segment.duration
