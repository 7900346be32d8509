"""Where to look in a picture, what its colours are and how crisp it is. Runs inside the limited child process.

Faces come first, else the part that stands out. Everything works on a copy of at most `WORKING_SIDE` pixels a side.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media import faces as detector
from engine.media.assets import Box

Pixels = NDArray[np.uint8]  # (h, w, 3) RGB

WORKING_SIDE = 640
SMALLEST_FACE = 24  # px on the working copy: below that the detector sees faces in leaves
SURE = 0.92  # detector confidence; drawings and busy textures score below
PALETTE_SIZE = 5
SMALLEST_SHARE = 0.01  # of the picture: less is no colour of it
SALIENCY_SIDE = 96


@dataclass
class Framing:
    """What `Asset` holds about the look of a picture; fractions of the upright picture."""

    focus: tuple[float, float] = (0.5, 0.5)
    faces: list[Box] = field(default_factory=list)
    palette: list[str] = field(default_factory=list)
    sharpness: float = 0.0


def frame(picture: Pixels) -> Framing:
    """Look at one picture."""
    small = working_copy(picture)
    faces = find_faces(small)
    focus = focus_of_faces(faces) if faces else salient_point(small)
    return Framing(focus, faces, palette([small]), sharpness(small))


def frame_many(pictures: list[Pixels]) -> Framing:
    """Look at moments of one clip: faces if enough moments show one, the middle of what stood out otherwise."""
    smalls = [working_copy(picture) for picture in pictures]
    found = [find_faces(small) for small in smalls]
    with_faces = [faces for faces in found if faces]
    if len(with_faces) * 3 >= len(smalls) and with_faces:
        points, faces = [focus_of_faces(each) for each in with_faces], max(with_faces, key=len)
    else:
        points, faces = [salient_point(small) for small in smalls], []
    x, y = np.median(np.array(points), axis=0)
    return Framing((round(float(x), 4), round(float(y), 4)), faces, palette(smalls), max(map(sharpness, smalls)))


def working_copy(picture: Pixels) -> Pixels:
    """`picture` shrunk to at most `WORKING_SIDE` pixels a side; never enlarged."""
    height, width = picture.shape[:2]
    scale = WORKING_SIDE / max(height, width)
    if scale >= 1:
        return picture
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def find_faces(small: Pixels) -> list[Box]:
    """Faces as fractions of the picture, the most prominent (large, near the middle) first."""
    height, width = small.shape[:2]
    if min(height, width) < 2 * SMALLEST_FACE:
        return []
    found = detector.detect(small, SMALLEST_FACE)
    edges = np.clip(found[found[:, 4] >= SURE, :4] / (width, height, width, height), 0, 1).round(4)
    boxes: list[Box] = [(x0, y0, x1, y1) for x0, y0, x1, y1 in edges.tolist() if x1 > x0 and y1 > y0]
    return sorted(boxes, key=_prominence, reverse=True)


def _prominence(box: Box) -> float:
    area = (box[2] - box[0]) * (box[3] - box[1])
    off_centre = abs((box[0] + box[2]) / 2 - 0.5) + abs((box[1] + box[3]) / 2 - 0.5)
    return area * (1.5 - off_centre)


def focus_of_faces(faces: list[Box]) -> tuple[float, float]:
    """The middle of the faces that matter: those at least a quarter as large as the largest, weighted by size."""
    areas = np.array([(box[2] - box[0]) * (box[3] - box[1]) for box in faces])
    weights = np.where(areas * 4 >= areas.max(), areas, 0.0)
    centres = np.array([((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box in faces])
    x, y = (centres * weights[:, None]).sum(axis=0) / weights.sum()
    return round(float(x), 4), round(float(y), 4)


def salient_point(small: Pixels) -> tuple[float, float]:
    """The middle of what stands out; (0.5, 0.5) for an even picture.

    Colour contrast with the border and with the whole (a subject seldom touches all four edges), times a mild
    preference for the middle; the brightest quarter of that map is what counts.
    """
    height, width = small.shape[:2]
    scale = SALIENCY_SIDE / max(height, width)
    size = (max(8, round(width * scale)), max(8, round(height * scale)))
    tiny = cv2.resize(small, size, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(tiny.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    lab = np.asarray(cv2.GaussianBlur(lab, (0, 0), 1.0), dtype=np.float32)
    border = np.concatenate(
        [lab[:3].reshape(-1, 3), lab[-3:].reshape(-1, 3), lab[:, :3].reshape(-1, 3), lab[:, -3:].reshape(-1, 3)]
    )
    contrast = _distance(lab, border) + 0.5 * np.linalg.norm(lab - lab.mean(axis=(0, 1)), axis=2)
    detail = cv2.GaussianBlur(np.abs(cv2.Laplacian(lab[:, :, 0], cv2.CV_32F)), (0, 0), 3.0)
    salience = (contrast + detail) * _middle(size[1], size[0])
    if salience.max() - salience.min() < 2.0:
        return 0.5, 0.5
    salience = np.clip(salience - np.quantile(salience, 0.75), 0, None) ** 2
    ys, xs = np.mgrid[0 : size[1], 0 : size[0]]
    total = float(salience.sum()) or 1.0
    x = float((salience * (xs + 0.5)).sum()) / total / size[0]
    y = float((salience * (ys + 0.5)).sum()) / total / size[1]
    return round(x, 4), round(y, 4)


def _distance(lab: NDArray[Any], border: NDArray[Any]) -> NDArray[np.float32]:
    """How unlike each pixel is from the nearest of the border's main colours."""
    cv2.setRNGSeed(1)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 8, 1.0)
    empty = np.empty(0, dtype=np.int32)
    _, _, centres = cv2.kmeans(border, 4, empty, criteria, 1, cv2.KMEANS_PP_CENTERS)
    nearest = np.min([np.linalg.norm(lab - centre, axis=2) for centre in centres], axis=0)
    return np.asarray(nearest, dtype=np.float32)


