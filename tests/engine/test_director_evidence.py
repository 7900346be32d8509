"""How well the director understands labelled messages. They were written before the rules were tuned; a third of them,
chosen by their words, was never looked at while tuning. Both figures are printed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.engine.directing import Talk, conversation_judged, held_out, judged, rows

THRESHOLDS = {"edits": 0.95, "create": 0.90, "multi": 0.85, "conversations": 0.85, "traps": 0.95}


def judge(row: dict[str, Any]) -> str:
    if "turns" in row:
        return conversation_judged(row)
    talk = Talk(row["draft"], row["language"])
    if any(w["op"] == "redo" for w in row["want"]):
        talk.say("undo")
    return judged(row, talk.ask(row["text"]))


@pytest.mark.parametrize("name", list(THRESHOLDS))
def test_labelled_messages_are_understood(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    shares = {}
    for part, chosen in (("tuning", lambda r: not held_out(r)), ("never tuned", held_out)):
        shares[part] = _share(name, chosen, capsys if part == "tuning" else None)
    with capsys.disabled():
        print(f"\n  director, {name}: " + ", ".join(f"{part} {good}/{of}" for part, (good, of) in shares.items()))
    for part, (good, of) in shares.items():
        assert good / of >= THRESHOLDS[name], f"{name}, {part}: {good} of {of}"


def _share(name: str, chosen: Callable[[dict[str, Any]], bool], capsys: Any) -> tuple[int, int]:
    picked = [row for row in rows(name) if chosen(row)]
    problems = [(row.get("text") or row["turns"][0]["text"], judge(row)) for row in picked]
    wrong = [f"{text!r}: {problem}" for text, problem in problems if problem]
    if capsys is not None:
        sys.stdout.write("\n".join(wrong))  # shown by pytest when the threshold is missed
    return len(picked) - len(wrong), len(picked)


def test_no_question_is_taken_for_an_edit() -> None:
    asked = [row for row in rows("traps") if row.get("asks")]
    wrong = [row["text"] for row in asked if judge(row)]
    assert len(asked) >= 20 and wrong == []


def test_nothing_possible_is_refused_as_impossible() -> None:
    wrong = [
        row["text"]
        for name in ("edits", "multi", "create")
        for row in rows(name)
        if judge(row).startswith("refused: True")
    ]
    assert wrong == []


def test_the_evidence_is_as_large_as_promised() -> None:
    sizes = {name: len(rows(name)) for name in THRESHOLDS}
    messages = [row for name in ("edits", "create", "multi", "traps") for row in rows(name)]
    assert len(messages) >= 400 and sizes["traps"] >= 40 and sizes["multi"] >= 40 and sizes["conversations"] >= 25
    assert sum(row["language"] == "zh" for row in messages) >= 80
    assert len({row["text"] for row in messages}) == len(messages)
