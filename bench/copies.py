"""What a copy of a project costs, and a film of a template beside the first one: `python -m bench copies`.

The promo of three 12-megapixel photos of `bench.variants`, with its preview made: copied; then, as a batch does it for
each row, copied, filled with another product and rendered. The last kind has other pictures too.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import mean
from typing import Any

from bench.promo import LONG_SIDE
from bench.variants import PROMO, Films, serving
from engine.media.samples import SCENES, jpeg, picture
from nemo.client import NemoClient
from studio.slots import Slot, found, operations
from studio.words import words

COPIES = 10
PRODUCTS = ("Nomad flask", "Arctic cup")
OTHER = SCENES["wedding"][0].name


def benches() -> Iterator[dict[str, Any]]:
    """A row for copies, one for the first film and one for each kind of film of the template."""
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as (client, worker):
        films = Films(client, worker, Path(name))
        (films.folder / OTHER).write_bytes(jpeg(picture(OTHER, LONG_SIDE)))
        session = films.project("affiliate", PROMO)
        yield {
            "bench": "copy",
            "copies": COPIES,
            "wall_s": round(mean(_copied(client, session) for _ in range(COPIES)), 3),
        }
        first = films.make(session, [])[0]
        yield {"bench": "template_first_film", "wall_s": round(first, 2)}
        for other in (False, True):
            rows = [_row(films, session, product, other) for product in PRODUCTS]
            name_ = "template_other_pictures" if other else "template_other_words"
            yield {
                "bench": name_,
                "films": len(rows),
                "wall_s": round(mean(rows), 2),
                "ratio": round(mean(rows) / first, 2),
            }


def _copied(client: NemoClient, session: str) -> float:
    began = time.perf_counter()
    client.copy_session(session)
    return time.perf_counter() - began


def _row(films: Films, template: str, product: str, pictures: bool) -> float:
    client, began = films.client, time.perf_counter()
    session = client.copy_session(template).session_id
    draft = client.state(session).draft
    slots = found(draft, words("en"))
    values = {"product": product}
    if pictures:
        values |= {slot.key: _upload(films, session) for slot in slots if slot.kind == "photo"}
    client.operate(session, operations(draft, _chosen(slots, values), values))
    films.make(session, [])
    return time.perf_counter() - began


def _chosen(slots: list[Slot], values: dict[str, str]) -> list[Slot]:
    return [slot for slot in slots if slot.key in values]


def _upload(films: Films, session: str) -> str:
    (taken,) = films.client.upload(session, [films.folder / OTHER])
    return str(taken.raw["asset_id"])
