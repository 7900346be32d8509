"""The client on the command line: `python -m nemo new | chat TEXT | upload FILE… | state | tracks | credits | export`.

What the user must see goes to stdout, progress and errors to stderr. Exit code 0 when all went well, 1 when the service
or a file failed, 2 for a wrong call, 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from nemo import errors
from nemo.answer import Account, Answer, Listener, Render, Session, Upload
from nemo.client import NemoClient
from nemo.config import FORMATS, from_environment, kept_client_id
from nemo.exports import SUFFIXES
from nemo.memory import Memory, keep, recall
from nemo.router import route
from nemo.skills import skills
from nemo.summary import timeline, track_lines
from nemo.wishes import sized, wishes
from nemo.words import say

STOP = threading.Event()
OK, FAILED, INTERRUPTED = 0, 1, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGINT, _interrupted)
    desk = Desk(options)
    try:
        code = COMMANDS[options.command](desk, options)
    except errors.NemoError as error:
        _note(error.sentence(desk.language))
        code = FAILED
    return INTERRUPTED if STOP.is_set() else code


def _interrupted(*_: Any) -> None:
    """Ctrl-C asks for an end; a second one does not ask."""
    if STOP.is_set():
        raise KeyboardInterrupt
    STOP.set()


class Desk:
    """A client, and what is remembered of its service."""

    def __init__(self, options: argparse.Namespace) -> None:
        config = from_environment()
        self.api = (options.api or config.api_url).rstrip("/")
        self.memory = recall(self.api)
        token = options.token or config.token
        self.language = options.language or _language_of(getattr(options, "text", ""))
        self.client = NemoClient(
            self.api,
            token or self.memory.token,
            client_id=config.client_id or kept_client_id(),
            user_id=self.memory.user_id,
            anonymous=token is None,
            skill=options.skill,
            language=self.language,
            platform=config.platform,
            web_url=config.web_url,
            on_account=self._keep_account,
        )
        self.named = options.session

    def session(self) -> str:
        """The session to use: the one named, else the last one, else a new one."""
        return self.named or self.memory.session_id or self.open().session_id

    def open(self) -> Session:
        """A new session, remembered."""
        session = self.client.new_session()
        self.remember(session)
        return session

    def remember(self, session: Session) -> None:
        """Use this session from now on."""
        self.memory.session_id, self.memory.task_id = session.session_id, session.task_id
        keep(self.api, self.memory)

    def say(self, key: str, **values: Any) -> str:
        """A sentence in the user's language."""
        return say(key, self.language, **values)

    def offer_claim(self) -> None:
        """The link under which the project opens in NemoVideo, where there is one."""
        known = Session(self.named or self.memory.session_id or "", self.memory.task_id)
        try:
            link = self.client.claim_link(known)
        except errors.NemoError:
            return
        if link:
            print(self.say("turn.claim", link=link))

    def _keep_account(self, account: Account) -> None:
        self.memory = Memory(account.token, account.user_id)
        keep(self.api, self.memory)


class Voice(Listener):
    """Tells stderr what is going on."""

    def on_activity(self, line: str) -> None:
        _note(line)

    def on_notice(self, line: str) -> None:
        _note(line)


def new(desk: Desk, options: argparse.Namespace) -> int:
    """Start a project and print its session id."""
    _note(desk.client.skill.speak(desk.language).connecting)
    print(desk.open().session_id)
    desk.offer_claim()
    return OK


def chat(desk: Desk, options: argparse.Namespace) -> int:
    """Say something; commands such as "export" are carried out without the chat."""
    direct = {"export": export, "credits": credits, "state": state, "upload": ask_for_files}
    command = direct.get(route(options.text))
    if command:
        return command(desk, options)
    answer = desk.client.chat(desk.session(), options.text, Voice(), STOP)
    if answer.session:
        desk.remember(answer.session)
    _show(desk, answer)
    if answer.error:
        _note(answer.error.sentence(desk.language))
    return FAILED if answer.error or answer.stopped else OK


def upload(desk: Desk, options: argparse.Namespace) -> int:
    """Send files, or addresses which the service fetches."""
    session = desk.session()
    addresses = [name for name in options.files if re.match(r"https?://", name)]
    files = [Path(name) for name in options.files if name not in addresses]
    sent = [one for file in files for one in _sent(desk, session, file)]
    sent += desk.client.upload_urls(session, addresses) if addresses else []
    for one in sent:
        if one.error:
            _note(one.error.sentence(desk.language))
        else:
            print(f"✅ {one.name}")
    return FAILED if any(one.error for one in sent) else OK


def _sent(desk: Desk, session: str, file: Path) -> list[Upload]:
    """One file by itself, so that one which cannot be taken does not hold back the others."""
    try:
        return desk.client.upload(session, [file], Percent("upload", desk), STOP)
    except errors.FileTrouble as error:
        return [Upload(file.name, error)]


