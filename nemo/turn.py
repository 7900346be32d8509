"""One turn of the chat: send once, listen, bridge silence, and find out what happened when the stream does not say.

The stream is read on a thread of its own, so that the caller's thread can watch the clock and the Stop button.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import requests
import urllib3
import urllib3.exceptions

from nemo import errors, gui
from nemo.activity import activity_line
from nemo.answer import Answer, Listener, ProjectState
from nemo.changes import stages
from nemo.clock import Clock
from nemo.sse import CutOffError, Fold, StreamError, events
from nemo.summary import timeline
from nemo.words import say

CHUNK_BYTES = 65536
END, CUT = object(), object()


@dataclass(frozen=True)
class Timing:
    """How long to wait for what, in seconds. The defaults are those of the service's documentation."""

    notice: float = 120  # between two "Still working" lines
    beats_only: float = 600  # heartbeats alone, then the turn is in doubt
    stall: float = 300  # not a byte, then the turn is in doubt
    poll: float = 60  # between two looks at the state of a turn in doubt
    polls: int = 5  # unchanged looks before giving up
    settle: tuple[float, ...] = (1, 3)  # looks at the state after a silent turn which seems to have changed nothing
    busy: float = 30  # before the one retry of a call that came too fast
    render_poll: float = 30
    render_limit: float = 3600


CLOUD = Timing()
LOCAL = Timing(poll=10, settle=(0.3,), render_poll=0.5)


