"""How long the client waits for what."""

from __future__ import annotations

from dataclasses import dataclass


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
