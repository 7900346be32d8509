"""One HTTP call of the service: headers, envelopes, codes, retries.

GETs are retried with backoff, POSTs never blindly.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
import urllib3.exceptions
from requests.auth import AuthBase
from urllib3.exceptions import LocationParseError as LocationError

from nemo import errors
from nemo.config import is_local, origin

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
GET_ATTEMPTS = 4
FIRST_BACKOFF_SECONDS = 0.5

RETRIED = (errors.Unreachable, errors.Dropped, errors.TooSlow, errors.ServiceTrouble)
GATEWAY = (502, 504)

BY_CODE: dict[int, type[errors.NemoError]] = {
    1001: errors.TokenExpired,
    1002: errors.SessionGone,
    2001: errors.OutOfCredits,
    4001: errors.UnsupportedFile,
    4002: errors.FileTooLarge,
    400: errors.BadRequest,
    401: errors.TokenExpired,
    402: errors.PlanBlocked,
    403: errors.Forbidden,
    404: errors.NotFound,
    408: errors.TooSlow,
    413: errors.FileTooLarge,
    415: errors.UnsupportedFile,
    422: errors.BadRequest,
    429: errors.RateLimited,
}


class Bearer(AuthBase):
    """Puts the token on a request; an auth object keeps `.netrc` away, and does not follow a redirect to elsewhere."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Wire:
    """The way to one service. Safe to share between threads: it keeps connections, and neither cookies nor tokens."""

    def __init__(self, base_url: str, headers: dict[str, str], sleep: Callable[[float], None]) -> None:
        self.base_url = base_url.rstrip("/")
        self._headers = headers
        self._sleep = sleep
        self.speaks_to_users = False  # whether what the service says about errors is written for people
        self._http = requests.Session()
        self._http.trust_env = not is_local(self.base_url)
        self._http.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def request(self, method: str, path: str, token: str | None = None, **options: Any) -> requests.Response:
        """Send once and return the response, whatever its status. Raises ConnectionTrouble.

        An address of another host gets neither the token nor our headers.
        """
        url = path if "://" in path else self.base_url + path
        headers = self._headers | options.pop("headers", {}) if self.is_ours(url) else options.pop("headers", {})
        options.setdefault("timeout", (CONNECT_SECONDS, READ_SECONDS))
        auth = Bearer(token) if token and self.is_ours(url) else None
        with self.told():
            return self._http.request(method, url, headers=headers, auth=auth, **options)

    def is_ours(self, url: str) -> bool:
        """Whether the address belongs to the service: only then may it see the token."""
        return origin(url) == origin(self.base_url)

    def call(self, method: str, path: str, token: str | None = None, **options: Any) -> dict[str, Any]:
        """The checked JSON answer of one call. A GET is tried up to four times. Raises NemoError."""
        attempts = GET_ATTEMPTS if method == "GET" else 1
        for attempt in range(1, attempts + 1):
            try:
                response = self.request(method, path, token, **options)
                with self._quoted(response):
                    return checked(response)
            except RETRIED:
                if attempt == attempts:
                    raise
                self._sleep(FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1))
        raise AssertionError("unreachable")

    @contextlib.contextmanager
    def _quoted(self, response: requests.Response) -> Iterator[None]:
        """Give errors about files and requests the words of the embedded engine."""
        try:
            yield
        except (errors.FileTrouble, errors.RequestTrouble) as error:
            if self.speaks_to_users:
                error.told = words_of(_json(response))
            raise

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Turn what the network layers raise into errors of the tree, without their words."""
        try:
            yield
        except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
            raise self.trouble(error) from None

    def trouble(self, error: BaseException) -> errors.NemoError:
        """The error of the tree for one of the network layers."""
        host = origin(self.base_url)[1]
        if isinstance(error, requests.exceptions.SSLError):
            return errors.Untrusted(host=host)
        if _has_cause(error, urllib3.exceptions.NameResolutionError):
            return errors.UnknownHost(host=host)
        if _has_cause(error, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError):
            return errors.AppNotRunning(host=host) if is_local(self.base_url) else errors.Unreachable(host=host)
        slow = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
        if isinstance(error, slow) or _has_cause(error, urllib3.exceptions.ReadTimeoutError):
            return errors.TooSlow()
        if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.MissingSchema | LocationError):
            return errors.UnknownHost(host=host or self.base_url)
        return errors.Dropped(host=host)


def _has_cause(error: BaseException, kind: Any) -> bool:
    """Whether an error of the network layers, or one it wraps, is of a kind."""
    wrapped = [error, getattr(error, "reason", None), *error.args, error.__cause__, error.__context__]
    inner = [cause for cause in wrapped if isinstance(cause, BaseException)]
    return any(isinstance(cause, kind) or isinstance(getattr(cause, "reason", None), kind) for cause in inner)


def checked(response: requests.Response) -> dict[str, Any]:
    """The JSON object of an answer, once its status and its `code` say that all is well. Raises NemoError."""
    body = _json(response)
    code = None if _is_render(body) else _code(body)
    if response.ok and code in (None, 0):
        if not isinstance(body, dict):
            raise errors.BadAnswer
        return body
    raise failure(code or response.status_code, body)


def failure(code: int, body: Any = None) -> errors.NemoError:
    """The error for a code of the service or an HTTP status."""
    words = _words(body).lower()
    if code == 404 and "session" in words:
        return errors.SessionGone()
    if code == 400 and "client" in words and "id" in words:
        return errors.ClientIdMissing()
    if 500 <= code < 600:
        return errors.GatewayTrouble() if code in GATEWAY else errors.ServerTrouble()
    return BY_CODE.get(code, errors.NemoError)()


def _json(response: requests.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None
    except requests.RequestException:
        return None


def _code(body: Any) -> int | None:
    code = body.get("code") if isinstance(body, dict) else None
    if isinstance(code, str) and code.isdigit():
        return int(code)
    return code if isinstance(code, int) and not isinstance(code, bool) else None


def _is_render(body: Any) -> bool:
    """Renders stand at the top level of their answer; the code of a failed one is no failure of the call."""
    return isinstance(body, dict) and isinstance(body.get("status"), str) and "id" in body


def words_of(record: Any) -> str | None:
    """What a record of the embedded engine says about its failure."""
    said = record.get("message") or record.get("error") if isinstance(record, dict) else None
    return said if isinstance(said, str) and said else None


def _words(body: Any) -> str:
    if not isinstance(body, dict):
        return ""
    return " ".join(str(body.get(key) or "") for key in ("message", "detail", "error"))