class Pump:
    """Reads a stream on a daemon thread into a queue: events, then END, CUT or the error which prevented it."""

    def __init__(self, send: Callable[[], requests.Response], clock: Clock) -> None:
        self.inbox: queue.Queue[Any] = queue.Queue()
        self.last_byte = clock.now()
        self._clock = clock
        self._send = send
        self._raw: urllib3.HTTPResponse | None = None
        self._closed = False
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="nemo-stream", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the reader at once, wherever it is; closing the response would wait for the peer."""
        with self._lock:
            self._closed = True
            if self._raw is not None:
                self._shut(self._raw)

    def _run(self) -> None:
        try:
            response = self._send()
        except errors.NemoError as error:
            self.inbox.put(error)
            return
        with self._lock:
            self._raw = response.raw
            if self._closed:
                self._shut(self._raw)
        try:
            for event in events(self._chunks(response.raw), self._beat):
                self.inbox.put(event)
            self.inbox.put(END)
        except (CutOffError, urllib3.exceptions.HTTPError, OSError, ValueError, AttributeError):
            self.inbox.put(CUT)
        finally:
            with self._lock:
                self._raw = None
            response.close()

    def _chunks(self, raw: urllib3.HTTPResponse) -> Iterator[bytes]:
        while chunk := raw.read1(CHUNK_BYTES, decode_content=True):
            yield chunk

    def _beat(self) -> None:
        self.last_byte = self._clock.now()

    def _shut(self, raw: urllib3.HTTPResponse) -> None:
        with contextlib.suppress(ValueError, OSError, RuntimeError):
            raw.shutdown()


class Turn:
    """A message on its way. `run` returns the answer and never raises what belongs to the service."""

    def __init__(
        self,
        send: Callable[[], requests.Response],
        read_state: Callable[[], ProjectState],
        before: ProjectState,
        *,
        listener: Listener,
        clock: Clock,
        timing: Timing,
        language: str,
        stop: threading.Event | None,
        resolve: Callable[[StreamError], errors.NemoError],
    ) -> None:
        self._read_state, self._before, self._resolve = read_state, before, resolve
        self._listener, self._clock, self._timing = listener, clock, timing
        self._language, self._stop = language, stop
        self._fold = Fold()
        self._answer = Answer()
        self._shown = ""
        self._pump = Pump(send, clock)
        self._heard = self._noticed = clock.now()
        self._next_look: float | None = None
        self._unchanged = 0
        self._streaming = True

    def run(self) -> Answer:
        """Listen until the turn is over, then say what came of it. Raises NemoError when the message was refused."""
        try:
            while not self._over():
                pass
        finally:
            self._pump.close()
        return self._told()

    def _over(self) -> bool:
        """Wait for the next thing to happen and deal with it; True when nothing more is to come."""
        item = self._clock.next(self._pump.inbox, self._patience(), self._stop)
        if self._stop is not None and self._stop.is_set():
            self._answer.stopped = True
            return True
        if isinstance(item, errors.NemoError):
            return self._refused(item)
        if item is END:
            self._streaming = False
            return True
        if item is CUT:
            self._streaming = False
            self._doubt()
        elif item is not None:
            self._take(item)
        return self._waited()

    def _refused(self, error: errors.NemoError) -> bool:
        """The service said no, or the network did; in the second case the message may have arrived."""
        if not isinstance(error, errors.TooSlow | errors.Unreachable | errors.ServerTrouble):
            raise error
        if isinstance(error, errors.AppNotRunning):
            raise error
        self._streaming = False
        self._doubt()
        return False

    def _take(self, event: dict[str, Any]) -> None:
        calls = len(self._fold.tool_calls)
        kind = self._fold.take(event)
        if kind == "nothing":
            return
        self._heard = self._noticed = self._clock.now()
        self._next_look, self._unchanged = None, 0
        for tool in self._fold.tool_calls[calls:]:
            line = activity_line(tool, self._language)
            self._answer.activity.append(line)
            self._listener.on_activity(line)
        if kind == "text":
            self._show(gui.live(self._fold.text))

    def _show(self, text: str) -> None:
        if text != self._shown:
            self._shown = text
            self._listener.on_text(text)

    def _deadlines(self) -> list[float]:
        if self._next_look is not None:
            return [self._next_look, self._noticed + self._timing.notice]
        return [
            self._noticed + self._timing.notice,
            self._heard + self._timing.beats_only,
            self._pump.last_byte + self._timing.stall,
        ]

    def _patience(self) -> float:
        return max(0.0, min(self._deadlines()) - self._clock.now())

    def _waited(self) -> bool:
        """Look at the clock; True when a turn in doubt has been settled."""
        now = self._clock.now()
        if now >= self._noticed + self._timing.notice:
            self._noticed = now
            self._listener.on_notice(say("turn.still_working", self._language))
        if self._next_look is None:
            silent, dead = now - self._heard, now - self._pump.last_byte
            if silent >= self._timing.beats_only or dead >= self._timing.stall:
                self._doubt()
            return False
        return now >= self._next_look and self._look()

    def _doubt(self) -> None:
        """From here on the state is what counts; the message is not sent again."""
        if self._next_look is None:
            self._listener.on_notice(say("turn.reconnecting", self._language))
            self._next_look = self._clock.now() + self._timing.poll
            self._unchanged = 0

    def _look(self) -> bool:
        """Compare the state with the one before; True when it has settled or patience is at its end."""
        state = self._state()
        last = self._answer.state or self._before
        changed = state is not None and state.raw_draft != last.raw_draft
        if state is not None and changed:
            self._answer.state, self._answer.recovered = state, True
            self._unchanged = 0
        elif self._answer.recovered:
            return True
        else:
            self._unchanged += 1
            if self._unchanged >= self._timing.polls:
                self._answer.error = errors.TurnLost()
                return True
        self._next_look = self._clock.now() + self._timing.poll
        return False

    def _state(self) -> ProjectState | None:
        try:
            return self._read_state()
        except errors.NemoError:
            return None

    def _told(self) -> Answer:
        """Put the answer together: what was said, what changed, what went wrong."""
        answer, fold = self._answer, self._fold
        answer.tools = list(fold.tool_calls)
        self._add_extras()
        if fold.error is not None and answer.error is None:
            answer.error = self._resolve(fold.error)
        translation = gui.translate(fold.text, self._language)
        answer.text, answer.actions = translation.text.strip(), translation.actions
        answer.silent = not answer.text
        self._compare()
        if answer.silent and not answer.error and not answer.stopped:
            answer.text = self._silence_in_words()
        if answer.recovered:
            note = say("turn.came_through", self._language)
            answer.text = f"{note}\n\n{answer.text}".strip()
        if fold.cut_short and answer.text:
            answer.text += "\n\n" + say("turn.cut_off", self._language)
        self._show(answer.text)
        return answer

    def _add_extras(self) -> None:
        extras, answer = self._fold.extras, self._answer
        answer.options = _list(extras.get("options"))
        answer.suggestions = _list(extras.get("suggestions"))
        answer.changes = [line for line in _list(extras.get("changes")) if isinstance(line, str)]
        question, version = extras.get("question"), extras.get("version")
        answer.question = question if isinstance(question, str) and question else None
        answer.version = version if isinstance(version, int) else None

    def _compare(self) -> None:
        """Read the state after the turn and put what differs into words."""
        answer = self._answer
        if answer.state is None and not answer.stopped:
            answer.state = self._state()
        if answer.silent and not answer.error and not answer.stopped:
            self._settle()
        if answer.state is None:
            return
        answer.version = answer.state.version or answer.version
        answer.summary = timeline(answer.state.draft, self._language)
        self._stages = stages(self._before.draft, answer.state.draft, self._language)
        found = [line for stage in self._stages for line in stage.lines]
        answer.changes = answer.changes or found

    def _settle(self) -> None:
        """Give the state of a silent turn a moment to follow."""
        for pause in self._timing.settle:
            if self._answer.state is not None and self._answer.state.raw_draft != self._before.raw_draft:
                return
            self._clock.sleep(pause, self._stop)
            self._answer.state = self._state() or self._answer.state

    def _silence_in_words(self) -> str:
        if not self._answer.changes:
            return say("turn.no_change", self._language)
        blocks = []
        for stage in self._stages:
            told = "\n".join([stage.title, *stage.lines] if stage.title else stage.lines)
            self._listener.on_stage(told)
            blocks.append(told)
        return "\n\n".join(blocks) or "\n".join(self._answer.changes)


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []
