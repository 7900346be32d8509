"""The looks: nine, three for each kind of video, each whole in its own file."""

from pathlib import Path

import cv2
import numpy as np
import pytest

import engine.looks as package
from bench.frames import backdrop, draft_for, lettered, words
from engine.looks import Look, look, looks
from engine.looks.colour import ENOUGH, Rgb, from_oklch, oklch, ratio, readable, rgb, until_readable
from engine.render import fonts
from engine.render.plan import TRANSITIONS

EVERY = looks()
BRANDS = ["#e4002b", "#0057b8", "#00843d", "#ffd100", "#111111", "#f5f5f5", "#7a3cff", "#ff6f61", "#8c7b6b"]
MOTIONS = {"zoom_in", "zoom_out", "pan_left", "pan_right", "pan_up", "pan_down", "none"}
MOODS = {"romantic", "upbeat", "calm", "cinematic", "lo-fi", "corporate", "playful", "happy", "nostalgic"}


def test_there_are_three_looks_for_each_kind_and_the_default_comes_first() -> None:
    named = {kind: [one.name for one in looks(kind)] for kind in ("affiliate", "link", "wedding")}
    assert {kind: sorted(names) for kind, names in named.items()} == {
        "affiliate": ["bold", "clean", "premium"],
        "link": ["explainer", "magazine", "news"],
        "wedding": ["classic", "floral", "modern"],
    }
    assert [names[0] for names in named.values()] == ["bold", "news", "classic"]


def test_a_look_is_one_file_of_its_own_name() -> None:
    folder = Path(package.__file__).parent
    assert all((folder / f"{one.name}.py").is_file() for one in EVERY)


def test_an_unknown_name_gives_the_default_of_the_kind() -> None:
    assert look("no such look", "wedding").name == "classic"
    assert look(None).name == "clean"
    assert look("floral", "affiliate").name == "floral"


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_a_look_names_only_what_the_engine_has(one: Look) -> None:
    assert one.transition[0] in TRANSITIONS
    assert 100 <= one.transition[1] <= 1500
    assert set(one.motions) <= MOTIONS
    assert one.mood in MOODS
    assert one.label and one.label_zh and one.summary.endswith(".")
    for style in one.styles.values():
        assert all(Path(fonts.family(name, style.weight, style.italic).path).is_file() for name in style.families)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
@pytest.mark.parametrize("brand", BRANDS)
def test_words_on_the_accent_can_be_read_whatever_the_brand(one: Look, brand: str) -> None:
    palette = one.colours(draft_for(one, (1080, 1920), palette=[brand]))
    assert ratio(readable(palette.accent, palette.on_accent), palette.accent) >= ENOUGH
    assert ratio(until_readable(palette.accent, palette.dark), palette.dark) >= ENOUGH


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_a_brand_colour_becomes_the_accent_in_its_own_hue(one: Look) -> None:
    green = rgb("#00843d")
    found = one.colours(draft_for(one, (1080, 1920), palette=["#fafafa", "#00843d"])).accent
    if one.name != "classic":  # gold only leans towards it
        assert abs(oklch(found)[2] - oklch(green)[2]) < 0.25
    assert found != one.palette.accent


def test_greys_leave_a_look_its_own_colour() -> None:
    assert all(one.colours(draft_for(one, (9, 16), palette=["#808080", "#f0f0f0"])) == one.palette for one in EVERY)


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1080, 1080), (360, 640)])
@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_a_card_fills_the_frame_and_its_words_stand_out_on_it(one: Look, size: tuple[int, int]) -> None:
    draft, segment = draft_for(one, size), words("Three reasons to love it")
    card = one.card(draft, segment, size)
    assert card.shape == (size[1], size[0], 3) and card.dtype == np.uint8
    assert card.std() > 1, "a card is more than one flat colour"
    written = lettered(card, one, "main", segment, draft)
    changed = np.abs(written.astype(int) - card).max(axis=2)
    assert (changed > 90).mean() > 0.004


def test_a_card_takes_the_background_its_scene_asks_for() -> None:
    one = look("bold")
    segment = words("Now", background="#0a3d62")
    plain = one.card(draft_for(one, (270, 480)), words("Now"), (270, 480))
    asked = one.card(draft_for(one, (270, 480)), segment, (270, 480))
    away = [np.abs(card.reshape(-1, 3).mean(0) - rgb("#0a3d62")).max() for card in (asked, plain)]
    assert away[0] < away[1]


def test_colours_survive_the_way_through_oklch() -> None:
    for text in BRANDS:
        back = from_oklch(*oklch(rgb(text)))
        assert max(abs(a - b) for a, b in zip(back, rgb(text), strict=True)) <= 1
    assert rgb("not a colour", Rgb(1, 2, 3)) == Rgb(1, 2, 3)
    assert rgb("#abc").hex == "#aabbcc"


GOLDEN = Path(__file__).parent.parent / "data" / "golden"


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.name)
def test_a_look_still_looks_as_it_did(one: Look) -> None:
    """Against a picture kept here; after a wanted change remake it with `python -m bench.gallery --golden`."""
    from bench.gallery import golden

    kept = cv2.imread(str(GOLDEN / f"look-{one.name}.jpg"))[..., ::-1].astype(int)
    made = golden(one).astype(int)
    assert made.shape == kept.shape
    assert np.abs(made - kept).mean() < 1.5
    assert (np.abs(made - kept).max(axis=2) > 60).mean() < 0.01


def test_the_backdrop_of_the_tests_is_as_small_as_the_renderers() -> None:
    from engine.render.compose import _BACKDROP_WIDTH

    assert backdrop(np.zeros((1920, 1080, 3), np.uint8)).shape == (320, _BACKDROP_WIDTH, 3)
