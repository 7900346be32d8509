"""What a draft would be after some edits, without making them: the start of many films from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nemo import errors
from nemo.exports import Exports
from nemo.fields import data_of, segment, text_of, texts_of, whole
from nemo.wire import CONNECT_SECONDS

FEATURE = "derive"
"""Stands among a state's features where a service has these calls."""
SPEAKING_SECONDS = 180.0  # a new opening may have to be spoken, and wait for a voice being loaded
THINKING_SECONDS = 6.0  # ideas are there at once or are done without


@dataclass(frozen=True)
class Derived:
    """A draft which was made and not kept: `draft` as it goes to a render, what changed against `version`, and what
    its user should know about it."""

    draft: dict[str, Any]
    summary: str = ""
    notes: tuple[str, ...] = ()
    version: int | None = None


@dataclass(frozen=True)
class Ideas:
    """The opening and the call to action as they are, empty where there is none, and others for them."""

    opening: str = ""
    call: str = ""
    hooks: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()


class Variants(Exports):
    """The calls for variants, which the embedded engine has."""

    def derive(self, session_id: str, operations: list[dict[str, Any]], version: int | None = None) -> Derived:
        """The draft which `operations` would make of a version, by default the newest; the project stays as it is.

        Raises BadRequest with the service's reason when one cannot be carried out, NotOffered where there is no
        such call.
        """
        body = {"operations": operations, "keep": False, "language": self.language}
        body |= {} if version is None else {"version": version}
        data = self._offered(
            "POST", f"/api/operations/nemo_agent/me/{segment(session_id)}", SPEAKING_SECONDS, json=body
        )
        draft = data.get("draft")
        if not isinstance(draft, dict):
            raise errors.NotOffered
        notes = tuple(texts_of(data.get("notes")))
        return Derived(draft, text_of(data.get("summary")) or "", notes, whole(data.get("version")))

    def ideas(self, session_id: str) -> Ideas:
        """Openings and calls to action from the newest draft's own facts. Raises NotOffered."""
        data = self._offered("GET", f"/api/ideas/nemo_agent/me/{segment(session_id)}", THINKING_SECONDS)
        now = (text_of(data.get("opening")) or "", text_of(data.get("call")) or "")
        return Ideas(*now, tuple(texts_of(data.get("hooks"))), tuple(texts_of(data.get("calls"))))

    def _offered(self, method: str, path: str, seconds: float, **options: Any) -> dict[str, Any]:
        try:
            return data_of(self._call(method, path, timeout=(CONNECT_SECONDS, seconds), **options))
        except errors.NotFound:
            raise errors.NotOffered from None
