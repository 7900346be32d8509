"""A video keeps its pace: scenes of a few seconds, a voice that fills them, words that leave heads free."""

from itertools import pairwise

import pytest

from engine.director.legible import words_told
from engine.director.staging import closer, free_place
from engine.director.timeline import put
from engine.looks import look
from engine.media.assets import Asset
from nemo.draft import Draft, DraftMeta
from tests.engine.directing import Talk, photo, text_of

PROMO = "create a 30-second promo video with voiceover and call-to-action for my affiliate product"


def made(message: str, photos: int = 3) -> Draft:
    talk = Talk("none", assets={f"p{n}": photo(f"p{n}", f"{n}.jpg") for n in range(1, photos + 1)})
    said = text_of(talk.say(message))
    assert talk.draft is not None, said
    return talk.draft


@pytest.mark.parametrize("message", [PROMO, "做一个30秒的推广视频，带配音和行动号召"])
def test_a_promo_of_three_photos_changes_its_picture_every_few_seconds(message: str) -> None:
    draft = made(message)
    *pictures, end = draft.segments("main")
    assert len(pictures) >= 6 and all(2400 <= scene.duration <= 5200 for scene in pictures)
    assert end.meta.kind == "card" and 4000 <= end.duration <= 5500
    assert sum(voice.duration for voice in draft.segments("voice")) >= 0.6 * draft.duration
    shown: dict[str, list] = {}
    for scene in pictures:
        shown.setdefault(scene.meta.asset or "", []).append((scene.meta.crop, scene.meta.motion))
    for views in shown.values():
        assert all(one != other for one, other in pairwise(views)), "a picture returns as another view"


def test_facts_that_are_known_come_before_lines_that_fill() -> None:
    draft = made("30 second promo for the HydroFlow bottle, keeps drinks cold 24 hours, leakproof, $29, code COLD10")
    said = [voice.meta.text or "" for voice in draft.segments("voice")]
    assert "HydroFlow bottle" in said[0] and "24 hours" in said[1] and "leakproof" in said[2]
    assert "COLD10" in said[-1] and "$29" in said[-2]


def test_a_short_promo_keeps_its_length_and_its_facts_by_saying_them_in_fewer_words() -> None:
    draft = made("create a 10 second promo for my mug, it keeps drinks warm, fits any bag, $19")
    assert draft.duration == 10_000
    said = " ".join(voice.meta.text or "" for voice in draft.segments("voice"))
    assert all(fact in said.lower() for fact in ("mug", "keeps drinks warm", "fits any bag", "$19", "link"))


def test_an_invitation_shows_its_pictures_calmly() -> None:
    draft = made("wedding invitation for Anna & Ben on June 5 2027 at Lake Como", photos=5)
    assert all(4000 <= scene.duration <= 6100 for scene in draft.segments("main"))
    assert {s.meta.asset for s in draft.segments("main") if s.meta.asset} == {f"p{n}" for n in range(1, 6)}


def test_a_closer_view_keeps_every_face_and_is_never_soft() -> None:
    known = {"kind": "photo", "name": "a.jpg", "sha256": "", "path": "p"}
    two = Asset(id="a", width=2000, height=3000, faces=[(0.7, 0.05, 0.9, 0.2), (0.3, 0.1, 0.4, 0.2)], **known)
    x0, y0, x1, y1 = closer(two, 1) or (1, 1, 0, 0)
    assert x0 <= 0.3 and x1 >= 0.9 and y0 <= 0.05 and y1 >= 0.2 and abs(x1 - x0 - 0.7) < 1e-3
    assert closer(two, 0) is None and closer(two, 2) is None
    assert closer(two.model_copy(update={"width": 600}), 1) is None
    assert closer(two.model_copy(update={"faces": [(0.0, 0.1, 0.95, 0.6)]}), 1) is None


