"""What the command line remembers between two calls: per service the anonymous account and the last session.

The file holds a token, so only its owner may read it. It is `~/.config/nemovideo/sessions.json`.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(".config/nemovideo/sessions.json")


@dataclass
class Memory:
    """One service's entry."""

    token: str | None = field(default=None, repr=False)
    user_id: str | None = None
    session_id: str | None = None
    task_id: str | None = None


def recall(api_url: str, home: Path | None = None) -> Memory:
    """What is known of a service; nothing when the file is missing or unreadable."""
    entry = _read(_file(home)).get(api_url)
    known = entry if isinstance(entry, dict) else {}
    names = Memory.__dataclass_fields__
    return Memory(**{name: known[name] for name in names if isinstance(known.get(name), str)})


def keep(api_url: str, memory: Memory, home: Path | None = None) -> None:
    """Write a service's entry; the file appears under its name only when it is whole."""
    file = _file(home)
    everything = _read(file) | {api_url: asdict(memory)}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump(everything, out, indent=1)
        part.replace(file)
    except OSError:
        return


def _file(home: Path | None) -> Path:
    return (home or Path.home()) / FILE


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
