"""An optional language model in the place of the rules: it sees the draft and may call the same operations as tools.

Any endpoint of the OpenAI protocol serves (Ollama, llama.cpp, vLLM, a cloud). Its words are shown as text and its calls
are checked like anyone's: an unknown operation, a wrong argument or an id that does not exist goes back to it as an
error, and after `rounds` rounds, a timeout or a failure the rules take over.
"""

from __future__ import annotations

import json
import time
from collections.abc import Generator
from typing import Any

from pydantic import TypeAdapter, ValidationError

from engine.director.events import Edited, Event, LlmSettings, Remember, Say, Suggest, Tool, Turn
from engine.director.operations import AnyOperation, Operation, tools
from engine.director.operations.base import CannotDoError, Setting
from engine.director.past import travel
from engine.director.say import LANGUAGES, span
from engine.director.timeline import find
from engine.director.understand.clause import Past
from engine.director.understand.suggesting import suggestions
from nemo.draft import Draft

_OPERATION: TypeAdapter[Operation] = TypeAdapter(AnyOperation)
_NAMES = dict(zip(LANGUAGES, ("English", "Chinese", "Spanish", "French", "German", "Portuguese"), strict=True))
MOST_TEXT = 24_000  # characters of draft and message a model is given: what a small model's window holds
_TIME_TRAVEL: dict[str, Any] = {
    "type": "function",
    "function": {
        "name": "past",
        "description": "Undo or redo changes, or go back to a version.",
        "parameters": {
            "type": "object",
            "properties": {"what": {"enum": ["undo", "redo", "restore"]}, "number": {"type": "integer", "minimum": 1}},
            "required": ["what"],
        },
    },
}
_RULES = (
    "You edit a short video for its owner by calling tools; a tool changes the draft at "
    "once. Use only ids that stand in "
    "the draft. Do every wish of the message, in order, and nothing else. Answer a question in words without calling a "
    "tool. If something is ambiguous, ask one short question and change nothing. If it cannot be done with these tools "
    "(new footage, lip sync, background removal, face swap, stock search), say so and offer the nearest thing. Never "
    "invent a fact (price, discount, date, claim) that the user did not give. Answer in "
    "{language}, in one or two plain "
    "sentences, no markup. Today is {today}."
)


class UselessError(Exception):
    """The model failed or talked nonsense; the rules take over and nothing of what it did is kept."""


def llm_turn(turn: Turn, language: str) -> Generator[Event, None, bool]:
    """The events of a turn led by the model; returns False, having yielded nothing, when it was of no use."""
    assert turn.llm is not None
    work = _Work(turn, language)
    try:
        answer = _talk(turn.llm, work, _messages(turn, language))
    except UselessError:
        return False
    yield from work.done
    yield Say(answer)
    if work.edited:
        yield Edited(work.draft, work.summary, work.restores)
    yield Suggest(suggestions(work.draft, work.done, language))
    last = [i for tool in work.done for i in tool.args.get("segments", [])]
    yield Remember({**turn.context, "said": turn.message if work.edited else "", "last": last, "question": None})
    return True


class _Work:
    """The draft under the model's hands."""

    def __init__(self, turn: Turn, language: str) -> None:
        self.turn, self.language = turn, language
        self.draft = turn.draft or Draft.read({})
        self.setting = Setting(turn.assets, turn.speak, turn.today, language)
        self.done: list[Tool] = []
        self.summary: list[str] = []
        self.restores: int | None = None
        self.wrong = 0

    @property
    def edited(self) -> bool:
        return bool(self.summary)

    def call(self, name: str, raw: str) -> str:
        """Carry out one call; the result, or the error, in words for the model."""
        try:
            args = json.loads(raw or "{}")
            return self._past(args) if name == "past" else self._operate(name, args)
        except CannotDoError as reason:
            return f"not done: {reason.sentence('en')}"
        except (ValueError, TypeError, AttributeError) as error:
            self.wrong += 1
            return f"error: {_short(error)}"

    def _operate(self, name: str, args: dict[str, Any]) -> str:
        operation = _OPERATION.validate_python({**args, "op": name})
        missing = [i for i in getattr(operation, "segments", None) or [] if not find(self.draft, i)]
        if missing:
            raise ValueError(f"no segment has the id {', '.join(missing)}")
        before = self.draft
        self.draft = operation.apply(before, self.setting)
        sentence = operation.sentence(before, self.draft, self.language)
        self.summary.append(sentence)
        self.done.append(Tool(name, args, {"result": sentence}))
        return sentence

    def _past(self, args: dict[str, Any]) -> str:
        trip = travel(Past(str(args.get("what")), int(args.get("number") or 1)), self.turn, self.language)
        if isinstance(trip, str):
            return f"not done: {trip}"
        self.draft, self.restores = trip.draft, trip.number
        self.summary.append(trip.sentence)
        self.done.append(Tool(str(args.get("what")), args, {"result": trip.sentence}))
        return trip.sentence


