"""The media folder: whole files under keys, on this disk or on any store fsspec knows (`REELWRIGHT_MEDIA_URL`).

A key is made by the engine alone, of letters, digits and `._-/`: never from a file name or a user's text. A file
appears whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import time
from functools import cache
from pathlib import Path
from typing import Any

from engine.settings import settings

ATTEMPTS = 20
"""At removing a folder elsewhere which a job is still writing into."""

_KEY = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._/-]*")


@cache
def _store() -> tuple[Any, str, bool]:
    """The file system, its root, and whether it is this disk."""
    import fsspec

    system, root = fsspec.core.url_to_fs(settings().media_url)
    here = "file" in (system.protocol if isinstance(system.protocol, tuple | list) else (system.protocol,))
    return system, root.rstrip("/"), here


def _at(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"not a media key: {key!r}")
    return f"{_store()[1]}/{key}"


def scratch(name: str = "work") -> Path:
    """A fresh private folder on the media folder's disk (so that `put` is a rename); the caller removes it."""
    folder = _scratch() / f"{name}-{secrets.token_hex(8)}"
    folder.mkdir(parents=True)
    return folder


def leftovers(older_than_s: float) -> list[Path]:
    """Scratch folders which nobody has touched for so long: their makers were killed."""
    old = time.time() - older_than_s
    return [folder for folder in _scratch().glob("*") if folder.stat().st_mtime < old]


def _scratch() -> Path:
    _, root, here = _store()
    return (Path(root) if here else settings().cache) / ".scratch"


def put(path: Path, key: str) -> None:
    """Move the finished file `path` to `key`, replacing what is there. Raises OSError when the store is full."""
    system, _, here = _store()
    target = _at(key)
    if not here:
        system.makedirs(target.rpartition("/")[0], exist_ok=True)
        system.put_file(str(path), target)
        path.unlink()
        return
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    try:
        path.replace(target)
    except OSError:  # another disk: copy beside the target, then rename
        part = Path(f"{target}.{secrets.token_hex(4)}.part")
        shutil.copyfile(path, part)
        part.replace(target)
        path.unlink()


def local(key: str) -> Path:
    """The file as a path on this disk, fetched into the cache when it lives elsewhere. Raises FileNotFoundError."""
    system, _, here = _store()
    source = _at(key)
    if here:
        if not (path := Path(source)).is_file():
            raise FileNotFoundError(key)
        return path
    copy = settings().cache / "media" / key
    if not copy.is_file():
        copy.parent.mkdir(parents=True, exist_ok=True)
        part = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}.part")
        system.get_file(source, str(part))
        part.replace(copy)
    return copy


def share(folder: str, into: str) -> None:
    """Let every file of `folder` stand in `into` as well; a file which is there already is left alone.

    On this disk both names lead to the same bytes, which are never written again once a file has its name: removing one
    name leaves the other. Raises FileNotFoundError when there is no such folder, OSError when the store is full.
    """
    system, _, here = _store()
    if here:
        share_tree(Path(_at(folder)), Path(_at(into)))
        return
    found = [name for name in system.find(_at(folder)) if system.isfile(name)]
    if not found:
        raise FileNotFoundError(folder)
    for name in found:
        target = f"{_at(into)}/{name.rpartition('/')[2]}"
        if not system.exists(target):
            system.makedirs(target.rpartition("/")[0], exist_ok=True)
            system.copy(name, target)


def share_tree(folder: Path, into: Path) -> None:
    """The same on this disk alone, with all folders below."""
    if not folder.is_dir():
        raise FileNotFoundError(folder)
    for path in folder.rglob("*"):
        target = into / path.relative_to(folder)
        if not path.is_file() or target.exists():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, target)
        except FileExistsError:
            continue
        except FileNotFoundError:
            raise
        except OSError:  # a file system without second names
            part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
            shutil.copyfile(path, part)
            part.replace(target)


def exists(key: str) -> bool:
    """Whether a whole file stands at this key."""
    return bool(_store()[0].isfile(_at(key)))


def delete(prefix: str) -> None:
    """Remove the file or the folder at `prefix`, and its copies in the cache; nothing there is no error."""
    system, _, here = _store()
    if here:
        _remove(Path(_at(prefix)))
        return
    for left in reversed(range(ATTEMPTS)):
        try:
            if system.exists(_at(prefix)):
                system.rm(_at(prefix), recursive=True)
            break
        except OSError:  # a job writes or removes a file in there at this moment
            if not left:
                raise
    shutil.rmtree(settings().cache / "media" / prefix, ignore_errors=True)
    (settings().cache / "media" / prefix).unlink(missing_ok=True)


def _remove(path: Path) -> None:
    """Take a file or a folder away in one step, so that no job which writes into it can come between; the sweep of
    the scratch folder removes what a killed process left of it there."""
    if not path.exists():
        return
    aside = scratch("gone")
    with contextlib.suppress(FileNotFoundError):  # another one was faster
        path.replace(aside / "it")
    shutil.rmtree(aside, ignore_errors=True)
