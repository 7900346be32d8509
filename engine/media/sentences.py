"""Text → sentences and language, for the scripts people write stories in. Nothing is changed but white space."""

from __future__ import annotations

import re

# Abbreviations which end in a point inside a sentence, lower case, without the point.
ABBREVIATED = """
    mr mrs ms dr prof st sr jr vs etc no nos vol fig approx dept est inc ltd co corp gen col sgt capt rev hon gov sen
    rep pres e.g i.e a.m p.m u.s u.k u.n ph.d jan feb mar apr jun jul aug sep sept oct nov dec mt ft cf al sra srta ud
    uds pág núm mme mlle bd hr fr z.b d.h u.a bzw ca evtl usw nr str dott sig sig.ra
"""
ABBREVIATIONS = set(ABBREVIATED.split())
# Of these, the ones that may also end a sentence.
ENDS_WORD = {"etc", "inc", "ltd", "co", "corp", "jr", "sr", "a.m", "p.m", "u.s", "u.k", "u.n", "ph.d", "usw"}
OPENING, CLOSING = "“«„「『《（(【[", "”»”」』》）)】]"
PAIRS = dict(zip(OPENING, CLOSING, strict=True))
FULL_STOPS = "。！？；｡．"
STOPS = ".!?…؟۔।॥"
SOFTEST_QUOTE = 240  # letters: a longer quotation is split like any other text
LANGUAGE_WORDS = {
    "en": "the and of to in is that for with was are this it on as by from have not be at you your we our an its will",
    "es": "el la de que y en los se del las por un para con una su es al lo como más pero está muy",
    "fr": "le la les de des et en un une du est pour que dans qui sur pas au avec plus par ce il vous nous",
    "de": "der die das und in den von zu mit ist des nicht ein eine auf für dem sich im auch es an werden aus",
    "it": "il di che e la in un per è una sono con non del si da le dei nel alla più come anche gli",
    "pt": "o de que e do da em um para com não uma os no se na por mais as dos como mas ao você",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er die om ook als bij door",
}
SCRIPTS = [
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff\u3400-\u4dbf]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
]


def tidy(text: str) -> str:
    """`text` with invisible letters gone and every run of white space a single blank."""
    return re.sub(r"\s+", " ", re.sub(r"[\u200b\u2060\ufeff\u00ad]", "", text)).strip()


def split(text: str) -> list[str]:
    """The sentences of one paragraph, in order; a quotation stays with its sentence and is never torn apart."""
    text = tidy(text)
    found: list[str] = []
    start = place = 0
    while place < len(text):
        inside = _end_of_quote(text, place)
        if inside > place:
            place = inside
            if not _quote_ends_sentence(text, place):
                continue
        elif not _ends_sentence(text, place):
            place += 1
            continue
        place = _past_closing(text, place)
        found.append(text[start:place].strip())
        start = place
    return [sentence for sentence in [*found, text[start:].strip()] if sentence]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text: parted by blank lines, or by single ones where no line looks wrapped."""
    blocks = [block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")) if block.strip()]
    found: list[str] = []
    for block in blocks:
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        wrapped = len(lines) > 1 and all(
            not re.search(r"[.!?…。！？:：]$", line) and len(line) > 50 for line in lines[:-1]
        )
        found += [" ".join(lines)] if wrapped else lines
    return found


def is_quote(sentence: str) -> bool:
    """Whether a good part of the sentence is somebody's words in quotation marks."""
    spoken = sum(len(part) for part in re.findall(r"[“\"„«「『](.+?)[”\"»」』]", sentence))
    return spoken >= 0.4 * len(sentence)


def language_of(text: str) -> str:
    """The language's two letters by script, or by its small words; empty when the text does not tell."""
    sample = text[:5000]
    letters = sum(letter.isalpha() for letter in sample) or 1
    for language, script in SCRIPTS:
        share = len(script.findall(sample)) / letters
        if share > (0.08 if language == "ja" else 0.25):
            return language
    words = re.findall(r"[^\W\d_]+", sample.lower())
    scores = {language: sum(word in known for word in words) for language, known in _KNOWN.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= max(2, 0.12 * len(words)) else ""


_KNOWN = {language: set(words.split()) for language, words in LANGUAGE_WORDS.items()}


def _end_of_quote(text: str, place: int) -> int:
    """Behind the quotation which opens at `place`; `place` itself when none does, or it is too long or never closed."""
    letter = text[place]
    if letter == '"':
        opens = place == 0 or text[place - 1] in " (—–-" or ord(text[place - 1]) > 0x2E80
        close = text.find('"', place + 1) if opens else -1
    elif letter in PAIRS:
        close = text.find(PAIRS[letter], place + 1)
    else:
        return place
    return close + 1 if 0 < close - place <= SOFTEST_QUOTE else place


def _quote_ends_sentence(text: str, place: int) -> bool:
    """Behind a closing mark: the sentence ends there if the quotation did and what follows starts anew."""
    before, after = text[place - 2], text[place : place + 3].lstrip()
    if before in FULL_STOPS:
        return not after or (after[0] not in "，、,；：" and not _says(text[place:]))
    if before not in STOPS:
        return False
    return not after or (
        text[place : place + 1] == " " and (after[0].isupper() or after[0].isdigit() or after[0] in OPENING + '"')
    )


def _says(rest: str) -> bool:
    """Whether Chinese or Japanese text goes on with the speaker of the quotation just closed."""
    return bool(re.match(r"[^，。！？]{0,8}[说道称问喊答表と]", rest))


def _ends_sentence(text: str, place: int) -> bool:
    letter = text[place]
    if letter in FULL_STOPS:
        return letter != "．" or not text[place + 1 : place + 2].isdigit()
    if letter not in STOPS:
        return False
    if text[place + 1 : place + 2] in STOPS and place + 1 < len(text):
        return False
    after = text[_past_closing(text, place + 1) :]
    if after and not after[0].isspace():
        return letter in "؟۔।॥" or (letter in "!?…" and ord(after[0]) > 0x2E80)
    rest = after.lstrip()
    if not rest:
        return True
    return _point_ends(text, place, rest) if letter == "." else not rest[0].islower()


def _point_ends(text: str, place: int, rest: str) -> bool:
    written = re.split(r"[\s(“\"«]", text[:place])[-1]
    word = written.lower()
    if rest[0].islower() or rest[0] in ",;:":
        return False
    if word in ENDS_WORD:
        return bool(re.match(r"(The|A|An|It|He|She|They|We|I|In|On|But|And|This|That)\b", rest))
    single = len(word) == 1 and written.isupper() and word != "i"
    listed = bool(re.fullmatch(r"\d{1,2}", word)) and place < 3
    return not (word in ABBREVIATIONS or single or listed)


def _past_closing(text: str, place: int) -> int:
    """Behind the stops and closing marks which still belong to the sentence."""
    closing = CLOSING + "\"'’" + STOPS + FULL_STOPS.replace("；", "")
    if place < len(text) and text[place] in STOPS + FULL_STOPS:
        place += 1
    while place < len(text) and text[place] in closing and not (text[place] == '"' and text[place - 1] == " "):
        place += 1
    return place
