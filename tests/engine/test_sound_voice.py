"""Speech: the user's words, at the moments they sound, from any voice installed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from engine.errors import SoundError
from engine.sound import acoustic, registry
from engine.sound.speech import Speech
from engine.sound.voice import LONGEST_TEXT, rehearse, speak, voices

TEXT = "Meet the Glow Serum — now only $49.99! Tap the link below, and save 20% today."


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("speech")


def loud_at(speech: Speech, start: int, end: int) -> float:
    """The loudest 10 ms between two moments, in dB below the loudest of the whole."""
    frames = speech.samples[: len(speech.samples) // 240 * 240].reshape(-1, 240)
    level = 10 * np.log10((frames**2).mean(axis=1) + 1e-10)
    return float(level[start // 10 : max(start // 10 + 1, end // 10)].max() - level.max())


SPOKEN_BY = [(voice.name, TEXT if voice.model == "hibari" else "Only $5!") for voice in voices("en")]


@pytest.mark.parametrize(("name", "words"), SPOKEN_BY)
def test_every_english_voice_speaks_the_words_in_order(name: str, words: str, shelf: Path) -> None:
    speech = speak(words, name, cache=shelf)
    assert [text for text, _, _ in speech.words] == words.split()
    moments = [moment for _, start, end in speech.words for moment in (start, end)]
    assert moments == sorted(moments)
    assert speech.duration_ms >= moments[-1]
    assert 0.2 < np.abs(speech.samples).max() <= 1
    assert speech.samples.dtype == np.float32 and speech.rate == 24000


def test_each_word_sounds_within_its_time_and_pauses_are_silent(shelf: Path) -> None:
    speech = speak(TEXT, cache=shelf)
    for text, start, end in speech.words:
        if end > start:
            assert loud_at(speech, start, end) > -30, text
    gaps = [(a[2], b[1]) for a, b in zip(speech.words, speech.words[1:], strict=False) if b[1] - a[2] > 150]
    assert len(gaps) >= 2  # after the dash and after the sentence
    for end, start in gaps:
        assert loud_at(speech, end + 50, start - 50) < -35


def test_a_word_is_found_where_it_sounds_to_40_ms(shelf: Path) -> None:
    """Between full stops a word stands alone, so the sound itself says when it begins and ends."""
    speech = speak("Boat. Cat. Dog. Tea.", cache=shelf)
    frames = speech.samples[: len(speech.samples) // 120 * 120].reshape(-1, 120)
    heard = 10 * np.log10((frames**2).mean(axis=1) + 1e-10)
    loud = heard > heard.max() - 35
    for text, start, end in speech.words:
        near = [place * 5 for place in range(max(0, start // 5 - 30), min(len(loud), end // 5 + 30)) if loud[place]]
        assert abs(near[0] - start) <= 40, text
        assert abs(near[-1] + 5 - end) <= 60, text


def test_the_durations_of_the_network_add_up_to_its_sound() -> None:
    for model, style in {voice.model: voice.style for voice in voices()}.items():
        samples, units = acoustic.network(model).utter("həlˈO ðˈɛɹ.", 1.0, style)
        assert sum(units) * acoustic.UNIT == len(samples)


def test_the_same_text_is_the_same_sound_and_kept(shelf: Path, tmp_path: Path) -> None:
    once = speak("Only today.", cache=shelf)
    kept = speak("Only today.", cache=shelf)
    fresh = speak("Only today.", cache=tmp_path)
    for other in (kept, fresh):
        assert np.array_equal(once.samples, other.samples) and once.words == other.words
    for file in tmp_path.glob("*.npz"):
        file.write_bytes(b"damaged")
    assert np.array_equal(speak("Only today.", cache=tmp_path).samples, once.samples)


def test_speed_changes_the_length_and_not_the_words(shelf: Path) -> None:
    slow, fast = (speak(TEXT, speed=speed, cache=shelf) for speed in (0.8, 1.4))
    assert fast.duration_ms < 0.75 * slow.duration_ms
    assert [word[0] for word in slow.words] == [word[0] for word in fast.words]


def test_the_voices_differ_in_pitch(shelf: Path) -> None:
    def pitch(name: str) -> float:
        """The median spacing of the harmonics in Hz, by the cepstrum of loud stretches of 85 ms."""
        speech = speak("We are all on our own. You are invited to our wedding.", name, cache=shelf)
        frames = speech.samples[: len(speech.samples) // 2048 * 2048].reshape(-1, 2048)
        frames = frames[(frames**2).mean(axis=1) > 0.2 * (frames**2).mean(axis=1).max()] * np.hanning(2048)
        cepstrum = np.fft.irfft(np.log(np.abs(np.fft.rfft(frames, axis=1)) + 1e-4))
        lags = np.arange(24000 // 300, 24000 // 85)
        return 24000 / float(np.median(lags[cepstrum[:, lags].argmax(axis=1)]))

    cole, june, heart = pitch("cole"), pitch("june"), pitch("heart")
    assert 90 < cole < 150 < june < heart < 250


def test_eight_threads_may_speak_at_once(tmp_path: Path) -> None:
    texts = [f"Offer number {number} ends soon." for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: speak(text, cache=tmp_path), texts))
    assert [speech.words[2][0] for speech in together] == [str(number) for number in range(8)]


def test_rehearsed_sentences_are_kept_and_sound_the_same(tmp_path: Path) -> None:
    texts = ["我们结婚了。", "诚邀您的光临。", "我们结婚了。"]
    rehearse([*texts, "a" * (LONGEST_TEXT + 1)], None, "zh", cache=tmp_path / "one")
    kept = {file.name: file.read_bytes() for file in (tmp_path / "one").rglob("*") if file.is_file()}
    for text in texts:
        speak(text, language="zh", cache=tmp_path / "two")
    assert {file.name: file.read_bytes() for file in (tmp_path / "two").rglob("*") if file.is_file()} == kept


def test_what_cannot_be_spoken_is_said_in_a_sentence(shelf: Path) -> None:
    with pytest.raises(SoundError, match="no voice called “Bob” here; there are Heart"):
        speak("Hello.", "Bob", cache=shelf)
    with pytest.raises(SoundError, match="No “sw” voice is installed here; the words stay on screen"):
        speak("Habari.", language="sw", cache=shelf)
    with pytest.raises(SoundError, match="20001 characters; a voice reads at most 20000"):
        speak("a" * (LONGEST_TEXT + 1), cache=shelf)


def test_a_missing_model_takes_its_voices_out_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry.Kokoro, "here", staticmethod(lambda: False))
    assert {voice.name for voice in voices()} == {"heart", "june", "cole"}
    with pytest.raises(SoundError, match="No Chinese voice is installed here"):
        speak("欢迎", language="zh")


def test_silence_for_nothing_to_say(shelf: Path) -> None:
    assert speak("", cache=shelf).duration_ms == 0
    assert speak("😀 —", cache=shelf).words == [("😀", 0, 0), ("—", 0, 0)]


def test_an_english_voice_says_which_words_it_could_not_read(shelf: Path) -> None:
    speech = speak("Hello 世界 friends and all the others", "heart", cache=shelf)
    assert speech.unread == ["世界"]
    assert speech.words[2][2] > speech.words[2][1]


def test_chinese_is_spoken_with_english_words_in_it(shelf: Path) -> None:
    speech = speak("购买 Glow，只要¥9！", language="zh", cache=shelf)
    assert "".join(word for word, _, _ in speech.words) == "购买Glow，只要¥9！"
    assert speech.unread == []
    for text, start, end in speech.words:
        assert end - start > 100, text
        assert loud_at(speech, start, end) > -30, text


def test_a_very_long_sentence_is_spoken_in_breaths(shelf: Path) -> None:
    text = "and then we walked along the river " * 20
    speech = speak(text, cache=shelf)
    assert len(speech.words) == len(text.split())
    assert all(end > start for _, start, end in speech.words)
