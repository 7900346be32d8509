"""From bytes to visible text: every capture of the real framework, in every framing a network can produce."""

import json
import time
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemo.client import NemoClient
from nemo.pump import END, Pump
from nemo.sse import CutOffError, Fold, events
from tests.nemo.cloud import HEARTBEATS, INDEX, Cloud, capture, frame, said
from tests.nemo.ear import Ear

STREAMS = [name for name, record in INDEX.items() if "show_text" in record]


def folded(chunks: Iterable[bytes]) -> Fold:
    fold = Fold()
    for event in events(chunks):
        fold.take(event)
    return fold


def pieces(body: bytes, size: int) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


@pytest.mark.parametrize("name", STREAMS)
def test_a_capture_folds_to_what_a_user_may_see(name: str) -> None:
    record, fold = INDEX[name], folded([capture(name)])
    assert fold.text == record["show_text"]
    assert fold.tool_calls == record.get("hidden_tool_calls", [])
    assert fold.tool_responses == record.get("hidden_tool_responses", [])
    assert fold.thoughts == len(record.get("hidden_thoughts", []))
    assert bool(fold.error) == record["is_error"]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_the_size_of_the_chunks_does_not_matter(size: int) -> None:
    for name in STREAMS:
        if len(capture(name)) < 10_000 or size > 1:
            assert folded(pieces(capture(name), size)).text == INDEX[name]["show_text"], name


@pytest.mark.parametrize("ending", [b"\r\n", b"\r"])
@pytest.mark.parametrize("size", [1, 5, 65536])
def test_other_line_ends_are_understood(ending: bytes, size: int) -> None:
    for name in ("tool.stream", "unicode.stream", "llm_go.stream"):
        assert folded(pieces(capture(name).replace(b"\n", ending), size)).text == INDEX[name]["show_text"]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("size", [1, 7, 65536])
def test_an_event_may_stand_on_several_lines(ending: bytes, size: int) -> None:
    lines = [b'data: {"content": {"parts":', b'data: [{"text": "several lines"}]}}', b"", b""]
    assert folded(pieces(ending.join(lines), size)).text == "several lines"


@pytest.mark.parametrize("beat", HEARTBEATS)
@pytest.mark.parametrize("name", ["unicode.stream", "tool.stream", "llm_go.stream", "error_event.stream"])
def test_heartbeats_between_frames_change_nothing(name: str, beat: str) -> None:
    frames = capture(name).split(b"\n\n")
    body = HEARTBEATS[beat] + b"\n\n".join(frames[:-1]).replace(b"\n\n", b"\n\n" + HEARTBEATS[beat]) + b"\n\n"
    fold = folded(pieces(body, 11))
    assert fold.text == INDEX[name]["show_text"]
    assert fold.tool_calls == INDEX[name]["hidden_tool_calls"]


@pytest.mark.parametrize("framing", ["chunked", "close", "length"])
@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("size", [1, 1000])
def test_every_framing_of_http_gives_the_same_text(
    cloud: Cloud, client: NemoClient, framing: str, zipped: bool, size: int
) -> None:
    for name in STREAMS:
        body = capture(name)
        cloud.chats(*pieces(body, size if len(body) < 5000 else 1000), framing=framing, zipped=zipped)
        assert heard(cloud, client).text == INDEX[name]["show_text"], name


def heard(cloud: Cloud, client: NemoClient) -> Fold:
    """Fold one stream of the cloud, read as a turn reads it."""
    pump, fold = Pump(lambda: client._stream("POST", "/run_sse", json={}), cloud.clock), Fold()
    while (item := pump.inbox.get(timeout=10)) is not END:
        assert isinstance(item, dict), item
        fold.take(item)
    return fold


