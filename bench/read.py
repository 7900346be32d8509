"""A finished film as a viewer sees and hears it: whether its letters can be read, and when captions and words come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.signal import correlate

from engine.looks import look
from engine.looks.colour import Rgb
from engine.media.assets import Asset
from engine.render.cache import Cache
from engine.render.compose import Stage
from engine.render.contrast import measured
from engine.render.output import Target
from engine.render.plan import plan
from engine.render.safe import Box, safe_area
from engine.render.sprite import Sprite
from engine.sound import audio
from engine.sound.voice import speak
from nemo.draft import Draft, Segment

FPS = 30
CHANGED = 28  # steps of luma by which a pixel with letters differs from one without, beyond the encoder's noise
SLACK = 2  # px
HARDEST = 20  # the percentile of what is around the letters: at this size strokes blur into each other
LEAST_INK = 40  # px of letters; fewer are a comma
Mask = NDArray[np.bool_]


class Film:
    """`pictures`: the frames asked for, RGB; `changes`: for each frame where words are, at half size; `sound`."""

    def __init__(self, film: Path, bare: Path, wanted: Iterable[int]) -> None:
        asked = set(wanted)
        self.pictures: dict[int, NDArray[np.uint8]] = {}
        self.without: dict[int, NDArray[np.uint8]] = {}
        self.changes: list[Mask] = []
        with av.open(str(film)) as one, av.open(str(bare)) as other:
            for number, (a, b) in enumerate(zip(one.decode(video=0), other.decode(video=0), strict=True)):
                if number in asked:
                    self.pictures[number], self.without[number] = (x.to_ndarray(format="rgb24") for x in (a, b))
                grey = [x.to_ndarray(format="gray")[::2, ::2] for x in (a, b)]
                self.changes.append(cv2.absdiff(*grey) > CHANGED)
        self.sound = np.concatenate([*audio.stream(film)])

    @property
    def frames(self) -> int:
        """How many there are."""
        return len(self.changes)


@dataclass(frozen=True)
class Read:
    """One text in the film: its contrast to what is around its letters, the share of its letters which is seen, and
    whether any of them stands outside the safe area."""

    name: str
    contrast: float
    seen: float
    outside: bool


@dataclass(frozen=True)
class Shown:
    """A text's letters where they stand late in its time: masks of the whole frame, one for each raster."""

    name: str
    frame: int
    inks: list[Mask]
    cut: bool  # letters reach over the edge of the frame


def frame_of(segment: Segment, frames: int) -> int:
    """The frame on which a text is looked at: late enough for all of its words to have come."""
    return min(round((segment.start + segment.duration * 0.7) * FPS / 1000), frames - 1)


def named(role: str, segment: Segment) -> str:
    """What to call a text in a complaint."""
    return f"{role} “{' '.join((segment.meta.text or '').split())[:40]}”"


def shown(draft: Draft, goal: Target, assets: dict[str, Asset], cache: Path) -> Iterator[Shown]:
    """Every text of the draft, but the call to action, with the masks of its letters."""
    stage = Stage(plan(draft, goal), assets, Cache(cache))
    style = draft.meta.caption_style or look(draft.meta.look, draft.meta.kind).caption_style
    outlined = style in ("clean", "pop")
    items = stage.lettering.items[len(stage.film.pictures) :]
    for words, item in zip(stage.film.words, items, strict=False):
        frame = frame_of(words.segment, stage.film.frames)
        at = stage.film.ms(frame)
        sprites = [one.sprite for one in stage.lettering.laid(item)]
        standing = [one for one in sprites if (state := one.state(at)) and state.opacity == 1 and not state.moved]
        found = [_ink(one, goal, words.role == "caption" and outlined) for one in standing]
        inks = [ink for ink, _, _ in found]
        for number, (_, solid, _) in enumerate(found):
            inks[:number] = [ink & ~solid for ink in inks[:number]]
        if words.role != "cta" and any(ink.sum() >= LEAST_INK for ink in inks):
            yield Shown(
                named(words.role, words.segment),
                frame,
                [ink for ink in inks if ink.sum() >= LEAST_INK],
                any(cut for *_, cut in found),
            )


def _ink(one: Sprite, goal: Target, outlined: bool) -> tuple[Mask, Mask, bool]:
    """A raster's letters, all that is opaque in it, and whether letters are cut off by the frame."""
    alpha = one.pixels[..., 3] > 225
    tone = cv2.cvtColor(np.ascontiguousarray(one.pixels[..., :3]), cv2.COLOR_RGB2GRAY)
    solid, ink = tone[alpha], alpha
    if solid.size and np.ptp(np.percentile(solid, (3, 97))) > 70:
        level = float(cv2.threshold(solid.reshape(1, -1), 0, 255, cv2.THRESH_OTSU)[0])
        ink = _letters_of(alpha & (tone > level), alpha & (tone <= level), one.pixels[..., 3] > 40, outlined)
    masks, cut = [], False
    for mask in (ink, alpha):
        rows, columns = np.nonzero(mask)
        rows, columns = rows + one.y, columns + one.x
        inside = (rows >= 0) & (rows < goal.height) & (columns >= 0) & (columns < goal.width)
        cut = cut or (mask is ink and not bool(inside.all()))
        masks.append(np.zeros((goal.height, goal.width), bool))
        masks[-1][rows[inside], columns[inside]] = True
    return masks[0], masks[1], cut


