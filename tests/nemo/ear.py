"""An ear which notes what it is told."""

from __future__ import annotations

from nemo.answer import Listener


class Ear(Listener):
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.activities: list[str] = []
        self.notices: list[str] = []
        self.stages: list[str] = []

    def on_text(self, text: str) -> None:
        self.texts.append(text)

    def on_activity(self, line: str) -> None:
        self.activities.append(line)

    def on_notice(self, line: str) -> None:
        self.notices.append(line)

    def on_stage(self, line: str) -> None:
        self.stages.append(line)
