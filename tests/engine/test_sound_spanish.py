"""Spanish is read by its spelling, and spoken by voices of this machine."""

from pathlib import Path

import pytest

from engine.sound.castilian import cardinal
from engine.sound.spanish import phonemes
from engine.sound.voice import speak, voices

WORDS = {
    "hola": "ˈola",
    "guitarra": "ɡitˈara",
    "pingüino": "piŋɡwˈino",
    "día": "dˈia",
    "ciudad": "sjuðˈað",
    "llévatela": "ʝˈeβatela",
    "jamón": "xamˈon",
    "rey": "rˈej",
    "muy": "mˈuj",
    "cuando": "kwˈando",
    "vergüenza": "beɾɣwˈensa",
    "construir": "konstɾwˈiɾ",
    "examen": "eksˈamen",
    "México": "mˈexiko",
    "niños": "nˈiɲos",
    "queso": "kˈeso",
    "chico": "ʧˈiko",
    "yogur": "ʝoɣˈuɾ",
    "invierno": "imbjˈeɾno",
    "ahora": "aˈoɾa",
    "honra": "ˈonra",
    "león": "leˈon",
    "para": "paɾa",
    "gente": "xˈente",
}


@pytest.mark.parametrize("word", WORDS)
def test_a_word_sounds_as_it_is_spelled(word: str) -> None:
    assert phonemes(word) == WORDS[word]


def test_numbers_are_counted_as_spanish_counts() -> None:
    told = {
        0: "cero",
        16: "dieciséis",
        22: "veintidós",
        38: "treinta y ocho",
        100: "cien",
        101: "ciento uno",
        555: "quinientos cincuenta y cinco",
        1000: "mil",
        21_000: "veintiún mil",
        1_000_001: "un millón uno",
        31_700_000: "treinta y un millones setecientos mil",
    }
    assert {number: cardinal(number) for number in told} == told


def test_two_voices_speak_it_and_tell_when_each_word_sounds(tmp_path: Path) -> None:
    assert [(voice.title, voice.gender) for voice in voices("es-MX")[:2]] == [("Mateo", "male"), ("Lucía", "female")]
    speech = speak("Hoy cuesta 49 €. ¡Pídela ya!", language="es", cache=tmp_path)
    assert [word for word, _, _ in speech.words] == ["Hoy", "cuesta", "49", "€.", "¡Pídela", "ya!"]
    assert not speech.unread and 1500 < speech.duration_ms < 5000
    starts = [start for _, start, _ in speech.words]
    assert starts == sorted(starts) and speech.words[-1][2] <= speech.duration_ms
    assert speak("Hoy cuesta 49 €. ¡Pídela ya!", "mateo", language="es", cache=tmp_path).words == speech.words
