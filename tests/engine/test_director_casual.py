"""What impatient people type at real drafts: marketers, couples, presenters; English, Chinese and a little of the rest.

Written before anybody looked at the rules they meet. One half, chosen by a hash of the words, was never looked at while
tuning; both figures are printed."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from tests.engine.directing import Talk, conversation_judged, judged, rows

FLOORS = {"tuning": 0.97, "never tuned": 0.70}


def never_tuned(row: dict[str, Any]) -> bool:
    """The fixed rule: half of the rows, by their words alone; never one that was reported as misunderstood."""
    if row.get("reported"):
        return False
    words = row.get("text") or "".join(turn["text"] for turn in row["turns"])
    return hashlib.sha256(words.encode()).digest()[1] % 2 == 0


def judge(row: dict[str, Any]) -> str:
    if "turns" in row:
        return conversation_judged(row)
    return judged(row, Talk(row["draft"], row["language"]).ask(row["text"]))


@pytest.mark.parametrize("part", list(FLOORS))
def test_casual_messages_do_what_they_mean(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    chosen = [row for row in rows("casual") if never_tuned(row) == (part == "never tuned")]
    wrong = {row.get("text") or row["turns"][0]["text"]: problem for row in chosen if (problem := judge(row))}
    good = len(chosen) - len(wrong)
    with capsys.disabled():
        print(f"\n  director, casual: {part} {good}/{len(chosen)}")
    if part == "tuning":
        print("\n".join(f"{text!r}: {problem}" for text, problem in wrong.items()))
    assert good / len(chosen) >= FLOORS[part]
