"""What a file is, by its first bytes alone. The name and the declared type are never asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.errors import MediaError
from engine.media.assets import Kind

HEAD_BYTES = 4096
SUPPORTED = "MP4, MOV, AVI, WebM, MKV, JPG, PNG, GIF, WebP, HEIC, MP3, WAV, M4A or AAC"

# Brands of ISO base media files (the four letters after "ftyp"): stills as registered at mp4ra.org.
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
AUDIO_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
# Boxes that open a QuickTime file which was written without "ftyp".
QUICKTIME_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}


@dataclass(frozen=True)
class Sniffed:
    """The container's name (Pillow's or libav's) and what it is expected to hold."""

    kind: Kind
    container: str


def sniff(path: Path) -> Sniffed:
    """Recognise the file at `path`; raises MediaError when it is empty or none of the supported kinds."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        file.seek(_id3_length(head))
        sound = file.read(HEAD_BYTES)
    if not head:
        raise MediaError("The file is empty (0 bytes), so nothing was added; please choose it again.")
    found = _image(head) or _iso(head) or _film(head) or _sound(head, sound)
    if not found:
        raise MediaError(f"{_guess(head)}, so it was not added; please use {SUPPORTED}.")
    return found


def _image(head: bytes) -> Sniffed | None:
    if head.startswith(b"\xff\xd8\xff"):
        return Sniffed("photo", "jpeg")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Sniffed("photo", "png")
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Sniffed("photo", "gif")
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Sniffed("photo", "webp")
    return None


def _iso(head: bytes) -> Sniffed | None:
    if head[4:8] in QUICKTIME_BOXES:
        return Sniffed("clip", "mov")
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in AVIF_BRANDS:
        return Sniffed("photo", "avif")
    if brand in HEIC_BRANDS:
        return Sniffed("photo", "heic")
    return Sniffed("audio" if brand in AUDIO_BRANDS else "clip", "mov")


def _film(head: bytes) -> Sniffed | None:
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return Sniffed("clip", "matroska")
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return Sniffed("clip", "avi")
    return None


def _sound(head: bytes, behind_tag: bytes) -> Sniffed | None:
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return Sniffed("audio", "wav")
    if head.startswith(b"fLaC"):
        return Sniffed("audio", "flac")
    if head.startswith(b"OggS"):
        return Sniffed("audio", "ogg")
    if head.startswith(b"ID3"):
        return Sniffed("audio", "aac" if _adts(behind_tag) else "mp3")
    if _adts(head):
        return Sniffed("audio", "aac")
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06:
        return Sniffed("audio", "mp3")
    return None


def _adts(head: bytes) -> bool:
    """AAC in ADTS: twelve sync bits, layer 0."""
    return len(head) > 6 and head[0] == 0xFF and head[1] & 0xF6 == 0xF0


def _id3_length(head: bytes) -> int:
    """How many bytes an ID3v2 tag takes before the sound; it may hold a whole cover picture."""
    if not head.startswith(b"ID3"):
        return 0
    return 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))


def _guess(head: bytes) -> str:
    """What the user probably has in hand, to say more than "unsupported"."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"ffconcat", b"#extm3u")):
        return "The file is a playlist that points to other files, not a video"
    if text.startswith(b"%pdf"):
        return "The file is a PDF document"
    if text.startswith((b"<!doctype html", b"<html")):
        return "The file is a web page, not media"
    if b"\0" not in head and all(byte >= 32 or byte in b"\t\r\n\f" for byte in head):
        return "The file holds text, not a picture, video or sound"
    return "The file is of a kind that cannot be read here"
