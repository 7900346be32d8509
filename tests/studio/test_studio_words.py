"""Every sentence of the interface exists, in English and Chinese wholly, and none stands there unused."""

import re
import string
from pathlib import Path

import pytest

from studio.words import LANGUAGES, best_language, catalogue, words

ROOT = Path(__file__).parents[2]
CODE = "\n".join(
    file.read_text("utf-8") for floor in ("pages", "components", "studio") for file in (ROOT / floor).rglob("*.py")
)
BUILT = (
    "job.",
    "form.",
    "say.",
    "track.",
    "edit.role.",
    "preset.",
    "quality.",
    "upload.",
    "exports.",
    "try.",
    "timeline.",
    "look.",
    "voices.",
    "settings.kind_",
    "settings.colour_",
    "slot.",
    "variants.hook",
    "variants.call",
    "batch.column_",
    "batch.sample_",
    "batch.step_",
    "batch.state_",
)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_no_sentence_is_missing(language: str) -> None:
    assert set(catalogue("en")) == set(catalogue(language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_blanks_of_the_original(language: str) -> None:
    for key, sentence in catalogue(language).items():
        assert blanks(sentence) == blanks(catalogue("en")[key]), f"{language}: {key}"


def test_no_sentence_is_unused() -> None:
    loose = [
        key
        for key in catalogue("en")
        if not re.search(rf"[\"']{re.escape(key)}[\"']", CODE) and not key.startswith(BUILT)
    ]
    assert loose == []


def test_every_sentence_the_code_asks_for_exists() -> None:
    asked = set(re.findall(r"""(?<!nemo_)say\(\s*["']([a-z_]+(?:\.[a-z_0-9]+)+)["']""", CODE))
    assert asked and not asked - set(catalogue("en"))


def test_a_locale_leads_to_its_language_and_others_to_english() -> None:
    assert [best_language(one) for one in ("zh-CN", "de_AT", "fr", "ja", "", None)] == [
        "zh",
        "de",
        "fr",
        "en",
        "en",
        "en",
    ]


def test_values_are_put_in_as_they_are() -> None:
    assert words("en")("chat.sending", name="{x} & <b>") == "Sending “{x} & <b>”…"


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
