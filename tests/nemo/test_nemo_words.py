"""Every language says everything English says, with the same blanks."""

import string
from itertools import pairwise

import pytest

from nemo.activity import ROWS, activity_line
from nemo.words import catalogue, languages, say, spoken, word


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", languages())
def test_a_language_has_every_sentence_with_the_same_blanks(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)
    for table, sentences in english.items():
        if table == "value":
            continue
        assert set(sentences) == set(other[table]), table
        for key, sentence in sentences.items():
            assert blanks(sentence) == blanks(other[table][key]), f"{table}.{key}"


def test_english_and_chinese_are_there() -> None:
    assert {"en", "zh"} <= set(languages())


def test_a_chinese_sentence_is_punctuated_as_chinese() -> None:
    for table, sentences in catalogue("zh").items():
        for key, sentence in sentences.items():
            for before, mark in pairwise(sentence):
                assert not ("\u4e00" <= before <= "\u9fff" and mark in ",:;?!("), f"{table}.{key}: {sentence}"


@pytest.mark.parametrize(
    ("tag", "language"), [("zh-CN", "zh"), ("zh_TW", "zh"), ("EN-us", "en"), ("fi", "en"), ("", "en"), (None, "en")]
)
def test_a_language_tag_finds_its_catalogue(tag: str | None, language: str) -> None:
    assert spoken(tag) == language


def test_a_word_without_a_translation_is_made_readable() -> None:
    assert word("value", "pan_left", "en") == "pan left"
    with pytest.raises(KeyError):
        say("no.such_key")


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("trim_clip", "Trimming the clip…"),
        ("setVolume", "Adjusting the volume…"),
        ("add_bgm", "Choosing the music…"),
        ("add_caption_text", "Writing the captions…"),
        ("GenerateVideo", "Making the video…"),
        ("replace_music", "Choosing the music…"),
        ("undo", "Going back a step…"),
        ("xyzzy", "Working on it…"),
        ("", "Working on it…"),
    ],
)
def test_a_tool_is_a_friendly_line(tool: str, line: str) -> None:
    assert activity_line(tool) == line


def test_every_kind_of_tool_has_a_line_in_every_language() -> None:
    for language in languages():
        assert {key for key, _ in ROWS} <= set(catalogue(language)["activity"])
