"""Painting for looks: gradients, glows and paper, as RGB arrays on which shapes are laid."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.looks.colour import Rgb
from engine.looks.vector import Shape, paint

Picture = NDArray[np.uint8]
Canvas = NDArray[np.float32]


def gradient(width: int, height: int, start: Rgb, end: Rgb, angle: float = 90.0) -> Canvas:
    """A straight gradient from `start` to `end`, float32 (h, w, 3); 90 degrees runs downwards."""
    radians = np.deg2rad(angle)
    x = np.linspace(-0.5, 0.5, width, dtype=np.float32) * np.cos(radians)
    y = np.linspace(-0.5, 0.5, height, dtype=np.float32) * np.sin(radians)
    along = (y[:, None] + x[None, :]) / (abs(np.cos(radians)) + abs(np.sin(radians))) + 0.5
    first, last = np.asarray(start, np.float32), np.asarray(end, np.float32)
    return np.asarray(first + (last - first) * along[..., None], np.float32)


def glow(canvas: Canvas, x: float, y: float, radius: float, colour: Rgb, strength: float) -> None:
    """Mix `colour` in softly about (`x`, `y`), fractions of the frame; `radius` is of its long side."""
    height, width = canvas.shape[:2]
    reach = radius * max(width, height)
    across = np.exp(-2 * ((np.arange(width, dtype=np.float32) - x * width) / reach) ** 2)
    down = np.exp(-2 * ((np.arange(height, dtype=np.float32) - y * height) / reach) ** 2)
    canvas += (np.asarray(colour, np.float32) - canvas) * (down[:, None] * across[None, :] * strength)[..., None]


def paper(canvas: Canvas, strength: float, seed: int = 11) -> None:
    """The faint unevenness of good paper."""
    height, width = canvas.shape[:2]
    rng = np.random.default_rng(seed)
    fine = rng.standard_normal((height // 2 + 1, width // 2 + 1)).astype(np.float32)
    coarse = rng.standard_normal((height // 24 + 2, width // 24 + 2)).astype(np.float32)
    canvas += cv2.resize(fine, (width, height))[..., None] * strength
    canvas += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)[..., None] * strength * 0.7


def wash(canvas: Canvas, rng: np.random.Generator, x: float, y: float, radius: float, colour: Rgb) -> None:
    """A spot of watercolour about (`x`, `y`), fractions of the frame: many thin, ragged layers."""
    height, width = canvas.shape[:2]
    unit = float(min(height, width))
    angles = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    for _ in range(9):
        ragged = cv2.GaussianBlur(rng.standard_normal((1, 48)).astype(np.float32), (0, 0), 2.2)[0]
        reach = radius * unit * rng.uniform(0.65, 1.05) * (1 + 0.45 * ragged)
        points = np.stack([x * width + reach * np.cos(angles), y * height + reach * np.sin(angles)], 1)
        paint(canvas, [Shape(points.astype(np.float32), colour, 0.055, blur=unit * 0.02)], 1)


def finished(canvas: Canvas, shapes: list[Shape] | None = None) -> Picture:
    """The canvas with shapes (px) laid on it, as RGB uint8, dithered so that gradients do not band."""
    height, width = canvas.shape[:2]
    if shapes:
        big = np.asarray(cv2.resize(canvas, (width * 2, height * 2)), np.float32)
        paint(big, shapes, 2)
        canvas = np.asarray(cv2.resize(big, (width, height), interpolation=cv2.INTER_AREA), np.float32)
    noise = np.random.default_rng(7).random((min(height, 256), min(width, 256), 1), np.float32)
    tiled = np.tile(noise, (height // 256 + 1, width // 256 + 1, 1))[:height, :width]
    return np.clip(canvas + tiled, 0, 255).astype(np.uint8)
