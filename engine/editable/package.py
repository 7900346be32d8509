"""A draft for other editors, as one zip: a timeline in three tongues, its media, its subtitles, and how to open it."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import cast

import opentimelineio as otio

from engine.editable.shelf import Shelf
from engine.editable.timeline import timeline
from engine.errors import RenderError
from engine.render.compose import Stage
from engine.render.crew import Watch
from engine.sound.subtitles import srt, vtt
from nemo.draft import Draft

NAME = "film"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # no dates: the same draft is the same bytes
_HOW = {
    "en": """How to open this film in an editor

Unpack the whole folder first and leave the files where they are: the timeline finds its media beside it.

film.otio   OpenTimelineIO: DaVinci Resolve 18.5+ (File > Import > Timeline), Kdenlive 24.12+ (Project > OpenTimelineIO
            Import), Premiere Pro 25+ (File > Import). It keeps the most.
film.xml    Final Cut Pro 7 XML: Premiere Pro, DaVinci Resolve and others which do not read the first.
film.edl    CMX 3600: pictures, cuts and dissolves alone.
film.srt    the captions, also as film.vtt.
media/      photos and clips, words as pictures with a clear ground, every spoken line and the music as WAV.

If the editor asks where a file is, point it at the folder "media". All transitions arrive as dissolves of the right
length; zooms, crops, colours and the lowering of the music under the voice do not travel. A clip played faster or
slower keeps its speed in film.otio and film.edl.
""",
    "zh": """如何在剪辑软件中打开这部影片

请先解压整个文件夹，并保持文件位置不变：时间线会在旁边找到它的素材。

film.otio   OpenTimelineIO，保留的内容最多：DaVinci Resolve 18.5+、Kdenlive 24.12+、Premiere Pro 25+。
film.xml    Final Cut Pro 7 XML：适用于 Premiere Pro、DaVinci Resolve 及其他软件。
film.edl    CMX 3600：只含画面、剪切和叠化。
film.srt    字幕，另有 film.vtt。
media/      照片和视频片段、透明底的文字图片、每句旁白和音乐（WAV）。

如果软件询问文件在哪里，请指向 media 文件夹。所有转场都以相同长度的叠化出现；
缩放、裁剪、调色以及旁白时的音乐压低不会带过去。
变速片段在 film.otio 和 film.edl 中保留速度。
""",
}


def write_package(draft: Draft, stage: Stage, place: Path, watch: Watch) -> None:
    """Write the zip to `place`. Raises RenderError naming what cannot be made, Cancelled, OSError."""
    shelf = Shelf(stage, stage.assets)
    made = timeline(stage.film, shelf, NAME)
    texts = _texts(draft, made, stage.film.fps)
    watch.expect(len(shelf.files))
    with zipfile.ZipFile(place, "w", allowZip64=True) as package:
        for name, text in texts.items():
            package.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode())
        for name, write in shelf.files.items():
            watch.check()
            with package.open(_entry(name), "w", force_zip64=True) as out:
                write(out)  # type: ignore[arg-type]
            watch.add(1)


def _texts(draft: Draft, made: otio.schema.Timeline, fps: int) -> dict[str, str]:
    texts = {
        f"{NAME}.otio": otio.adapters.write_to_string(made, "otio_json"),
        f"{NAME}.xml": otio.adapters.write_to_string(made, "fcp_xml"),
        f"{NAME}.edl": _edl(made, fps),
        "READ ME.txt": _HOW["zh" if (draft.meta.language or "").startswith("zh") else "en"],
    }
    if draft.segments("caption"):
        texts |= {f"{NAME}.srt": srt(draft), f"{NAME}.vtt": vtt(draft)}
    return texts


def _edl(made: otio.schema.Timeline, fps: int) -> str:
    """The main pictures alone: an EDL knows one track."""
    flat = otio.schema.Timeline(made.name)
    flat.tracks.append(cast(otio.schema.Track, made.tracks[0].deepcopy()))
    try:
        return str(otio.adapters.write_to_string(flat, "cmx_3600", rate=fps))
    except otio.exceptions.OTIOError as error:
        raise RenderError("The cut list could not be written. The project is untouched.") from error


def _entry(name: str, how: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.external_attr = how, 0o644 << 16
    return entry