def state(desk: Desk, options: argparse.Namespace) -> int:
    """The project in short, or as the service tells it with --json."""
    known = desk.client.state(desk.session())
    if getattr(options, "json", False):
        raw = {"draft": known.raw_draft, "version": known.version, "video_infos": known.video_infos}
        print(json.dumps(raw | {"generated_media": known.generated_media}, ensure_ascii=False, indent=1))
        return OK
    print(timeline(known.draft, desk.language))
    return OK


def tracks(desk: Desk, options: argparse.Namespace) -> int:
    """One line for each track, then one for each of its segments."""
    for line in track_lines(desk.client.state(desk.session()).draft, desk.language):
        print(line)
    return OK


def credits(desk: Desk, options: argparse.Namespace) -> int:
    """What is left on the account."""
    left = desk.client.credits()
    print(desk.say("line.credits", available=left.available, frozen=left.frozen, total=left.total))
    return OK


def export(desk: Desk, options: argparse.Namespace) -> int:
    """Render, wait, download, and print the file's name."""
    wanted, defaults = wishes(getattr(options, "text", "")), desk.client.skill.defaults
    format = getattr(options, "format", None) or wanted.get("format") or defaults.format
    quality = getattr(options, "quality", None) or wanted.get("quality") or defaults.quality
    session = desk.session()
    size: dict[str, int] = {}
    if desk.client.local and "short_side" in wanted:
        size = sized(wanted["short_side"], desk.client.state(session).draft)
    out = Path(getattr(options, "out", None) or f"video-{session[:8]}.{SUFFIXES.get(format, format)}")
    told = Percent("render", desk)
    render = desk.client.export(session, format, quality, told.render, STOP, **size)
    for line in render.notes:
        _note(line)
    desk.client.download(render, out, Percent("download", desk), STOP)
    print(out)
    desk.offer_claim()
    return OK


def ask_for_files(desk: Desk, options: argparse.Namespace) -> int:
    """Somebody wrote that they want to upload."""
    print(desk.say("line.how_to_upload"))
    return OK


COMMANDS = {
    "new": new,
    "chat": chat,
    "upload": upload,
    "state": state,
    "tracks": tracks,
    "credits": credits,
    "export": export,
}


class Percent:
    """Progress in steps of ten per cent."""

    def __init__(self, what: str, desk: Desk) -> None:
        self._what, self._desk, self._told = what, desk, -1

    def __call__(self, done: int, total: int) -> None:
        if total:
            self._tell(done / total)

    def render(self, render: Render) -> None:
        """For an export: its status while the service does not say how far it is."""
        self._tell(render.progress or 0.0)

    def _tell(self, part: float) -> None:
        step = int(part * 10) * 10
        if step > self._told:
            self._told = step
            _note(self._desk.say(f"line.{self._what}_progress", percent=step))


def _show(desk: Desk, answer: Answer) -> None:
    """The answer, the choices it offers, and what the service wanted a user of its own pages to look at."""
    lines = [answer.text] if answer.text else []
    if answer.question and answer.question not in answer.text:
        lines.append(answer.question)
    lines += [f"- {_label(option)}" for option in answer.options]
    kinds = {action.kind for action in answer.actions}
    if kinds & {"state", "tracks"} and answer.summary:
        lines.append(answer.summary)
    for line in lines:
        print(line)
    if "credits" in kinds:
        credits(desk, argparse.Namespace())
    if "export" in kinds:
        print(desk.say("line.how_to_export"))


def _label(option: Any) -> str:
    return str(option.get("label") or option.get("text") or "") if isinstance(option, dict) else str(option)


def _language_of(text: str) -> str:
    """The language of what was typed, else of the machine."""
    if re.search(r"[\u3400-\u9fff]", text):
        return "zh"
    machine = (os.environ.get("LC_ALL") or os.environ.get("LANG") or "").split(".")[0]
    return machine.replace("_", "-") if machine not in ("", "C", "POSIX") else "en"


def _note(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _shared(default: Any) -> argparse.ArgumentParser:
    """The options every command takes, before or after its name; `default` for those which are not given."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=default)
    shared.add_argument("--api", help="address of the service (NEMO_API_URL)")
    shared.add_argument("--token", help="access token (better in NEMO_TOKEN)")
    shared.add_argument("--session", help="session id; the last one when left out")
    shared.add_argument("--skill", choices=sorted(skills()), help="what kind of video to make")
    shared.add_argument("--language", help="language of the answers, such as en or zh")
    return shared


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m nemo", description="Make videos by talking.", parents=[_shared(None)])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    added = {
        name: commands.add_parser(name, parents=[_shared(argparse.SUPPRESS)], help=run.__doc__, description=run.__doc__)
        for name, run in COMMANDS.items()
    }
    added["chat"].add_argument("text", metavar="TEXT")
    added["upload"].add_argument("files", metavar="FILE", nargs="+", help="a file or an address")
    added["state"].add_argument("--json", action="store_true", help="everything the service tells")
    added["export"].add_argument("--format", help=" ".join((*FORMATS, *SUFFIXES)))
    added["export"].add_argument("--quality", help="high, standard or draft")
    added["export"].add_argument("--out", metavar="FILE", help="where to write it")
    return parser


if __name__ == "__main__":
    sys.exit(main())
