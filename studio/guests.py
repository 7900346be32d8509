"""A pasted list of guests: what each card says, letter for letter, and what each file is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

# How a card speaks to somebody. Other languages greet men and women differently, which a name does not tell, so
# there the card is "for" somebody.
_WORDS = {
    "en": "Dear {name},",
    "zh": "亲爱的{name}：",
    "de": "Für {name}",
    "es": "Para {name}",
    "fr": "Pour {name}",
    "pt": "Para {name}",
}
# By the invitation's language, since a greeting of one is a name of another: Cara, An, Cher.
_GREETINGS = {
    "en": "hi|hey|to|for",
    "de": "liebste[rs]?|liebe[rs]?|sehr geehrte[rs]?|für",
    "es": "querid[oa]s?|estimad[oa]s?|hola|para",
    "fr": "chères?|chers?|bonjour|salut|pour",
    "pt": "querid[oa]s?|estimad[oa]s?|car[oa]s?|olá|para",
}
_ANYWHERE = "my dearest|my dear|our dear|dearest|dear|hello|hallo"
_HAN = re.compile(r"(?:最?[亲親][爱愛]的|我?[敬尊][爱愛敬贵貴]的|致|[给給])\s*")
_ENDS = re.compile(r"[\s,，:：!！.。;；、]+$")


@dataclass(frozen=True)
class Guest:
    """`greeting` stands on the card; `name` is who it is for, without the words of greeting."""

    greeting: str
    name: str


def guests(pasted: str, language: str) -> list[Guest]:
    """One guest a line, in the order of the list, each line once. A line which begins with a greeting is taken letter
    for letter, any other is a name, which is put into a greeting of the invitation's language."""
    lines = dict.fromkeys(line.strip() for line in pasted.splitlines() if line.strip())
    return [_guest(line, language) for line in lines]


def _guest(line: str, language: str) -> Guest:
    words = "|".join(filter(None, [_ANYWHERE, _GREETINGS.get(language, "")]))
    begun = _HAN.match(line) or re.match(rf"(?:{words})(?=[\s,])", line, re.IGNORECASE)
    if begun is None:
        return Guest(_WORDS.get(language, _WORDS["en"]).format(name=line), line)
    return Guest(line, _ENDS.sub("", line[begun.end() :].strip(" ,")) or line)
