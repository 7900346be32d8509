"""The places of a draft which a template leaves open: found, named, and filled by typed operations.

A *word* (product, price, code, link, names) is a fact which stands in several texts: wherever it is shown or spoken,
the new one takes its place. A *line* is one text on the picture, a *voice* one spoken sentence, a *photo* one uploaded
picture or clip in every scene which shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from nemo.draft import Draft, Segment
from studio.words import Words

SHOWN = ("title", "text", "cta")
FACTS = ("price", "code", "link")
LIMITS = {"line": 500, "voice": 1000, "price": 40, "code": 40, "link": 500}
"""Characters the operations take: `set_text`, `set_voice_line`, `set_cta`."""
LIMIT = 200
Operation = dict[str, Any]


@dataclass(frozen=True)
class Slot:
    """One open place. `key` names it within the template, `segments` are the ids it fills, `text` stands there now."""

    key: str
    kind: str  # word | line | voice | photo | logo
    name: str
    text: str = ""
    segments: list[str] = field(default_factory=list)
    on: bool = True

    @property
    def picture(self) -> bool:
        """Whether it takes a file and not words."""
        return self.kind in ("photo", "logo")

    @property
    def limit(self) -> int:
        """The most characters it takes."""
        return LIMITS.get(self.key, LIMITS.get(self.kind, LIMIT))

    def json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def read(kept: list[Any]) -> list[Slot]:
    """Slots as they were kept."""
    return [Slot(**one) for one in kept]


def found(draft: Draft, say: Words) -> list[Slot]:
    """Every place of a draft which can be left open, in the order in which they matter, with a name for each."""
    words = _words(draft, say)
    told = {slot.text.casefold() for slot in words}
    lines = [slot for slot in _lines(draft, say) if slot.text.casefold() not in told]
    return [*words, *lines, *_voices(draft, say, [*words, *lines]), *_pictures(draft, say)]


def _words(draft: Draft, say: Words) -> list[Slot]:
    brief, facts = draft.meta.brief or {}, _facts(draft)
    names = brief.get("names")
    first, second = names if isinstance(names, list) and len(names) == 2 else ("", "")
    known = {"product": brief.get("product"), **{key: facts.get(key) or brief.get(key) for key in FACTS}}
    known |= {"first": first, "second": second, "rsvp": brief.get("rsvp")}
    texts = [text for _, text in _texts(draft, *SHOWN, "voice")]
    slots = []
    for key, value in known.items():
        word = value.strip() if isinstance(value, str) else ""
        if word and (key in facts or any(_pattern(word).search(text) for text in texts)):
            slots.append(Slot(key, "word", say(f"slot.{key}"), word))
    return slots


def _lines(draft: Draft, say: Words) -> Iterator[Slot]:
    benefits = draft.meta.kind == "affiliate"
    stems = {"title": "headline", "text": "benefit" if benefits else "line", "cta": "cta"}
    for role in SHOWN:
        texts = [one for one in draft.segments(role) if one.meta.text and one.meta.id]
        for number, one in enumerate(texts, 1):
            name = say(f"slot.{stems[role]}")
            many = role == "text" or len(texts) > 1
            yield Slot(
                one.meta.id or "", "line", f"{name} {number}" if many else name, one.meta.text or "", _ids([one])
            )


def _voices(draft: Draft, say: Words, others: list[Slot]) -> Iterator[Slot]:
    """Spoken sentences; open by themselves only where no line of the same moment speaks for them."""
    over = {voice for slot in others if slot.kind == "line" for voice in _spoken_over(draft, slot)}
    for number, one in enumerate(draft.segments("voice"), 1):
        text, name = one.meta.text or "", f"{say('slot.voice')} {number}"
        if text and one.meta.id:
            follows = one.meta.id in over or any(s.kind == "word" and _pattern(s.text).search(text) for s in others)
            yield Slot(one.meta.id, "voice", name, text, [one.meta.id], on=not follows)


def _pictures(draft: Draft, say: Words) -> Iterator[Slot]:
    seen: dict[str, list[Segment]] = {}
    for one in draft.segments("main"):
        if one.meta.asset and one.meta.kind in ("photo", "clip"):
            seen.setdefault(one.meta.asset, []).append(one)
    counts = {"photo": 0, "clip": 0}
    for shown in seen.values():
        kind = shown[0].meta.kind or "photo"
        counts[kind] += 1
        name = f"{say(f'slot.{kind}')} {counts[kind]}"
        yield Slot(f"file-{shown[0].meta.id}", "photo", name, shown[0].meta.file or "", _ids(shown))
    if draft.meta.logo:
        yield Slot("logo", "logo", say("slot.logo"), "", on=False)


def operations(draft: Draft, slots: list[Slot], values: dict[str, str]) -> list[Operation]:
    """The edits which put values, by the slots' keys, into a draft; a slot without a value stays as it is.

    The value of a photo is the id of an upload. An empty text takes its line away, with the sentence spoken over it.
    """
    given = [slot for slot in slots if slot.key in values]
    texts = _wanted(draft, given, values)
    before = {one.meta.id: one.meta.text for role in (*SHOWN, "voice") for one in draft.segments(role)}
    edits: list[Operation] = []
    for slot in given:
        if slot.kind == "photo":
            edits += [{"op": "replace_media", "segments": [one], "asset": values[slot.key]} for one in slot.segments]
        elif slot.kind == "logo":
            edits.append({"op": "set_logo", "asset": values["logo"]})
    facts = {slot.key: values[slot.key] for slot in given if slot.key in _facts(draft) and slot.key in FACTS}
    edits += [{"op": "set_cta", **facts}] if any(facts[key] != _facts(draft)[key] for key in facts) else []
    spoken = {one.meta.id for one in draft.segments("voice")}
    changed = {key: text for key, text in texts.items() if text != before.get(key)}
    edits += [_edit(key, text, key in spoken) for key, text in changed.items() if text]
    gone = {
        flag: [key for key, text in changed.items() if not text and (key in spoken) == flag] for flag in (True, False)
    }
    edits += [{"op": "remove_texts", "segments": gone[False]}] if gone[False] else []
    return edits + ([{"op": "remove_voice", "segments": gone[True]}] if gone[True] else [])


def _edit(key: str, text: str, spoken: bool) -> Operation:
    return {"op": "set_voice_line" if spoken else "set_text", "segments": [key], "text": text}


def unfilled(before: Draft, after: Draft, slots: list[Slot], values: dict[str, str]) -> list[str]:
    """The names of the slots whose values did not get into the draft: what an engine cannot do, it leaves."""
    given = [slot for slot in slots if slot.key in values]
    now, was = dict(_texts(after, *SHOWN, "voice")), dict(_texts(before, *SHOWN, "voice"))
    wrong = [key for key, text in _wanted(before, given, values).items() if text != now.get(key, "")]
    shown = {one.meta.id: one.meta.asset for one in after.segments("main")}

    def missed(slot: Slot) -> bool:
        if slot.kind == "photo":
            return any(shown.get(one) != values[slot.key] for one in slot.segments)
        if slot.kind == "logo":
            return (after.meta.logo or {}).get("asset") != values[slot.key]
        about = [key for key in was if _pattern(slot.text).search(was[key])] if slot.kind == "word" else slot.segments
        return any(key in wrong for key in about)

    return [slot.name for slot in given if missed(slot)]


def _wanted(draft: Draft, given: list[Slot], values: dict[str, str]) -> dict[str, str]:
    """Every text by its segment as it shall be: new words in all texts, then whole lines, then what is said of them."""
    swaps = {slot.text: values[slot.key].strip() for slot in given if slot.kind == "word" and values[slot.key].strip()}
    texts = {key: swapped(text, swaps) for key, text in _texts(draft, *SHOWN, "voice")}
    own = {slot.key for slot in given if slot.kind == "voice"}
    for slot in given:
        text = values[slot.key].strip()
        if slot.kind == "line" and text != slot.text.strip():
            for voice in _spoken_over(draft, slot):
                texts[voice] = _said(texts[voice], swapped(slot.text, swaps), text, slot, draft)
            texts |= dict.fromkeys(slot.segments, text)
    for slot in given:
        if slot.key in own:
            texts |= dict.fromkeys(slot.segments, values[slot.key].strip())
    return texts


def swapped(text: str, swaps: dict[str, str]) -> str:
    """A text with words in place of others, all at once; capital letters do not matter, parts of words do not count."""
    if not swaps:
        return text
    new = {old.casefold(): word for old, word in swaps.items()}
    either = "|".join(f"(?:{_pattern(old).pattern})" for old in sorted(swaps, key=len, reverse=True))
    return re.sub(either, lambda hit: new[hit[0].casefold()], text, flags=re.IGNORECASE)


def _said(spoken: str, old: str, new: str, slot: Slot, draft: Draft) -> str:
    """What is said once a line reads `new`: in a headline's sentence the words change, else it says the line itself."""
    if not new:
        return ""
    titles = {one.meta.id for one in draft.segments("title")}
    hit = _pattern(" ".join(old.split())).search(spoken)
    if hit and titles & set(slot.segments):
        return spoken[: hit.start()] + " ".join(new.split()) + spoken[hit.end() :]
    line = ", ".join(part.strip() for part in new.splitlines() if part.strip())
    stop = "。" if re.search(r"[\u3400-\u9fff]", line) else "."
    return line if line.endswith((".", "!", "?", "…", "。", "！", "？")) else line + stop


