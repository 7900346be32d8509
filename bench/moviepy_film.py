"""The same film by MoviePy, in its own environment: `python moviepy_film.py JOB.json`. Imports nothing of ours.

Written as its documentation shows: a composite of image or video clips with `resized`, `cropped`, `CrossFadeIn`, image
clips for the words (ready rasters, so MoviePy's own slower text is not counted), one audio file, x264 by ffmpeg.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from moviepy import AudioFileClip, CompositeVideoClip, ImageClip, VideoFileClip, vfx


def main(job_file: str) -> None:
    """Render the job and print what it took."""
    job = json.loads(Path(job_file).read_text())
    started, size = time.perf_counter(), tuple(job["size"])
    shots = [photo(shot, size) if shot["kind"] == "photo" else clip(shot, size) for shot in job["shots"]]
    words = [
        ImageClip(one["png"]).with_start(one["start"]).with_duration(one["seconds"]).with_position((one["x"], one["y"]))
        for one in job["sprites"]
    ]
    film = CompositeVideoClip([*shots, *words], size=size).with_audio(AudioFileClip(job["wav"]))
    film = film.subclipped(0, job["seconds"])
    options = ["-crf", "21", "-g", "60", "-x264-params", job["x264"], "-pix_fmt", "yuv420p"]
    film.write_videofile(
        job["out"],
        fps=30,
        codec="libx264",
        preset="superfast",
        threads=2,
        ffmpeg_params=options,
        audio_codec="aac",
        logger=None,
    )
    busy = sum(
        one.ru_utime + one.ru_stime for one in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"wall_s": time.perf_counter() - started, "cpu_s": busy, "peak_mb": round(peak)}))


def photo(shot: dict, size: tuple[int, int]) -> ImageClip:
    """A photo that covers the frame and slowly grows, coming in with a cross-fade."""
    held = shot["seconds"] + 0.5
    still = ImageClip(shot["path"]).resized(height=size[1]).with_duration(held)
    moving = still.resized(lambda t: 1.0 + 0.02 * t).with_position("center").with_start(shot["start"])
    return moving.with_effects([vfx.CrossFadeIn(0.5)]) if shot["start"] else moving


def clip(shot: dict, size: tuple[int, int]) -> VideoFileClip:
    """A part of a clip, cropped to the frame's shape."""
    part = VideoFileClip(shot["path"], audio=False).subclipped(shot["in"], shot["in"] + shot["seconds"])
    width = part.h * size[0] / size[1]
    return part.cropped(x_center=part.w * shot["focus"], width=width).resized(size).with_start(shot["start"])


if __name__ == "__main__":
    main(sys.argv[1])
