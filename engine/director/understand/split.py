"""A message cut into its wishes. A piece that makes no sense alone is joined with its neighbour ("photo 2 and 4"), or
takes the verb of the one before ("add music, captions and a title")."""

from __future__ import annotations

from collections.abc import Callable

from engine.director.operations.picture import Adjust, Rotate, SetFilter, SetFit, SetMotion, Zoom
from engine.director.operations.scenes import RemoveScenes
from engine.director.operations.sound import SetVolume
from engine.director.operations.timing import SetSpeed
from engine.director.operations.voice import SetVoice
from engine.director.operations.whole import SetAspect, SetLength
from engine.director.understand.clause import Clause, Do, Unclear, Wish
from engine.director.understand.lexer import Message, Token

ENDS = set(".!?;,。！？；，\n、")
Read = Callable[[Clause, Do | None], Wish | None]


def pieces(message: Message) -> list[Clause]:
    """The smallest pieces: cut at punctuation, "and", "then"; words after "saying" stay whole as far as they go."""
    found: list[list[Token]] = [[]]
    for place, token in enumerate(message.tokens):
        if _cuts(message, place, token, found[-1]):
            found.append([])
            if token.get("mark") or token.get("link") in ("and", "then"):
                continue
        found[-1].append(token)
    return [Clause(tokens, message) for tokens in found if _meaningful(tokens)]


def _meaningful(tokens: list[Token]) -> bool:
    return any(set(t.means) - {"ask", "quiet", "mark"} or t.get("ask") == "question" for t in tokens)


def _cuts(message: Message, place: int, token: Token, piece: list[Token]) -> bool:
    if _writing(piece):
        return _new_order(message.tokens, place, token)
    if token.get("mark") in ENDS:
        return not _decimal(message, token)
    between = next((i for i, t in enumerate(piece) if t.get("place") == "between"), -1)
    if between >= 0 and token.get("link") == "and" and not any(t.get("link") == "and" for t in piece[between:]):
        return False  # "between 0:02 and 0:04"
    if token.text.lower() == "too" and place + 1 < len(message.tokens) and not message.tokens[place + 1].get("mark"):
        return False  # "too happy"
    return token.get("link") in ("and", "then") and bool(piece)


def _decimal(message: Message, token: Token) -> bool:
    raw, at = message.raw, token.start
    return raw[at] == "." and at + 1 < len(raw) and raw[at + 1].isalnum() and at > 0 and raw[at - 1].isalnum()


def _writing(piece: list[Token]) -> bool:
    """Whether unquoted words to be written are being given: nothing cuts them but a clear new order."""
    if any("quote" in t.means for t in piece):
        return False
    named = False
    for place, token in enumerate(piece):
        if token.get("saying") and place > 0 and (named or token.text not in ("改成", "换成", "改为")):
            return True
        if token.text in (":", "：") and named:
            return True
        named = named or token.get("thing") in ("title", "text", "cta", "card", "voice")
    thing = next((i for i, t in enumerate(piece) if t.get("thing") in ("title", "text", "cta")), -1)
    replaced = any(t.get("verb") == "replace" for t in piece)
    return replaced and thing >= 0 and any(t.get("link") == "to" for t in piece[thing:])


def _new_order(tokens: list[Token], place: int, token: Token) -> bool:
    """A separator followed by a verb of editing and, soon, something to edit."""
    if not (token.get("mark") in ENDS or token.get("link") in ("and", "then")):
        return False
    rest = [
        t
        for t in tokens[place + 1 : place + 8]
        if not t.get("quiet")
        and t.get("ask") != "polite"
        and t.get("link") not in ("then", "and")
        and not t.get("mark")
    ]
    if not rest:
        return False
    head = rest[0]
    if head.get("verb") and any(
        t.get("thing") or t.get("time") or t.get("pron") or t.get("mood") or t.get("aspect") for t in rest[1:5]
    ):
        return True
    return bool(
        (head.get("mood") and any(t.get("thing") == "music" for t in rest[1:3]))
        or (head.get("neg") == "no" and any(t.get("thing") for t in rest[1:3]))
    )


def wishes(message: Message, read: Read) -> list[tuple[Clause, Wish]]:
    """Each wish with the words it came from, in order."""
    found: list[tuple[Clause, Wish]] = []
    pending: Clause | None = None
    for piece in pieces(message):
        current = pending.joined(piece) if pending else piece
        pending = None
        wish = _own(current, found, read)
        if wish is not None:
            found.append((current, _same_pictures(current, wish, found)))
            continue
        if found:
            joined = found[-1][0].joined(current)
            again = read(joined, None)
            if again is not None and (_more(again, found[-1][1]) or current.has("thing")):
                found[-1] = (joined, again)
                continue
        pending = current
    if pending:
        found.append((pending, Unclear(pending.text())))
    return without_echoes(found)


