"""Who is calling, what they may do, and what they have left: anonymous tokens, scopes, credits, claim links.

Only hashes of tokens and client ids are kept.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass

import sqlalchemy as sa

from engine import store
from engine.errors import BadToken, Forbidden, NoCredits, RateLimited
from engine.settings import settings

DAY_MS = 86_400_000
CLAIM_SECONDS = 604_800
SCOPES = ("read", "write", "upload", "render", "*")


@dataclass(frozen=True)
class Caller:
    """The owner of a valid token."""

    id: str
    scopes: frozenset[str]

    def must(self, scope: str) -> None:
        """Raises Forbidden when the token does not cover `scope`."""
        if not self.scopes & {scope, "*"}:
            raise Forbidden


def digest(value: str) -> str:
    """The SHA-256 of `value`, hex."""
    return hashlib.sha256(value.encode()).hexdigest()


def anonymous(client_id: str, ip: str, key: str | None = None) -> tuple[str, store.Row]:
    """A token for this client and its account: a new one, or the old one once its token has expired.

    `key` is the caller's own secret name for the request: the same key again, before the token expires, is answered
    with the same token, for a caller which lost the answer. Raises RateLimited: one token per client and
    `tokens_per_ip` per address at a time. The machine itself is not counted: there the caller is the app, for all of
    its browsers.
    """
    client, now = digest(client_id), store.now()
    with store.writing() as write:
        if key and (found := _same_again(write, client, key)):
            return found
        _refuse_too_many(write, client, ip)
        user = _account(write, client)
        token = _named_token(client, key, now) if key else f"nmv_usr_{secrets.token_urlsafe(32)}"
        expires = _keep_token(write, token, user["id"], "*", ip, now)
    return token, {**user, "expires_ms": expires}


def issue(scopes: str) -> str:
    """A token of a new account with these scopes (comma separated), for programs. Raises Forbidden."""
    if not set(scopes.split(",")) <= set(SCOPES):
        raise Forbidden(f"Scopes are {', '.join(SCOPES)}; “{scopes}” is not made of them.")
    token = f"nmv_usr_{secrets.token_urlsafe(32)}"
    with store.writing() as write:
        user = _new_account(write, None)
        _keep_token(write, token, user["id"], scopes, "127.0.0.1", store.now())
    return token


def caller(token: str) -> Caller:
    """The owner of `token`. Raises BadToken."""
    row = store.one(sa.select(store.tokens).where(store.tokens.c.digest == digest(token)))
    if row is None or row["expires_ms"] <= store.now():
        raise BadToken
    return Caller(row["owner"], frozenset(row["scopes"].split(",")))


def balance(user: str) -> dict[str, int]:
    """`available`, `frozen` (reserved for work in progress) and `total` credits."""
    row = store.one(sa.select(store.users).where(store.users.c.id == user)) or {"credits": 0, "frozen": 0}
    return {"available": row["credits"] - row["frozen"], "frozen": row["frozen"], "total": row["credits"]}


def reserve(write: sa.Connection, user: str, cost: int) -> None:
    """Set `cost` credits aside for a turn. Raises NoCredits."""
    users = store.users
    enough = users.c.credits - users.c.frozen >= cost
    change = sa.update(users).where(users.c.id == user, enough).values(frozen=users.c.frozen + cost)
    if cost and not write.execute(change).rowcount:
        raise NoCredits


def settle(write: sa.Connection, user: str, cost: int, used: bool) -> None:
    """End a reservation: the credits are spent when `used`, else free again."""
    users = store.users
    spent = cost if used else 0
    values = {"frozen": users.c.frozen - cost, "credits": users.c.credits - spent}
    write.execute(sa.update(users).where(users.c.id == user).values(values))


def claim(session: str) -> dict[str, str | int]:
    """A one-purpose token with which a browser may take over a session; it opens nothing else."""
    token = f"clm_{secrets.token_urlsafe(24)}"
    expires = store.now() + CLAIM_SECONDS * 1000
    store.add(store.claims, digest=digest(token), session=session, expires_ms=expires)
    return {"claim_token": token, "expires_in": CLAIM_SECONDS}


def is_this_machine(ip: str) -> bool:
    """Whether an address is one of this machine itself."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return False


def _same_again(write: sa.Connection, client: str, key: str) -> tuple[str, store.Row] | None:
    """The client's valid token and its account, if the token was given for this key."""
    tokens, users = store.tokens, store.users
    valid = sa.select(users, tokens.c.digest, tokens.c.created_ms.label("given_ms"), tokens.c.expires_ms).join(
        tokens, users.c.id == tokens.c.owner
    )
    for row in write.execute(valid.where(users.c.client == client, tokens.c.expires_ms > store.now())).mappings():
        token = _named_token(client, key, row["given_ms"])
        if digest(token) == row["digest"]:
            return token, dict(row)
    return None


def _named_token(client: str, key: str, given_ms: int) -> str:
    """The token given for a key at a time: made again from the engine's own secret, since only its hash is kept."""
    made = hmac.new(settings().secret, f"token:{client}:{digest(key)}:{given_ms}".encode(), hashlib.sha256)
    return f"nmv_usr_{made.hexdigest()}"


def _refuse_too_many(write: sa.Connection, client: str, ip: str) -> None:
    tokens, users = store.tokens, store.users
    valid = tokens.c.expires_ms > store.now()
    mine = sa.select(sa.func.count()).select_from(tokens.join(users, users.c.id == tokens.c.owner))
    if write.scalar(mine.where(users.c.client == client, valid)):
        raise RateLimited
    if is_this_machine(ip):
        return
    recent = sa.select(sa.func.count()).where(tokens.c.ip == ip, tokens.c.created_ms > store.now() - 7 * DAY_MS)
    if (write.scalar(recent) or 0) >= settings().tokens_per_ip:
        raise RateLimited


def _account(write: sa.Connection, client: str) -> store.Row:
    row = write.execute(sa.select(store.users).where(store.users.c.client == client)).mappings().first()
    return dict(row) if row else _new_account(write, client)


def _new_account(write: sa.Connection, client: str | None) -> store.Row:
    user = {"id": f"anon_{secrets.token_hex(12)}", "client": client, "credits": settings().credits, "frozen": 0}
    write.execute(sa.insert(store.users).values(created_ms=store.now(), **user))
    return user


def _keep_token(write: sa.Connection, token: str, user: str, scopes: str, ip: str, now: int) -> int:
    expires = now + settings().token_days * DAY_MS
    write.execute(
        sa.insert(store.tokens).values(
            digest=digest(token), owner=user, scopes=scopes, ip=ip, created_ms=now, expires_ms=expires
        )
    )
    return expires
