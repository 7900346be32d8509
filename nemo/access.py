"""Who is asking: the token, its renewal, and how a call is made with it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from nemo import errors
from nemo.answer import Account, Credits, Listener
from nemo.clock import Clock
from nemo.config import WEB_URL, is_local, new_client_id
from nemo.fields import data_of, number, text_of, whole
from nemo.skills import Skill
from nemo.skills import skill as skill_named
from nemo.timing import CLOUD, LOCAL, Timing
from nemo.wire import Wire
from nemo.words import say

T = TypeVar("T")


class Access:
    """One user at one service.

    `token`: None asks for an anonymous one when it is first needed. A token which an earlier client got that way is
    passed together with `anonymous=True`, so that it is renewed when it expires. `on_account` is told every new token.
    `token_key` is a lasting secret of the caller's: with it the embedded engine gives a token whose answer was lost
    once more, instead of refusing a second one.
    `skill` is a name of `nemo.skills`; `clock` and `timing` are for tests.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        *,
        client_id: str | None = None,
        token_key: str | None = None,
        user_id: str | None = None,
        anonymous: bool | None = None,
        skill: str | Skill | None = None,
        language: str = "en",
        platform: str = "unknown",
        web_url: str = WEB_URL,
        on_account: Callable[[Account], None] | None = None,
        clock: Clock | None = None,
        timing: Timing | None = None,
    ) -> None:
        self.language = language
        self.client_id = client_id or new_client_id()
        self._token_key = {"Idempotency-Key": token_key} if token_key else {}
        self.skill = skill if isinstance(skill, Skill) else skill_named(skill)
        self.user_id = user_id
        self.anonymous = token is None if anonymous is None else anonymous
        self.local = is_local(base_url)
        self.timing = timing or (LOCAL if self.local else CLOUD)
        self.clock = clock or Clock()
        self._token = token
        self._web_url = web_url.rstrip("/")
        self._on_account = on_account
        self._renewing = threading.Lock()
        self._wire = Wire(base_url, self.skill.headers(platform), self.clock.sleep)

    def __repr__(self) -> str:
        return f"NemoClient({self._wire.base_url!r}, skill={self.skill.name!r})"

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()

    @property
    def base_url(self) -> str:
        """The address of the service, without a slash at its end."""
        return self._wire.base_url

    # Who is asking

    def anonymous_token(self) -> Account:
        """A new anonymous account with its free credits, which the client uses from here on."""
        headers = {"X-Client-Id": self.client_id, **self._token_key}
        path = "/api/auth/anonymous-token"
        try:
            answer = self._patiently(lambda: self._wire.call("POST", path, headers=headers))
        except errors.ClientIdMissing:
            self.client_id = headers["X-Client-Id"] = new_client_id()
            answer = self._wire.call("POST", path, headers=headers)
        data = data_of(answer)
        token = data.get("token")
        if not isinstance(token, str) or not token:
            raise errors.BadAnswer
        account = Account(
            token, text_of(data.get("user_id")), whole(data.get("credits")), text_of(data.get("expires_at"))
        )
        self._token, self.user_id, self.anonymous = token, account.user_id or self.user_id, True
        if self._on_account:
            self._on_account(account)
        return account

    def registration_link(self) -> str | None:
        """Where an anonymous user registers and keeps the project; None for a registered one."""
        if not self.anonymous or not self.user_id:
            return f"{self._web_url}/" if self.anonymous else None
        return f"{self._web_url}/?{urlencode({'bind': self.user_id})}"

    def credits(self) -> Credits:
        """What is left. Exports cost nothing."""
        data = data_of(self._call("GET", "/api/credits/balance/simple"))
        return Credits(*(number(data.get(key)) for key in ("available", "frozen", "total")))

    # How calls are made

    def _call(
        self, method: str, path: str, make: Callable[[], dict[str, Any]] | None = None, **options: Any
    ) -> dict[str, Any]:
        """One call with the token, renewed once if it has expired, repeated once if it came too fast."""

        def once() -> dict[str, Any]:
            made = make() if make else {}
            return self._wire.call(method, path, self._known_token(), **(options | made))

        try:
            return self._patiently(lambda: self._renewed(once))
        except errors.OutOfCredits:
            raise errors.OutOfCredits(self.registration_link()) from None

    def _renewed(self, attempt: Callable[[], T]) -> T:
        used = self._known_token()
        try:
            return attempt()
        except errors.TokenExpired:
            if not self.anonymous:
                raise
        with self._renewing:
            if self._token == used:
                self.anonymous_token()
        return attempt()

    def _patiently(
        self,
        attempt: Callable[[], T],
        listener: Listener | None = None,
        stop: threading.Event | None = None,
    ) -> T:
        """A call which was refused for coming too fast is made once more; it was not carried out."""
        try:
            return attempt()
        except errors.RateLimited as error:
            if error.waited:
                raise
        if listener:
            listener.on_notice(say("turn.waiting", self.language, seconds=round(self.timing.busy)))
        self.clock.sleep(self.timing.busy, stop)
        try:
            return attempt()
        except errors.RateLimited as error:
            error.waited = True
            raise

    def _known_token(self) -> str:
        """The token to use; fetched when there is none yet."""
        if self._token is None:
            with self._renewing:
                if self._token is None:
                    self.anonymous_token()
        if self._token is None:
            raise errors.TokenExpired
        return self._token
