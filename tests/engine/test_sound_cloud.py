"""Cloud voices against a real HTTP server on this machine: what is asked, what is kept, and what a failure does."""

import io
import json
import logging
import threading
import time
import wave
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import settings as engine_settings
from engine.director.turn import Edited, Say, Turn, take_turn
from engine.sound import cloud, registry
from engine.sound.cloud import CloudVoiceError
from engine.sound.spoken import said
from engine.sound.voice import speak, voices
from nemo.draft import Draft
from tests.engine.directing import SHOP_ASSETS, shop

KEY = "sk-secret-4711"
BURSTS = ((100, 500), (900, 1700))  # ms in which the served sound is loud


def wav(bursts: Any = BURSTS, length: int = 2000, rate: int = 44_100, channels: int = 2, width: int = 2) -> bytes:
    times = np.arange(length * rate // 1000) * 1000 / rate
    heard = sum(((times >= a) & (times < b)) for a, b in bursts)
    pcm = (np.sin(times * 2.0) * 12_000 * heard).astype("<i2" if width == 2 else "<i4")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(np.repeat(pcm[:, None], channels, axis=1).tobytes())
    return out.getvalue()


class Service:
    """A speech service: what it was asked, and what it answers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.answer: bytes = wav()
        self.status = 200
        self.hold = threading.Event()
        self.hold.set()
        self.location = ""

    def handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                service.paths.append(self.path)
                service.headers.append(dict(self.headers))
                service.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                service.hold.wait(20)
                self.send_response(service.status)
                if service.location:
                    self.send_header("Location", service.location)
                self.send_header("Content-Length", str(len(service.answer)))
                self.end_headers()
                self.wfile.write(service.answer)

            def log_message(self, *_: Any) -> None: ...

        return Handler


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Service]:
    """A service which is set up, with a data folder of its own."""
    served = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), served.handler())
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    given = {
        "DATA": str(tmp_path),
        "TTS_URL": f"http://127.0.0.1:{server.server_port}/v1/",
        "TTS_KEY": KEY,
        "TTS_MODEL": "tts-9",
        "TTS_VOICES": "nova, onyx",
        "TTS_TIMEOUT_S": "1",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"REELWRIGHT_{name}", value)
    engine_settings.settings.cache_clear()
    cloud._trouble.clear()
    yield served
    served.hold.set()
    server.shutdown()
    server.server_close()
    engine_settings.settings.cache_clear()
    cloud._trouble.clear()


def test_without_a_setting_there_is_no_cloud_voice() -> None:
    assert not any(voice.model == cloud.MODEL for voice in voices())


def test_the_service_is_asked_as_the_protocol_says(service: Service) -> None:
    speech = speak("Hello there.", "Nova", 1.25)
    assert service.paths == ["/v1/audio/speech"]
    asked = {"model": "tts-9", "input": "Hello there.", "voice": "nova", "speed": 1.25, "response_format": "wav"}
    assert service.asked == [asked] and service.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert speech.rate == 24_000 and speech.duration_ms == 2000
    assert 0.2 < np.abs(speech.samples[int(0.2 * 24_000) : int(0.4 * 24_000)]).max() < 0.5
    assert np.abs(speech.samples[int(0.6 * 24_000) : int(0.8 * 24_000)]).max() < 0.01


def test_a_sentence_is_asked_for_once(service: Service) -> None:
    first, second = speak("Hello there.", "nova"), speak("Hello there.", "cloud-nova")
    assert np.array_equal(first.samples, second.samples) and first.words == second.words
    speak("Hello there.", "onyx")
    assert [one["voice"] for one in service.asked] == ["nova", "onyx"]


def test_the_machine_s_own_voice_stays_the_usual_one(service: Service) -> None:
    assert [voice.model for voice in voices("en")][:1] == ["hibari"] and voices("en")[-1].title == "Onyx"
    speak("Hello there.")
    assert not service.asked
    assert registry.find(None, "de").name == "cloud-nova", "but nothing else reads German"


def test_words_lie_beside_pauses_and_in_proportion() -> None:
    samples = np.zeros(2 * 24_000, np.float32)
    for a, b in BURSTS:
        samples[a * 24 : b * 24] = 0.3
    found = cloud.timed(said("Good, wonderful morning", "en"), samples)
    assert [word for word, _, _ in found] == ["Good,", "wonderful", "morning"]
    assert found[0][1] == 100 and found[-1][2] == 1700
    assert all(start <= end for _, start, end in found)
    assert not any(500 < moment < 900 for _, start, end in found for moment in (start, end))
    _, start, end = cloud.timed(said("Good 🎉 day", "en"), samples)[1]
    assert start == end, "a picture takes no time"


def failures(service: Service) -> dict[str, Any]:
    def status(code: int) -> None:
        service.status = code

    def answer(raw: bytes) -> None:
        service.answer = raw

    def redirect() -> None:
        service.status, service.location = 307, "http://127.0.0.1:9/steal"

    return {
        "does not accept the key": lambda: status(401),
        "asked too often": lambda: status(429),
        "answered with an error": lambda: status(500),
        "with an error": redirect,
        "no 16-bit WAV": lambda: answer(b"<html>not sound</html>"),
        "16-bit WAV sound": lambda: answer(wav(width=4)),
        "WAV": lambda: answer(wav(bursts=())),
        "in time": lambda: service.hold.clear(),
    }


@pytest.mark.parametrize("reason", [*failures(Service())])
def test_each_failure_is_a_sentence_without_address_or_key(
    service: Service, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    failures(service)[reason]()
    with pytest.raises(CloudVoiceError, match=reason) as caught:
        speak("Hello there.", "nova")
    told = f"{caught.value} {caught.value!r} {caught.value.__cause__} {engine_settings.settings()!r} {caplog.text}"
    assert "cloud voice Nova gave no sound" in told and KEY not in told and "127.0.0.1:9/" not in told
    assert len(service.asked) == 1


def test_an_endless_answer_is_cut_off(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cloud, "MOST_BYTES", 100_000)
    with pytest.raises(CloudVoiceError, match="too large"):
        speak("Hello there.", "nova")


def test_a_service_which_is_gone_is_not_waited_for_again(service: Service) -> None:
    service.status = 503
    with pytest.raises(CloudVoiceError, match="error"):
        speak("One.", "nova")
    began = time.monotonic()
    with pytest.raises(CloudVoiceError, match="with an error"):
        speak("Two.", "nova")
    assert len(service.asked) == 1 and time.monotonic() - began < 1


def taken(message: str, draft: Draft) -> tuple[str, Draft]:
    events = list(take_turn(Turn(message, draft, assets=SHOP_ASSETS)))
    edited = next((event.draft for event in events if isinstance(event, Edited)), draft)
    return "".join(event.text for event in events if isinstance(event, Say)), edited


def with_nova() -> Draft:
    draft = shop()
    for line in draft.segments("voice"):
        line.meta.voice = "cloud-nova"
    return draft


def test_a_voiceover_by_the_cloud_says_its_words_in_time(service: Service) -> None:
    _, made = taken('make the voiceover say "Good day. See you soon."', with_nova())
    assert {line.meta.voice for line in made.segments("voice")} == {"cloud-nova"}
    assert [line.duration for line in made.segments("voice")] == [2000, 2000]
    shown = made.segments("caption")
    assert shown and shown[0].start == made.segments("voice")[0].start + 100


@pytest.mark.parametrize("language", ["en", "zh"])
def test_when_it_fails_a_voice_of_this_machine_reads_all_of_it_and_the_user_is_told(
    service: Service, language: str
) -> None:
    service.status = 500
    words = {"en": 'add a voiceover "Good day. See you soon."', "zh": "加配音“Good day. See you soon.”"}[language]
    answer, made = taken(words, with_nova())
    told = {
        "en": "Nova gave no sound: it answered with an error. Heart,",
        "zh": "云端声音 Nova 没有返回声音：返回了错误",
    }
    assert told[language] in answer and answer.count("Nova") == 1
    assert {line.meta.voice for line in made.segments("voice")} == {"heart"}
    assert made.segments("caption")


def test_a_language_only_the_cloud_reads_stays_silent_and_says_why(service: Service) -> None:
    draft = shop()
    draft.meta.language = "de"
    service.status = 401
    answer, after = taken("füge eine Stimme hinzu", draft)
    assert "Schlüssel nicht an" in answer and after.segments("voice") == draft.segments("voice")
