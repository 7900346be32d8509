"""Texts are read as a presenter reads them, and no word of the user's is lost on the way."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sound.numerals import cardinal, ordinal, year
from engine.sound.spoken import language_of, reading, said
from engine.sound.writing import joined

TABLE = Path(__file__).parent.parent / "data" / "spoken.tsv"
CASES = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("case", CASES, ids=[case["written"] for case in CASES])
def test_it_is_read_as_the_table_says(case: dict[str, str]) -> None:
    spoken = reading(case["written"], case["language"])
    if case["language"] == "zh":
        spoken = spoken.replace(" ", "")
    assert spoken == case["spoken"]


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len([case for case in CASES if case["language"] == "en"]) >= 60
    assert len([case for case in CASES if case["language"] == "zh"]) >= 20
    assert len([case for case in CASES if case["language"] == "es"]) >= 20


@pytest.mark.parametrize("case", CASES, ids=[case["written"] for case in CASES])
def test_the_words_stay_the_users_own(case: dict[str, str]) -> None:
    words = [word.word for word in said(case["written"], case["language"])]
    assert joined(words).replace(" ", "") == case["written"].replace(" ", "")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_can_be_read_and_keeps_its_words(text: str) -> None:
    for language in ("en", "zh", "es"):
        words = said(text, language)
        assert "".join("".join(word.word.split()) for word in words) == "".join(text.split())


@given(
    st.lists(
        st.sampled_from(["$4.99", "50%", "6pm", "July", "4,", "2026", "@x", "5kg", "the", "No.", "St.", "—", "1/2"])
    )
)
@settings(max_examples=200, deadline=None)
def test_no_digit_or_sign_is_left_in_an_english_reading(words: list[str]) -> None:
    assert not set(reading(" ".join(words))) & set("0123456789$%@/")


def test_numbers_in_words() -> None:
    assert cardinal(1_000_001) == "one million one"
    assert cardinal(10**18).startswith("one zero zero")
    assert ordinal(112) == "one hundred twelfth"
    assert [year(number) for number in (1905, 2000, 2007, 2026)] == [
        "nineteen oh five",
        "two thousand",
        "two thousand seven",
        "twenty twenty-six",
    ]


def test_the_language_is_the_one_the_text_is_written_in() -> None:
    assert language_of("立即购买", "en") == "zh"
    assert language_of("Buy now", "zh-CN") == "en"
    assert language_of("Buy the 小米 phone now and save", "en") == "en"
    assert language_of("购买 iPhone 15 Pro", "zh") == "zh"
