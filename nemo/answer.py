"""What the client hands back: accounts, sessions, states, answers, renders. Plain records, no behaviour to speak of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from nemo.draft import Draft
from nemo.errors import NemoError
from nemo.gui import GuiAction


@dataclass(frozen=True)
class Account:
    """An anonymous account. `credits` and `expires_at` (ISO 8601) as the service told them."""

    token: str = field(repr=False)
    user_id: str | None = None
    credits: int | None = None
    expires_at: str | None = None


@dataclass(frozen=True)
class Session:
    """One project of the service."""

    session_id: str
    task_id: str | None = None
    user_id: str | None = None


@dataclass(frozen=True)
class Credits:
    """`frozen` is reserved for work in progress."""

    available: float = 0
    frozen: float = 0
    total: float = 0


@dataclass(frozen=True)
class ProjectState:
    """The project as it is now. `raw_draft` is what the service sent, to be sent back unchanged on export."""

    raw_draft: dict[str, Any] | None = field(default=None, repr=False)
    version: int | None = None
    video_infos: Any = None
    generated_media: Any = None
    canvas_config: Any = None
    user_id: str | None = None
    features: frozenset[str] = frozenset()

    @property
    def draft(self) -> Draft:
        """The draft, read tolerantly; an empty one when there is none yet."""
        return Draft.read(self.raw_draft)


@dataclass(frozen=True)
class Upload:
    """One file or address as the service took it; `raw` is what it said about it, `error` why it was left out."""

    name: str
    error: NemoError | None = None
    raw: dict[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Render:
    """An export. `status`: pending, processing, completed, failed, cancelled; `progress` 0 … 1 where it is told;
    `notes`: sentences about its pictures which the service wants its user to know."""

    id: str
    status: str
    progress: float | None = None
    url: str | None = None
    size: int | None = None
    notes: tuple[str, ...] = ()
    raw: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def done(self) -> bool:
        """Whether it is over, well or not."""
        return self.status in ("completed", "failed", "cancelled")


@dataclass
class Answer:
    """How a turn ended. `text` is what to show, `error` what went wrong, if anything did; both may be there.

    `changes` say what differs in the draft, `activity` what was done meanwhile, `actions` what the service asked a user
    of its own pages to do. `options`, `suggestions`, `question` and `version` come from the embedded engine alone.
    """

    text: str = ""
    activity: list[str] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    actions: list[GuiAction] = field(default_factory=list)
    options: list[Any] = field(default_factory=list)
    suggestions: list[Any] = field(default_factory=list)
    question: str | None = None
    version: int | None = None
    summary: str | None = None
    state: ProjectState | None = field(default=None, repr=False)
    error: NemoError | None = None
    session: Session | None = None
    silent: bool = False
    stopped: bool = False
    recovered: bool = False
    turn_id: str | None = None


class Listener:
    """Is told about a turn while it runs, on the thread which called `chat`. Override what you need."""

    def on_text(self, text: str) -> None:
        """The whole visible text so far; it replaces what was told before."""

    def on_activity(self, line: str) -> None:
        """A friendly line on what is being done, e.g. "Trimming the clip…"."""

    def on_notice(self, line: str) -> None:
        """Something the user should know while waiting, e.g. "⏳ Still working..."."""

    def on_stage(self, line: str) -> None:
        """A part of the work which is already visible in the draft."""
