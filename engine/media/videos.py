"""Video pages (YouTube and others) through yt-dlp, an optional extra: title, chapters, subtitles, the film itself.

The user decides whether they may use a video. Only the hosts listed here are asked, never with cookies or a login.
"""

from __future__ import annotations

import html
import importlib.util
import re
import secrets
from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engine.errors import MediaError, PageError, TooLarge
from engine.media.page import Chapter, Page, Picture, Sentence
from engine.media.sentences import is_quote, tidy
from engine.media.web import PAGE_BYTES, PAGE_S, Guard, fetch

HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "dailymotion.com", "bilibili.com", "b23.tv", "tiktok.com", "ted.com")
MEDIA_BYTES = 500 * 1024 * 1024
UPLOAD = "Please upload the video file instead, or paste what is said in it."
# yt-dlp's names of what may answer; its "generic", which would open any address at all, is not among them.
EXTRACTORS = ("youtube.*", "vimeo.*", "dailymotion.*", "bilibili.*", "tiktok.*", "ted.*")
CALM = {
    "quiet": True,
    "no_warnings": True,
    "noprogress": True,
    "noplaylist": True,
    "playlist_items": "1",
    "cachedir": False,
    "cookiefile": None,
    "proxy": "",
    "socket_timeout": 15,
    "retries": 1,
    "extractor_retries": 1,
    "updatetime": False,
    "overwrites": True,
}
CUE = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})\s+-->")


def is_video_page(url: str, hosts: Collection[str] = HOSTS) -> bool:
    """Whether the link belongs to one of the video sites."""
    host = (urlsplit(url if "://" in url else f"https://{url}").hostname or "").lower()
    return any(host == known or host.endswith(f".{known}") for known in hosts)


def read_video(url: str, guard: Guard | None = None, extractors: Collection[str] = EXTRACTORS) -> Page:
    """Title, chapters and subtitles of a video page; raises PageError("video") when it cannot be had."""
    info = _ask(url, {"skip_download": True}, extractors)
    page = Page(url=info.get("webpage_url") or url, kind="video", duration_ms=round((info.get("duration") or 0) * 1000))
    said = {
        "title": info.get("title"),
        "site": info.get("extractor_key"),
        "author": info.get("uploader") or info.get("channel"),
        "date": _day(info.get("upload_date") or ""),
        "description": info.get("description"),
        "language": (info.get("language") or "")[:2],
    }
    for name, value in said.items():
        if value:
            setattr(page, name, tidy(str(value)))
            page.origin[name] = "video page"
    page.chapters = [
        Chapter(
            title=tidy(part.get("title") or ""), start_ms=_ms(part.get("start_time")), end_ms=_ms(part.get("end_time"))
        )
        for part in info.get("chapters") or []
    ]
    page.sentences = _subtitles(info, page, guard)
    if page.sentences:
        page.origin["sentences"] = "video page"
    if info.get("thumbnail"):
        page.pictures = [Picture(url=info["thumbnail"], credit=page.author, origin="video page")]
    return page


def fetch_video(url: str, into: Path, most_bytes: int = MEDIA_BYTES, extractors: Collection[str] = EXTRACTORS) -> Path:
    """Download the film of a video page to a new file in `into`; raises MediaError or TooLarge, leaving nothing."""
    into.mkdir(parents=True, exist_ok=True)
    stem = secrets.token_hex(8)
    options = {
        "outtmpl": {"default": str(into / f"{stem}.download")},
        "format": "best[height<=1080]/best",
        "max_filesize": most_bytes,
    }
    try:
        _ask(url, options, extractors, download=True)
    except PageError as error:
        for left in into.glob(f"{stem}*"):
            left.unlink()
        raise MediaError(str(error)) from error
    path = into / f"{stem}.download"
    if not path.exists():
        raise TooLarge(f"The video is larger than {most_bytes // 1024 // 1024} MB. {UPLOAD}")
    return path


