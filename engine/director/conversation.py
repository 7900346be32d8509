"""What ties turns together: answers to open questions, corrections ("no, I meant the third"), "same for photo 3"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter, ValidationError
from rapidfuzz import fuzz

from engine.director import past
from engine.director.events import Turn
from engine.director.operations import AnyOperation, Operation
from engine.director.say import phrase, term
from engine.director.understand import Clause, Do, Leave, Past, Unclear, View, Wish, read, rule
from engine.director.understand.clause import Option
from engine.director.understand.lexer import Token, plain
from nemo.draft import Draft

_OPERATION: TypeAdapter[Operation] = TypeAdapter(AnyOperation)
SLOTS = (
    "time",
    "clock",
    "mood",
    "filter",
    "trans",
    "pos",
    "place",
    "aspect",
    "platform",
    "pct",
    "factor",
    "quote",
    "hex",
    "lookname",
    "gender",
    "corner",
)
_REFERS = ("ordinal", "num")
BACK = re.compile(  # asks for the last edit to be taken back, in other words than "undo"
    r"(?:\W|oops|oh|no|nope|wait|sorry|hmm+|ah|ok|please|pls|actually|ugh)*"
    r"(?:(?:bring|put|get|give me|i want|want|take) (?:it|that|them|this|the(?: \w+){1,2})(?: all)? back(?: again| in)?"
    r"|(?:go|change it|put it|turn it|switch)? ?back to (?:how|what|the way) it was(?: before)?|it was better before"
    r"|(?:i )?(?:liked|preferred) it (?:better )?before|(?:that(?:'s| is| was)|thats) (?:worse|wrong|a mistake)"
    r"|i (?:didn't|didnt|did not) (?:want|mean) that)(?: please| pls| now)?\W*"
    r"|.{0,7}[，, ]?(?:恢复|还原|改回来|变回来|变回去|改回去|放回来|加回来"
    r"|还是原来的好|还是之前的好|还是刚才的好)(?:吧|一下|原样)?\W*",
    re.IGNORECASE,
)
WEAK = re.compile(  # opens a correction when nothing but new values follows
    r"(?i)\W*(?:hmm+|wait|actually|no wait|sorry|better|rather|算了|还是|那就|要不)\W*"
    r"(?:make (?:it|that)|just|rather|还是|就|改成)?"
)
Wishes = list[tuple[Clause, Wish]]


@dataclass(frozen=True)
class Resolved:
    """The wishes of a turn; `base` is the draft to start from when the last edit is to be taken back first."""

    wishes: Wishes
    base: Draft | None = None
    corrected: bool = False
    said: str = ""


def resolve(turn: Turn, draft: Draft, language: str, fresh: Callable[[Draft], Wishes]) -> Resolved:
    """What a message means in its conversation."""
    answered = _answered(turn, language)
    if answered:
        return Resolved(answered)
    if turn.context.get("said") and turn.context.get("topic") != "caption" and BACK.fullmatch(turn.message.strip()):
        message = read(turn.message, language)
        return Resolved([(Clause(message.tokens, message), Past("undo"))])
    corrected = _corrected(turn, draft, language)
    if corrected:
        return corrected
    repeated = _repeated(turn, draft, language)
    if repeated:
        return Resolved(repeated)
    return Resolved(fresh(draft), said=turn.message)


def _answered(turn: Turn, language: str) -> Wishes | None:
    """The option of the open question that the message picks: by its words, its number, or "yes" for the first."""
    question = turn.context.get("question") or {}
    options = question.get("options") or []
    said = plain(turn.message).strip(" .!。！?？\"“”'")
    if question.get("again"):
        return _with_words(turn, question, language)
    if not options or not said:
        return None
    chosen = _choice(said, options, language)
    if chosen is None:
        return None
    message = read(turn.message, language)
    return [
        (Clause(message.tokens, message), Do(_operations(options[chosen]["operations"]), question.get("topic", "")))
    ]


def _choice(said: str, options: list[dict[str, Any]], language: str) -> int | None:
    labels = [plain(option["label"]) for option in options]
    if said in labels:
        return labels.index(said)
    message = read(said, language)
    clause = Clause(message.tokens, message)
    if clause.has("verb") and len(message.tokens) > 4:
        return None
    bare = re.sub(r"^(the|just|only|option|number|no\.?|选|就)\s*", "", said)
    hits = [i for i, label in enumerate(labels) if bare and (bare in label or label in said)]
    if len(hits) == 1:
        return hits[0]
    number = clause.get("ordinal") or (int(clause.get("num")) if clause.has("num") else None)
    if number is not None and len(message.tokens) <= 5:
        index = number - 1 if number > 0 else len(options) + number
        return index if 0 <= index < len(options) else None
    if re.fullmatch(r"(yes|yep|yeah|ok|okay|sure|sí|oui|ja|sim|好|好的|是|是的|对|可以|行)", said):
        return 0
    scores = [fuzz.ratio(bare, label) for label in labels]
    best = max(range(len(labels)), key=lambda i: scores[i])
    return best if scores[best] >= 82 else None


def _with_words(turn: Turn, question: dict[str, Any], language: str) -> Wishes | None:
    """The words that were asked for, put after the request that lacked them."""
    said = turn.message.strip().strip("“”\"'「」")
    if (
        not said
        or len(said) > 300
        or said.endswith("?")
        or re.match(r"(?i)(never ?mind|forget it|cancel|no\b|stop|undo|算了|不用了|取消)", said)
    ):
        return None
    message = read(turn.message, language)
    if Clause(message.tokens, message).has("verb") and len(message.tokens) > 3:
        return None
    joined = read(
        f'{question["again"]} saying "{said}"' if language != "zh" else f"{question['again']}“{said}”", language
    )
    clause = Clause(joined.tokens, joined)
    wish = rule(clause, View(turn.draft or Draft.read({}), turn.assets, (), "", language))
    return [(clause, wish)] if isinstance(wish, Do) else None


def _operations(raw: list[dict[str, Any]]) -> list[Operation]:
    found = []
    for item in raw:
        try:
            found.append(_OPERATION.validate_python(item))
        except ValidationError:
            continue
    return found


def _corrected(turn: Turn, draft: Draft, language: str) -> Resolved | None:
    """ "no, I meant the third": take the last edit back and do it again with what is new in the message."""
    last = turn.context.get("said")
    message = read(turn.message, language)
    clause = Clause(message.tokens, message)
    opens = re.match(
        (
            r"(?i)(no\b[, ]*(not\b|i\b|the\b|make|use|\d|photo|clip|first|second|third|fourth|last)"
            r"|not (that|the|this)|i meant|i mean\b|sorry|wrong|oops|actually\b.*(meant|not)|nope|不是"
            r"|不对|错了|我是说|我说的是|我指的是|应该是|搞错)"
        ),
        turn.message.strip(),
    )
    values = not opens and _only_values(turn.message, clause, str(last or ""), language)
    if not last or not (opens or values or clause.has("correction")) or clause.verb("undo"):
        return None
    if (
        clause.negated
        and clause.has("thing", "music", "voice", "caption", "title")
        and not re.search(r"meant|mean|说", turn.message)
    ):
        return None
    trip = past.travel(Past("undo"), turn, language)
    if isinstance(trip, str):
        return None
    new = _new_part(clause)
    view = View(
        trip.draft,
        turn.assets,
        tuple(turn.context.get("before_last", ())),
        str(turn.context.get("topic", "")),
        language,
    )
    changed = _exchanged(last, new, language)
    wish = rule(changed, view) if changed else None
    if wish is None:
        return None
    return Resolved([(changed, wish)], trip.draft, corrected=True) if changed else None


def _only_values(raw: str, clause: Clause, last: str, language: str) -> bool:
    """ "actually 25", "还是30秒吧", "wait, just quieter": a weak opening and then nothing but another value."""
    opening = WEAK.match(raw)
    if not opening or len(clause.tokens) > 8 or not opening.group().strip():
        return False
    rest = [t for t in clause.tokens if t.start >= opening.end()]
    message = read(last, language)
    things = set(Clause(message.tokens, message).all("thing"))
    named = {t.get("thing") for t in rest if t.get("thing")}
    kinds = {kind for t in rest for kind in t.means}
    return (
        bool(rest)
        and named <= things
        and "verb" not in kinds
        and bool(kinds & {"num", "time", "pct", "comp", "hex", "mood", "filter"})
    )


def _new_part(clause: Clause) -> Clause:
    """What is meant instead: the words after "I meant", before "not the …"."""
    start = max((i for i, t in enumerate(clause.tokens) if t.get("correction")), default=-1)
    tokens = clause.tokens[start + 1 :] or clause.tokens
    refused = next(
        (i for i, t in enumerate(tokens) if t.text.lower() in ("not", "不是", "而不是") and i > 0), len(tokens)
    )
    return Clause(tokens[:refused], clause.message)


def _exchanged(last: str, new: Clause, language: str) -> Clause | None:
    """The last request with the references and values of the correction in place of its own."""
    message = read(last, language)
    tokens = list(message.tokens)
    changed = False
    for token in _measured(new.tokens, tokens):
        for place, old in enumerate(tokens):
            if _same_slot(old, token):
                tokens[place] = replace(old, text=token.text, means=_merged(old, token))
                changed = True
                break
        else:
            if _carries(token):
                tokens.append(token)
                changed = True
    if not changed:
        return None
    quotes = [*message.quotes, *new.message.quotes]
    return Clause(tokens, replace(message, quotes=quotes))


def _measured(new: list[Token], old: list[Token]) -> list[Token]:
    """ "no, 15" after a length is a length in the same unit."""
    time = next((t.get("time") for t in old if t.get("time")), None)
    bare = [t for t in new if t.get("num") is not None]
    if time is None or len(bare) != 1 or any(t.get("thing") or t.get("ordinal") is not None for t in new):
        return new
    unit = 60_000 if time % 60_000 == 0 and time > 60_000 else 1000
    return [replace(t, means={"time": t.get("num") * unit}) if t is bare[0] else t for t in new]


def _carries(token: Token) -> bool:
    return any(kind in token.means for kind in (*SLOTS, *_REFERS, "thing", "file", "comp"))


def _same_slot(old: Token, new: Token) -> bool:
    if any(kind in new.means for kind in _REFERS):
        return any(kind in old.means for kind in _REFERS) or bool(
            old.get("pron") and old.get("pron") == "it" and not old.get("thing")
        )
    if new.get("thing") and old.get("thing"):
        return True
    if new.get("comp") and old.get("comp"):
        return True
    return any(kind in new.means and kind in old.means for kind in SLOTS)


def _merged(old: Token, new: Token) -> dict[str, Any]:
    """An ordinal in the place of a number keeps being a reference, and the other way round."""
    if "ordinal" in new.means and "num" in old.means and "ordinal" not in old.means:
        return {"num": float(new.means["ordinal"])} if new.means["ordinal"] > 0 else dict(new.means)
    if "num" in new.means and "ordinal" in old.means:
        return {"ordinal": int(new.means["num"])}
    return dict(new.means)


def _repeated(turn: Turn, draft: Draft, language: str) -> Wishes | None:
    """ "and the fourth too", "same for photo 3", "a bit more", "even quieter", "again"."""
    last = turn.context.get("said")
    message = read(turn.message, language)
    clause = Clause(message.tokens, message)
    if (
        not last
        or clause.verb("add", "remove", "make", "create", "undo", "redo", "restore", "move", "swap", "trim")
        or len(message.tokens) > 9
    ):
        return None
    words = turn.message.lower()
    same = re.search(r"\b(same|too|as well|also|likewise|ditto)\b|也|一样|同样", words)
    more = re.fullmatch(
        (
            r"\W*(?:a (?:bit|little) )?(?:even )?(?:more|further|again|once more|one more time|a bit "
            r"more|still more|more please|再.{0,3}一?[点些]|再来一次|还要|更多)\W*(?:please)?\W*"
        ),
        words,
    )
    bare = re.match(r"^(and|now|then|还有|以及)\b", words) and any(
        k in t.means for t in message.tokens for k in _REFERS
    )
    if not (same or more or bare) or clause.thing("music", "voice", "caption", "title", "logo"):
        return None
    view = View(draft, turn.assets, tuple(turn.context.get("last", ())), str(turn.context.get("topic", "")), language)
    if more:
        again = read(last, language)
        target, wish = Clause(again.tokens, again), None
    else:
        target = _exchanged(last, clause, language) or clause
        wish = None
    wish = rule(target, view)
    return [(target, wish)] if isinstance(wish, Do) else None


def memory(result: Any, found: Resolved | None) -> dict[str, Any]:
    """What the next turn needs to know, as JSON."""
    turn = result.turn
    edited = bool(result.summary) and result.restores is None
    said = turn.context.get("said", "")
    if edited:
        said = result.asked_for or turn.message
    kept: dict[str, Any] = {
        "said": said,
        "topic": result.topic,
        "last": list(result.touched),
        "before_last": list(turn.context.get("last", ())) if edited else list(turn.context.get("before_last", ())),
        "language": result.language,
    }
    if result.question is not None:
        kept["question"] = _question(result)
    return kept


def _question(result: Any) -> dict[str, Any]:
    asked = result.question
    options = [
        {
            "label": option_label(option, result.language),
            "operations": [operation.model_dump(mode="json") for operation in option.operations],
        }
        for option in asked.options
    ]
    question: dict[str, Any] = {"key": asked.key, "options": options, "topic": result.topic}
    if asked.key in ("ask_which_words", "ask_new_words"):
        question["again"] = result.turn.message.strip()
    return question


def option_label(option: Option, language: str) -> str:
    """An option as its button shows it: a key of the catalogue, or the text itself."""
    return phrase(language, option.label) if option.label.startswith("option_") else option.label


def shown(values: dict[str, Any], language: str) -> dict[str, Any]:
    """The values of a refusal in words."""
    words = dict(values)
    for name in ("thing", "kind", "role"):
        if name in words:
            words[name] = term(language, str(words[name]))
    return words


__all__ = ["Leave", "Resolved", "Unclear", "field", "memory", "option_label", "resolve", "shown"]
