"""A chat stream, from bytes to what a user may see.

`frames` cuts the bytes into whole frames, sseclient-py parses each of them, `Fold` folds the events of the Agent
Development Kit into the visible text. Cutting first makes the parser's cost linear (it is quadratic in the number of
chunks of a frame), keeps a byte order mark from eating the first event, and never dispatches a frame which was cut off.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import sseclient

BOM = b"\xef\xbb\xbf"
SILENT_SUCCESS = "MODEL_RETURNED_NO_CONTENT"
KEEPS_ITS_TEXT = "MAX_TOKENS"
APOLOGY = "i encountered a temporary issue"
EXTRAS = "reelwright"


class CutOffError(Exception):
    """The stream ended in the middle of a frame."""


class Frames:
    """Iterates over whole frames, each ending in an empty line; line ends become LF, bad UTF-8 becomes U+FFFD.

    `beat()` is called for whatever arrives, so that comments, which never reach the parser's caller, count as life.
    """

    def __init__(self, chunks: Iterable[bytes], beat: Any = None) -> None:
        self._chunks = chunks
        self._beat = beat or (lambda: None)
        self._buffer = bytearray()
        self._after_return = False
        self._first = True

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            if not chunk:
                continue
            self._beat()
            yield from self._take(chunk)
        if self._buffer.strip(b"\n"):
            raise CutOffError

    def _take(self, chunk: bytes) -> Iterator[bytes]:
        searched = max(len(self._buffer) - 1, 0)
        self._buffer += self._unix(chunk)
        if self._first:
            searched = 0
            if not self._without_mark():
                return
        while (end := self._buffer.find(b"\n\n", searched)) >= 0:
            frame = bytes(self._buffer[: end + 2])
            del self._buffer[: end + 2]
            searched = 0
            if frame.strip(b"\n"):
                yield frame.decode("utf-8", "replace").encode()

    def _unix(self, chunk: bytes) -> bytes:
        if self._after_return and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._after_return = False
            if not chunk:
                return chunk
        self._after_return = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in chunk else chunk

    def _without_mark(self) -> bool:
        """Drop a byte order mark; False while there are too few bytes to tell."""
        if len(self._buffer) < len(BOM) and BOM.startswith(bytes(self._buffer)):
            return False
        self._first = False
        if self._buffer.startswith(BOM):
            del self._buffer[: len(BOM)]
        return True


def events(chunks: Iterable[bytes], beat: Any = None) -> Iterator[dict[str, Any]]:
    """The JSON objects of a stream, in order; heartbeats and what is no JSON object are left out.

    Raises CutOffError after the last whole event when the body ends in the middle of a frame.
    """
    for event in sseclient.SSEClient(iter(Frames(chunks, beat))).events():
        if event.event != "message" or not event.data.startswith("{"):
            continue
        try:
            record = json.loads(event.data)
        except ValueError:
            continue
        if isinstance(record, dict) and record:
            yield record


@dataclass(frozen=True)
class StreamError:
    """What the service reported inside a stream: its code, and its words, which are for our eyes only."""

    code: str
    message: str = field(default="", repr=False)


@dataclass
class Fold:
    """What has been seen of one turn. `text` is the visible text so far."""

    tool_calls: list[str] = field(default_factory=list)
    tool_responses: list[str] = field(default_factory=list)
    thoughts: int = 0
    state_changes: int = 0
    extras: dict[str, Any] = field(default_factory=dict)
    cut_short: bool = False
    _segments: list[str] = field(default_factory=list)
    _open: bool = False
    _author: Any = None
    _errors: dict[StreamError, None] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The visible text: segments as they were written, an empty line between two that would run together."""
        text = ""
        for segment in self._shown():
            joint = "" if not text or text[-1].isspace() or segment[:1].isspace() else "\n\n"
            text += joint + segment
        return text

    @property
    def worked(self) -> bool:
        """Whether a tool answered or the state changed: then a turn without text is a success."""
        return bool(self.tool_responses or self.state_changes)

    @property
    def error(self) -> StreamError | None:
        """The failure of the turn, if it failed."""
        for error in self._errors:
            if not (error.code == SILENT_SUCCESS and (self.worked or self.text)):
                return error
        return None

    def take(self, event: dict[str, Any]) -> Literal["text", "tool", "other", "nothing"]:
        """Add one event; says whether the visible text or the tools at work may have changed."""
        self._note_errors(event)
        self._note_state(event)
        content = event.get("content")
        parts = content.get("parts") if isinstance(content, dict) else None
        parts = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
        partial = event.get("partial") is True
        tools = self._note_tools(parts, partial)
        visible = [part["text"] for part in parts if isinstance(part.get("text"), str) and not part.get("thought")]
        text = "".join(visible)
        if text and content.get("role") != "user":  # type: ignore[union-attr]
            self._add(text, partial, event.get("author"))
            return "text"
        if tools:
            return "tool"
        return "other" if parts or event.get("errorCode") or event.get("error") else "nothing"

    def _add(self, text: str, partial: bool, author: Any) -> None:
        if self._open and self._segments and author == self._author:
            self._segments[-1] = self._segments[-1] + text if partial else text
        else:
            self._segments.append(text)
        self._open, self._author = partial, author

    def _shown(self) -> list[str]:
        """The segments without an apology that follows finished work."""
        last = self._segments[-1].strip().lower() if self._segments else ""
        if last.startswith(APOLOGY) and (len(self._segments) > 1 or self.worked):
            return self._segments[:-1]
        return self._segments

    def _note_tools(self, parts: list[dict[str, Any]], partial: bool) -> bool:
        calls = [_name(part["functionCall"]) for part in parts if "functionCall" in part]
        responses = [_name(part["functionResponse"]) for part in parts if "functionResponse" in part]
        self.thoughts += sum(1 for part in parts if part.get("thought") and not partial)
        if not partial:
            self.tool_calls += calls
            self.tool_responses += responses
        return bool(calls or responses)

    def _note_state(self, event: dict[str, Any]) -> None:
        actions = event.get("actions")
        delta = actions.get("stateDelta") if isinstance(actions, dict) else None
        if isinstance(delta, dict) and delta:
            self.state_changes += 1
            extras = delta.get(EXTRAS)
            self.extras |= extras if isinstance(extras, dict) else {}

    def _note_errors(self, event: dict[str, Any]) -> None:
        code = event.get("errorCode")
        if code == KEEPS_ITS_TEXT:
            self.cut_short = True
        elif code:
            self._errors[StreamError(str(code), str(event.get("errorMessage") or ""))] = None
        elif isinstance(event.get("error"), str):
            kind, _, message = event["error"].partition(": ")
            self._errors[StreamError(kind, message)] = None


def _name(call: Any) -> str:
    return str(call.get("name") or "") if isinstance(call, dict) else ""
