"""Faces and what they cover: which font draws which cluster of a text, and which clusters no font can draw.

A look names families; behind them stands a fixed row of fallbacks (Noto), so Chinese, Arabic, Hebrew, Devanagari, Thai
and emoji have letters in every look. Coverage is read from each file's own `cmap` (OpenType 1.9, formats 4 and 12).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import fontpkg
import numpy as np
import regex
from PIL import ImageFont

NOTO = (
    "NotoSansArabic",
    "NotoSansHebrew",
    "NotoSansDevanagari",
    "NotoSansThai",
    "NotoSansBengali",
    "NotoSansTamil",
    "NotoSansTelugu",
    "NotoSansKannada",
    "NotoSansMalayalam",
    "NotoSansGujarati",
    "NotoSansGurmukhi",
    "NotoSansSinhala",
    "NotoSansKhmer",
    "NotoSansLao",
    "NotoSansMyanmar",
    "NotoSansArmenian",
    "NotoSansGeorgian",
    "NotoSansEthiopic",
    "NotoSansOriya",
    "NotoEmoji",
    "NotoSansSymbols",
)
CJK_INDEX = {"ja": 0, "ko": 1, "zh": 2, "zh-tw": 3, "zh-hk": 4}
"""Which face of the CJK collection draws which language: Japanese, Korean, Simplified, Traditional, Hong Kong."""
CLUSTER = regex.compile(r"\X")
HAN = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\u3000-\u303f\uff00-\uffef]")


@dataclass(frozen=True)
class Face:
    """One drawable face: a file, its index in a collection, and the weight (100 … 900) it is set to."""

    path: str
    index: int = 0
    weight: int = 400


@cache
def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"The font package {name} is not installed; run `make setup` again.")
    return Path(spec.origin).parent


@cache
def family(name: str, weight: int = 400, italic: bool = False) -> Face:
    """The face of a fontpkg family nearest to `weight`; upright when it has no italic."""
    style = "italic" if italic else "normal"
    try:
        path = fontpkg.path(name, weight=weight, style=style, nearest=True)
    except fontpkg.StyleNotAvailable:
        path = fontpkg.path(name, weight=weight, nearest=True)
    return Face(str(path), 0, weight)


@cache
def fallbacks(weight: int, language: str = "en") -> tuple[Face, ...]:
    """The faces asked after the look's own: Latin, Greek, Cyrillic, then CJK in the language's forms, then the rest."""
    noto, cjk = _package("manimgx_fonts"), _package("manimgx_fonts_cjk")
    code = language.lower().replace("_", "-")
    index = CJK_INDEX.get(code, CJK_INDEX.get(code.split("-")[0], 2))
    latin = Face(str(noto / "NotoSans[wght].ttf"), 0, weight)
    asian = Face(str(cjk / "NotoSansCJK-VF.otf.ttc"), index, weight)
    return (latin, asian, *(Face(str(noto / f"{name}[wght].ttf"), 0, weight) for name in NOTO))


@lru_cache(maxsize=512)
def font(face: Face, px: int) -> ImageFont.FreeTypeFont:
    """The face at `px` pixels an em, shaped by HarfBuzz."""
    loaded = ImageFont.truetype(face.path, px, index=face.index, layout_engine=ImageFont.Layout.RAQM)
    try:
        axes = loaded.get_variation_axes()
    except OSError:
        return loaded
    loaded.set_variation_by_axes([_axis(axis, face.weight, px) for axis in axes])
    return loaded


def _axis(axis: ImageFont.Axis, weight: int, px: int) -> float:
    """The value of one axis: the weight asked for, the optical size of the pixels, the default of any other."""
    name = (axis["name"] or b"").lower()
    wanted = weight if b"weight" in name else px if b"optical" in name else axis["default"]
    return float(min(max(wanted or 0, axis["minimum"] or 0), axis["maximum"] or 1000))


@cache
def coverage(path: str, index: int = 0) -> tuple[list[int], list[int]]:
    """Starts and inclusive ends of the code point ranges which the face at `index` of the file has glyphs for."""
    data = Path(path).read_bytes()
    at = int.from_bytes(data[12 + 4 * index : 16 + 4 * index]) if data[:4] == b"ttcf" else 0
    for entry in range(at + 12, at + 12 + 16 * int.from_bytes(data[at + 4 : at + 6]), 16):
        if data[entry : entry + 4] == b"cmap":
            offset = int.from_bytes(data[entry + 8 : entry + 12])
            return _ranges(data, offset)
    return [], []


def _ranges(data: bytes, cmap: int) -> tuple[list[int], list[int]]:
    tables = {}
    for record in range(cmap + 4, cmap + 4 + 8 * int.from_bytes(data[cmap + 2 : cmap + 4]), 8):
        table = cmap + int.from_bytes(data[record + 4 : record + 8])
        tables[int.from_bytes(data[table : table + 2])] = table
    if 12 in tables:
        count = int.from_bytes(data[tables[12] + 12 : tables[12] + 16])
        groups = np.frombuffer(data, ">u4", count * 3, tables[12] + 16).reshape(-1, 3)
        groups = groups[groups[:, 2] > 0]
        return groups[:, 0].tolist(), groups[:, 1].tolist()
    return _ranges_of_format_4(data, tables[4]) if 4 in tables else ([], [])


def _ranges_of_format_4(data: bytes, at: int) -> tuple[list[int], list[int]]:
    count = int.from_bytes(data[at + 6 : at + 8]) // 2
    ends = np.frombuffer(data, ">u2", count, at + 14).tolist()
    starts = np.frombuffer(data, ">u2", count, at + 16 + 2 * count).tolist()
    kept = [(s, e) for s, e in zip(starts, ends, strict=True) if s != 0xFFFF]
    return [s for s, _ in kept], [e for _, e in kept]


def has(face: Face, cluster: str) -> bool:
    """Whether the face has a glyph for every visible code point of the cluster, composed or not."""
    starts, ends = coverage(face.path, face.index)
    return all(_covered(char, starts, ends) for char in cluster)


def _covered(char: str, starts: list[int], ends: list[int]) -> bool:
    if is_invisible(char):
        return True
    at = bisect_right(starts, ord(char)) - 1
    return at >= 0 and ord(char) <= ends[at]


def is_invisible(char: str) -> bool:
    """Whether a code point is drawn by no glyph: spaces, joiners, direction marks, variation selectors, controls."""
    return char.isspace() or unicodedata.category(char) in ("Cf", "Cc") or "\ufe00" <= char <= "\ufe0f"


def clusters(text: str) -> list[str]:
    """The user-perceived characters of a text (UAX #29): a letter with its accents, an emoji with its parts."""
    return CLUSTER.findall(text)


def runs(text: str, chain: Iterable[Face]) -> list[tuple[str, Face | None]]:
    """Split `text` into stretches of one face each, in logical order; None is the face of what no font has.

    A word of an alphabet is never set in two faces: if the look's script misses one letter of a name, the whole word
    moves to the next face which has all of it. Spaces stay with the stretch before them; in Chinese, Japanese and
    Korean, figures and punctuation are set in the face of the characters.
    """
    faces = tuple(chain)
    found: list[tuple[str, Face | None]] = []
    wide = _face_for(han[0], faces) if (han := HAN.search(text)) else None
    for piece in _pieces(text):
        before = found[-1][1] if found else None
        chosen = before if before and not piece.strip() else _face_for(piece, faces)
        if wide and piece.strip() and not piece[0].isalpha() and has(wide, piece):
            chosen = wide
        if found and found[-1][1] == chosen:
            found[-1] = (found[-1][0] + piece, chosen)
        else:
            found.append((piece, chosen))
    return found


def _pieces(text: str) -> list[str]:
    """Words of letters and marks (with apostrophes and hyphens) whole, everything else cluster by cluster."""
    pieces: list[str] = []
    glued = False
    for cluster in clusters(text):
        letter = (cluster[0].isalpha() or cluster[0] in "'’‘-") and not HAN.match(cluster)
        if glued and letter:
            pieces[-1] += cluster
        else:
            pieces.append(cluster)
        glued = letter
    return pieces


@lru_cache(maxsize=4096)
def _face_for(piece: str, faces: tuple[Face, ...]) -> Face | None:
    return next((face for face in faces if has(face, piece)), None)


def missing_glyphs(text: str) -> list[str]:
    """The names of the characters which no installed font can draw, each once, in order of appearance."""
    gone = [c for c in dict.fromkeys(clusters(unicodedata.normalize("NFC", text))) if not _face_for(c, fallbacks(400))]
    return [
        f"{cluster} (U+{ord(cluster[0]):04X} {unicodedata.name(cluster[0], 'unnamed character')})" for cluster in gone
    ]
