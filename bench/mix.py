"""The film's sound alone, mixed and encoded, at four lengths: cost a second, and the memory of the whole process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.render import fresh, run


def benches() -> Iterator[dict[str, Any]]:
    """AAC as in a film, and ten minutes of WAV; speech is kept, as it is once a draft was made."""
    with tempfile.TemporaryDirectory(prefix="reelwright-bench-") as name:
        folder = Path(name)
        os.environ["REELWRIGHT_DATA"] = str(folder / "data")
        run(folder, "speak")
        for seconds, suffix in ((30, "mp4"), (120, "mp4"), (600, "mp4"), (600, "wav")):
            found = fresh(folder, "mix", str(seconds), suffix)
            yield {"bench": f"mix_{seconds}s_{suffix}", **found, "cpu_per_s": round(found["cpu_s"] / seconds, 4)}