def _middle(height: int, width: int) -> NDArray[np.float64]:
    """1 in the middle, 0.55 in the corners."""
    ys, xs = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return np.asarray(1 - 0.225 * (xs**2 + ys**2))


def palette(smalls: list[Pixels]) -> list[str]:
    """Up to five colours "#rrggbb" that differ to the eye, the most present first."""
    thumbs = [cv2.resize(small, (48, 48), interpolation=cv2.INTER_NEAREST).reshape(-1, 3) for small in smalls]
    rgb = np.concatenate(thumbs).astype(np.float32) / 255
    lab = cv2.cvtColor(rgb[None], cv2.COLOR_RGB2LAB)[0]
    cv2.setRNGSeed(1)
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    empty = np.empty(0, dtype=np.int32)
    _, labels, centres = cv2.kmeans(lab, 8, empty, criteria, 2, cv2.KMEANS_PP_CENTERS)
    counts = np.bincount(labels.ravel(), minlength=8)
    order = [index for index in np.argsort(-counts, kind="stable") if counts[index] >= SMALLEST_SHARE * len(lab)]
    chosen: list[NDArray[np.float32]] = []
    for index in order:
        if all(np.linalg.norm(centres[index] - other) > 12 for other in chosen):  # 12: clearly another colour in Lab
            chosen.append(centres[index])
    return [_hex(centre) for centre in chosen[:PALETTE_SIZE]]


def _hex(lab: NDArray[np.float32]) -> str:
    rgb = cv2.cvtColor(lab[None, None].astype(np.float32), cv2.COLOR_LAB2RGB)[0, 0]
    red, green, blue = (round(float(value) * 255) for value in np.clip(rgb, 0, 1))
    return f"#{red:02x}{green:02x}{blue:02x}"


def sharpness(small: Pixels) -> float:
    """0 … 1: fine detail (variance of the Laplacian) on the working copy, squeezed so that 0.5 is usual."""
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    variance = float(cv2.Laplacian(grey, cv2.CV_64F).var())
    return round(variance / (variance + 300.0), 4)
