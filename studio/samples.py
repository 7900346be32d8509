"""The sample photos which come with the studio, for a first video without any files of one's own."""

from __future__ import annotations

from pathlib import Path

from studio import uploads

FOLDER = Path(__file__).parent.parent / "static" / "samples"


def available(job: str) -> list[Path]:
    """The sample pictures for a kind of video (affiliate, wedding, link), in their order."""
    return sorted((FOLDER / job).glob("*.jpg"))


def add(project: str, job: str) -> None:
    """Put the sample pictures among the files of a project, as if its user had chosen them."""
    for picture in available(job):
        uploads.keep(project, picture.name.split("-", 1)[1], picture.read_bytes())
