"""Sample pictures: always the same, each its own, fit to be taken in like anyone's photos."""

import cv2
import numpy as np
import pytest

from engine.media.samples import SCENES, picture, samples

NAMES = [scene.name for group in SCENES.values() for scene in group]


def test_there_are_pictures_for_each_kind_of_video() -> None:
    assert {kind: len(group) for kind, group in SCENES.items()} == {"affiliate": 3, "wedding": 5, "link": 3}
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", [NAMES[0], NAMES[3], NAMES[-1]])
def test_a_picture_is_drawn_the_same_every_time(name: str) -> None:
    first = picture(name, 320).copy()
    picture.cache_clear()
    assert np.array_equal(first, picture(name, 320))


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_light_and_shade_and_colour(name: str) -> None:
    pixels = picture(name, 320)
    assert max(pixels.shape[:2]) == 320 and pixels.dtype == np.uint8
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    assert grey.std() > 15
    assert cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)[..., 1].max() > 90
    assert cv2.Laplacian(grey, cv2.CV_64F).var() > 20, "it has detail"


def test_no_two_pictures_are_alike() -> None:
    small = [cv2.resize(picture(name, 320), (24, 24), interpolation=cv2.INTER_AREA).astype(float) for name in NAMES]
    for at, one in enumerate(small):
        assert all(np.abs(one - other).mean() > 8 for other in small[at + 1 :])


def test_samples_are_jpegs_under_their_names() -> None:
    found = samples("wedding", 320)
    assert [name for name, _ in found] == [scene.name for scene in SCENES["wedding"]]
    for _, data in found:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert max(pixels.shape[:2]) == 320
    assert samples("no such kind", 160)[0][0] == "coffee-maker-studio.jpg"


def test_a_name_there_is_none_of_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        picture("nobody.jpg")
