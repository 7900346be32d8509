"""Reading, resampling and stretching sound. Everything is float32 of shape (n, 2) at 48 kHz."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from scipy.signal import resample_poly

Stereo = npt.NDArray[np.float32]

RATE = 48000  # Hz


def samples(ms: float) -> int:
    """Milliseconds as samples at 48 kHz."""
    return round(ms * RATE / 1000)


def read(path: Path, start_ms: float = 0, length_ms: float | None = None, speed: float = 1.0) -> Stereo:
    """Part of a sound file as stereo at 48 kHz, played at `speed` with its pitch kept.

    `length_ms` is what is heard, so `length_ms × speed` of the file is read; a file which ends sooner gives less.
    Reads only files the engine made or packaged, never an upload. Raises `OSError` or `av.FFmpegError`.
    """
    parts = [*stream(path, start_ms, length_ms, speed)]
    return np.concatenate(parts) if parts else np.zeros((0, 2), np.float32)


def stream(path: Path, start_ms: float = 0, length_ms: float | None = None, speed: float = 1.0) -> Iterator[Stereo]:
    """What `read` gives, frame by frame, for files of any length."""
    left = samples(length_ms) if length_ms is not None else sys.maxsize
    with av.open(str(path), options={"protocol_whitelist": "file"}) as container:
        for part in _played(_from(container, start_ms), speed):
            yield part[:left]
            left -= len(part)
            if left <= 0:
                return


def doubled(mono: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """24 kHz as 48 kHz."""
    return np.asarray(resample_poly(mono, 2, 1), np.float32)


def _from(container: av.container.InputContainer, start_ms: float) -> Iterator[AudioFrame]:
    """Decoded frames as planar float stereo at 48 kHz, the first one cut to begin at `start_ms`."""
    stream = container.streams.audio[0]
    if start_ms > 500:
        container.seek(round(start_ms * 1000) - 500_000, backward=True)
    to_stereo = av.AudioResampler(format="fltp", layout="stereo", rate=RATE)
    skip: int | None = None
    for frame in container.decode(stream):
        for out in to_stereo.resample(frame):
            if skip is None:
                begun = float(frame.pts * frame.time_base) if frame.pts is not None and frame.time_base else 0.0
                skip = max(0, round((start_ms / 1000 - begun) * RATE))
            cut, skip = min(skip, out.samples), max(0, skip - out.samples)
            if cut < out.samples:
                yield out if not cut else _frame(_stereo(out)[cut:])
    yield from to_stereo.resample(None)


def _stereo(frame: AudioFrame) -> Stereo:
    return np.asarray(frame.to_ndarray(), np.float32).T


def _frame(part: Stereo) -> AudioFrame:
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(part.T), format="fltp", layout="stereo")
    frame.rate = RATE
    return frame


def _played(frames: Iterator[AudioFrame], speed: float) -> Iterator[Stereo]:
    """Frames as samples; another speed goes through ffmpeg's `atempo` (0.5 … 100 a stage), which keeps the pitch."""
    if abs(speed - 1) < 1e-3:
        for frame in frames:
            yield _stereo(frame)
        return
    graph = _stretcher(speed)
    clock = 0
    for frame in frames:
        frame.pts, clock = clock, clock + frame.samples
        graph.push(frame)
        yield from _pulled(graph)
    graph.push(None)
    yield from _pulled(graph)


def _pulled(graph: av.filter.Graph) -> Iterator[Stereo]:
    while True:
        try:
            frame = graph.pull()
        except (BlockingIOError, EOFError):
            return
        if isinstance(frame, AudioFrame):
            yield _stereo(frame)


def _stretcher(speed: float) -> av.filter.Graph:
    graph = av.filter.Graph()
    last = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="stereo")
    for stage in _stages(min(max(speed, 0.1), 16.0)):
        node = graph.add("atempo", f"{stage:.6f}")
        last.link_to(node)
        last = node
    planar = graph.add("aformat", "sample_fmts=fltp:channel_layouts=stereo")
    last.link_to(planar)
    planar.link_to(graph.add("abuffersink"))
    graph.configure()
    return graph


def _stages(speed: float) -> list[float]:
    stages = []
    while speed < 0.5:
        stages.append(0.5)
        speed /= 0.5
    while speed > 2:
        stages.append(2.0)
        speed /= 2
    return [*stages, speed]
