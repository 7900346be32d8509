"""Which language a message is written in."""

from __future__ import annotations

import re
from functools import cache

from engine.director.say import LANGUAGES, catalogue

LETTERS = {
    "de": "[äöüß]",
    "es": "[ñ¿¡]",
    "fr": "[èêœç]|\\b[ldn]'[a-zéè]",
    "pt": "[ãõ]",
}  # of one language alone among the five
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|「[^」]*」|«[^»]*»|《[^》]*》")
_URL = re.compile(r"https?://\S+|\S+\.(?:jpe?g|png|mp4|mov|mp3|wav)\b")


@cache
def _marks(language: str) -> frozenset[str]:
    return frozenset(catalogue(language).get("marks", {}).get("words", []))


def language_of(message: str, hint: str = "") -> str:
    """en, zh, es, fr, de or pt: by script first, then by common words; short or mixed text follows the hint."""
    text = _URL.sub(" ", _QUOTED.sub(" ", message))
    wide = len(re.findall(r"[\u3400-\u9fff]", text))
    latin = re.findall(r"[^\W\d_]+", re.sub(r"[\u3400-\u9fff]", " ", text).lower())
    if wide and wide >= len(latin):
        return "zh"
    counts = {name: sum(word in _marks(name) for word in latin) for name in LANGUAGES if name != "zh"}
    for name, letters in LETTERS.items():
        counts[name] += bool(re.search(letters, text.lower()))
    best = max(counts, key=lambda name: (counts[name], name == hint, name == "en"))
    if counts[best] > 0:
        return best
    return hint if hint in LANGUAGES and (hint != "zh" or not latin) else "en"
