"""A large project in the studio's own tables, for `bench.pages`: many clips, a long talk, a finished preview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import av
import numpy as np

from studio import films, projects
from studio.identity import owner_of
from studio.tables import Export, session

CLIP_MS = 3000


def write_project(cookies: Mapping[str, str], clips: int, messages: int) -> str:
    """Make it for the browser of these cookies; returns its id."""
    owner = owner_of(cookies)
    if owner is None:
        raise SystemExit("the browser has no cookie of the app")
    project = projects.create(owner)
    projects.change(project.id, name="A film of many clips", draft=draft(clips), version=messages // 4)
    for number in range(messages // 2):
        projects.say(
            project.id, "user", f"Make clip {number % clips + 1} a little longer, and its title warmer, please."
        )
        lines = [f"Clip {number % clips + 1} lasts {3 + number % 4} s.", "The title says “Fresh every morning”."]
        data = {"changes": lines, "suggestions": ["Add captions", "Make it shorter"]}
        if number % 2:
            data["version"] = number // 2 + 1
        projects.say(
            project.id, "assistant", "Done: the clip is longer, and the title is warmer.\n\nShall I go on?", **data
        )
    made = Export(id=f"preview_{project.id}_{messages // 4}", project=project.id, purpose="preview", name="preview.mp4")
    made.version, made.output, made.state, made.progress = messages // 4, {"format": "mp4"}, "completed", 1.0
    made.error, made.remote = "", "done"
    with session() as db:
        db.add(made)
    film(str(films.path(made.id)), clips * CLIP_MS / 1000)
    return project.id


def draft(clips: int) -> dict[str, Any]:
    """Clips of 3 s, each with a title, a caption and a spoken line; music under all."""

    def row(number: int, **more: Any) -> dict[str, Any]:
        return {"d": CLIP_MS, "m": {"id": f"{next(iter(more))}{number}", "start": number * CLIP_MS, **more}}

    lanes: dict[str, tuple[int, list[dict[str, Any]]]] = {
        "main": (0, [row(n, kind="clip", name=f"clip {n + 1}.mp4", asset=f"a{n}") for n in range(clips)]),
        "title": (7, [row(n, text=f"Fresh every morning, part {n + 1}") for n in range(clips)]),
        "caption": (7, [row(n, words=[], text=f"And here is what we say in clip {n + 1}") for n in range(clips)]),
        "voice": (1, [row(n, voice="heart", text=f"And here is what we say in clip {n + 1}") for n in range(clips)]),
        "music": (1, [{"d": clips * CLIP_MS, "m": {"id": "m0", "start": 0, "mood": "warm", "volume": 0.35}}]),
    }
    tracks = [{"tt": kind, "m": {"role": role}, "sg": rows} for role, (kind, rows) in lanes.items()]
    return {"d": clips * CLIP_MS, "m": {"width": 1080, "height": 1920, "language": "en"}, "t": tracks}


def film(place: str, seconds: float) -> None:
    """A small MP4 whose picture and tone change all the while, as a preview is."""
    with av.open(place, "w", format="mp4") as out:
        picture: Any = out.add_stream("libx264", rate=10)
        sound: Any = out.add_stream("aac", rate=48000)
        picture.width, picture.height, picture.pix_fmt = 360, 640, "yuv420p"
        x, y = np.meshgrid(np.arange(360), np.arange(640))
        for number in range(round(seconds * 10)):
            shade = np.stack([(x + 3 * number) % 256, (y + 5 * number) % 256, (x + y) % 256], -1).astype(np.uint8)
            out.mux(picture.encode(av.VideoFrame.from_ndarray(shade, "rgb24")))
        tone = np.sin(np.arange(round(48000 * seconds)) / 20, dtype=np.float32)[None, :].repeat(2, 0)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(tone), "fltp", "stereo")
        frame.sample_rate = 48000
        out.mux(sound.encode(frame))
        for stream in (picture, sound):
            out.mux(stream.encode(None))
