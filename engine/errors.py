"""What can go wrong in the engine: one tree, each error a sentence for the user and a code for the wire.

EngineError
├── SettingError          a setting cannot be used; nothing was started
├── BadToken              1001
├── SessionNotFound       1002
├── NoCredits             2001
├── MediaError            4001: this file cannot be used (its subclass says why)
│   └── TooLarge          4002
├── PageError             422: this link cannot be read; `reason` names the case, the sentence says what to do instead
├── MissingClientId       400
├── BlockedExport         402
├── SoundError            422: a text cannot be spoken, a track cannot be played
├── Forbidden             403: the token lacks a scope
├── NotFound              404
├── BadRequest            422
├── RateLimited           429
└── RenderError           500: an export failed; says which scene and why
    └── Cancelled         499: stopped by the user
"""

from __future__ import annotations

FORMATS = "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a, aac"


class EngineError(Exception):
    """The root: `str(error)` is one sentence for the user, `code` the wire's, `status` HTTP's."""

    code = 500
    status = 500
    sentence = "Something went wrong on our side; what you made is kept. Please try again."

    def __init__(self, sentence: str | None = None) -> None:
        super().__init__(sentence or self.sentence)


class SettingError(EngineError):
    """A setting cannot be used."""


class BadToken(EngineError):
    """No token, an unknown one, or one past its date."""

    code, status = 1001, 401
    sentence = "This token is not valid or has expired. Your projects are kept: ask for a new token and go on."


class SessionNotFound(EngineError):
    """The session does not exist or belongs to somebody else."""

    code, status = 1002, 404
    sentence = "This project was not found. Start a new one; your other projects are kept."


class NoCredits(EngineError):
    """The balance does not cover a turn."""

    code, status = 2001, 200
    sentence = "You are out of credits. Your project is kept: top up credits in your account to go on."


class MediaError(EngineError):
    """A file cannot be used; the sentence says which and why."""

    code, status = 4001, 415
    sentence = f"This file cannot be used. Supported formats: {FORMATS}."

    def told(self, language: str) -> str:
        """The sentence for a reader of `language`."""
        from engine.refusals import told

        return told(str(self), language)


class TooLarge(MediaError):
    """A file is over the limit."""

    code, status = 4002, 413
    sentence = "This file is too large. Compress or trim it and upload it again; the project is unchanged."


class PageError(EngineError):
    """A link cannot be read. `reason` is one of: address, forbidden, unreachable, slow, too_large, blocked, missing,
    paywall, pdf, not_a_page, no_article, video."""

    code, status = 422, 422
    sentence = "This page cannot be read. Paste its text here, or fill in the form by hand."

    def __init__(self, reason: str, sentence: str | None = None) -> None:
        super().__init__(sentence)
        self.reason = reason

    def __reduce__(self) -> tuple[type[PageError], tuple[str, str]]:
        return type(self), (self.reason, str(self))

    def told(self, language: str) -> str:
        """The sentence for a reader of `language`."""
        from engine.refusals import page_told

        return page_told(self.reason, language) or str(self)


class MissingClientId(EngineError):
    """An anonymous token was asked for without saying by whom."""

    code, status = 400, 400
    sentence = "The X-Client-Id header is missing. Send a random UUID in it and ask again."


class BlockedExport(EngineError):
    """An export without the attribution headers."""

    code, status = 402, 402
    sentence = "Register or upgrade your plan to unlock export."


class SoundError(EngineError):
    """A text cannot be spoken here, or a piece of sound cannot be played; the sentence says which and why."""

    code, status = 422, 422
    sentence = "This cannot be spoken here; the words stay on screen."


class Forbidden(EngineError):
    """The token does not cover this call."""

    code, status = 403, 403
    sentence = "This token does not allow that. Use a token with the right scope."


class NotFound(EngineError):
    """What was asked for is not there."""

    code, status = 404, 404
    sentence = "This was not found; it may have been deleted."


class BadRequest(EngineError):
    """A request which cannot be understood or carried out as it stands."""

    code, status = 422, 422
    sentence = "This request cannot be understood; nothing was changed."


class RateLimited(EngineError):
    """Too many tokens for one client or one address."""

    code, status = 429, 429
    sentence = "Too many tokens were asked for. Wait 30 seconds and try once more."


class RenderError(EngineError):
    """An export failed; the sentence says which scene and why."""

    sentence = "The export failed; the project is untouched. Please try again."


class Cancelled(RenderError):
    """An export or a turn was stopped by its user."""

    code, status = 499, 200
    sentence = "Stopped, as you asked. The project is untouched."