def _own(clause: Clause, before: list[tuple[Clause, Wish]], read: Read) -> Wish | None:
    """The wish of a piece by itself, or with the verb of the piece before when it has none."""
    off = any(t.text.lower() == "off" for t in clause.tokens)
    if before and not clause.has("verb") and clause.has("time") and off and before[-1][0].verb("trim", "remove"):
        verb = next(t for t in before[-1][0].tokens if t.get("verb"))
        return read(Clause([verb, *clause.tokens], clause.message), _last_done(before))
    wish = read(clause, _last_done(before))
    if wish is not None or clause.has("verb") or not before:
        return wish
    leader = before[-1][0]
    verbs = [t for t in leader.tokens if t.get("verb") or t.get("neg") == "no"]
    if not verbs or not (clause.has("thing") or clause.has("mood") or clause.has("quote")):
        return None
    things = set(leader.all("thing")) & set(clause.all("thing")) & {"photo", "clip", "scene"}
    if things and not clause.has("quote"):
        return None
    return read(Clause([verbs[0], *clause.tokens], clause.message), _last_done(before))


PICTURE = (Adjust, SetFilter, Rotate, SetFit, SetMotion, Zoom)


def _same_pictures(clause: Clause, wish: Wish, before: list[tuple[Clause, Wish]]) -> Wish:
    """ "make the beach photo brighter and warmer": what follows without a picture of its own is about the same one."""
    last = before[-1][1] if before else None
    alone = (
        not (clause.has("thing") or clause.has("link", "all", "each") or clause.has("pron")) and len(clause.tokens) <= 4
    )
    if not (isinstance(wish, Do) and isinstance(last, Do) and alone):
        return wish
    pictures = getattr(last.operations[-1], "segments", []) if isinstance(last.operations[-1], PICTURE) else []
    if not pictures or not all(isinstance(one, PICTURE) and not one.segments for one in wish.operations):
        return wish
    return Do([one.model_copy(update={"segments": pictures}) for one in wish.operations], wish.topic)


def _last_done(before: list[tuple[Clause, Wish]]) -> Do | None:
    done = [wish for _, wish in before if isinstance(wish, Do)]
    return done[-1] if done else None


ONE_VALUE = (Adjust, SetFit, SetAspect, SetLength, SetSpeed, SetVoice, SetVolume, Rotate, SetFilter)


def without_echoes(found: list[tuple[Clause, Wish]]) -> list[tuple[Clause, Wish]]:
    """ "It's too dark, brighten it up" is one wish said twice: the complaint's target with the request's value."""
    kept: list[tuple[Clause, Wish]] = []
    for clause, wish in found:
        before = kept[-1][1] if kept else None
        if isinstance(wish, Do) and isinstance(before, Do) and _echo(before, wish):
            continue
        if isinstance(wish, Do) and isinstance(before, Do) and _both_remove(before, wish):
            ids = [i for done in (before, wish) for op in done.operations for i in getattr(op, "segments", [])]
            kept[-1] = (kept[-1][0].joined(clause), Do([RemoveScenes(segments=list(dict.fromkeys(ids)))], wish.topic))
            continue
        kept.append((clause, wish))
    return kept


def _both_remove(before: Do, wish: Do) -> bool:
    return all(len(d.operations) == 1 and isinstance(d.operations[0], RemoveScenes) for d in (before, wish))


def _echo(before: Do, wish: Do) -> bool:
    if len(before.operations) != 1 or len(wish.operations) != 1:
        return False
    first, second = before.operations[0], wish.operations[0]
    if type(first) is not type(second) or not isinstance(first, ONE_VALUE):
        return False
    same_role = getattr(first, "role", None) == getattr(second, "role", None)
    ids = getattr(second, "segments", None)
    value = {"segments", "platform", "op"}
    values = first.model_dump(exclude=value), second.model_dump(exclude=value)
    if isinstance(first, Adjust) and set(first.given()) != set(second.given()):  # type: ignore[attr-defined]
        return False
    relative = getattr(first, "relative", False) or isinstance(first, SetLength | Rotate)
    return same_role and (not ids or ids == getattr(first, "segments", None)) and (relative or values[0] == values[1])


def _more(again: Wish, before: Wish) -> bool:
    return not (isinstance(again, Do) and isinstance(before, Do) and again.operations == before.operations)
