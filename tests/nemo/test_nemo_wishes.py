"""What a request for an export says about the file."""

from typing import Any

import pytest

from nemo.draft import Draft
from nemo.wishes import sized, wishes


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("export", {}),
        ("export 1080p MP4", {"format": "mp4", "short_side": 1080}),
        ("download in full hd", {"short_side": 1080}),
        ("export as webm in high quality", {"format": "webm", "quality": "high"}),
        ("导出mp4", {"format": "mp4"}),
        ("导出 4K 高清视频", {"short_side": 2160}),
        ("render it in 720p, low quality", {"quality": "draft", "short_side": 720}),
        ("save a jpeg", {"format": "jpg"}),
    ],
)
def test_the_file_is_as_it_was_asked_for(text: str, wanted: dict[str, Any]) -> None:
    assert wishes(text) == wanted


def test_the_short_side_depends_on_the_shape() -> None:
    assert sized(720, Draft.read({"m": {"width": 1080, "height": 1920}})) == {"width": 720}
    assert sized(720, Draft.read({"m": {"width": 1920, "height": 1080}})) == {"height": 720}
