"""Any sound → 48 kHz stereo FLAC, aligned with its picture. Runs inside the limited child process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import av.error
import numpy as np
from numpy.typing import NDArray

from engine.errors import TooLarge
from engine.media.probe import opened, probe

RATE = 48_000
GAP = RATE // 25  # 40 ms: shorter holes in timestamps are rounding, longer ones are silence the file leaves out
LONGEST_S = 3 * 3600

Block = NDArray[np.int16]  # (n, 2)


class Writer:
    """A FLAC file that is written block by block and can be cut or filled to an exact length."""

    def __init__(self, path: Path) -> None:
        self.container: Any = av.open(str(path), "w", format="flac")
        self.stream: Any = self.container.add_stream("flac", rate=RATE, layout="stereo", format="s16")
        self.written = 0

    def write(self, block: Block) -> None:
        """Append `block`."""
        for start in range(0, len(block), RATE):
            piece = np.ascontiguousarray(block[start : start + RATE])
            frame = av.AudioFrame.from_ndarray(piece.reshape(1, -1), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE, self.written
            self.container.mux(self.stream.encode(frame))
            self.written += len(piece)

    def silence(self, samples: int) -> None:
        """Append `samples` of silence."""
        while samples > 0:
            self.write(np.zeros((min(samples, RATE), 2), dtype=np.int16))
            samples -= RATE

    def close(self) -> None:
        """Finish the file."""
        self.container.mux(self.stream.encode(None))
        self.container.close()


class Aligner:
    """Turns decoded frames into stereo blocks at their place in time, counted from `origin_s` of the file."""

    def __init__(self, writer: Writer, origin_s: float | None, samples: int | None) -> None:
        self.writer, self.origin_s, self.samples = writer, origin_s, samples
        self.resampler: Any = None
        self.layout: Any = None
        self.skip = 0
        self.fed = 0

    def feed(self, frame: Any) -> None:
        """Take one decoded frame."""
        if self.origin_s is None:
            self.origin_s = frame.time or 0.0
        if frame.time is not None:
            self._align(round((frame.time - self.origin_s) * RATE))
        if self.resampler is None or self.layout != (frame.layout.name, frame.format.name, frame.sample_rate):
            self.finish()
            self.layout = (frame.layout.name, frame.format.name, frame.sample_rate)
            mono = frame.layout.nb_channels == 1
            self.resampler = av.AudioResampler("s16", "mono" if mono else "stereo", RATE)
        frame.pts = None
        self.fed += round(frame.samples * RATE / frame.sample_rate)
        self._take(self.resampler.resample(frame))

    def finish(self) -> None:
        """Take what the resampler still holds."""
        if self.resampler is not None:
            self._take(self.resampler.resample(None))

    @property
    def full(self) -> bool:
        """Whether the asked length has been written."""
        return self.samples is not None and self.writer.written >= self.samples

    def _align(self, due: int) -> None:
        drift = due - self.fed
        tolerance = GAP if self.fed else 0
        if drift > tolerance:
            if due > LONGEST_S * RATE:
                raise TooLarge(f"The sound is longer than {LONGEST_S // 3600} hours; please cut it.")
            self.writer.silence(drift)
            self.fed += drift
        elif drift < -tolerance:
            self.skip += -drift
            self.fed += drift

    def _take(self, frames: list[Any]) -> None:
        for frame in frames:
            block = frame.to_ndarray().reshape(-1, frame.layout.nb_channels)
            block = np.repeat(block, 2, axis=1) if block.shape[1] == 1 else block
            dropped = min(self.skip, len(block))
            self.skip -= dropped
            room = None if self.samples is None else max(0, self.samples - self.writer.written)
            self.writer.write(block[dropped:][:room])


def extract(
    source: Path, container: str, path: Path, origin_s: float | None = None, length_ms: int | None = None
) -> int:
    """Write the main sound of `source` to the FLAC file `path`; returns its length in ms, 0 when there is no sound.

    `origin_s` is the time in the file which becomes 0; `length_ms` cuts or fills with silence to that length.
    """
    samples = None if length_ms is None else round(length_ms * RATE / 1000)
    with opened(source, container) as media:
        stream = probe(media).audio
        if stream is None:
            return 0
        writer = Writer(path)
        aligner = Aligner(writer, origin_s, samples)
        for frame in decoded(media, stream):
            aligner.feed(frame)
            if aligner.full:
                break
            if writer.written > LONGEST_S * RATE:
                raise TooLarge(f"The sound is longer than {LONGEST_S // 3600} hours; please cut it.")
        aligner.finish()
        if not writer.written:
            writer.silence(1)
            writer.close()
            path.unlink()
            return 0
        writer.silence((samples or 0) - writer.written)
        writer.close()
        return round(writer.written * 1000 / RATE)


def decoded(media: Any, stream: Any) -> Any:
    """Frames of `stream`; a damaged packet is stepped over, a damaged tail ends the stream."""
    packets = media.demux(stream)
    while True:
        try:
            packet = next(packets)
        except (StopIteration, av.error.EOFError):
            return
        except av.error.FFmpegError:
            return
        try:
            yield from packet.decode()
        except av.error.FFmpegError:
            continue
