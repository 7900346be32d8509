"""Painting for looks: gradients, vignettes and paper, as RGB arrays."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb

Picture = NDArray[np.uint8]


def gradient(width: int, height: int, top: Rgb, bottom: Rgb, angle: float = 90.0) -> Picture:
    """A straight gradient from `top` to `bottom`; 90 degrees runs downwards. Dithered, so that it does not band."""
    radians = np.deg2rad(angle)
    x = np.linspace(-0.5, 0.5, width, dtype=np.float32) * np.cos(radians)
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32) * np.sin(radians)
    along = (y[:, None] + x[None, :]) / (abs(np.cos(radians)) + abs(np.sin(radians))) + 0.5
    start, end = np.asarray(top, np.float32), np.asarray(bottom, np.float32)
    return dithered(start + (end - start) * along[..., None])


def dithered(picture: NDArray[np.float32]) -> Picture:
    """Round to 8 bits with a fixed noise of half a step."""
    height, width = picture.shape[:2]
    noise = np.random.default_rng(7).random((min(height, 256), min(width, 256), 1), np.float32)
    tiled = np.tile(noise, (height // 256 + 1, width // 256 + 1, 1))[:height, :width]
    return np.clip(picture + tiled, 0, 255).astype(np.uint8)


def glow(width: int, height: int, centre: tuple[float, float], radius: float) -> NDArray[np.float32]:
    """A soft light, 0 … 1 (h, w, 1): `centre` as fractions of the frame, `radius` of its long side."""
    small = (max(2, width // 8), max(2, height // 8))
    y, x = np.mgrid[0 : small[1], 0 : small[0]].astype(np.float32)
    reach = radius * max(small)
    away = np.hypot(x - centre[0] * small[0], y - centre[1] * small[1]) / reach
    return cv2.resize(np.exp(-(away**2) * 2), (width, height), interpolation=cv2.INTER_CUBIC)[..., None]


def lit(picture: Picture, light: NDArray[np.float32], colour: Rgb, strength: float) -> Picture:
    """The picture with `colour` mixed in where `light` falls."""
    base = picture.astype(np.float32)
    return dithered(base + (np.asarray(colour, np.float32) - base) * light * strength)