@pytest.mark.parametrize(
    ("face", "forbidden"), [((0.4, 0.45, 0.6, 0.55), "center"), ((0.4, 0.65, 0.6, 0.75), "bottom")]
)
def test_words_keep_off_heads(face: tuple[float, float, float, float], forbidden: str) -> None:
    asset = Asset(id="a", kind="photo", name="a", sha256="", path="p", width=1080, height=1920, faces=[face])
    draft = Draft(m=DraftMeta(width=1080, height=1920, kind="wedding"), t=[])
    scene = put(draft, "main", 0, 4000, kind="photo", asset="a", motion="none")
    for name in ("classic", "floral", "modern", "bold"):
        one = look(name)
        place = free_place(draft, scene, asset, one, "title", None) or one.style("title").position
        assert place != forbidden


def test_words_no_font_has_and_words_too_long_for_their_time_are_told() -> None:
    before = Draft(m=DraftMeta(), t=[])
    after = before.model_copy(deep=True)
    put(after, "text", 0, 1000, text="A very long line that nobody on earth reads in a single second \U00013000")
    told = words_told(before, after, "en")
    assert len(told) == 2 and "EGYPTIAN HIEROGLYPH A001" in told[0] and "1 s" in told[1]
    assert words_told(after, after, "en") == []
    assert "埃" not in words_told(before, after, "zh")[0] and "字体" in words_told(before, after, "zh")[0]


def talked(*messages: str) -> tuple[Talk, str]:
    talk = Talk("shop")
    for message in messages[:-1]:
        talk.say(message)
    return talk, text_of(talk.say(messages[-1]))


@pytest.mark.parametrize("message", ["make it 9:16", "TikTok please", "captions on", "把时长改成30秒"])
def test_what_is_so_already_is_said_and_makes_no_version(message: str) -> None:
    talk, said = talked(message)
    assert "already" in said or "现在就是这样" in said
    assert len(talk.versions) == len(Talk("shop").versions)


@pytest.mark.parametrize("message", ["make it pop more", "spice it up", "make it look better", "让视频更好看一点"])
def test_a_vague_wish_gets_one_question_with_answers(message: str) -> None:
    talk, said = talked(message)
    assert said.strip()[-1] in "?？" and len(talk.versions) == len(Talk("shop").versions)
    talk.say("A faster pace" if message.isascii() else "更快的节奏")
    assert talk.draft is not None and talk.draft.duration < 30_000


def test_captions_take_a_colour_and_keep_it_when_the_voice_changes() -> None:
    talk, said = talked("make the captions yellow")
    assert talk.draft is not None and talk.draft.meta.caption_color == "#ffd60a" and "#ffd60a" in said
    talk.say("字幕改成红色")
    assert talk.draft.meta.caption_color == "#e53935"


def test_unquoted_words_with_a_time_become_a_text_at_that_time() -> None:
    talk, _ = talked("add the text Free shipping over 50 dollars at 5 seconds for 3 seconds")
    assert talk.draft is not None
    shown = [
        s
        for role in ("title", "text")
        for s in talk.draft.segments(role)
        if s.meta.text == "Free shipping over 50 dollars"
    ]
    assert [(s.start, s.duration) for s in shown] == [(5000, 3000)]


def test_words_for_the_end_of_the_voice_replace_its_last_sentence_alone() -> None:
    talk, _ = talked("the voice should say 'Grab yours today' at the end")
    assert talk.draft is not None
    said = [voice.meta.text for voice in talk.draft.segments("voice")]
    assert said == ["Stop and look.", "It keeps cold.", "Grab yours today"]


def test_a_correction_takes_the_first_edit_back() -> None:
    talk, _ = talked("make the second photo 7 seconds", "no I meant the third")
    assert talk.draft is not None
    assert [s.duration for s in talk.draft.segments("main")[:3]] == [5000, 5000, 7000]


def test_two_things_off_are_both_off() -> None:
    talk, _ = talked("music off and no voice")
    assert talk.draft is not None and not talk.draft.segments("music") and not talk.draft.segments("voice")
