"""Encoded material as it lies in the cache: packets of one stream, and the settings its decoder needs first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av

Data = bytes | bytearray | memoryview


@dataclass(frozen=True)
class Packets:
    """Packets in decoding order. `heads` are (pts, dts, duration, key frame?, bytes) in units of `tick` seconds."""

    extradata: bytes
    tick: Fraction
    heads: list[tuple[int, int, int, bool, int]]
    data: Data

    def pack(self) -> bytes:
        """As bytes: the head (JSON, its length before it), then the data of all packets."""
        head = json.dumps(
            {"extra": self.extradata.hex(), "tick": [self.tick.numerator, self.tick.denominator], "heads": self.heads}
        ).encode()
        return b"".join((len(head).to_bytes(4, "little"), head, self.data))

    def read(self, stream: Any, shift: int = 0) -> Iterator[av.Packet]:
        """The packets for an output's `stream`, `shift` ticks later."""
        offset, view = 0, memoryview(self.data)
        for pts, dts, duration, key, size in self.heads:
            packet = av.Packet(bytes(view[offset : offset + size]))
            offset += size
            packet.pts, packet.dts, packet.duration = pts + shift, dts + shift, duration
            packet.time_base, packet.is_keyframe, packet.stream = self.tick, key, stream
            yield packet


def unpack(raw: bytes) -> Packets:
    """Read what `Packets.pack` wrote."""
    end = 4 + int.from_bytes(raw[:4], "little")
    head = json.loads(raw[4:end])
    heads = [(pts, dts, duration, key, size) for pts, dts, duration, key, size in head["heads"]]
    return Packets(bytes.fromhex(head["extra"]), Fraction(*head["tick"]), heads, memoryview(raw)[end:])


def gathered(packets: Iterable[av.Packet], context: Any, tick: Fraction) -> Packets:
    """The packets an encoder's `context` gives, with times in `tick`."""
    heads, data = [], bytearray()
    for packet in packets:
        scale = (packet.time_base or tick) / tick
        pts, dts = round((packet.pts or 0) * scale), round((packet.dts or 0) * scale)
        heads.append((pts, dts, round((packet.duration or 0) * scale), bool(packet.is_keyframe), packet.size))
        data += bytes(packet)
    return Packets(context.extradata or b"", tick, heads, data)
