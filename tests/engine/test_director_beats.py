"""Cuts on the beat: they meet the beats of the music that is heard, nothing spoken is cut, and they go back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.director.operations.beats import REACH, boundaries
from engine.director.operations.sound import packaged
from engine.director.timeline import problems, put, relay
from engine.sound import music
from nemo.draft import Draft
from tests.engine.directing import CLIP_ASSETS, SHOP_ASSETS, Talk, shop, text_of

LANGUAGES = {
    "en": ("cut on the beat", "don't cut on the beat"),
    "zh": ("跟着节拍剪", "不要卡点"),
    "es": ("haz los cortes al ritmo de la música", "quita los cortes al ritmo"),
    "fr": ("fais les coupes sur le rythme de la musique", "enlève les coupes sur le rythme"),
    "de": ("mach die Schnitte im Takt der Musik", "entferne die Schnitte im Takt"),
}


def musical(mood: str = "upbeat") -> Draft:
    draft = shop()
    for key, value in packaged(mood, "1").items():
        setattr(draft.segments("music")[0].meta, key, value)
    return draft


def cuts(draft: Draft) -> list[int]:
    return [scene.start for scene in draft.segments("main")][1:]


def off_beat(draft: Draft) -> list[int]:
    """How far each cut is from the nearest beat."""
    playing = draft.segments("music")[0]
    beats = music.beats(music.find(playing.meta.track or ""), playing.duration)
    return [min(abs(cut - beat) for beat in beats) for cut in cuts(draft)]


@pytest.mark.parametrize("mood", ["upbeat", "calm", "romantic"])
def test_every_cut_meets_a_beat_and_the_length_stays(mood: str) -> None:
    talk = Talk(musical(mood), assets=SHOP_ASSETS)
    before = talk.draft.model_copy(deep=True)
    assert max(off_beat(before)) > 20
    events = talk.say("cut on the beat")
    assert max(off_beat(talk.draft)) <= 20
    assert talk.draft.duration == before.duration and not problems(talk.draft)
    assert "free → on the beat; 5 of 5" in text_of(events)
    assert [s.meta.text for s in talk.draft.segments("voice")] == [s.meta.text for s in before.segments("voice")]


def test_what_stands_on_a_scene_moves_with_it() -> None:
    talk = Talk(musical(), assets=SHOP_ASSETS)
    talk.say("cut on the beat")
    draft = talk.draft
    main = draft.segments("main")
    assert [(t.start, t.end) for t in draft.segments("text")] == [(s.start, s.end) for s in main[1:3]]
    assert [v.start for v in draft.segments("voice")] == [main[n].start + 200 for n in (0, 1, 5)]
    assert [c.start for c in draft.segments("caption")] == [v.start for v in draft.segments("voice")]
    assert draft.segments("cta")[0].end == draft.duration == draft.segments("music")[0].duration


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_go_back_when_asked(language: str) -> None:
    on, off = LANGUAGES[language]
    talk = Talk(musical(), language, assets=SHOP_ASSETS)
    talk.say(on)
    assert max(off_beat(talk.draft)) <= 20
    talk.say(off)
    assert cuts(talk.draft) == cuts(shop()) and [t.end for t in talk.draft.segments("text")] == [10_000, 15_000]
    talk.say("undo")
    assert max(off_beat(talk.draft)) <= 20


def test_other_music_brings_its_own_beats() -> None:
    talk = Talk(musical("upbeat"), assets=SHOP_ASSETS)
    talk.say("cut on the beat")
    talk.say("change the music to something calm")
    assert talk.draft.segments("music")[0].meta.mood == "calm" and max(off_beat(talk.draft)) <= 20
    talk.say("don't cut on the beat")
    assert cuts(talk.draft) == cuts(shop())


def test_a_sentence_is_never_cut() -> None:
    draft = musical()
    for number, scene in enumerate(draft.segments("main")):
        if number not in (0, 1, 5):
            put(draft, "voice", scene.start + 200, 4500, text="A long sentence.", speed=1.0)
    before = {v.meta.id: v.duration for v in draft.segments("voice")}
    talk = Talk(draft, assets=SHOP_ASSETS)
    talk.say("cut on the beat")
    after = talk.draft
    assert {v.meta.id: v.duration for v in after.segments("voice")} == before and after.duration == 30_000
    for voice in after.segments("voice"):
        scene = next(s for s in after.segments("main") if s.start <= voice.start < s.end)
        assert voice.end <= scene.end


def test_clips_keep_their_cuts() -> None:
    draft = Draft.read({"m": {"width": 1080, "height": 1920}})
    for at, end, asset in ((0, 3100, "c1"), (3100, 6380, "p1"), (6380, 9100, "p1"), (9100, 12_000, "c2")):
        put(draft, "main", at, end - at, kind=CLIP_ASSETS[asset].kind, asset=asset)
    relay(draft)
    put(draft, "music", 0, draft.duration, **packaged("happy", "1"))
    talk = Talk(draft, assets=CLIP_ASSETS)
    talk.say("cut on the beat")
    first, middle, last = cuts(talk.draft)
    assert (first, last) == (3100, 9100) and off_beat(talk.draft)[1] <= 20 and middle != 6380


def test_without_music_to_follow_it_says_so() -> None:
    talk = Talk(musical(), assets=SHOP_ASSETS)
    talk.say("remove the music")
    events = talk.say("cut on the beat")
    assert "no music to cut to" in text_of(events)
    talk.say("use my song as the music")
    events = talk.say("cut on the beat")
    assert "built-in music" in text_of(events)
    events = talk.say("don't cut on the beat")
    assert "not on the beat" in text_of(events)


lengths = st.lists(st.integers(600, 9000), min_size=2, max_size=12)


@given(lengths, st.lists(st.integers(0, 60_000), max_size=60), st.data())
def test_no_scene_falls_below_its_least(given_lengths: list[int], beats: list[int], data: st.DataObject) -> None:
    least = [data.draw(st.integers(500, length)) for length in given_lengths]
    found = boundaries(given_lengths, least, [True] * (len(least) - 1), beats)
    edges = [0, *found, sum(given_lengths)]
    assert all(b - a >= low for (a, b), low in zip(pairwise(edges), least, strict=True))
    old = [sum(given_lengths[: n + 1]) for n in range(len(least) - 1)]
    for was, now in zip(old, found, strict=True):
        assert now == was or (now in beats and abs(now - was) <= REACH)
