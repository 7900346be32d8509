"""The sample photos which come with the studio, for a first video without any files of one's own."""

from __future__ import annotations

from pathlib import Path

from studio import uploads

FOLDER = Path(__file__).parent.parent / "static" / "samples"


def available() -> list[Path]:
    """The sample pictures, in their order."""
    return sorted(FOLDER.glob("*.jpg"))


def add(project: str) -> None:
    """Put the sample pictures among the files of a project, as if its user had chosen them."""
    for picture in available():
        uploads.keep(project, picture.name, picture.read_bytes())
