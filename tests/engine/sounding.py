"""Sounds and drafts for the tests of the mix."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np

from engine.sound.audio import RATE, Stereo
from engine.sound.mix import mixdown
from nemo.draft import Draft


@dataclass(frozen=True)
class Recording:
    """An upload, as the mix sees it."""

    kind: str
    path: Path
    audio_path: Path | None = None


def mixed(*given: Any) -> Stereo:
    """What `mixdown` gives, in one piece."""
    return np.concatenate([np.zeros((0, 2), np.float32), *mixdown(*given)])


def tone(seconds: float, frequency: float = 440.0, gain: float = 0.25) -> Stereo:
    wave = gain * np.sin(2 * np.pi * frequency * np.arange(round(seconds * RATE)) / RATE)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def flac(path: Path, samples: Stereo) -> Path:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("flac", rate=RATE, layout="stereo", format="s16")
        for start in range(0, len(samples), 4096):
            pcm = np.ascontiguousarray((samples[start : start + 4096] * 32767).astype(np.int16).reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="stereo")
            frame.rate, frame.pts = RATE, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def draft(duration: int, **tracks: list[dict[str, Any]]) -> Draft:
    """A draft whose tracks hold these segments: `d` beside the metadata."""
    wire = [
        {"tt": 1, "m": {"role": role}, "sg": [{"d": item.pop("d"), "m": item} for item in map(dict, segments)]}
        for role, segments in tracks.items()
    ]
    return Draft.read({"d": duration, "m": {"language": "en"}, "t": wire})


def level(samples: Stereo) -> float:
    """RMS in dB."""
    return 10 * float(np.log10((samples.astype(np.float64) ** 2).mean() + 1e-12))


def pitch(samples: Stereo) -> float:
    """The strongest frequency in Hz."""
    spectrum = np.abs(np.fft.rfft(samples[:, 0] * np.hanning(len(samples))))
    return float(np.argmax(spectrum)) * RATE / len(samples)
