"""The language model which an account chose for its own messages, in the place of the one in the settings.

Its key is kept in the engine's database, whose file only its owner may read, and goes to the model's address alone: it
stands in no answer, log, job or draft.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import requests
import sqlalchemy as sa

from engine import store
from engine.errors import BadRequest
from engine.settings import settings

llms = store.llms
TRY_SECONDS = (5.0, 30.0)
"""To connect, and to answer: a local model may have to be loaded first."""
LONGEST = {"url": 300, "model": 120, "key": 400}


def of(owner: str) -> tuple[str, str, str] | None:
    """Address, model and key which answer this account's messages; None where the rules do."""
    row = store.one(sa.select(llms).where(llms.c.owner == owner))
    if row:
        return row["url"], row["model"], row["key"]
    given = settings()
    return (given.llm_url, given.llm_model, given.llm_key) if given.llm_url and given.llm_model else None


def shown(owner: str) -> dict[str, Any]:
    """What an account may know: its own model's address and name, or the name of everybody's. Never a key."""
    row = store.one(sa.select(llms).where(llms.c.owner == owner))
    if row:
        return {"from": "account", "url": row["url"], "model": row["model"], "has_key": bool(row["key"])}
    given = of(owner)
    return {"from": "settings", "model": given[1]} if given else {"from": None}


def choose(owner: str, url: str, model: str, key: str | None) -> None:
    """Keep a model for an account once it has answered. Without `key` the one kept for the address stays.

    Raises BadRequest with the reason, in which case nothing is changed.
    """
    url, model = _checked(url, model, key or "")
    kept = store.one(sa.select(llms).where(llms.c.owner == owner))
    if key is None and kept and kept["url"] == url:
        key = kept["key"]
    _try(url, model, key or "")
    with store.writing() as write:
        write.execute(sa.delete(llms).where(llms.c.owner == owner))
        write.execute(sa.insert(llms).values(owner=owner, url=url, model=model, key=key or "", created_ms=store.now()))


def drop(owner: str) -> None:
    """Forget the account's model and its key."""
    store.remove(llms, llms.c.owner == owner)


def _checked(url: str, model: str, key: str) -> tuple[str, str]:
    url, model = url.strip().rstrip("/"), model.strip()
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable or parts.username or parts.query or parts.fragment or re.search(r"[\s\\]", url):
        raise BadRequest("This is not a model's address; it looks like http://127.0.0.1:11434/v1. Nothing was changed.")
    if not model or not model.isprintable():
        raise BadRequest("Name the model as its service does, for example “llama3.1”. Nothing was changed.")
    if any(len(value) > LONGEST[name] for name, value in (("url", url), ("model", model), ("key", key))):
        raise BadRequest("This address, name or key is too long. Nothing was changed.")
    return url, model


def _try(url: str, model: str, key: str) -> None:
    """One word of conversation. What goes wrong is told without what the other side said."""
    body = {"model": model, "messages": [{"role": "user", "content": "Say ok."}], "max_tokens": 4}
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    session = requests.Session()
    session.trust_env = False
    try:
        answer = session.post(
            f"{url}/chat/completions", json=body, headers=headers, timeout=TRY_SECONDS, allow_redirects=False
        )
        talks = answer.status_code == 200 and isinstance(answer.json().get("choices"), list)
    except (requests.RequestException, ValueError, AttributeError):
        raise BadRequest("The model does not answer at this address. Check it; nothing was changed.") from None
    finally:
        session.close()
    if answer.status_code in (401, 403):
        raise BadRequest("The model does not accept this key. Check it; nothing was changed.")
    if not talks:
        raise BadRequest("What answers at this address is not this model. Check both; nothing was changed.")
