"""Everything that can go wrong with the video service, in one tree.

    NemoError
    ├── ConnectionTrouble        nothing was sent, or nothing came back
    │   ├── Unreachable            refused, reset, no route
    │   ├── Dropped                broke off before the answer: it may have arrived
    │   ├── UnknownHost            DNS
    │   ├── Untrusted              TLS
    │   └── TooSlow                no answer in time
    ├── AccessTrouble            who is asking
    │   ├── TokenExpired           code 1001, HTTP 401
    │   ├── Forbidden              HTTP 403: the token lacks a scope
    │   ├── ClientIdMissing        code 400 on the anonymous token
    │   ├── OutOfCredits           code 2001
    │   └── PlanBlocked            code 402
    ├── RateLimited              code 429
    ├── NotThere
    │   ├── SessionGone            code 1002
    │   ├── NotFound               HTTP 404
    │   ├── CannotCopy             HTTP 404 on a copy: the service has no such call
    │   └── NotOffered             HTTP 404 on a call which only the embedded engine has
    ├── FileTrouble
    │   ├── UnsupportedFile        code 4001, HTTP 415
    │   ├── FileTooLarge           code 4002, HTTP 413
    │   ├── EmptyFile
    │   └── MissingFile
    ├── RequestTrouble
    │   ├── BadRequest             HTTP 400, 422
    │   ├── EmptyMessage
    │   └── NothingToExport
    ├── ServiceTrouble
    │   ├── ServerTrouble          HTTP 5xx
    │   │   └── GatewayTrouble       HTTP 502, 504: it may have arrived
    │   └── BadAnswer              HTML, cut JSON, JSON of another shape
    ├── TurnTrouble
    │   ├── TurnFailed             an error inside a chat stream
    │   ├── TurnRefused            the model declined
    │   └── TurnLost               the stream broke and the edit never showed up
    ├── ExportTrouble
    │   ├── RenderFailed
    │   ├── RenderSlow
    │   └── DownloadBroken
    └── Stopped                  the user pressed Stop

An error carries a sentence for people in every language of `nemo.words` and the one thing to offer next; it never
carries a token, a header, or what a foreign service said word for word.
"""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from nemo.config import FORMATS, MAX_FILE_MB
from nemo.words import say, spoken

Action = Literal[
    "retry", "new_session", "register", "top_up", "upgrade", "choose_file", "sign_in", "rephrase", "start_app", "none"
]


class NemoError(Exception):
    """The root. `action` is what to offer the user next, `link` an address to offer with it."""

    key: ClassVar[str] = "unexpected"
    action: Action = "retry"
    link: str | None = None
    told: str | None = None

    def __init__(self, **values: Any) -> None:
        super().__init__(self.key)
        self.values = values

    def sentence(self, language: str | None = "en") -> str:
        """What happened, what was kept and what to do next, in one or two sentences.

        The embedded engine knows more of what is wrong with a file or a request, so its words (`told`) go before ours;
        it speaks English.
        """
        if self.told and spoken(language) == "en":
            return self.told
        return say(f"error.{self.key}", language, **self._blanks(language))

    def _blanks(self, language: str | None) -> dict[str, Any]:
        return self.values

    def __str__(self) -> str:
        return self.sentence()


class ConnectionTrouble(NemoError):
    key = "no_connection"


class Unreachable(ConnectionTrouble):
    pass


class AppNotRunning(Unreachable):
    key = "no_app"
    action: Action = "start_app"


class Dropped(ConnectionTrouble):
    key = "dropped"


class UnknownHost(ConnectionTrouble):
    key = "unknown_host"


class Untrusted(ConnectionTrouble):
    key = "no_trust"
    action: Action = "none"


class TooSlow(ConnectionTrouble):
    key = "too_slow"


class AccessTrouble(NemoError):
    pass


class TokenExpired(AccessTrouble):
    key = "token_expired"
    action: Action = "sign_in"


class Forbidden(AccessTrouble):
    key = "forbidden"
    action: Action = "sign_in"


class ClientIdMissing(AccessTrouble):
    key = "no_client_id"


class OutOfCredits(AccessTrouble):
    """`link` is the registration address of an anonymous user, None for one who is registered."""

    key = "no_credits_registered"
    action: Action = "top_up"

    def __init__(self, link: str | None = None) -> None:
        super().__init__(**({"link": link} if link else {}))
        if link:
            self.key, self.action, self.link = "no_credits", "register", link  # type: ignore[misc]


class PlanBlocked(AccessTrouble):
    key = "plan"
    action: Action = "upgrade"


class RateLimited(NemoError):
    """`waited`: the one retry there is has been made."""

    key = "busy"
    waited = False


class NotThere(NemoError):
    key = "not_found"


class SessionGone(NotThere):
    key = "session_gone"
    action: Action = "new_session"


class SessionRenewed(SessionGone):
    key = "session_renewed"
    action: Action = "retry"


class NotFound(NotThere):
    pass


class CannotCopy(NotThere):
    key = "cannot_copy"
    action: Action = "none"


class NotOffered(NotThere):
    key = "not_offered"
    action: Action = "none"


class FileTrouble(NemoError):
    """`name` is the user's name of the file, where it is known."""

    action: Action = "choose_file"

    def _blanks(self, language: str | None) -> dict[str, Any]:
        known = {"name": say("line.this_file", language), "formats": " ".join(FORMATS), "limit": MAX_FILE_MB}
        return known | self.values


class UnsupportedFile(FileTrouble):
    key = "unsupported_file"


class FileTooLarge(FileTrouble):
    key = "file_too_large"


class EmptyFile(FileTrouble):
    key = "empty_file"


class MissingFile(FileTrouble):
    key = "missing_file"


class RequestTrouble(NemoError):
    key = "bad_request"
    action: Action = "rephrase"


class BadRequest(RequestTrouble):
    pass


class EmptyMessage(RequestTrouble):
    key = "empty_message"


class NothingToExport(RequestTrouble):
    key = "no_draft"


class ServiceTrouble(NemoError):
    key = "server"


class ServerTrouble(ServiceTrouble):
    pass


class GatewayTrouble(ServerTrouble):
    pass


class BadAnswer(ServiceTrouble):
    key = "bad_answer"


class TurnTrouble(NemoError):
    key = "stream"


class TurnFailed(TurnTrouble):
    pass


class TurnRefused(TurnTrouble):
    key = "refused"
    action: Action = "rephrase"


class TurnLost(TurnTrouble):
    key = "lost"


class ExportTrouble(NemoError):
    key = "render_failed"


class RenderFailed(ExportTrouble):
    pass


class RenderSlow(ExportTrouble):
    key = "render_slow"


class DownloadBroken(ExportTrouble):
    key = "download"


class Stopped(NemoError):
    key = "stopped"
    action: Action = "none"