def _spoken_over(draft: Draft, slot: Slot) -> list[str]:
    """The sentences which begin while a line is shown."""
    shown = [one for role in SHOWN for one in draft.segments(role) if one.meta.id in slot.segments]
    voices = draft.segments("voice")
    return _ids([one for one in voices if any(line.start <= one.start < line.end for line in shown)])


def _texts(draft: Draft, *roles: str) -> Iterator[tuple[str, str]]:
    for role in roles:
        for one in draft.segments(role):
            if one.meta.id and one.meta.text:
                yield one.meta.id, one.meta.text


def _facts(draft: Draft) -> dict[str, str]:
    """Price, code and link of the call to action."""
    cta = (draft.segments("cta") or [Segment.model_validate({})])[-1].meta.cta or {}
    return {key: cta[key] for key in FACTS if isinstance(cta.get(key), str) and cta[key]}


def _ids(segments: list[Segment]) -> list[str]:
    return [one.meta.id for one in segments if one.meta.id]


def _pattern(word: str) -> re.Pattern[str]:
    """The word as a whole: "mug" is not in "smuggle"; signs and Chinese need no space around them."""
    letter = r"[A-Za-z0-9\u00c0-\u024f]"
    before = rf"(?<!{letter})" if re.match(letter, word) else ""
    after = rf"(?!{letter})" if re.search(rf"{letter}$", word) else ""
    return re.compile(before + re.escape(word) + after, re.IGNORECASE)
