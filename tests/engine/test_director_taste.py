"""How a user's videos usually look and sound: handed along with a message, or said in the lines of a form."""

from typing import Any

import pytest

from engine.director.taste import defaults_of
from engine.director.turn import Edited, Say, Turn, take_turn
from engine.looks import looks
from engine.render.wishes import _family
from nemo.draft import Draft
from studio import wearing
from studio.preferences import FONTS, LOOKS
from studio.words import LANGUAGES, words
from tests.engine.directing import SHOP_ASSETS, even_voice, photo

MARK = photo("mark", "brand-logo.png")
ASSETS = {one: SHOP_ASSETS[one] for one in ("p1", "p2")} | {"mark": MARK}
USUAL = {
    "voices": {"en": "june", "zh": "dayun"},
    "looks": {"affiliate": "premium", "wedding": "floral"},
    "colours": ["#0055AA", "#1f2937"],
    "font": "Playfair Display",
    "logo": "brand-logo.png",
}


def made(message: str, defaults: Any = None, **more: Any) -> tuple[Draft, str]:
    turn = Turn(message, assets=ASSETS, speak=even_voice, defaults=defaults_of(defaults), **more)
    told = list(take_turn(turn))
    said = "".join(one.text for one in told if isinstance(one, Say))
    return next(one.draft for one in told if isinstance(one, Edited)), said


def test_a_message_takes_what_its_user_usually_chooses_and_says_so() -> None:
    draft, said = made("make a 15 second promo with voiceover for my coffee mug", USUAL)
    meta = draft.meta
    assert (meta.look, meta.palette, meta.font) == ("premium", ["#0055aa"], "Playfair Display")
    assert {one.meta.voice for one in draft.segments("voice")} == {"june"}
    assert "Premium" in said
    shown = {one.meta.asset for one in draft.segments("main")}
    assert "mark" not in shown and shown & {"p1", "p2"}, "the mark is no scene"
    assert meta.logo == {"asset": "mark", "position": "top_right"}
    assert [one.meta.asset for one in draft.segments("overlay")] == ["mark"]
    assert {one.meta.background for one in draft.segments("main") if one.meta.kind == "card"} <= {"#1f2937"}


def test_what_the_message_says_goes_first() -> None:
    draft, _ = made("make a 15 second promo in the bold look with a male voiceover for my mug", USUAL)
    assert draft.meta.look == "bold"
    assert {one.meta.voice for one in draft.segments("voice")} == {"cole"}


def test_another_job_and_another_language_have_their_own_usual_choice() -> None:
    draft, _ = made("为我的咖啡杯制作一个15秒的宣传视频，带配音", USUAL, language="zh")
    assert {one.meta.voice for one in draft.segments("voice")} == {"dayun"}
    wedding, _ = made("make a 20 second wedding invitation for Anna and James on 12 June 2027", USUAL)
    assert wedding.meta.look == "floral"


def test_nonsense_among_the_usual_choices_is_left_out() -> None:
    odd = {
        "voices": ["x"],
        "looks": {"affiliate": "<b>", "link": 3},
        "colours": ["red", "#12345"],
        "font": 5,
        "logo": {},
    }
    assert defaults_of(odd) == {"looks": {"affiliate": "<b>"}}
    assert defaults_of(None) == defaults_of("x") == {}
    draft, _ = made("make a 15 second promo for my mug", odd)
    assert draft.meta.look == "bold" and draft.meta.font is None and draft.meta.logo is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lines_of_a_form_are_understood_in_every_language(language: str) -> None:
    say = words(language)
    values = {"voice_name": "June", "look_said": wearing.look_said("premium", language), "brand": "yes"}
    values |= {"colours": "#0055aa, #1f2937", "font": "Playfair Display", "logo": "brand-logo.png"}
    opening = say("say.affiliate.make", length="15") + say("say.stop")
    request = "\n".join([opening, say("say.affiliate.product", product="Aero mug"), *wearing.lines(values, say)])
    draft, _ = made(request)
    assert (draft.meta.look, draft.meta.palette, draft.meta.font) == ("premium", ["#0055aa"], "Playfair Display")
    assert {one.meta.voice for one in draft.segments("voice")} == {"june"}
    assert draft.meta.logo is not None
    texts = " ".join(one.meta.text or "" for role in ("title", "text", "cta", "voice") for one in draft.segments(role))
    assert "0055aa" not in texts and "Playfair" not in texts and "brand-logo" not in texts


def test_the_studio_offers_looks_and_letters_which_are_here() -> None:
    assert {job: set(names) for job, names in LOOKS.items()} == {
        kind: {one.name for one in looks(kind)} for kind in ("affiliate", "link", "wedding")
    }
    assert [names[0] for names in LOOKS.values()] == [looks(kind)[0].name for kind in LOOKS]
    assert all(_family(name) for name in FONTS)


@pytest.mark.parametrize(
    ("message", "voice"),
    [
        (words("en")("edit.voice", voice="June"), "june"),
        (words("zh")("edit.voice", voice="大云"), "dayun"),
        ("please use the voice of Cole", "cole"),
        ("I'd rather have June's voice.", "june"),
        ("换成小雨的声音", "xiaoyu"),
        ("make the voiceover say: join us in June", None),
        ("make the voice faster", None),
    ],
)
def test_a_voice_is_called_by_its_name(message: str, voice: str | None) -> None:
    draft, _ = made("make a 15 second promo with voiceover for my coffee mug")
    talk = Turn(message, draft=draft, assets=ASSETS, speak=even_voice)
    after = next((one.draft for one in take_turn(talk) if isinstance(one, Edited)), draft)
    assert {one.meta.voice for one in after.segments("voice")} == {voice}