def _ask(url: str, options: dict[str, Any], extractors: Collection[str], download: bool = False) -> dict[str, Any]:
    if not importlib.util.find_spec("yt_dlp"):
        raise PageError("video", f"Video pages need the optional package yt-dlp, which is not installed. {UPLOAD}")
    import yt_dlp

    try:
        with yt_dlp.YoutubeDL(
            {**CALM, "logger": _Silent(), "allowed_extractors": list(extractors), **options}
        ) as asker:
            info = asker.extract_info(url, download=download)
    except (yt_dlp.utils.YoutubeDLError, OSError, ValueError) as error:
        raise PageError("video", f"{urlsplit(url).hostname} did not give out this video. {UPLOAD}") from error
    info = (info.get("entries") or [info])[0] if info else None
    if not info:
        raise PageError("video", f"There is no video at this address. {UPLOAD}")
    return dict(info)


class _Silent:
    """yt-dlp's log goes nowhere: it may hold signed addresses."""

    def debug(self, message: str) -> None:
        """Drop it."""

    warning = error = info = debug


def _subtitles(info: dict[str, Any], page: Page, guard: Guard | None) -> list[Sentence]:
    """The spoken words: subtitles people wrote, else the automatic ones, in the video's language, else any."""
    for tracks in (info.get("subtitles") or {}, info.get("automatic_captions") or {}):
        names = sorted(tracks, key=lambda name: (not name.startswith(page.language or "en"), "-orig" not in name, name))
        for name in names[:1]:
            track = next((each for each in tracks[name] if each.get("ext") == "vtt"), None)
            if track:
                page.language = page.language or name[:2]
                return _cues(_text(track, guard))
    return []


def _text(track: dict[str, Any], guard: Guard | None) -> str:
    if track.get("data"):
        return str(track["data"])
    try:
        with fetch(str(track.get("url")), PAGE_BYTES, PAGE_S, guard) as answer:
            return b"".join(answer.chunks).decode("utf-8", "replace") if answer.status == 200 else ""
    except PageError:
        return ""


def _cues(text: str) -> list[Sentence]:
    """WebVTT → sentences; rolling captions repeat their last line, which is said once."""
    pieces: list[tuple[int, str]] = []
    for block in re.split(r"\n\s*\n", text.replace("\r", "")):
        lines = block.split("\n")
        place = next((number for number, line in enumerate(lines) if CUE.search(line)), None)
        if place is not None:
            for line in lines[place + 1 :]:
                words = tidy(html.unescape(re.sub(r"<[^>]*>", "", line)))
                if words and words not in [piece[1] for piece in pieces[-2:]]:
                    pieces.append((_time(lines[place]), words))
    return _joined(pieces)


def _joined(pieces: list[tuple[int, str]]) -> list[Sentence]:
    """Captions run together until a sentence ends, or for four of them where nothing is punctuated."""
    found: list[Sentence] = []
    held: list[tuple[int, str]] = []
    for piece in pieces:
        held.append(piece)
        if piece[1].endswith((".", "!", "?", "…", "。", "！", "？")) or len(held) == 4:
            found.append(_sentence(held, len(found)))
            held = []
    return [*found, _sentence(held, len(found))] if held else found


def _sentence(held: list[tuple[int, str]], number: int) -> Sentence:
    text = " ".join(words for _, words in held)
    return Sentence(text=text, quote=is_quote(text), paragraph=number, start_ms=held[0][0])


def _time(line: str) -> int:
    found = CUE.search(line)
    hours, minutes, seconds, ms = (int(part or 0) for part in found.groups()) if found else (0, 0, 0, 0)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms


def _ms(seconds: Any) -> int:
    return round(float(seconds or 0) * 1000)


def _day(raw: str) -> str:
    return f"{raw[:4]}-{raw[4:6]}-{raw[6:8]}" if re.fullmatch(r"\d{8}", raw) else ""
