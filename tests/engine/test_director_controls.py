"""What the controls of the timeline send does in every language of the interface what it does in English."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from engine.director.events import Edited, Turn
from engine.director.turn import take_turn
from nemo.draft import Draft

CATALOGUES = Path(__file__).parents[2] / "studio" / "catalogues"
LANGUAGES = ["zh", "de", "es", "fr"]
PROMO = "create a 20-second promo video with voiceover and call-to-action for my affiliate product"


@cache
def start() -> Draft:
    drafts = [event.draft for event in take_turn(Turn(PROMO)) if isinstance(event, Edited)]
    return drafts[0]


@cache
def edited(message: str, language: str) -> Draft | None:
    turn = Turn(message, start(), 1, language=language)
    return next((event.draft for event in take_turn(turn) if isinstance(event, Edited)), None)


def sentences(language: str) -> dict[str, str]:
    """What each control sends, by what it does."""
    say = tomllib.loads((CATALOGUES / f"{language}.toml").read_text("utf-8"))["edit"]
    role, words = say["role"], [one.meta.text for one in start().segments("text")]
    clip = [say["clip"].format(number=number) for number in range(4)]
    made = {
        "length": say["length"].format(clip=clip[2], seconds="4.5"),
        "volume": say["volume"].format(role=role["music"], percent=30),
        "louder": say["volume"].format(role=role["voice"], percent=80),
        "move to the front": say["earlier"].format(clip=clip[3], position=1),
        "move on": say["earlier"].format(clip=clip[1], position=3),
        "remove": say["remove"].format(clip=clip[2]),
        "remove text": say["remove_text"].format(text=words[0]),
        "look": say["look"].format(look="premium"),
    }
    made |= {f"text {one}": say["text"].format(role=role[one], text="Fresh bread") for one in ("title", "cta")}
    gone = ("title", "cta", "caption", "disclosure", "voice", "music")
    return made | {f"remove {one}": say["remove_track"].format(role=role[one]) for one in gone}


def shape(draft: Draft | None) -> dict[str, object]:
    assert draft is not None, "the sentence was not understood"
    wire = draft.wire()
    wire["m"].pop("language", None)
    return wire


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("control", sentences("en"))
def test_a_control_does_the_same_in_every_language(control: str, language: str) -> None:
    wanted = shape(edited(sentences("en")[control], "en"))
    assert wanted != shape(start()), "the English sentence changes something"
    assert shape(edited(sentences(language)[control], language)) == wanted


@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_a_caption_gets_other_words_in_every_language(language: str) -> None:
    say = tomllib.loads((CATALOGUES / f"{language}.toml").read_text("utf-8"))["edit"]
    old = start().segments("caption")[0].meta.text
    after = edited(say["text_from"].format(old=old, text="Good day"), language)
    assert after is not None and "Good day" in (after.segments("caption")[0].meta.text or "")
