"""Sample pictures, drawn on this machine: what “try it with sample photos” uses.

Every one is drawn from a seed, so it is always the same; nothing is anyone's photo, so they may be used for anything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media import sample_articles, sample_products, sample_weddings
from engine.media.scenery import blank, finished


@dataclass(frozen=True)
class Scene:
    """One picture to be drawn: the file name it is offered under, its shape, and what draws it."""

    name: str
    aspect: tuple[int, int]
    draw: Callable[[NDArray[np.float32], np.random.Generator], None]


PORTRAIT, LANDSCAPE = (3, 4), (3, 2)
SCENES: dict[str, tuple[Scene, ...]] = {
    "affiliate": (
        Scene("coffee-maker-studio.jpg", PORTRAIT, sample_products.studio),
        Scene("coffee-maker-morning.jpg", PORTRAIT, sample_products.morning),
        Scene("coffee-maker-summit.jpg", PORTRAIT, sample_products.summit),
    ),
    "wedding": (
        Scene("couple-sunset.jpg", PORTRAIT, sample_weddings.sunset),
        Scene("couple-arch.jpg", PORTRAIT, sample_weddings.arch),
        Scene("rings-and-roses.jpg", PORTRAIT, sample_weddings.rings),
        Scene("couple-lights.jpg", PORTRAIT, sample_weddings.lights),
        Scene("venue-villa.jpg", LANDSCAPE, sample_weddings.villa),
    ),
    "link": (
        Scene("city-forest.jpg", LANDSCAPE, sample_articles.city),
        Scene("sapling.jpg", LANDSCAPE, sample_articles.sapling),
        Scene("tree-street.jpg", LANDSCAPE, sample_articles.street),
    ),
}
"""The scenes by the kind of video they suit."""


@lru_cache(maxsize=16)
def picture(name: str, long_side: int = 1920) -> NDArray[np.uint8]:
    """The sample picture of that file name, RGB uint8 (h, w, 3). Raises KeyError for a name there is none of."""
    scenes = {scene.name: scene for group in SCENES.values() for scene in group}
    scene = scenes[name]
    wide, high = scene.aspect
    width = round(long_side * wide / max(wide, high))
    height = round(long_side * high / max(wide, high))
    seed = sum(name.encode())
    canvas = blank(width, height)
    scene.draw(canvas, np.random.default_rng(seed))
    done = finished(canvas, width, height, seed)
    done.setflags(write=False)
    return done


def samples(kind: str, long_side: int = 1920) -> list[tuple[str, bytes]]:
    """File names and JPEG bytes of the sample pictures for a kind of video; the product's for a kind nobody knows."""
    chosen = SCENES.get(kind, SCENES["affiliate"])
    return [(scene.name, jpeg(picture(scene.name, long_side))) for scene in chosen]


def jpeg(pixels: NDArray[np.uint8], quality: int = 92) -> bytes:
    """RGB pixels as JPEG bytes."""
    return bytes(cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1])
