"""What a refused or failed turn means, from a status, a body or an error inside the stream."""

from __future__ import annotations

import requests

from nemo import errors
from nemo.sse import StreamError
from nemo.wire import checked

REFUSALS = ("SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII", "RECITATION", "IMAGE_SAFETY", "BLOCKED_REASON")
OUT_OF_CREDITS = ("credit", "insufficient balance", "余额", "积分")


def refusal(response: requests.Response, link: str | None) -> errors.NemoError | None:
    """Why this response to a message is no event stream; None when it is one."""
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    if response.ok and kind == "text/event-stream":
        return None
    try:
        checked(response)
    except errors.OutOfCredits:
        return errors.OutOfCredits(link)
    except errors.NemoError as error:
        return error
    return errors.BadAnswer()


def of_stream(error: StreamError, link: str | None) -> errors.NemoError:
    """The error for what the service reported inside a stream, by its code or else by what it says."""
    code, words = error.code.upper(), error.message.lower()
    if code == "2001" or any(sign in words for sign in OUT_OF_CREDITS):
        return errors.OutOfCredits(link)
    if code in ("RESOURCE_EXHAUSTED", "429"):
        return errors.RateLimited()
    if code in REFUSALS:
        return errors.TurnRefused()
    return errors.TurnFailed()
