"""HDR → SDR: the colour cube which maps PQ or HLG film in BT.2020 to bt709, written once per clip as a .cube file.

Reference white (203 cd/m², ITU-R BT.2408) lands a little under SDR white; what is brighter rolls off towards it up to
`PEAK`, keeping its hue; colours bt709 cannot show are drawn to grey until it can.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Colours = NDArray[np.float64]  # (..., 3)

EDGE = 33
WHITE = 203.0  # cd/m² of HDR reference white, BT.2408
PEAK = 1000.0  # cd/m² of the brightest highlight that is kept apart
KNEE = 0.6  # share of SDR white up to which nothing is compressed
PQ = 16
# ST 2084 constants.
M1, M2, C1, C2, C3 = 2610 / 16384, 2523 / 4096 * 128, 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
# ARIB STD-B67 constants, and the system gamma of BT.2100 for a display of 1000 cd/m².
A, B, C, GAMMA = 0.17883277, 0.28466892, 0.55991073, 1.2
# Linear BT.2020 → BT.709 (BT.2087) and the luminance weights of both.
TO_709 = np.array([[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]])
LUMA_2020 = np.array([0.2627, 0.6780, 0.0593])
LUMA_709 = np.array([0.2126, 0.7152, 0.0722])
DISPLAY_GAMMA = 2.4  # BT.1886


def write_cube(path: Path, transfer: int) -> None:
    """Write the cube for `transfer` (16 PQ, 18 HLG as in ITU-T H.273) to `path`; red runs fastest."""
    steps = np.linspace(0, 1, EDGE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    colours = to_sdr(np.stack([red, green, blue], axis=-1).reshape(-1, 3), transfer)
    with path.open("w") as file:
        file.write(f"LUT_3D_SIZE {EDGE}\n")
        np.savetxt(file, colours, fmt="%.5f")


def to_sdr(signal: Colours, transfer: int) -> Colours:
    """Non-linear BT.2020 RGB 0 … 1 → non-linear bt709 RGB 0 … 1."""
    light = (_pq(signal) if transfer == PQ else _hlg(signal)) / WHITE
    brightest = light.max(axis=-1, keepdims=True)
    mapped = light * np.divide(_rolled(brightest), brightest, out=np.ones_like(brightest), where=brightest > 0)
    return np.asarray(_inside(mapped @ TO_709.T) ** (1 / DISPLAY_GAMMA))


def _pq(signal: Colours) -> Colours:
    power = signal ** (1 / M2)
    return np.asarray(10_000 * (np.maximum(power - C1, 0) / (C2 - C3 * power)) ** (1 / M1))


def _hlg(signal: Colours) -> Colours:
    scene = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - C) / A) + B) / 12)
    luminance = (scene @ LUMA_2020)[..., None]
    return np.asarray(1000 * luminance ** (GAMMA - 1) * scene)


def _rolled(x: Colours) -> Colours:
    """x up to `KNEE`; beyond it a curve of the same slope which reaches 1 at `PEAK`."""
    top = PEAK / WHITE
    slope = (top - KNEE) / (1 - KNEE)
    t = np.clip((x - KNEE) / (top - KNEE), 0, 1)
    return np.where(x <= KNEE, x, KNEE + (1 - KNEE) * slope * t / (1 + (slope - 1) * t))


def _inside(rgb: Colours) -> Colours:
    """Draw colours outside 0 … 1 towards the grey of the same luminance until they are inside."""
    grey = np.clip(rgb @ LUMA_709, 0, 1)[..., None]
    away = rgb - grey
    room = np.where(away > 0, 1 - grey, grey)
    share = np.divide(room, np.abs(away), out=np.full_like(away, np.inf), where=np.abs(away) > 1e-9)
    return np.clip(grey + away * np.minimum(1, share.min(axis=-1, keepdims=True)), 0, 1)
