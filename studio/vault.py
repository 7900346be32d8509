"""What never leaves the server: tokens and keys which users typed in. Handed to a client, and never shown again."""

from __future__ import annotations

from studio.tables import Secret, session


def keep(owner: str, name: str, value: str) -> None:
    """Keep a secret of this browser in the place of the one before."""
    with session() as db:
        db.merge(Secret(owner=owner, name=name, value=value))


def read(owner: str, name: str) -> str:
    """The secret, empty when there is none."""
    with session() as db:
        found = db.get(Secret, (owner, name))
    return found.value if found else ""


def drop(owner: str, name: str) -> None:
    """Forget a secret."""
    with session() as db:
        found = db.get(Secret, (owner, name))
        if found:
            db.delete(found)


def token_of(backend: str) -> str:
    """The name under which the token of a service is kept."""
    return f"token:{backend}"
