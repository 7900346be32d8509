"""Sentences end where a reader would say they end, in every script, and languages are told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.media.sentences import is_quote, language_of, paragraphs, split, tidy

CASES = [
    ["Mr. Smith paid $3.50 at 5 p.m. on Jan. 3.", "He left."],
    ["The U.S. economy grew 2.5 %.", "Visit example.com now!", "Why?!", "Yes…", "Maybe."],
    ["Dr. Lee works at Acme Inc.", "The firm is old.", "See No. 5 of J. R. Jones."],
    ["Version 2.0.1 is out.", "It weighs 980 g.", "Good."],
    ['He said: "No."', "She left."],
    ['"It works!"', "Then he went home."],
    ["“I am happy. Very happy,” said Jo.", "So was I."],
    ["(It rained. A lot.)", "Then the sun came out."],
    ["Prices rose, e.g. for oil, by 3 p.c. in all.", "Wages did not."],
    ["Er kam z.B. um 9 Uhr.", "Dann ging er."],
    ["¿Qué pasa?", "Nada.", "¡Vamos!"],
    ["«C’est bon.»", "Il rit."],
    ["他说：“今天很好。我们走吧！”", "然后他走了。", "价格是3.5元！", "真的？", "是的。"],
    ["“这本书很好。”李明说。", "他很高兴。"],
    ["これは文です。", "「はい。」と言った。", "終わり。"],
    ["यह पहला वाक्य है।", "यह दूसरा है।"],
    ["هل هذا صحيح؟", "نعم."],
    ["Это первое предложение.", "А это второе!"],
    ["No stop at all"],
]


@pytest.mark.parametrize("sentences", CASES, ids=lambda case: case[0][:30])
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    wide = ord(sentences[0][0]) > 0x2E80
    assert split(("" if wide else " ").join(sentences)) == sentences


@given(some.text(alphabet="ab A.!?\"“”'()。，！：「」0 9\n", max_size=80))
def test_no_letter_is_lost_or_added(text: str) -> None:
    assert "".join("".join(split(text)).split()) == "".join(tidy(text).split())


def test_a_quotation_that_never_closes_swallows_nothing() -> None:
    assert split("“He began. He went on. He never stopped.") == ["“He began.", "He went on.", "He never stopped."]


def test_a_very_long_quotation_is_split_like_any_text() -> None:
    long = "“" + "This is a sentence of some length. " * 12 + "End.”"
    assert len(split(long)) > 5


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The cat is on the mat and it does not want to go.", "en"),
        ("El gato está en la casa y no quiere salir.", "es"),
        ("Le chat est sur le lit et il ne veut pas partir.", "fr"),
        ("Die Katze ist auf dem Bett und will nicht weg.", "de"),
        ("今天天气很好，我们去公园吧。", "zh"),
        ("今日はいい天気ですね。", "ja"),
        ("오늘 날씨가 좋네요.", "ko"),
        ("Сегодня хорошая погода.", "ru"),
        ("الطقس جميل اليوم.", "ar"),
        ("מזג האוויר יפה היום.", "he"),
        ("आज मौसम अच्छा है।", "hi"),
        ("วันนี้อากาศดี", "th"),
        ("iPhone 17 Pro 256 GB", ""),
        ("2026", ""),
        ("小米 Xiaomi 15 Ultra 新品发布会", "zh"),
    ],
)
def test_languages_are_told_apart_or_left_open(text: str, language: str) -> None:
    assert language_of(text) == language


def test_quotes_are_recognised_by_their_share() -> None:
    assert is_quote("“We love it,” she said.") and is_quote("“很安静。”馆长说。")
    assert not is_quote("The “old” mill turned again after many years of rest.")
    assert not is_quote("Nobody said a word.")


def test_paragraphs_keep_lines_and_join_wrapped_ones() -> None:
    assert paragraphs("One.\n\nTwo.\r\nThree.\n\n\n") == ["One.", "Two.", "Three."]
    wrapped = "This line is wrapped by an editor that breaks after about sixty\nletters and so the sentence goes on."
    assert paragraphs(wrapped) == [wrapped.replace("\n", " ")]


def test_invisible_letters_go() -> None:
    assert tidy(" a\u200bb\u00a0 c\u00ad\n d ") == "ab c d"
