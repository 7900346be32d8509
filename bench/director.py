"""How fast the director is: understanding a message, the first words of an edit, a whole promo with its voice."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engine.director.language import language_of
from engine.director.turn import Turn, take_turn
from engine.director.understand import View, understand
from engine.media.assets import Asset
from nemo.draft import Draft

DATA = Path(__file__).parent.parent / "tests" / "data" / "director"
PROMO = "create a 30-second promo video with voiceover and call-to-action for my affiliate product"


def photo(number: int) -> Asset:
    """A photo as intake knows it; the director never opens the file."""
    known = {"sha256": "", "path": Path("p"), "width": 1200, "height": 1600}
    return Asset(id=f"p{number}", kind="photo", name=f"photo {number}.jpg", **known)


def promo(speak: Callable[..., Any] | None) -> tuple[Draft, float, float]:
    """The draft of the brief's promo, seconds to its first words and to its end."""
    from engine.director.turn import Edited

    start = time.perf_counter()
    turn = Turn(PROMO, assets={f"p{n}": photo(n) for n in (1, 2, 3)}, speak=speak)
    first, draft = 0.0, Draft.read({})
    for event in take_turn(turn):
        first = first or time.perf_counter() - start
        draft = event.draft if isinstance(event, Edited) else draft
    return draft, first, time.perf_counter() - start


def uncached() -> Callable[..., Any]:
    """The engine's voice with a fresh folder, so that nothing was spoken before."""
    from engine.sound.voice import speak

    folder = Path(tempfile.mkdtemp(prefix="bench-voice-"))
    return lambda text, **how: speak(text, cache=folder, **how)


def benches() -> Iterator[dict[str, Any]]:
    """One row a measurement; seconds of wall time."""
    promo(uncached())  # loads the voice once, as a running worker has
    drafted = [promo(uncached()) for _ in range(3)]
    draft = drafted[0][0]
    rows = [json.loads(line) for name in ("edits", "multi") for line in (DATA / f"{name}.jsonl").open(encoding="utf-8")]
    view = View(draft)
    times = []
    for row in rows:
        begin = time.perf_counter()
        understand(row["text"], view, language_of(row["text"]))
        times.append(time.perf_counter() - begin)
    firsts = []
    for _ in range(9):
        begin = time.perf_counter()
        next(take_turn(Turn("make it 20 seconds and turn the music down", draft, 1)))
        firsts.append(time.perf_counter() - begin)
    yield {"bench": "understand", "messages": len(rows), "wall_s": statistics.median(times), "worst_s": max(times)}
    yield {"bench": "first_words_of_an_edit", "wall_s": statistics.median(firsts)}
    yield {"bench": "first_words_of_a_promo", "wall_s": statistics.median(first for _, first, _ in drafted)}
    yield {"bench": "promo_drafted", "wall_s": statistics.median(whole for _, _, whole in drafted)}
