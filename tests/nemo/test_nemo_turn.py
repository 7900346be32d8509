"""A turn over the wire: silence, long runs, broken connections, Stop; and never a message sent twice."""

import threading
import time

import pytest

from nemo import errors
from nemo.client import NemoClient
from tests.nemo.cloud import HEARTBEATS, Cloud, Reply, called, capture, failed, frame, ok, said, stream
from tests.nemo.drafts import CUT, FINISHED, MUSIC, TITLE
from tests.nemo.ear import Ear

WORKING = "⏳ Still working..."


def test_an_edit_without_words_is_told_from_the_state(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = {**CUT, "t": [*CUT["t"], MUSIC]}
    cloud.chats(called("add_title"), cloud.set_draft(FINISHED))
    answer = client.chat("sid1", "add a title")
    assert answer.text == '✅ Title added: "Paradise Found" (0–3 s)'
    assert answer.silent
    assert answer.error is None
    assert answer.summary is not None and answer.summary.startswith("Timeline (3 tracks)")


def test_a_first_video_is_told_in_two_steps(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    cloud.chats(called("generate_video"), cloud.set_draft(FINISHED))
    answer = client.chat("sid1", "make a video", ear)
    assert [stage.split("\n")[0] for stage in ear.stages] == ["First cut:", "Then added:"]
    assert answer.text == "\n\n".join(ear.stages)
    assert "✅ BGM added: Lo-fi (0–10 s)" in ear.stages[1]


def test_the_cut_of_a_long_turn_is_shown_before_the_rest(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    wait = [step for _ in range(9) for step in cloud.beat(15)]
    cloud.chats(*wait, cloud.set_draft(CUT), *wait, cloud.set_draft(FINISHED), called("add_title"), said("Ready."))
    answer = client.chat("sid1", "make a video", ear)
    assert ear.stages == ["✅ Video added: beach.jpg (0–5 s)\n✅ Video added: pier.jpg (5–10 s)"]
    assert answer.text == "Ready."
    assert len(answer.changes) == 4


def test_silence_is_told_in_the_users_language(cloud: Cloud) -> None:
    client = NemoClient(cloud.url, clock=cloud.clock, language="zh-CN")
    cloud.draft = CUT
    cloud.chats(called("add_title"), cloud.set_draft({**CUT, "t": [*CUT["t"], TITLE]}))
    assert client.chat("sid1", "加标题").text == '✅ 已添加标题\uff1a"Paradise Found"\uff080–3 s\uff09'


def test_no_content_after_a_tool_call_is_success(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    mute = frame(errorCode="MODEL_RETURNED_NO_CONTENT", errorMessage="empty")
    cloud.chats(called("set_volume"), cloud.set_draft(FINISHED), mute)
    answer = client.chat("sid1", "quieter")
    assert answer.error is None
    assert answer.text.startswith("✅")


def test_a_state_which_follows_late_is_waited_for(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("GET /api/state", *[ok({"state": {"draft": CUT}})] * 3, ok({"state": {"draft": FINISHED}}))
    cloud.chats(called("add_title"))
    assert "Title added" in client.chat("sid1", "add a title").text


def test_a_silent_turn_without_a_change_says_so(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    cloud.chats(capture("empty.stream"))
    answer = client.chat("sid1", "hm")
    assert answer.text == "That is finished; nothing in the timeline has changed."
    assert answer.changes == []


def test_changes_come_with_spoken_answers_too(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    cloud.chats(called("add_title"), cloud.set_draft(FINISHED), said("All set!"))
    answer = client.chat("sid1", "add a title")
    assert answer.text == "All set!"
    assert '✅ Title added: "Paradise Found" (0–3 s)' in answer.changes


def test_what_only_our_engine_adds_is_passed_on(cloud: Cloud, client: NemoClient) -> None:
    extras = {
        "options": ["red", "blue"],
        "suggestions": ["export"],
        "question": "Which?",
        "version": 4,
        "changes": ["a"],
    }
    cloud.chats(frame(actions={"stateDelta": {"reelwright": extras}}))
    answer = client.chat("sid1", "colour")
    assert (answer.options, answer.suggestions, answer.question) == (["red", "blue"], ["export"], "Which?")
    assert answer.changes == ["a"]


def test_fifteen_minutes_of_heartbeats_between_signs_of_life_are_fine(
    cloud: Cloud, client: NemoClient, ear: Ear
) -> None:
    five_minutes = [step for _ in range(20) for step in cloud.beat(15)]
    cloud.chats(
        *five_minutes, called("trim_clip"), *five_minutes, called("music"), *five_minutes, said("Done at last.")
    )
    answer = client.chat("sid1", "go", ear)
    assert answer.text == "Done at last."
    assert answer.error is None
    assert ear.notices == [WORKING] * 6
    assert cloud.clock.time >= 1000 + 900


@pytest.mark.parametrize("kind", HEARTBEATS)
def test_every_kind_of_heartbeat_leads_to_a_line_every_two_minutes(
    cloud: Cloud, client: NemoClient, ear: Ear, kind: str
) -> None:
    cloud.chats(*[step for _ in range(18) for step in cloud.beat(15, kind)], said("Hello."))
    assert client.chat("sid1", "go", ear).text == "Hello."
    assert ear.notices == [WORKING, WORKING]


def test_ten_minutes_of_heartbeats_alone_are_a_timeout(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    cloud.draft = CUT
    cloud.chats(*[step for _ in range(41) for step in cloud.beat(15)], cloud.hang)
    answer = client.chat("sid1", "go", ear)
    assert isinstance(answer.error, errors.TurnLost)
    assert answer.error.action == "retry"
    assert cloud.count("POST /run_sse") == 1
    assert any("not sent again" in notice for notice in ear.notices)


def test_an_answer_after_the_timeout_is_still_heard(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    cloud.chats(*[step for _ in range(50) for step in cloud.beat(15)], said("Here I am."))
    answer = client.chat("sid1", "go")
    assert answer.text == "Here I am."
    assert answer.error is None


def test_a_cut_connection_is_settled_by_the_state(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    cloud.draft = CUT
    cloud.chats(called("add_title"), cloud.set_draft(FINISHED), cut=True)
    answer = client.chat("sid1", "add a title", ear)
    assert answer.recovered
    assert answer.error is None
    assert answer.text.startswith("The connection dropped, but your edit came through.")
    assert "Title added" in answer.text
    assert cloud.count("POST /run_sse") == 1


def test_a_cut_connection_whose_edit_never_shows_is_an_honest_failure(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    cloud.chats(called("add_title"), cut=True)
    answer = client.chat("sid1", "add a title")
    assert isinstance(answer.error, errors.TurnLost)
    assert cloud.count("POST /run_sse") == 1
    assert cloud.count("GET /api/state") == 1 + 5 + 1
    assert cloud.clock.time >= 1000 + 5 * 60


def test_half_a_frame_is_a_cut_too(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    cloud.chats(called("x"), cloud.set_draft(FINISHED), said("never shown")[:40], framing="close")
    answer = client.chat("sid1", "go")
    assert answer.recovered
    assert "never" not in answer.text


def test_a_stall_is_settled_by_the_state(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    cloud.chats(called("add_title"), cloud.set_draft(FINISHED), cloud.hang)
    answer = client.chat("sid1", "go")
    assert answer.recovered
    assert answer.error is None
    assert cloud.count("POST /run_sse") == 1
    assert cloud.clock.time == pytest.approx(1000 + 300 + 60 + 60, abs=20)


def test_a_connection_which_breaks_before_the_answer_is_not_sent_again(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    cloud.on("POST /run_sse", Reply(502, b"<html>Bad gateway</html>", kind="text/html"))
    cloud.clock.run()
    assert isinstance(client.chat("sid1", "go").error, errors.TurnLost)
    assert cloud.count("POST /run_sse") == 1


def test_the_embedded_engine_is_asked_for_a_broken_turn_again(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    head = {"X-Turn-Id": "turn9"}
    cloud.chats(said("One ", True), headers=head, cut=True)
    cloud.on("GET /api/turns/nemo_agent/me/sid1/turn9", stream(said("One ", True), said("One, two, three.", False)))
    answer = client.chat("sid1", "count", ear)
    assert answer.text == "One, two, three."
    assert answer.error is None
    assert answer.turn_id == "turn9"
    assert cloud.count("POST /run_sse") == 1


def test_a_turn_which_is_read_again_may_take_its_time(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    cloud.draft = CUT
    cloud.chats(said("One, two ", True), headers={"X-Turn-Id": "turn9"}, cut=True, runs=False)
    wait = [step for _ in range(28) for step in cloud.beat(15)]
    again = [
        said("One, ", True),
        *wait,
        said("One, two, three.", False),
    ]
    cloud.on("GET /api/turns/nemo_agent/me/sid1/turn9", stream(*again))
    assert client.chat("sid1", "count", ear).text == "One, two, three."
    assert ear.texts == ["One, two ", "One, two, three."]


def test_a_message_may_have_a_name_by_which_a_service_knows_it_again(cloud: Cloud, client: NemoClient) -> None:
    cloud.draft = CUT
    cloud.chats(said("All done."))
    assert client.chat("sid1", "go", key="line-7").text == "All done."
    client.chat("sid1", "go")
    keys = [call.headers.get("Idempotency-Key") for call in cloud.asked if call.path == "/run_sse"]
    assert keys == ["line-7", None]


def test_an_error_in_the_stream_is_told_once_and_keeps_the_text(cloud: Cloud, client: NemoClient) -> None:
    cloud.chats(capture("raise.stream"))
    answer = client.chat("sid1", "go")
    assert answer.text == "Working on it."
    assert isinstance(answer.error, errors.TurnFailed)
    assert "RuntimeError" not in answer.error.sentence()
    assert "渲染失败" not in answer.error.sentence()


def test_running_out_of_credits_in_mid_stream_offers_the_registration(cloud: Cloud, client: NemoClient) -> None:
    client.anonymous_token()
    cloud.chats(capture("error_event.stream"))
    error = client.chat("sid1", "go").error
    assert isinstance(error, errors.OutOfCredits)
    assert error.link == "https://nemovideo.com/?bind=anon_7"
    assert error.link in error.sentence()


@pytest.mark.parametrize(("code", "kind"), [("SAFETY", errors.TurnRefused), ("RESOURCE_EXHAUSTED", errors.RateLimited)])
def test_codes_inside_the_stream_have_their_errors(
    cloud: Cloud, client: NemoClient, code: str, kind: type[errors.NemoError]
) -> None:
    cloud.chats(frame(errorCode=code, errorMessage="…"))
    assert isinstance(client.chat("sid1", "go").error, kind)


def test_an_answer_which_was_cut_short_says_so(cloud: Cloud, client: NemoClient) -> None:
    cloud.chats(said("Once upon a", errorCode="MAX_TOKENS"))
    answer = client.chat("sid1", "go")
    assert answer.text == "Once upon a\n\n(The answer was cut short.)"
    assert answer.error is None


def test_stop_ends_the_turn_at_once(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    stop = threading.Event()
    cloud.chats(said("Half an ans", True), lambda: cloud.over.wait(20), headers={"X-Turn-Id": "t1"})
    cloud.on("POST /api/turns/nemo_agent/me/sid1/stop", ok({"turn": "t1"}))
    threading.Timer(0.2, stop.set).start()
    start = time.monotonic()
    answer = client.chat("sid1", "go", ear, stop)
    assert time.monotonic() - start < 1
    assert answer.stopped
    assert answer.text == "Half an ans"
    assert cloud.count("POST /api/turns/nemo_agent/me/sid1/stop") == 1
    assert not readers_left()


def readers_left() -> bool:
    """Whether a thread still reads a stream after a moment."""
    for _ in range(50):
        if not any(thread.name == "nemo-stream" for thread in threading.enumerate()):
            return False
        time.sleep(0.02)
    return True


def test_turns_of_one_session_follow_one_another(cloud: Cloud, client: NemoClient) -> None:
    at_work, most = [0], [0]

    def enter() -> None:
        at_work[0] += 1
        most[0] = max(most[0], at_work[0])
        time.sleep(0.05)
        at_work[0] -= 1

    cloud.chats(enter, said("ok"))
    other = NemoClient(cloud.url, clock=cloud.clock)
    threads = [threading.Thread(target=who.chat, args=("sid1", "go")) for who in (client, other, client)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert cloud.count("POST /run_sse") == 3
    assert most[0] == 1


def test_a_session_which_is_gone_is_replaced_and_told(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("GET /api/state", failed(1002))
    answer = client.chat("old", "go")
    assert isinstance(answer.error, errors.SessionRenewed)
    assert answer.session is not None and answer.session.session_id == "sid1"
    assert "new one" in answer.error.sentence()
    assert cloud.count("POST /run_sse") == 0


def test_the_real_frameworks_unknown_session_is_the_same(cloud: Cloud, client: NemoClient) -> None:
    cloud.on("POST /run_sse", Reply(404, {"detail": "Session not found: nope"}))
    assert isinstance(client.chat("nope", "go").error, errors.SessionRenewed)


def test_an_empty_message_is_not_sent(cloud: Cloud, client: NemoClient) -> None:
    assert isinstance(client.chat("sid1", " \n ").error, errors.EmptyMessage)
    assert cloud.asked == []


def test_a_request_that_came_too_fast_is_repeated_once_after_half_a_minute(
    cloud: Cloud, client: NemoClient, ear: Ear
) -> None:
    cloud.on("POST /run_sse", failed(429, 429), stream(said("Now it works.")))
    assert client.chat("sid1", "go", ear).text == "Now it works."
    assert 30 in cloud.clock.naps
    assert ear.notices == ["The service is busy; I try again in 30 seconds."]
    cloud.on("POST /run_sse", failed(429, 429))
    assert isinstance(client.chat("sid1", "go").error, errors.RateLimited)
    assert cloud.count("POST /run_sse") == 4


def test_an_expired_anonymous_token_is_renewed_in_silence(cloud: Cloud, client: NemoClient, ear: Ear) -> None:
    cloud.on("POST /run_sse", failed(1001, 401), stream(said("Hello again.")))
    answer = client.chat("sid1", "go", ear)
    assert answer.text == "Hello again."
    assert ear.notices == []
    assert cloud.count("POST /api/auth/anonymous-token") == 2
