"""Talk of buttons and panels becomes actions; what is said about the video stays word for word."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemo.client import NemoClient
from nemo.gui import live, translate
from tests.nemo.cloud import Cloud, ok, said

ROWS = [
    json.loads(line) for line in (Path(__file__).parent.parent / "data" / "gui.jsonl").read_text("utf-8").splitlines()
]
CONTENT = [row["says"] for row in ROWS if not row["do"]]
INSTRUCTIONS = [row["says"] for row in ROWS if row["do"] and not row["text"] and "\n" not in row["says"]]


def test_there_are_enough_sentences_in_both_languages() -> None:
    assert len(ROWS) >= 60
    assert sum(any("\u4e00" <= letter <= "\u9fff" for letter in row["says"]) for row in ROWS) >= 20
    assert len(CONTENT) >= 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["says"][:40])
def test_a_sentence_becomes_its_text_and_its_actions(row: dict) -> None:
    translation = translate(row["says"])
    assert translation.text == row["text"]
    assert [action.kind for action in translation.actions] == row["do"]


@given(st.lists(st.sampled_from(CONTENT), max_size=5))
def test_content_stays_word_for_word(sentences: list[str]) -> None:
    text = "\n\n".join(sentences)
    assert translate(text).text == text


@given(st.lists(st.sampled_from(CONTENT), min_size=1, max_size=3), st.sampled_from(INSTRUCTIONS))
def test_an_instruction_after_content_goes_and_the_content_stays(content: list[str], instruction: str) -> None:
    translation = translate(" ".join(content) + "\n" + instruction)
    assert translation.text == " ".join(content)
    assert translation.actions


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    translation = translate(text)
    assert translation.actions or translation.text == text


def test_an_edit_names_what_to_send_to_the_chat() -> None:
    assert translate("Drag the logo to the left.").actions[0].text == "Drag the logo to the left"
    assert translate('Click the "Add Music" button.').actions[0].text == "Add Music"


def test_while_text_arrives_a_half_instruction_is_held_back() -> None:
    assert live("I added it. Click the Exp") == "I added it. "
    assert live("I added a tit") == "I added a tit"


def test_the_embedded_engine_knows_the_pages_it_speaks_of(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("GET /api/state", ok({"state": {}, "engine": {"name": "reelwright"}}))
    cloud.chats(said("Open the Exports page and click Export."))
    answer = client.chat("sid1", "how do I save it?")
    assert answer.text == "Open the Exports page and click Export."
    assert answer.actions == []


def test_an_answer_of_instructions_alone_still_says_something(cloud: Cloud, client: NemoClient) -> None:
    cloud.chats(said("Click the Export button to download your video."))
    answer = client.chat("sid1", "and now?")
    assert answer.text == "Your video is ready to export."
    assert [action.kind for action in answer.actions] == ["export"]
