"""Making a new video from a brief."""

from __future__ import annotations

from typing import Literal

from engine.director.brief import Brief
from engine.director.operations.base import Operation, Setting
from engine.director.say import phrase, span
from nemo.draft import Draft


class Create(Operation):
    """Make a new video from what is known; it takes the place of the present one (undo brings that back)."""

    op: Literal["create"] = "create"
    brief: Brief

    def apply(self, draft: Draft, at: Setting) -> Draft:
        from engine.director.storyboard import storyboard

        return storyboard(self.brief, at)

    def sentence(self, before: Draft, after: Draft, language: str) -> str:
        scenes = len(after.segments("main"))
        return phrase(language, "created", length=span(after.duration, language), scenes=scenes)
