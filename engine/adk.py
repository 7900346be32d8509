"""The chat stream as the Agent Development Kit frames it: one JSON event a frame, partial text before whole text."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

AUTHOR = "nemo_agent"
END = ""
"""The value which closes a turn's stream in the job database; it never reaches the wire."""
HEARTBEAT = b": heartbeat\n\n"


def frame(event: str) -> bytes:
    """One event as it goes over the wire."""
    return b"data: " + event.encode() + b"\n\n"


@dataclass
class Script:
    """Writes the events of one turn. Text goes out in pieces at once; `whole` closes it with the text in one piece."""

    turn: str
    said: str = ""
    calls: int = 0
    _ids: int = field(default=0)

    def say(self, text: str) -> list[str]:
        """A piece of the answer."""
        self.said += text
        return [self._event({"content": _content({"text": text}), "partial": True})] if text else []

    def tool(self, name: str, args: dict[str, Any], response: dict[str, Any]) -> list[str]:
        """A tool which was called and what it answered; text said before it is closed."""
        self.calls += 1
        call = f"call-{self.calls}"
        asked = {"functionCall": {"id": call, "args": args, "name": name}}
        answered = {"functionResponse": {"id": call, "name": name, "response": response}}
        return [
            *self.whole(),
            self._event({"content": _content(asked)}),
            self._event({"content": _content(answered, "user")}),
        ]

    def whole(self) -> list[str]:
        """The text since the last tool in one piece, which replaces its pieces; nothing when there was none."""
        said, self.said = self.said, ""
        event = {"content": _content({"text": said}), "partial": False, "finishReason": "STOP"}
        return [self._event(event)] if said else []

    def state(self, delta: dict[str, Any]) -> list[str]:
        """What the turn changed."""
        return [self._event({}, delta)]

    def error(self, code: str, sentence: str) -> list[str]:
        """Why the turn failed."""
        return [self._event({"errorCode": code, "errorMessage": sentence})]

    def _event(self, body: dict[str, Any], delta: dict[str, Any] | None = None) -> str:
        self._ids += 1
        actions = {"stateDelta": delta or {}, "artifactDelta": {}, "requestedAuthConfigs": {}}
        event = body | {
            "invocationId": f"e-{self.turn}",
            "author": AUTHOR,
            "actions": actions | {"requestedToolConfirmations": {}},
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{self.turn}:{self._ids}")),
            "timestamp": time.time(),
        }
        return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def _content(part: dict[str, Any], role: str = "model") -> dict[str, Any]:
    return {"parts": [part], "role": role}
