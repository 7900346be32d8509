"""Where what the user types goes, held to a table in two languages, more than half of it traps."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo.router import route

TABLE = [
    line.split("\t", 1)
    for line in (Path(__file__).parent.parent / "data" / "routing.tsv").read_text(encoding="utf-8").splitlines()
]


def test_the_table_is_large_and_half_of_it_are_traps() -> None:
    assert len(TABLE) >= 150
    assert len({text for _, text in TABLE}) == len(TABLE)
    assert sum(wanted == "chat" for wanted, _ in TABLE) >= len(TABLE) / 2


def test_at_least_98_in_100_go_the_right_way() -> None:
    wrong = [(wanted, route(text), text) for wanted, text in TABLE if route(text) != wanted]
    assert len(wrong) <= len(TABLE) * 0.02, wrong


@pytest.mark.parametrize(
    "text",
    [
        "write me a script I can export",
        "don't export yet",
        "add a title that says Download now",
        "导出前先加字幕",
        "how do credits work in films?",
    ],
)
def test_the_traps_of_the_brief_go_to_the_chat(text: str) -> None:
    assert route(text) == "chat"


@pytest.mark.parametrize("text", ["can you pls send me the vid", "导出", "send me the video", "download"])
def test_politeness_and_shortness_are_understood(text: str) -> None:
    assert route(text) == "export"


@given(st.text(max_size=200))
def test_no_message_is_too_strange(text: str) -> None:
    assert route(text) in ("export", "credits", "state", "upload", "chat")


@given(st.sampled_from([text for wanted, text in TABLE if wanted != "chat"]))
def test_a_negation_always_leads_to_the_chat(text: str) -> None:
    assert route(f"don't {text}") == "chat"
    assert route(f"{text} — not yet") == "chat"


@given(st.sampled_from([text for wanted, text in TABLE if wanted != "chat"]))
def test_case_and_width_do_not_matter(text: str) -> None:
    wide = "".join(
        chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" and letter not in "\"'" else letter for letter in text
    )
    assert route(text.upper()) == route(text)
    assert "http" in text or route(wide) == route(text)
