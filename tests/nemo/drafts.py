"""Small drafts to compare: a bare cut, and the same cut with music and a title."""

from typing import Any

CUT: dict[str, Any] = {
    "d": 10000,
    "m": {"width": 1920, "height": 1080},
    "t": [
        {
            "tt": 0,
            "m": {"role": "main"},
            "sg": [
                {"d": 5000, "m": {"id": "s1", "name": "beach.jpg"}},
                {"d": 5000, "m": {"id": "s2", "name": "pier.jpg"}},
            ],
        }
    ],
}
MUSIC = {"tt": 1, "m": {"role": "music"}, "sg": [{"d": 10000, "m": {"name": "Lo-fi", "volume": 0.35}}]}
TITLE = {"tt": 7, "m": {"role": "title"}, "sg": [{"d": 3000, "m": {"text": "Paradise Found"}}]}
FINISHED = {**CUT, "t": [*CUT["t"], MUSIC, TITLE]}
