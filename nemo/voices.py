"""The voices of the embedded engine, to be heard before a video is made. Other services have no such calls."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from nemo.exports import Exports
from nemo.fields import data_of, segment, text_of
from nemo.wire import checked

SAMPLE_SECONDS = (10.0, 120.0)  # a cold network and a queue of sentences before this one


@dataclass(frozen=True)
class Voice:
    """A voice one can choose: `id` is what a draft and a message name, `language` a two-letter code."""

    id: str
    name: str
    language: str = ""
    gender: str = ""
    accent: str = ""


class Voices(Exports):
    """Which voices there are, and what each sounds like."""

    def voices(self, language: str | None = None) -> list[Voice]:
        """The voices, best of each language first. Raises NotThere at a service which has no list of them."""
        asked = f"?{urlencode({'language': language})}" if language else ""
        found = data_of(self._call("GET", f"/api/voices{asked}")).get("voices")
        records = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        fields = ("id", "name", "language", "gender", "accent")
        return [Voice(*(text_of(one.get(field)) or "" for field in fields)) for one in records if one.get("id")]

    def voice_sample(self, voice: str, text: str = "") -> bytes:
        """A WAV of the voice saying `text`, at most 200 characters; a sentence of its own without one."""
        asked = f"?{urlencode({'text': text})}" if text else ""
        path = f"/api/voices/{segment(voice)}/sample{asked}"

        def once() -> bytes:
            response = self._wire.request("GET", path, self._known_token(), timeout=SAMPLE_SECONDS)
            with response:
                if not response.ok:
                    checked(response)
                return response.content

        return self._patiently(lambda: self._renewed(once))
