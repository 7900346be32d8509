"""One turn of the chat: send once, listen, bridge silence, and find the end when the stream does not tell it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests

from nemo import errors
from nemo.activity import activity_line
from nemo.answer import Answer
from nemo.changes import changes
from nemo.outcome import Surroundings, tell
from nemo.pump import CUT, END, Pump
from nemo.sse import Fold

Send = Callable[[], requests.Response]
Replay = Callable[[str], requests.Response]
MOST_REJOINS = 8
LONGEST_PAUSE_SECONDS = 5.0


class Turn:
    """A message on its way.

    `send` puts it on the wire and is called once. `replay` reads a turn again by the id which the embedded engine gives
    it; with a service that gives none, a turn whose stream broke is judged by the state of the project.
    """

    def __init__(self, send: Send, replay: Replay, around: Surroundings) -> None:
        self._around, self._clock, self._timing = around, around.clock, around.timing
        self._replay = replay
        self._fold = Fold()
        self._answer = Answer()
        self._shown = ""
        self._pump = Pump(send, self._clock)
        self._heard = self._noticed = self._clock.now()
        self._next_look: float | None = None
        self._unchanged = self._rejoins = 0
        self._seen = around.before.raw_draft

    def run(self) -> Answer:
        """Listen until the turn is over, then say what came of it. Raises NemoError when the message was refused."""
        try:
            while not self._over():
                pass
        finally:
            self._pump.close()
        answer = tell(self._answer, self._fold, self._around)
        self._show(answer.text)
        return answer

    def _over(self) -> bool:
        """Wait for the next thing to happen and deal with it; True when nothing more is to come."""
        item = self._clock.next(self._pump.inbox, self._patience(), self._around.stop)
        self._answer.turn_id = self._pump.turn_id
        if self._around.stopped:
            self._answer.stopped = True
            return True
        if item is END:
            return True
        if item is CUT or isinstance(item, errors.NemoError):
            self._broken(item)
        elif item is not None:
            self._take(item)
        return self._waited()

    def _broken(self, reason: Any) -> None:
        """The stream is gone: read it again where that can be done, but never send the message again."""
        turn_id = self._pump.turn_id
        if isinstance(reason, errors.NemoError) and not turn_id and not _may_have_arrived(reason):
            raise reason
        self._doubt()
        if turn_id is None or self._rejoins >= MOST_REJOINS or isinstance(reason, errors.NotThere):
            return
        self._clock.sleep(min(LONGEST_PAUSE_SECONDS, 0.25 * 2**self._rejoins), self._around.stop)
        self._rejoins += 1
        self._fold = Fold()
        self._answer.activity.clear()
        self._pump = Pump(lambda: self._replay(turn_id), self._clock, turn_id)

    def _take(self, event: dict[str, Any]) -> None:
        calls = len(self._fold.tool_calls)
        kind = self._fold.take(event)
        if kind == "nothing":
            return
        self._heard = self._noticed = self._clock.now()
        self._next_look, self._unchanged, self._answer.recovered = None, 0, False
        for tool in self._fold.tool_calls[calls:]:
            line = activity_line(tool, self._around.language)
            self._answer.activity.append(line)
            self._around.listener.on_activity(line)
        if kind == "text":
            self._show_live(self._around.live(self._fold.text))

    def _show_live(self, text: str) -> None:
        """A turn which is read again does not go back to its first word before the user's eyes."""
        if not (self._rejoins and self._shown.startswith(text)):
            self._show(text)

    def _show(self, text: str) -> None:
        if text != self._shown:
            self._shown = text
            self._around.listener.on_text(text)

    def _patience(self) -> float:
        """Seconds until something is due if nothing happens before."""
        due = [self._noticed + self._timing.notice]
        if self._next_look is not None:
            due.append(self._next_look)
        else:
            due += [self._heard + self._timing.beats_only, self._pump.last_byte + self._timing.stall]
        return max(0.0, min(due) - self._clock.now())

    def _waited(self) -> bool:
        """Look at the clock; True when a turn in doubt has been settled."""
        now = self._clock.now()
        if now >= self._noticed + self._timing.notice:
            self._noticed = now
            self._around.listener.on_notice(self._around.say("turn.still_working"))
            if self._next_look is None:
                self._peek()
        if self._rejoins and self._next_look is not None and self._pump.alive:
            self._next_look, self._heard = None, now
        if self._next_look is not None:
            return now >= self._next_look and self._look()
        if now >= self._heard + self._timing.beats_only or now >= self._pump.last_byte + self._timing.stall:
            self._doubt()
        return False

    def _peek(self) -> None:
        """Show what a long turn has made so far: the cut is often there minutes before its music and titles."""
        state = self._around.state()
        if state is not None and state.raw_draft != self._seen:
            self._seen = state.raw_draft
            lines = changes(self._around.before.draft, state.draft, self._around.language)
            self._around.listener.on_stage("\n".join(lines))

    def _doubt(self) -> None:
        """From here on the state tells, unless the stream comes back to life."""
        if self._next_look is None:
            self._around.listener.on_notice(self._around.say("turn.reconnecting"))
            self._next_look = self._clock.now() + self._timing.poll
            self._unchanged = 0

    def _look(self) -> bool:
        """Compare the state with the last one; True when it has settled or patience is at its end."""
        state = self._around.state()
        last = self._answer.state or self._around.before
        if state is not None and state.raw_draft != last.raw_draft:
            self._answer.state, self._answer.recovered, self._unchanged = state, True, 0
        elif self._answer.recovered:
            return True
        else:
            self._unchanged += 1
            if self._unchanged >= self._timing.polls:
                self._answer.error = errors.TurnLost()
                return True
        self._next_look = self._clock.now() + self._timing.poll
        return False


def _may_have_arrived(reason: errors.NemoError) -> bool:
    """Whether the service may be at work on a message whose answer never came."""
    return isinstance(reason, errors.TooSlow | errors.Dropped | errors.GatewayTrouble)
