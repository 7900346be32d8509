"""A still picture of any kind → an upright sRGB JPEG. Runs inside the limited child process."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pi_heif
from PIL import Image, ImageCms, ImageOps

from engine.errors import MediaError, TooLarge

LONGEST_SIDE = 4096
MOST_PIXELS = 120_000_000
SMALLEST_SIDE = 16
JPEG_QUALITY = 95
PILLOW_NAMES = {"jpeg": "JPEG", "png": "PNG", "gif": "GIF", "webp": "WEBP", "heic": "HEIF", "avif": "AVIF"}
SRGB = ImageCms.createProfile("sRGB")

Image.MAX_IMAGE_PIXELS = None  # `check_size` refuses with a sentence instead
pi_heif.register_heif_opener(thumbnails=False)


@dataclass
class Photo:
    """A normalised photo: `picture` is upright sRGB RGB uint8, `cutout` the same with its transparency."""

    picture: Image.Image
    cutout: Image.Image | None = None
    notes: list[str] = field(default_factory=list)


def is_animated(source: Path, container: str) -> bool:
    """Whether a GIF or WebP moves; those are clips."""
    if container not in ("gif", "webp"):
        return False
    with _open(source, container) as image:
        return getattr(image, "n_frames", 1) > 1


def read_photo(source: Path, container: str) -> Photo:
    """Decode, turn upright, convert to sRGB 8-bit and shrink to `LONGEST_SIDE`; raises MediaError."""
    with _open(source, container) as image:
        check_size(image)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        try:
            image.load()
        except (OSError, SyntaxError, ValueError, EOFError, RuntimeError) as error:
            raise MediaError("The picture is damaged or cut off, so it was not added; please save it again.") from error
        upright = ImageOps.exif_transpose(image)
    notes = []
    if max(upright.size) > LONGEST_SIDE:
        notes.append(
            f"The picture was scaled from {upright.width}×{upright.height} to at most {LONGEST_SIDE} pixels a side."
        )
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3)
    colour = _srgb(_eight_bit(upright))
    if colour.mode == "RGBA" and colour.getchannel("A").getextrema()[0] != 255:
        return Photo(on_white(colour), colour, notes)
    return Photo(colour.convert("RGB"), None, notes)


def write_photo(photo: Photo, into: Path, stem: str) -> tuple[Path, Path | None]:
    """Save `photo` as JPEG (4:4:4, no metadata), and as PNG too where it has transparency."""
    path = into / f"{stem}.jpg"
    photo.picture.save(path, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    if photo.cutout is None:
        return path, None
    alpha = into / f"{stem}.png"
    photo.cutout.save(alpha, "PNG", compress_level=3)
    return path, alpha


def _open(source: Path, container: str) -> Image.Image:
    try:
        return Image.open(source, formats=[PILLOW_NAMES[container]])
    except (OSError, SyntaxError, ValueError) as error:
        raise MediaError("The picture cannot be read: it is damaged or not what it seems.") from error


def check_size(image: Image.Image) -> None:
    """Raises MediaError for a picture too large to decode or too small to show."""
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise TooLarge(f"The picture has {width}×{height} pixels, more than can be handled; please make it smaller.")
    if min(width, height) < SMALLEST_SIDE:
        raise MediaError(f"The picture is only {width}×{height} pixels, too small to show; please choose a larger one.")


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit and float greys to 8 bits, keeping their brightness; Pillow alone would clip them."""
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        values = np.asarray(image, dtype=np.float64)
        top = 65535.0 if image.mode != "F" or values.max() > 255 else 255.0
        return Image.fromarray((np.clip(values / top, 0, 1) * 255 + 0.5).astype(np.uint8))
    return image


def _srgb(image: Image.Image) -> Image.Image:
    """RGB or RGBA in sRGB: through the embedded profile where there is a sound one, else by the mode's own rule."""
    if image.mode in ("P", "PA", "LA", "La", "1"):
        image = image.convert("RGBA" if image.has_transparency_data or image.mode in ("PA", "LA", "La") else "RGB")
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    profile = image.info.get("icc_profile")
    colour = _through_profile(image, profile) if profile else None
    colour = colour or image.convert("RGB")
    if alpha is not None:
        colour.putalpha(alpha)
    return colour


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    base = image.convert("RGB") if image.mode == "RGBA" else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return base.convert("RGB")
        return ImageCms.profileToProfile(base, source, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None


def on_white(cutout: Image.Image) -> Image.Image:
    """An RGBA picture laid on white, as RGB."""
    white = Image.new("RGBA", cutout.size, (255, 255, 255, 255))
    return Image.alpha_composite(white, cutout).convert("RGB")
