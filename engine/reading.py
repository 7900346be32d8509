"""The pages a message names: read once per turn, their pictures made uploads of the project."""

from __future__ import annotations

import hashlib
import logging
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from engine import projects
from engine.errors import EngineError, PageError
from engine.media import files, parts
from engine.media.assets import Asset
from engine.media.page import Page, Picture

log = logging.getLogger(__name__)
LINK = re.compile(r"https?://[^\s<>\"'“”‘’，。；、（）()\[\]{}|]+")
MOST_LINKS = 3
MOST_PICTURES = 8
AT_ONCE = 4


def links(message: str) -> list[str]:
    """The first few web addresses in a message, without the punctuation after them."""
    found = (match.group().rstrip(".,;:!?*_~") for match in LINK.finditer(message))
    return list(dict.fromkeys(found))[:MOST_LINKS]


def read(session_id: str, urls: list[str], language: str = "en") -> dict[str, Any]:
    """Each page as JSON, or why it cannot be used in a sentence for a reader of `language`. Pictures of a page become
    uploads of the session."""
    return {url: _read(session_id, url, language) for url in urls}


def pages(found: dict[str, Any]) -> dict[str, Any]:
    """What `read` wrote down as the director takes it: a Page or a sentence by address."""
    return {url: page if isinstance(page, str) else Page.model_validate(page) for url, page in found.items()}


def _read(session_id: str, url: str, language: str) -> Any:
    from engine.media.pages import read_page

    try:
        page = read_page(url)
    except PageError as error:
        return error.told(language)
    except EngineError as error:
        return str(error)
    _take_pictures(session_id, page)
    return page.model_dump(mode="json")


def _take_pictures(session_id: str, page: Page) -> None:
    """One after the other in the page's order; one that cannot be used is left out."""
    wanted = page.pictures[:MOST_PICTURES]
    folder = files.scratch("page")
    try:
        with ThreadPoolExecutor(AT_ONCE) as crew:
            made = list(crew.map(lambda picture: _picture(session_id, picture, folder), wanted))
        for asset, place in zip(made, projects.places(len(made)), strict=True):
            if asset:
                projects.add_asset(session_id, asset, sorted((folder / asset.id / "parts").iterdir()), place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _picture(session_id: str, picture: Picture, folder: Path) -> Asset | None:
    from engine.media.intake import normalise
    from engine.media.links import fetch_media, media_name

    asset_id = f"a_{hashlib.sha256(f'{session_id} {picture.url}'.encode()).hexdigest()[:16]}"
    room = folder / asset_id
    try:
        asset = normalise(fetch_media(picture.url, room), media_name(picture.url), room / "made")
    except EngineError as error:
        log.info("A picture of a page was left out: %s", error)
        return None
    asset = asset.model_copy(update={"id": asset_id})
    parts.make(asset, room / "parts")
    return asset
