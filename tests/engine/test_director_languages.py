"""Everything the engine says to a user exists in every language it speaks, and is said in the user's own."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

from engine import errors, refusals
from engine.director import say
from tests.engine.directing import Talk, text_of, tools_of

ENGINE = Path(errors.__file__).parent
OTHERS = [language for language in say.LANGUAGES if language != "en"]


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("part", ["say", "terms", "copy", "suggest"])
def test_every_sentence_and_every_name_exists(part: str, language: str) -> None:
    english, other = say.catalogue("en")[part], say.catalogue(language)[part]
    assert [key for key in english if key not in other] == []
    if part == "say":
        assert [key for key in english if places(other[key]) != places(english[key])] == []


def raised_sentences() -> list[str]:
    """What engine/media may raise for a file, an example of each: holes are filled with something."""
    found: list[str] = []
    for file in sorted((ENGINE / "media").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("MediaError", "TooLarge") and node.args:
                found += _texts(node.args[0])
    guesses = list(ast.walk(ast.parse((ENGINE / "media/sniff.py").read_text(encoding="utf-8"))))
    guess = next(n for n in guesses if isinstance(n, ast.FunctionDef) and n.name == "_guess")
    kinds = [n.value.value for n in ast.walk(guess) if isinstance(n, ast.Return) and isinstance(n.value, ast.Constant)]
    found = [text for text in found if not text.startswith("7, so it was")]
    return [*found, *(f"{kind}, so it was not added; please use MP4." for kind in kinds)]


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(p.value) if isinstance(p, ast.Constant) else "7" for p in node.values)]
    return []  # another error's own sentence


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_a_file_is_refused_for_is_told_in_the_users_language(language: str) -> None:
    sentences = [*raised_sentences(), errors.MediaError.sentence, errors.TooLarge.sentence]
    assert len(sentences) >= 25
    assert [one for one in sentences if refusals.told(one, language) == one] == []
    told = errors.MediaError("The picture is only 4×4 pixels, too small to show; please choose a larger one.").told
    assert "4×4" in told(language) and told("en").startswith("The picture is only 4×4")


@pytest.mark.parametrize("language", OTHERS)
def test_every_reason_a_page_cannot_be_read_for_is_told_in_the_users_language(language: str) -> None:
    reasons = str(errors.PageError.__doc__).split("one of:")[1].strip(" .\n").replace("\n", " ").split(",")
    named = [reason.strip() for reason in reasons]
    assert len(named) >= 12
    for reason in named:
        assert errors.PageError(reason).told(language) not in ("", errors.PageError.sentence)
        assert errors.PageError(reason).told("en") == errors.PageError.sentence


@pytest.mark.parametrize(
    ("message", "language", "words"),
    [
        ("elimina el fondo de la segunda foto", "es", "no puede"),
        ("peux-tu enlever l'arrière-plan de la photo 2", "fr", "ne peut pas"),
        ("kannst du den hintergrund vom ersten foto entfernen", "de", "kann .*nicht"),
        ("remova o fundo da primeira foto", "pt", "não consegue"),
        ("spiel den clip rückwärts ab", "de", "kann .*nicht"),
    ],
)
def test_what_cannot_be_done_is_refused_in_the_language_of_the_wish(message: str, language: str, words: str) -> None:
    import re

    events = Talk("promo", language).ask(message)
    assert re.search(words, text_of(events)) and tools_of(events) == []
