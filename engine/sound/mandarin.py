"""Mandarin phonemes in the alphabet of Kokoro: pinyin to IPA, the tone as an arrow after the vowel.

The readings are pypinyin's; the sounds are those of standard Mandarin phonology (Duanmu, The Phonology of Standard
Chinese, 2007), written the way the network was trained to read them.
"""

from __future__ import annotations

import functools
from typing import Any

TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}
INITIALS = {
    "b": "p",
    "p": "pʰ",
    "m": "m",
    "f": "f",
    "d": "t",
    "t": "tʰ",
    "n": "n",
    "l": "l",
    "g": "k",
    "k": "kʰ",
    "h": "x",
    "j": "ʨ",
    "q": "ʨʰ",
    "x": "ɕ",
    "zh": "ꭧ",
    "ch": "ꭧʰ",
    "sh": "ʂ",
    "r": "ɻ",
    "z": "ʦ",
    "c": "ʦʰ",
    "s": "s",
    "": "",
}
# The digit is where the tone stands.
FINALS = {
    "a": "a0",
    "ai": "ai0",
    "an": "a0n",
    "ang": "a0ŋ",
    "ao": "au0",
    "e": "ɤ0",
    "ei": "ei0",
    "en": "ə0n",
    "eng": "ə0ŋ",
    "er": "ɚ0",
    "ê": "ɛ0",
    "i": "i0",
    "ia": "ja0",
    "ian": "jɛ0n",
    "iang": "ja0ŋ",
    "iao": "jau0",
    "ie": "je0",
    "in": "i0n",
    "ing": "i0ŋ",
    "iong": "jʊ0ŋ",
    "iou": "jou0",
    "o": "wo0",
    "ong": "ʊ0ŋ",
    "ou": "ou0",
    "u": "u0",
    "ua": "wa0",
    "uai": "wai0",
    "uan": "wa0n",
    "uang": "wa0ŋ",
    "uei": "wei0",
    "uen": "wə0n",
    "ueng": "wə0ŋ",
    "uo": "wo0",
    "ü": "y0",
    "üan": "ɥɛ0n",
    "üe": "ɥe0",
    "ün": "y0n",
}
ALONE = {"o": "ɔ0", "n": "n0", "m": "m0", "ng": "ŋ0"}  # said by itself
BUZZED = {"zh", "ch", "sh", "r", "z", "c", "s"}  # after these the i of "shi" and "si" is ɨ


def phonemes(text: str) -> list[str]:
    """The phonemes of each Chinese character of `text`, read in its context; "" for one pypinyin does not know."""
    from pypinyin import Style, lazy_pinyin

    unknown: Any = lambda characters: [""] * len(characters)  # noqa: E731
    syllables = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors=unknown)
    return [syllable_phonemes(syllable) for syllable in syllables]


@functools.lru_cache(maxsize=2048)
def syllable_phonemes(syllable: str) -> str:
    """ "huan1" → "xwa→n"; "" for what is no syllable."""
    from pypinyin.contrib.tone_convert import to_finals, to_initials

    tone = TONES.get(syllable[-1:], "")
    if lone := ALONE.get(syllable.rstrip("12345")):
        return lone.replace("0", tone)
    initial = to_initials(syllable, strict=True)
    final = to_finals(syllable, strict=True, v_to_u=True)
    if final == "i" and initial in BUZZED:
        return f"{INITIALS[initial]}ɨ{tone}"
    if final not in FINALS or initial not in INITIALS:
        return ""
    return INITIALS[initial] + FINALS[final].replace("0", tone)
