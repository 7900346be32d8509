"""Captions break by sense and balance, keep to the words' times, and can be written as files."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sound.speech import Word
from engine.sound.subtitles import LONGEST_MS, broken, captions, srt, vtt
from engine.sound.writing import joined, width
from nemo.draft import Draft


def timed(text: str, pace: int = 300) -> list[Word]:
    return [(word, place * pace, place * pace + pace - 40) for place, word in enumerate(text.split())]


WORDS = st.lists(
    st.sampled_from(
        [
            "a",
            "the",
            "wedding",
            "of",
            "Emma",
            "Rose",
            "Carter",
            "50",
            "ml",
            "$4.99",
            "July",
            "4,",
            "today.",
            "unbelievably",
        ]
    ),
    min_size=1,
    max_size=40,
)


@given(WORDS, st.integers(16, 42))
@settings(max_examples=200, deadline=None)
def test_every_caption_fits_and_no_word_is_lost(words: list[str], line: int) -> None:
    spoken = timed(" ".join(words))
    made = captions(spoken, line)
    assert [word for caption in made for word in caption.words] == spoken
    for caption in made:
        rows = caption.text.split("\n")
        assert len(rows) <= 2
        assert all(width(row) <= line for row in rows) or len(caption.words) == 1
        assert caption.start == caption.words[0][1] and caption.end >= caption.words[-1][2]
        assert caption.words[-1][2] - caption.start <= LONGEST_MS + 400
    assert all(one.end <= two.start for one, two in itertools.pairwise(made))


@pytest.mark.parametrize(
    ("text", "line", "lines"),
    [
        ("A bottle of only 50 ml", 16, "A bottle\nof only 50 ml"),
        ("The wedding of Emma Rose", 20, "The wedding\nof Emma Rose"),
        ("Meet us there on July 4 at noon", 22, "Meet us there\non July 4 at noon"),
        ("It costs 5 million dollars", 20, "It costs\n5 million dollars"),
        ("Together with their families, Emma and Lucas", 30, "Together with their families,\nEmma and Lucas"),
        ("Short enough", 30, "Short enough"),
    ],
)
def test_numbers_names_and_small_words_stay_together(text: str, line: int, lines: str) -> None:
    assert broken(text.split(), line) == lines


def test_chinese_breaks_between_words_and_counts_two_columns() -> None:
    words = ["欢迎", "参加", "我们", "的", "婚礼，", "时间", "是", "10月", "1日"]
    text = broken(words, 20)
    assert text.replace("\n", "") == "欢迎参加我们的婚礼，时间是10月1日"
    assert all(width(row) <= 20 for row in text.split("\n"))
    assert joined(["购买", "Glow", "Serum", "吧"]) == "购买Glow Serum吧"


def test_a_pause_or_a_sentence_begins_a_new_caption() -> None:
    words = [("One", 0, 200), ("two.", 220, 400), ("Three", 420, 700), ("four", 1400, 1600)]
    assert [caption.text for caption in captions(words)] == ["One two.", "Three", "four"]
    assert captions(words, until=1700)[-1].end == 1700
    assert captions([]) == []


def test_files_of_subtitles_hold_every_caption_at_its_time() -> None:
    segments = [
        {"d": 1500, "m": {"start": 61_234, "text": "Fish & <chips>,\n\ntoday"}},
        {"d": 800, "m": {"start": 3_661_000, "text": "再见"}},
        {"d": 800, "m": {"start": 3_662_000, "text": "  "}},
    ]
    draft = Draft.read({"d": 4_000_000, "t": [{"tt": 7, "m": {"role": "caption"}, "sg": segments}]})
    assert srt(draft) == (
        "1\n00:01:01,234 --> 00:01:02,734\nFish & <chips>,\ntoday\n\n2\n01:01:01,000 --> 01:01:01,800\n再见\n"
    )
    assert vtt(draft) == (
        "WEBVTT\n\n00:01:01.234 --> 00:01:02.734\nFish &amp; &lt;chips&gt;,\ntoday\n\n"
        "01:01:01.000 --> 01:01:01.800\n再见\n"
    )
    assert srt(Draft()) == "" and re.fullmatch(r"WEBVTT\n+", vtt(Draft()))
