"""One frame as a picture: for the timeline, for a poster, for an export as JPEG or PNG."""

from __future__ import annotations

from pathlib import Path

import cv2

from engine.media.assets import Assets
from engine.render.cache import Cache, digest
from engine.render.compose import Compositor, Stage
from engine.render.output import Output, Target, target
from engine.render.plan import Plan, plan
from engine.render.planes import Bytes, to_rgb
from nemo.draft import Draft

_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 88]
_BEST_JPEG = [cv2.IMWRITE_JPEG_QUALITY, 94]


def still(draft: Draft, t_ms: int, width: int, assets: Assets, cache: Path) -> bytes:
    """The frame at `t_ms` as a JPEG `width` px wide (even, 16 … 4096), with its words.

    A time past the end gives the last frame. Raises RenderError naming the scene that cannot be shown.
    """
    film = plan(draft, target(Output(width=width), draft))
    store = Cache(cache)
    stage = Stage(film, assets, store)
    number = min(film.frames - 1, max(0, film.frame(t_ms)))
    return store.made("still", frame_key(stage, number), lambda: _jpeg(_rgb(stage, number)))


def write_still(stage: Stage, goal: Target, place: Path) -> None:
    """Write the film's poster to `place` as the target's format. Raises RenderError, OSError."""
    rgb = _rgb(stage, poster_frame(stage.film))
    if goal.format.suffix == "png":
        raw = cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1].tobytes()
    else:
        raw = _jpeg(rgb, _BEST_JPEG)
    place.write_bytes(raw)


def poster_frame(film: Plan) -> int:
    """The frame that stands for the film: the middle of its title, else of its first shot."""
    titles = [one.segment for one in film.words if one.role == "title"]
    if titles:
        return min(film.frames - 1, film.frame((titles[0].start + titles[0].end) / 2))
    return (film.shots[0].first + film.shots[0].end) // 2


def frame_key(stage: Stage, number: int) -> str:
    """The name of one frame with its words."""
    now = stage.film.ms(number)
    words = [(one.key, now) for one in stage.lettering.during(now, now + 0.001)]
    return digest("frame", stage.picture_key(number), words)


def _rgb(stage: Stage, number: int) -> Bytes:
    with Compositor(stage) as compositor:
        return to_rgb(compositor.frame(number))


def _jpeg(rgb: Bytes, how: list[int] | None = None) -> bytes:
    return cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), how or _JPEG)[1].tobytes()
