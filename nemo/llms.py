"""The language model which answers an account's messages at the embedded engine. Other services choose their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nemo import errors
from nemo.exports import Exports
from nemo.fields import data_of, text_of

TRY_SECONDS = (10.0, 60.0)  # the engine tries the model before it keeps it
PATH = "/api/account/llm"


@dataclass(frozen=True)
class Llm:
    """`source`: `account` for one's own model, `settings` for everybody's, empty for none. A key is never told."""

    source: str = ""
    url: str = ""
    model: str = ""
    has_key: bool = False
    may_choose: bool = False


class Llms(Exports):
    """Which model answers, another one, none."""

    def llm(self) -> Llm:
        """The model in use. Raises NotThere at a service which has no such call."""
        return _read(self._call("GET", PATH))

    def choose_llm(self, url: str, model: str, key: str | None = None) -> None:
        """Take another model once it has answered; without `key`, the one kept for the address stays.

        Raises BadRequest with the service's reason, Forbidden where its operator chooses.
        """
        body = {"url": url, "model": model} | ({} if key is None else {"key": key})
        self._call("PUT", PATH, json=body, timeout=TRY_SECONDS)

    def drop_llm(self) -> None:
        """Forget one's own model and its key."""
        self._call("DELETE", PATH)


def _read(answer: dict[str, Any]) -> Llm:
    data = data_of(answer)
    if "from" not in data:
        raise errors.NotFound
    source, url, model = (text_of(data.get(name)) or "" for name in ("from", "url", "model"))
    return Llm(source, url, model, bool(data.get("has_key")), bool(data.get("may_choose")))