def test_the_text_grows_before_the_eyes(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    cloud.chats(*pieces(capture("llm_go.stream"), 50))
    client.chat("sid1", "go", ear)
    assert ear.texts[0] == "Let me "
    assert ear.texts[-1] == "Let me look. Trimmed c1 ✂️."
    assert ear.activities == ["Trimming the clip…"]
    assert not any("thinking" in text or "clip_id" in text for text in ear.texts)


def test_a_byte_order_mark_does_not_eat_the_first_event() -> None:
    for size in (1, 2, 3, 100):
        assert folded(pieces(b"\xef\xbb\xbf" + capture("final_only.stream"), size)).text == "One whole answer."


def test_a_frame_which_was_cut_off_is_not_shown() -> None:
    body = capture("final_only.stream")
    fold = Fold()
    with pytest.raises(CutOffError):
        for event in events([said("Whole. "), body[: len(body) // 2]]):
            fold.take(event)
    assert fold.text == "Whole. "


def test_bytes_which_are_no_text_do_not_end_the_stream() -> None:
    broken = said("caf\u00e9").replace("\u00e9".encode(), b"\xff")
    assert folded([broken, said(" ok")]).text == "caf\ufffd ok"


def test_what_is_no_event_is_passed_over() -> None:
    noise = [
        b"data: [1, 2]\n\n",
        b"data: {broken\n\n",
        b"retry: 5\n\n",
        b"event: x\ndata: {}\n\n",
        b"data: [DONE]\n\n",
        b"\n\n",
    ]
    assert folded([*noise, said("still here"), *noise]).text == "still here"


def test_a_two_megabyte_frame_costs_little() -> None:
    body = said("x" * 2_000_000)
    chunks = list(pieces(body, 8192))
    best = min(_cpu(chunks) for _ in range(5))
    assert best < 0.05


def _cpu(chunks: list[bytes]) -> float:
    start = time.process_time()
    assert len(folded(chunks).text) == 2_000_000
    return time.process_time() - start


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
parts = st.one_of(
    st.builds(lambda text: {"text": text}, texts),
    st.builds(lambda text: {"text": text, "thought": True}, texts),
    st.just({"functionCall": {"name": "trim_clip", "args": {"text": "HIDDEN"}}}),
    st.just({"functionResponse": {"name": "trim_clip", "response": {"text": "HIDDEN"}}}),
    st.just({}),
)
any_event = st.fixed_dictionaries(
    {},
    optional={
        "content": st.fixed_dictionaries({}, optional={"parts": st.lists(parts, max_size=3), "role": st.just("model")}),
        "partial": st.booleans(),
        "author": st.sampled_from(["a", "b"]),
        "actions": st.just({"stateDelta": {"v": 1}}),
        "errorCode": st.sampled_from(["MAX_TOKENS", "SAFETY", "MODEL_RETURNED_NO_CONTENT"]),
    },
)


@settings(max_examples=150, deadline=None)
@given(st.lists(any_event, max_size=8), st.data())
def test_any_split_of_the_same_bytes_gives_the_same_fold(sequence: list[dict], data: st.DataObject) -> None:
    ends = data.draw(st.sampled_from([b"\n", b"\r\n", b"\r"]))
    beats = data.draw(
        st.lists(st.sampled_from(list(HEARTBEATS.values())[:5]), min_size=len(sequence), max_size=len(sequence))
    )
    frames = [b"data: " + json.dumps(one, ensure_ascii=False).encode() + b"\n\n" for one in sequence]
    plain = b"".join(frames)
    noisy = b"".join(beat + one for beat, one in zip(beats, frames, strict=True)).replace(b"\n", ends)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(noisy)), max_size=10)))
    split = [noisy[start:end] for start, end in zip([0, *cuts], [*cuts, len(noisy)], strict=True)]
    expected, found = folded([plain]), folded(split)
    assert (found.text, found.tool_calls, found.error) == (expected.text, expected.tool_calls, expected.error)
    assert "HIDDEN" not in found.text


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(texts, min_size=1, max_size=4), min_size=1, max_size=4))
def test_text_in_pieces_and_text_as_a_whole_are_the_same(segments: list[list[str]]) -> None:
    in_pieces = [
        body
        for segment in segments
        for body in [*(said(text, partial=True) for text in segment), said("".join(segment), partial=False)]
    ]
    whole = [said("".join(segment)) for segment in segments]
    assert folded(in_pieces).text == folded(whole).text


def test_a_change_of_author_begins_a_new_segment_only_with_text() -> None:
    silent = frame(author="other", content={"parts": []})
    same = folded([said("One ", True), silent, said("One two.", False)])
    other = folded([said("One.", True), said("Two.", False, author="other")])
    assert same.text == "One two."
    assert other.text == "One.\n\nTwo."


def test_a_failure_which_is_told_twice_is_one_failure() -> None:
    twice = frame(errorCode="INTERNAL", errorMessage="boom") * 2 + b'data: {"error": "INTERNAL: boom"}\n\n'
    error = folded([twice]).error
    assert error is not None
    assert error.code == "INTERNAL"
    assert "boom" not in repr(error)


def test_no_content_after_a_tool_is_success_and_without_one_is_not() -> None:
    assert folded([capture("llm_mute.nostream")]).error is None
    assert folded([frame(errorCode="MODEL_RETURNED_NO_CONTENT")]).error is not None


def test_an_apology_after_a_whole_answer_is_left_out() -> None:
    apology = said("I encountered a temporary issue. Please try again.")
    assert folded([said("Your video is ready."), apology]).text == "Your video is ready."
    assert folded([apology]).text.startswith("I encountered")
