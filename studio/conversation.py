"""What one message leads to: an export, the account, the tracks, a place for files, or a turn of the chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nemo import errors
from nemo.answer import Answer, Listener
from nemo.draft import Draft
from nemo.router import route
from nemo.summary import timeline
from nemo.wishes import sized, wishes
from nemo.words import say as nemo_say
from studio import backend, projects, renders, uploads, wearing
from studio.tables import Project, Upload
from studio.words import words

if TYPE_CHECKING:
    from studio.turns import Turn

DEFAULT_OUTPUT = {"format": "mp4"}


@dataclass
class Reply:
    """What goes into the transcript: the text, how it ended, and what it offers."""

    text: str = ""
    state: str = "done"
    data: dict[str, Any] = field(default_factory=dict)


class _Ear(Listener):
    """Hands what the client hears to the turn."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn

    def on_text(self, text: str) -> None:
        self._turn.hear(text)

    def on_activity(self, line: str) -> None:
        self._turn.note(line)

    def on_notice(self, line: str) -> None:
        self._turn.note(line)


def take(upload: Upload) -> None:
    """Note that a file goes with the message being sent, so that no other message takes it too."""
    uploads.mark(upload.id, "taken")


def answer(turn: Turn, message: str) -> Reply:
    """Do what the message asks for. Raises NemoError."""
    say = words(turn.language)
    turn.note(say("chat.connecting"))
    project = backend.connected(turn.project)
    rejected = _deliver(project, turn)
    reply = _reply(turn, project, message, bool(rejected))
    if rejected:
        reply.data["rejected"] = rejected
    return reply


def recover(turn: Turn) -> Reply:
    """Take up a turn whose thread is gone. What had not left yet is sent now; a backend which knows a message again by
    its key answers it once more from its first word; at any other the draft is watched, and nothing is sent again.
    """
    told = projects.line(turn.entry).data
    message = str(told.get("message", ""))
    if told.get("sent") is False:
        return answer(turn, message)
    turn.note(nemo_say("turn.reconnecting", turn.language))
    project = backend.connected(turn.project)
    if backend.offers(project, "keys"):
        return _chat(turn, project, message)
    return _told(turn, project, backend.await_turn(project, turn.stop, turn.language), message)


def _reply(turn: Turn, project: Project, message: str, rejected: bool) -> Reply:
    say = words(turn.language)
    if not message:
        return _got_files(turn, project, rejected)
    action = route(message)
    if action == "export":
        made = renders.export(project, _wished(project, message), render=f"render_{turn.key}")
        return Reply(say("chat.export_started"), data={"export": made.id})
    if action == "credits":
        left = backend.credits(project)
        return Reply(nemo_say("line.credits", turn.language, available=left[0], frozen=left[1], total=left[2]))
    if action == "state":
        return Reply(timeline(backend.refreshed(project)[1], turn.language))
    if action == "upload":
        return Reply(say("chat.add_files"), data={"uploader": True})
    turn.note(say("chat.working"))
    projects.note(turn.entry, sent=True)
    return _chat(turn, project, message)


def _chat(turn: Turn, project: Project, message: str) -> Reply:
    defaults = wearing.handed(project) if turn.usual else None
    ear, api = _Ear(turn), backend.client(project)
    heard = api.chat(project.session_id, message, ear, turn.stop, turn.key, defaults)
    return _told(turn, project, heard, message)


def _told(turn: Turn, project: Project, answer: Answer, message: str) -> Reply:
    """Put an answer into words, keep the new draft, and start its preview."""
    if answer.session:
        backend.renewed(project, answer.session)
    data: dict[str, Any] = {
        "changes": answer.changes,
        "options": answer.options,
        "suggestions": answer.suggestions,
        "activity": answer.activity,
    }
    text = answer.text or answer.question or ""
    if answer.state:
        before = project.version
        project = backend.keep(project, answer.state)
        renders.preview(project)
        data["version"] = project.version if project.version != before else None
    data |= _acted(turn, project, answer, message)
    if answer.stopped:
        return Reply(text, "stopped", data | {"error": words(turn.language)("chat.stopped"), "action": "none"})
    if answer.error:
        error = answer.error
        told = {"error": error.sentence(turn.language), "action": error.action, "link": error.link}
        return Reply(text, "failed", data | told)
    return Reply(text, "done", data)


def _acted(turn: Turn, project: Project, answer: Answer, message: str) -> dict[str, Any]:
    """Carry out what the backend asked a user of its own pages to do."""
    kinds = {action.kind for action in answer.actions}
    done: dict[str, Any] = {}
    if "export" in kinds and not answer.error:
        done["export"] = renders.export(project, _wished(project, message), render=f"render_{turn.key}").id
    if kinds & {"state", "tracks"} and answer.state:
        done["summary"] = answer.summary
    if "credits" in kinds:
        left = backend.credits(project)
        done["summary"] = nemo_say("line.credits", turn.language, available=left[0], frozen=left[1], total=left[2])
    return done


def _wished(project: Project, message: str) -> dict[str, Any]:
    """What an export shall be: what the message names of it, our usual choice for the rest."""
    wanted = wishes(message)
    side = wanted.pop("short_side", None)
    size = sized(side, Draft.read(project.draft)) if side and backend.client(project).local else {}
    return {**DEFAULT_OUTPUT, **wanted, **size}


def _got_files(turn: Turn, project: Project, rejected: bool) -> Reply:
    names = [one.name for one in uploads.of(project.id, "sent")]
    if not names and rejected:
        return Reply(state="failed")
    say = words(turn.language)
    return Reply(say("chat.got_files", names=", ".join(names)), data={"suggestions": [say("try.1"), say("try.3")]})


def _deliver(project: Project, turn: Turn) -> list[str]:
    """Hand the waiting files to the backend, one after the other; returns a sentence for each it would not take."""
    say = words(turn.language)
    rejected = []
    for one in uploads.of(project.id, "taken"):
        turn.note(say("chat.sending", name=one.name))
        try:
            backend.deliver(project, one, turn.stop)
            uploads.mark(one.id, "sent")
        except errors.FileTrouble as error:
            error.values.setdefault("name", one.name)
            uploads.mark(one.id, "failed", error.sentence(turn.language))
            rejected.append(error.sentence(turn.language))
        uploads.path(one).unlink(missing_ok=True)
    return rejected
