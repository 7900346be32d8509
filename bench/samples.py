"""Draws the studio's sample photos anew: `python -m bench.samples`. The studio itself never imports the engine."""

from __future__ import annotations

from pathlib import Path

from engine.media.samples import SCENES, jpeg, picture

FOLDER = Path(__file__).parent.parent / "static" / "samples"
LONG_SIDE = 1600  # px: sharp at 1080 × 1920 and small in the repository


def main() -> None:
    """Write every sample picture, numbered in the order in which a video shows them."""
    for kind, scenes in SCENES.items():
        (FOLDER / kind).mkdir(parents=True, exist_ok=True)
        for number, scene in enumerate(scenes, 1):
            content = jpeg(picture(scene.name, LONG_SIDE), quality=86)
            (FOLDER / kind / f"{number}-{scene.name}").write_bytes(content)


if __name__ == "__main__":
    main()
