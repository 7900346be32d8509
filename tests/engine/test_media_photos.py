"""Photos of every kind come in upright, in sRGB, at 8 bits and of a sane size."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from engine.errors import MediaError, TooLarge
from engine.media.assets import Asset
from engine.media.intake import normalise
from tests.engine.mediamaking import alike, corners, heic, quarters, scene, wide_gamut


def stored(asset: Asset) -> Image.Image:
    with Image.open(asset.path, formats=["JPEG"]) as image:
        return image.copy()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright_whatever_its_exif_says(tmp_path: Path, orientation: int) -> None:
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # EXIF orientation → Pillow's Transpose that undoes it
    upright = corners(400, 240)
    turned = upright.transpose(Image.Transpose(undo[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    turned.save(tmp_path / "in.jpg", quality=95, exif=exif)
    asset = normalise(tmp_path / "in.jpg", "in.jpg", tmp_path / "out")
    assert (asset.width, asset.height) == (400, 240)
    assert alike(quarters(stored(asset)), quarters(upright))
    assert 0x0112 not in stored(asset).getexif()


@pytest.mark.parametrize("kind", ["png", "webp", "avif", "gif", "cmyk.jpg", "palette.png", "heic"])
def test_the_colours_of_every_format_survive(tmp_path: Path, kind: str) -> None:
    picture, source = corners(320, 200), tmp_path / f"in.{kind}"
    if kind == "heic":
        heic(source, picture)
    elif kind == "cmyk.jpg":
        picture.convert("CMYK").save(source, quality=95)
    elif kind == "palette.png":
        picture.quantize(16).save(source)
    else:
        picture.save(source)
    asset = normalise(source, source.name, tmp_path / "out")
    assert (asset.kind, asset.width, asset.height) == ("photo", 320, 200)
    assert alike(quarters(stored(asset)), quarters(picture), 14)


def test_a_phone_photo_in_heic_is_turned_upright(tmp_path: Path) -> None:
    upright = corners(200, 320)
    heic(tmp_path / "IMG_1.HEIC", upright.transpose(Image.Transpose.ROTATE_270), turns=1)
    asset = normalise(tmp_path / "IMG_1.HEIC", "IMG_1.HEIC", tmp_path / "out")
    assert (asset.width, asset.height, asset.source_format) == (200, 320, "heic")
    assert alike(quarters(stored(asset)), quarters(upright), 14)


def test_a_wide_gamut_photo_becomes_srgb(tmp_path: Path) -> None:
    Image.new("RGB", (200, 100), (180, 60, 60)).save(tmp_path / "p3.jpg", quality=95, icc_profile=wide_gamut())
    asset = normalise(tmp_path / "p3.jpg", "p3.jpg", tmp_path / "out")
    to_xyz = np.array([[0.5151, 0.2919, 0.1572], [0.2412, 0.6922, 0.0666], [-0.0011, 0.0419, 0.7841]])
    from_srgb = np.array([[0.4361, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7142]])
    light = np.linalg.solve(from_srgb, to_xyz @ (np.array([180, 60, 60]) / 255) ** 2.2)
    expected = np.where(light > 0.0031308, 1.055 * np.clip(light, 0, 1) ** (1 / 2.4) - 0.055, 12.92 * light) * 255
    assert alike([tuple(expected)], quarters(stored(asset))[:1], 4)
    assert "icc_profile" not in stored(asset).info


def test_sixteen_bits_keep_their_brightness(tmp_path: Path) -> None:
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (64, 1))
    Image.fromarray(ramp).save(tmp_path / "deep.png")
    asset = normalise(tmp_path / "deep.png", "deep.png", tmp_path / "out")
    row = np.asarray(stored(asset).convert("L"))[32].astype(int)
    assert np.abs(row - np.arange(256)).max() <= 3


def test_transparency_is_laid_on_white_and_kept_beside(tmp_path: Path) -> None:
    logo = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    logo.paste((10, 90, 200, 255), (0, 0, 100, 100))
    logo.save(tmp_path / "logo.png")
    asset = normalise(tmp_path / "logo.png", "logo.png", tmp_path / "out")
    assert alike([(10, 90, 200), (255, 255, 255)], quarters(stored(asset))[:2])
    assert asset.alpha_path
    with Image.open(asset.alpha_path) as kept:
        assert kept.getpixel((150, 50))[3] == 0
        assert kept.getpixel((50, 50)) == (10, 90, 200, 255)
    assert set(asset.files()) == {asset.path, asset.alpha_path}


def test_an_opaque_png_needs_no_second_file(tmp_path: Path) -> None:
    corners(100, 80).convert("RGBA").save(tmp_path / "a.png")
    assert normalise(tmp_path / "a.png", "a.png", tmp_path / "out").alpha_path is None


def test_a_huge_photo_is_scaled_and_says_so(tmp_path: Path) -> None:
    corners(6000, 3000).save(tmp_path / "big.jpg", quality=80)
    asset = normalise(tmp_path / "big.jpg", "big.jpg", tmp_path / "out")
    assert (asset.width, asset.height) == (4096, 2048)
    assert "6000×3000" in asset.notes[0]


def bomb(path: Path, side: int) -> Path:
    """A PNG of side × side black dots, a few kilobytes long."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(b"\0" * (side // 8 + 1)) for _ in range(side)) + packer.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    return path


def test_a_picture_that_unpacks_to_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="50000×50000"):
        normalise(bomb(tmp_path / "bomb.png", 50_000), "bomb.png", tmp_path / "out")


@pytest.mark.parametrize("size", [(9, 400), (1, 1)])
def test_a_picture_too_small_to_show_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size).save(tmp_path / "dot.png")
    with pytest.raises(MediaError, match="too small"):
        normalise(tmp_path / "dot.png", "dot.png", tmp_path / "out")


def test_a_cut_off_photo_is_refused_with_a_sentence(tmp_path: Path) -> None:
    scene(800, 600).save(tmp_path / "whole.jpg")
    data = (tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "cut.jpg").write_bytes(data[: len(data) // 3])
    with pytest.raises(MediaError, match="damaged or cut off"):
        normalise(tmp_path / "cut.jpg", "cut.jpg", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_same_photo_gives_the_same_asset(tmp_path: Path) -> None:
    scene(640, 480, (0.3, 0.4)).save(tmp_path / "a.jpg")
    first = normalise(tmp_path / "a.jpg", "a.jpg", tmp_path / "one")
    again = normalise(tmp_path / "a.jpg", "a.jpg", tmp_path / "two")
    assert first.path.read_bytes() == again.path.read_bytes()
    assert first == again.moved(tmp_path / "one")


def test_an_asset_survives_json(tmp_path: Path) -> None:
    scene(640, 480, (0.3, 0.4)).save(tmp_path / "新娘 photo.jpg")
    asset = normalise(tmp_path / "新娘 photo.jpg", "新娘 photo.jpg", tmp_path / "out")
    assert Asset.model_validate_json(asset.model_dump_json()) == asset
    assert asset.name == "新娘 photo.jpg"