def _talk(llm: LlmSettings, work: _Work, messages: list[Any]) -> str:
    """Rounds of calls and results until the model answers in words. Raises UselessError."""
    import openai

    client = openai.OpenAI(base_url=llm.url, api_key=llm.key or "none", timeout=llm.timeout_s, max_retries=0)
    offered: list[Any] = [*tools(), _TIME_TRAVEL]
    deadline = time.monotonic() + llm.timeout_s
    for _ in range(llm.rounds):
        if time.monotonic() > deadline:
            raise UselessError
        try:
            reply = client.chat.completions.create(
                model=llm.model,
                messages=messages,
                tools=offered,
                max_tokens=llm.max_tokens,
                temperature=0,
            )
            said = reply.choices[0].message
        except (openai.OpenAIError, IndexError, AttributeError, TypeError, ValueError) as error:
            raise UselessError from error
        if not said.tool_calls:
            return _answer(said.content, work)
        messages += [_echo(said), *(_result(call, work) for call in said.tool_calls)]
    return _answer(None, work)


def _answer(content: str | None, work: _Work) -> str:
    """The model's words, or what was done when it has none. Raises UselessError when there is neither."""
    text = (content or "").strip()
    if work.wrong and not work.edited:
        raise UselessError
    if not text and not work.edited:
        raise UselessError
    gap = "" if work.language == "zh" else " "
    return text or gap.join([*work.summary, *work.setting.notes])


def _echo(said: Any) -> dict[str, Any]:
    calls = [
        {"id": c.id, "type": "function", "function": {"name": c.function.name, "arguments": c.function.arguments}}
        for c in said.tool_calls
    ]
    return {"role": "assistant", "content": said.content or "", "tool_calls": calls}


def _result(call: Any, work: _Work) -> dict[str, Any]:
    return {
        "role": "tool",
        "tool_call_id": call.id,
        "content": work.call(call.function.name, call.function.arguments),
    }


def _messages(turn: Turn, language: str) -> list[dict[str, Any]]:
    rules = _RULES.format(language=_NAMES[language], today=turn.today.isoformat())
    scene = _scene(turn)
    context = turn.context.get("said")
    before = f"\nThe last edit asked for: {context}" if context else ""
    return [
        {"role": "system", "content": f"{rules}\n\n{scene[:MOST_TEXT]}{before}"},
        {"role": "user", "content": turn.message[:MOST_TEXT]},
    ]


def _scene(turn: Turn) -> str:
    """The draft and the uploads as short lines with ids."""
    draft = turn.draft or Draft.read({})
    lines = [f"Draft: {span(draft.duration, 'en')}, {draft.meta.width}×{draft.meta.height}, look {draft.meta.look}."]
    for track in draft.tracks:
        for segment in track.segments:
            meta = segment.meta
            what = json.dumps(meta.text or meta.name or meta.kind or "", ensure_ascii=False)
            lines.append(f"{track.meta.role} {meta.id} {segment.start}–{segment.end} ms {meta.kind or ''} {what}")
    lines += [
        f"upload {asset.id}: {asset.kind} {json.dumps(asset.name, ensure_ascii=False)}"
        for asset in turn.assets.values()
    ]
    return "\n".join(lines)


def _short(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return str(error)[:300]