def _letters_of(bright: Mask, dark: Mask, any_: Mask, outlined: bool) -> Mask:
    """Which of a raster's two tones are its letters: in captions with dark outlines or halos the bright one; on a plate
    the rarer one; else the one which lies deeper and fills more."""
    if outlined:
        return bright
    solid = (bright | dark).astype(np.uint8)
    if cv2.erode(solid, np.ones((9, 9), np.uint8)).sum() > 0.35 * solid.sum():  # strokes vanish, plates stay
        return min((bright, dark), key=lambda mask: int(mask.sum()))
    depth = cv2.distanceTransform(np.pad(any_, 1).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    return max((bright, dark), key=lambda mask: float(depth[mask].sum()))


def letters(draft: Draft, goal: Target, texts: list[Shown], film: Film) -> list[Read]:
    """What can be said of every text."""
    meta = draft.meta.model_copy(update={"width": goal.width, "height": goal.height})
    safe = safe_area(draft.model_copy(update={"meta": meta}))
    return [_read(one, film, safe) for one in texts]


def _read(one: Shown, film: Film, safe: Box) -> Read:
    picture, bare = film.pictures[one.frame], film.without[one.frame]
    parts = [_parts(ink, picture, bare) for ink in one.inks]
    rows, columns = np.nonzero(np.any(one.inks, axis=0))
    left, top, right, bottom = columns.min(), rows.min(), columns.max() + 1, rows.max() + 1
    box = Box(int(left) + SLACK, int(top) + SLACK, int(right) - SLACK, int(bottom) - SLACK)
    seen = sum(share * ink.sum() for (_, share), ink in zip(parts, one.inks, strict=True))
    share = float(seen / sum(ink.sum() for ink in one.inks))
    return Read(one.name, min(contrast for contrast, _ in parts), share, one.cut or not safe.holds(box))


def _parts(ink: Mask, picture: NDArray[np.uint8], bare: NDArray[np.uint8]) -> tuple[float, float]:
    """The contrast of letters to what lies 2 and 3 px around them, and the share of them which is seen."""
    near, far = (cv2.dilate(ink.astype(np.uint8), np.ones((n, n), np.uint8)) > 0 for n in (3, 7))
    colour = np.median(picture[ink], axis=0)
    contrast = measured(picture[far & ~near], Rgb(*(int(part) for part in colour)), HARDEST)
    differs = np.abs(picture[ink].astype(int) - bare[ink].astype(int)).max(axis=1) > CHANGED
    alike = np.abs(picture[ink].astype(int) - colour).max(axis=1) < 90
    return contrast, float((differs | alike).mean())


def voice_offsets(draft: Draft, sound: NDArray[np.float32]) -> dict[str, float]:
    """For each spoken sentence how far, in ms, it is heard from where the draft has it."""
    found = {}
    for line in draft.segments("voice"):
        meta = line.meta
        speech = speak(meta.text or "", meta.voice, meta.speed or 1.0, draft.meta.language or "en")
        said = audio.doubled(speech.samples)
        margin = audio.RATE // 5
        start = audio.samples(line.start)
        heard = sound[max(0, start - margin) : start + len(said) + margin].mean(axis=1)
        at = int(np.argmax(np.abs(correlate(heard, said, "valid", "fft"))))
        found[meta.id or ""] = (at + max(0, start - margin) - start) * 1000 / audio.RATE
    return found


def caption_delays(draft: Draft, film: Film, texts: list[Shown], offsets: dict[str, float]) -> list[float]:
    """For each caption how much later than its first word it comes into the picture, in ms."""
    places = {(one.name, one.frame): np.any(one.inks, axis=0) for one in texts}
    found = []
    for one in draft.segments("caption"):
        host = next((line for line in draft.segments("voice") if line.start <= one.start < line.end), None)
        ink = places.get((named("caption", one), frame_of(one, film.frames)))
        if host is None or not one.meta.words or ink is None:
            continue
        moment = _appears(film, one, ink)
        if moment is not None:
            found.append(moment - (one.start + one.meta.words[0].start + offsets[host.meta.id or ""]))
    return found


def _appears(film: Film, caption: Segment, ink: Mask) -> float | None:
    """The time of the first frame on which letters stand where the caption's are and none stood before."""
    rows, columns = np.nonzero(ink[::2, ::2])
    place = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
    changes = [one[place] for one in film.changes]
    first, there = round(caption.start * FPS / 1000), frame_of(caption, film.frames)
    was = max(0, first - 4)
    fresh = changes[there] & ~changes[was]
    if was >= first or fresh.sum() < LEAST_INK:
        return None
    since = max(was, first - 1)  # before, it is the caption before this one whose words still move
    counts = [int((change & fresh).sum()) for change in changes[since - 1 : there + 1]]
    least = counts[0] + 0.015 * fresh.sum()
    return next(((since - 1 + number) * 1000 / FPS for number, count in enumerate(counts) if count > least), None)
