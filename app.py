"""Reelwright as one process: the studio's pages, the engine under `/nemo`, and a worker child which it looks after.

`python app.py` serves on `PORT` (8501) and prints its address; `streamlit run app.py` works too.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount

from engine import store
from engine.api import application
from engine.errors import SettingError
from engine.lifetime import lifespan
from studio import batches, variants_work
from studio.identity import BrowserIdentity
from studio.routes import routes
from studio.settings import settings
from studio.smaller import Smaller

ROOT = Path(__file__).parent

logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")

# The pages reach the engine over HTTP on the port this process really listens on.
os.environ["PORT"] = os.environ.get("PORT") or str(st.get_option("server.port"))


@asynccontextmanager
async def alive(served: Any) -> AsyncIterator[None]:
    """The engine's own life, and what a stopped process left half done in the studio."""
    async with lifespan(served):
        for take_up in (variants_work.take_up, batches.take_up):
            await asyncio.to_thread(take_up)
        yield


app = st.App(
    ROOT / "pages" / "main.py",
    routes=[*routes, Mount("/nemo", application())],
    middleware=[Middleware(BrowserIdentity), Middleware(Smaller)],
    lifespan=alive,
)

if __name__ == "__main__":
    settings()  # a setting which cannot be used ends the start here, with its sentence
    try:
        store.database()
    except SettingError as error:
        sys.exit(str(error))
    with suppress(KeyboardInterrupt):
        app.run(config={"server.port": int(os.environ["PORT"])})
