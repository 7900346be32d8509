"""The networks which turn phonemes into sound, with the length of each phoneme.

Both speak the same alphabet and hide the durations they predict inside the graph. A graph output is appended to the
serialised model before it is loaded, so every word's time is what the network itself used.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from engine.sound.speech import Samples

RATE = 24000  # Hz, of both networks
UNIT = 600  # samples of one duration unit: 25 ms at 24 kHz, the text encoder's step in both graphs
NOISE_SEED = 7  # hibari adds shaped noise; a fixed seed makes the same text the same bytes


class Acoustic(Protocol):
    """A network with a voice chosen."""

    def utter(self, phonemes: str, speed: float) -> tuple[Samples, list[int]]:
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


def session(model: bytes) -> object:
    """An onnxruntime session on one thread, which does not spin while it waits."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


class Hibari:
    """The small English network which every installation has."""

    def __init__(self) -> None:
        from hibari.tts import ASSETS

        model = (Path(ASSETS) / "hibari.onnx").read_bytes()
        self._session = session(with_output(model, "/Clip_output_0"))

    def utter(self, phonemes: str, speed: float) -> tuple[Samples, list[int]]:
        """See `Acoustic.utter`."""
        from hibari import dsp

        feed = {"ids": np.asarray([ids(phonemes)], np.int64), "speed": np.asarray([speed], np.float32)}
        *spectrum, units = self._session.run(None, feed)  # type: ignore[attr-defined]
        noise = np.random.default_rng(NOISE_SEED)
        samples = dsp.synth(*(part[0] for part in spectrum), noise)
        return np.asarray(samples, np.float32), whole(units)


def whole(units: Sequence[float] | npt.NDArray[np.float32]) -> list[int]:
    """The networks' durations, which they give as rounded floats, as integers."""
    return [int(unit) for unit in np.asarray(units).reshape(-1)]


@functools.lru_cache(maxsize=1)
def hibari() -> Hibari:
    """The loaded network, one for the process."""
    return Hibari()


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
