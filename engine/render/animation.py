"""Animated GIF and WebP: small moving pictures without sound, made frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from engine.render.compose import Compositor, Stage
from engine.render.crew import Watch
from engine.render.encode import av_frame
from engine.render.join import output
from engine.render.output import QUALITIES, Output, Target

# A GIF holds 256 colours and no motion prediction: beyond these sizes it weighs more than the film itself.
_LIMITS = {"gif": (480, 12), "webp": (540, 15)}  # px of the short side, frames a second
_PALETTE_FRAMES = 24


def animation_target(goal: Target, output: Output) -> Target:
    """The size and rate of an animation: the format's own limits, unless the user asked for a size or a rate."""
    side, rate = _LIMITS[goal.format.suffix]
    scale = 1.0 if output.width or output.height else min(1.0, side / min(goal.width, goal.height))
    width, height = (max(2, 2 * round(length * scale / 2)) for length in (goal.width, goal.height))
    return replace(goal, width=width, height=height, fps=goal.fps if output.fps else min(rate, goal.fps))


def write_animation(stage: Stage, goal: Target, place: Path, watch: Watch) -> None:
    """Write the whole film to `place`. Raises RenderError, and Cancelled when the watch stops."""
    film = stage.film
    watch.expect(film.frames * (1 + (goal.format.suffix == "gif") * _PALETTE_FRAMES / film.frames))
    with Compositor(stage) as compositor, output(place, goal) as container:
        options = QUALITIES[goal.format.video][goal.quality]
        stream = container.add_stream(goal.format.video, rate=goal.fps, options=options)
        stream.width, stream.height = goal.width, goal.height
        stream.pix_fmt = "pal8" if goal.format.suffix == "gif" else "yuv420p"
        stream.codec_context.time_base = Fraction(1, goal.fps)
        frames = _watched(compositor, range(film.frames), watch)
        if goal.format.suffix == "gif":
            frames = _paletted(frames, _palette(compositor, film.frames, goal, watch), goal)
        for number, frame in enumerate(frames):
            frame.pts, frame.time_base = number, Fraction(1, goal.fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _watched(compositor: Compositor, numbers: Any, watch: Watch) -> Iterator[Any]:
    for number in numbers:
        yield av_frame(compositor.frame(number))
        watch.add(1)
        watch.look()


def _palette(compositor: Compositor, frames: int, goal: Target, watch: Watch) -> Any:
    """The 256 colours that serve the film best, judged on frames spread over it."""
    graph = av.filter.Graph()
    source, sink = _buffer(graph, goal, "film"), graph.add("buffersink")
    maker = graph.add("palettegen", "stats_mode=full")
    source.link_to(maker)
    maker.link_to(sink)
    graph.configure()
    numbers = sorted(set(np.linspace(0, frames - 1, _PALETTE_FRAMES).round().astype(int).tolist()))
    for count, frame in enumerate(_watched(compositor, numbers, watch)):
        frame.pts, frame.time_base = count, Fraction(1, goal.fps)
        source.push(frame)
    source.push(None)
    return sink.pull()


def _paletted(frames: Iterator[Any], palette: Any, goal: Target) -> Iterator[Any]:
    graph = av.filter.Graph()
    tick = Fraction(1, goal.fps)
    film = _buffer(graph, goal, "film")
    colours = graph.add_buffer(
        width=palette.width, height=palette.height, format=palette.format.name, time_base=tick, name="palette"
    )
    painter, sink = graph.add("paletteuse", "dither=bayer:bayer_scale=4:diff_mode=rectangle"), graph.add("buffersink")
    film.link_to(painter, 0, 0)
    colours.link_to(painter, 0, 1)
    painter.link_to(sink)
    graph.configure()
    palette.pts, palette.time_base = 0, tick
    colours.push(palette)
    colours.push(None)
    for number, frame in enumerate(frames):
        frame.pts, frame.time_base = number, tick
        film.push(frame)
        yield from _pulled(sink)
    film.push(None)
    yield from _pulled(sink)


def _pulled(sink: Any) -> Iterator[Any]:
    while True:
        try:
            yield sink.pull()
        except (BlockingIOError, EOFError):
            return


def _buffer(graph: Any, goal: Target, name: str) -> Any:
    return graph.add_buffer(
        width=goal.width, height=goal.height, format="nv12", time_base=Fraction(1, goal.fps), name=name
    )
