"""The looks: one file each, found by what lies in this folder, so that adding a look is adding a file."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from engine.looks.model import Look, Palette, TextStyle

KINDS = ("affiliate", "link", "wedding")
DEFAULTS = {"affiliate": "bold", "link": "news", "wedding": "classic"}


@cache
def _all() -> dict[str, Look]:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    found = [module.LOOK for module in modules if isinstance(getattr(module, "LOOK", None), Look)]
    ordered = sorted(found, key=lambda one: (KINDS.index(one.kind), one.name != DEFAULTS[one.kind], one.name))
    return {one.name: one for one in ordered}


def looks(kind: str | None = None) -> list[Look]:
    """Every look, or those of a kind of video (affiliate, link, wedding); the kind's default first."""
    return [one for one in _all().values() if kind in (None, one.kind)]


def look(name: str | None, kind: str | None = None) -> Look:
    """The look of that name; for a name nobody knows, the default of the kind, else "clean"."""
    known = _all()
    return known.get(name or "") or known[DEFAULTS.get(kind or "", "clean")]


__all__ = ["DEFAULTS", "KINDS", "Look", "Palette", "TextStyle", "look", "looks"]
