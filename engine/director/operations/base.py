"""What an operation is: a small typed edit that makes a new draft from a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NoReturn, Self

from pydantic import BaseModel, ConfigDict

from engine.director.narration import Speak, Spoken, VoiceUnavailableError, spoken
from engine.director.operations import trouble
from engine.director.say import listed, phrase, quoted
from engine.director.timeline import find
from nemo.draft import Draft, Segment


class CannotDoError(Exception):
    """An edit that makes no sense on this draft; nothing was changed. `sentence(language)` says why and what to try."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def sentence(self, language: str) -> str:
        """The reason in the user's language."""
        return phrase(language, self.key, **self.values)


@dataclass
class Setting:
    """What operations may look at beside the draft, and the notes they leave for the user."""

    assets: Mapping[str, Any] = field(default_factory=dict)
    speak: Speak | None = None
    today: date = date(2000, 1, 1)
    language: str = "en"
    notes: list[str] = field(default_factory=list)
    unspoken: tuple[str, dict[str, Any]] | None = None  # why no voice speaks: a sentence's key and its values
    stand_ins: dict[str | None, str] = field(default_factory=dict)  # who reads for a cloud voice which gave no sound

    def note(self, key: str, **values: Any) -> None:
        """Leave a sentence for the answer, once."""
        sentence = phrase(self.language, key, **values)
        if sentence not in self.notes:
            self.notes.append(sentence)

    def say(self, text: str, voice: str | None, speed: float, language: str) -> Spoken | None:
        """Have a sentence spoken, by a voice of this machine where a cloud voice gives no sound; None when there is no
        voice. Either is noted once, and so are words which the voice cannot read."""
        if self.unspoken:
            return None
        try:
            said = spoken(text, self.speaker(), self.stand_ins.get(voice, voice), speed, language)
        except VoiceUnavailableError as error:
            if voice not in self.stand_ins and (other := trouble.stand_in(error.__cause__, language)):
                self.stand_ins[voice] = other.name
                self.note("note_cloud_voice", other=other.title, **trouble.cloud(error.__cause__, self.language))
                return self.say(text, voice, speed, language)
            self.unspoken = trouble.told(error.__cause__, language, self.language)
            self.note(self.unspoken[0], **self.unspoken[1])
            return None
        if said.unread:
            self.note("note_unread", words=listed([quoted(word, self.language) for word in said.unread], self.language))
        return said

    def cannot_speak(self) -> NoReturn:
        """Stop an operation for which `say` gave nothing: the reason is its answer then, and no note beside it."""
        key, values = self.unspoken or ("note_no_voice", {})
        self.notes = [note for note in self.notes if note != phrase(self.language, key, **values)]
        cannot(key, **values)

    def rehearse(self, texts: list[str], voice: str | None, language: str, speed: float = 1.0) -> None:
        """Sentences which `say` will be asked for: the engine's own voice makes several at once. When one of them fails
        in the cloud, it is known before the first is placed, so that no video changes its voice half-way."""
        if self.speak is None and not self.unspoken:
            from engine.sound.voice import rehearse

            failed = rehearse(texts, voice, language, speed)
            if other := trouble.stand_in(failed, language):
                self.stand_ins[voice] = other.name
                self.note("note_cloud_voice", other=other.title, **trouble.cloud(failed, self.language))

    def speaker(self) -> Speak:
        """The voice in use: the engine's own unless the turn brought another."""
        if self.speak is not None:
            return self.speak
        from engine.sound.voice import speak

        return speak


class Operation(BaseModel):
    """One edit. Subclasses fill in `change` and `sentence`; their fields are the arguments of an LLM's tool."""

    model_config = ConfigDict(extra="forbid")

    def apply(self, draft: Draft, at: Setting) -> Draft:
        """The draft after the edit; the one given stays as it is. Raises CannotDoError."""
        from engine.director.occasions import followed

        unknown = [name for name in getattr(self, "segments", None) or [] if not find(draft, name)]
        if unknown:
            cannot("cannot_find", what=", ".join(unknown))
        after = draft.model_copy(deep=True)
        self.change(after, at)
        followed(draft, after, at)
        return after

    def change(self, draft: Draft, at: Setting) -> None:
        """Make the edit on a copy."""
        raise NotImplementedError

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        """What changed, before → after."""
        raise NotImplementedError

    def touched(self, before: Draft, after: Draft) -> list[str]:
        """Ids of the segments the edit was about: what "it" means next."""
        return [i for i in getattr(self, "segments", []) or [] if find(after, i)]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """An operation from JSON. Raises pydantic.ValidationError."""
        return cls.model_validate(raw)


def get(draft: Draft, segment_id: str) -> Segment:
    """The segment with this id. Raises CannotDoError."""
    found = find(draft, segment_id)
    return found[1] if found else cannot("cannot_find", what=segment_id)


def scenes(draft: Draft, ids: list[str]) -> list[Segment]:
    """The main segments with these ids, in order of time; all of them when no id is given. Raises CannotDoError."""
    main = draft.segments("main")
    if not main:
        cannot("cannot_empty")
    chosen = [segment for segment in main if segment.meta.id in ids] if ids else list(main)
    return chosen or cannot("cannot_find", what=", ".join(ids))


def cannot(key: str, **values: Any) -> NoReturn:
    """Stop an operation with a sentence."""
    raise CannotDoError(key, **values)
