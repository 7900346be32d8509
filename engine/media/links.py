"""A link to a picture, a clip or a sound → the file, ready for intake."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from engine.errors import MediaError, PageError, TooLarge
from engine.media.videos import MEDIA_BYTES, fetch_video, is_video_page
from engine.media.web import PASTE, Guard, fetch, host_of

MEDIA_S = 600.0


def fetch_media(url: str, into: Path, guard: Guard | None = None, most_bytes: int = MEDIA_BYTES) -> Path:
    """Download a file, or the film of a video page, to a new file in `into`; what it is, intake finds out.

    Raises MediaError (4001) with the reason, TooLarge (4002) over `most_bytes`; nothing is left in `into` then.
    """
    if is_video_page(url):
        return fetch_video(url, into, most_bytes)
    into.mkdir(parents=True, exist_ok=True)
    path = into / f"{secrets.token_hex(8)}.download"
    try:
        with fetch(url, most_bytes, MEDIA_S, guard) as answer:
            if answer.status != 200:
                raise MediaError(
                    f"{host_of(url)} answered {answer.status} for this file; please download and upload it."
                )
            if answer.content_type in ("text/html", "application/xhtml+xml"):
                raise MediaError(
                    "The link leads to a web page, not to a file; please link the file itself or upload it."
                )
            with path.open("wb") as file:
                for chunk in answer.chunks:
                    file.write(chunk)
    except PageError as error:
        path.unlink(missing_ok=True)
        kind = TooLarge if error.reason == "too_large" else MediaError
        raise kind(str(error).replace(PASTE, "Please upload the file instead.")) from error
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def media_name(url: str) -> str:
    """What to call a downloaded file: the last part of the link's path, as words."""
    last = unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1]
    return last or host_of(url)
