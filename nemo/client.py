"""The Nemo API as a Python object: every call of the wire, on requests and sseclient-py.

    client = NemoClient("http://127.0.0.1:8501/nemo", language="en")
    session = client.new_session()
    client.upload(session.session_id, [Path("shoe.jpg")])
    answer = client.chat(session.session_id, "make a 15-second promo")
    render = client.export(session.session_id)
    client.download(render, Path("promo.mp4"))

A client may be shared by threads. `chat` returns what went wrong in its answer; every other call raises `NemoError`.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode
from weakref import WeakValueDictionary

import requests

from nemo import errors
from nemo.answer import Answer, Listener, ProjectState, Session, Upload
from nemo.failures import of_stream, refusal
from nemo.fields import data_of, segment, text_of, whole
from nemo.llms import Llms
from nemo.outcome import Surroundings
from nemo.turn import Send, Turn
from nemo.uploads import File, Progress, opened
from nemo.variants import Variants
from nemo.voices import Voices
from nemo.wire import CONNECT_SECONDS, checked, failure, words_of

APP = "nemo_agent"
STREAM_SECONDS = 900.0  # a turn takes up to 15 minutes
UPLOAD_SECONDS = 600.0  # the service may read a large file for a while before it answers
ANONYMOUS_TOKEN = "nmv_usr_"


_TURNS: WeakValueDictionary[tuple[str, str], Any] = WeakValueDictionary()
_TURNS_LOCK = threading.Lock()


class NemoClient(Voices, Variants, Llms):
    """The whole service; see `Access` for the settings."""

    def new_session(self, name: str = "project") -> Session:
        """A new, empty project."""
        body = {"task_name": name, "language": self.language}
        data = data_of(self._call("POST", f"/api/tasks/me/with-session/{APP}", json=body))
        session_id = data.get("session_id")
        if not session_id:
            raise errors.BadAnswer
        self.user_id = text_of(data.get("user_id")) or self.user_id
        return Session(str(session_id), text_of(data.get("task_id")), self.user_id)

    def copy_session(self, session_id: str, name: str = "", key: str | None = None) -> Session:
        """A new project with the same files and the newest draft; from then on the two are independent.

        Only the embedded engine can do that: raises CannotCopy elsewhere. `key` is the caller's own name for the copy:
        the same key again is answered with the same copy.
        """
        path, headers = f"/api/copies/{APP}/me/{segment(session_id)}", {"Idempotency-Key": key} if key else {}
        slow = (CONNECT_SECONDS, UPLOAD_SECONDS)  # where files cannot share their bytes, they are written again
        try:
            data = data_of(self._call("POST", path, json={"task_name": name}, headers=headers, timeout=slow))
        except errors.NotFound:
            raise errors.CannotCopy from None
        if not data.get("session_id"):
            raise errors.BadAnswer
        return Session(str(data["session_id"]), text_of(data.get("task_id")), text_of(data.get("user_id")))

    def operate(self, session_id: str, operations: list[dict[str, Any]], key: str | None = None) -> str:
        """Carry out typed operations (docs/director.md) as one version; returns what changed, a sentence a line.

        Only the embedded engine can do that: raises NotFound elsewhere, BadRequest when nothing was changed.
        """
        path, headers = f"/api/operations/{APP}/me/{segment(session_id)}", {"Idempotency-Key": key} if key else {}
        slow = (CONNECT_SECONDS, STREAM_SECONDS)  # it may wait for a turn, and a sentence be spoken
        answer = self._call("POST", path, json={"operations": operations}, headers=headers, timeout=slow)
        return text_of(data_of(answer).get("summary")) or ""

    def delete_project(self, task_id: str) -> None:
        """Delete a project and all its files at the service. Raises NotThere where there is none, or no such call."""
        self._call("DELETE", f"/api/tasks/me/{segment(task_id)}")

    def claim_link(self, session: Session) -> str | None:
        """The address under which the user opens this project in NemoVideo; None with a local service, which has none.

        The token never stands in it: the service trades the session for a claim of its own, good for a week.
        """
        if self.local:
            return None
        body = {"task_id": session.task_id, "session_id": session.session_id}
        claim = text_of(data_of(self._call("POST", "/api/auth/claim-token", json=body)).get("claim_token"))
        if not claim or ANONYMOUS_TOKEN in claim:
            raise errors.BadAnswer
        return f"{self._web_url}/workspace/claim?{urlencode({'ct': claim})}"

    def state(self, session_id: str) -> ProjectState:
        """The project as it is now."""
        data = data_of(self._call("GET", f"/api/state/{APP}/me/{segment(session_id)}/latest"))
        state = data.get("state")
        state = state if isinstance(state, dict) else {}
        draft, version = state.get("draft"), data.get("version", state.get("version"))
        engine = data.get("engine")
        self._wire.speaks_to_users = isinstance(engine, dict) and engine.get("name") == "reelwright"
        user_id = text_of(data.get("user_id") or state.get("user_id"))
        self.user_id = self.user_id or user_id
        return ProjectState(
            raw_draft=draft if isinstance(draft, dict) else None,
            version=version if isinstance(version, int) else None,
            video_infos=state.get("video_infos"),
            generated_media=state.get("generated_media"),
            canvas_config=state.get("canvas_config"),
            user_id=user_id,
            features=frozenset(_texts(engine.get("features"))) if isinstance(engine, dict) else frozenset(),
        )

    def subtitles(self, session_id: str, format: str = "srt") -> str:
        """The newest draft's captions as a subtitle file, `srt` or `vtt`.

        Only a service whose state names the feature `subtitles` has them; raises NotThere elsewhere.
        """
        path = f"/api/subtitles/{APP}/me/{segment(session_id)}?{urlencode({'format': format})}"
        response = self._wire.request("GET", path, self._known_token())
        with response:
            if not response.ok:
                checked(response)
            return response.content.decode("utf-8", "replace")

    def covers(self, session_id: str) -> list[dict[str, Any]]:
        """What apps cover of an upright film: `key`, `name`, `margins` (left, top, right, bottom as fractions of the
        frame) and `hidden`, the texts which lie there (`id`, `role`, `text`, `start` in ms).

        Only a service whose state names the feature `covers` knows it; raises NotThere elsewhere.
        """
        data = data_of(self._call("GET", f"/api/covers/{APP}/me/{segment(session_id)}"))
        apps = data.get("apps")
        return [app for app in apps if isinstance(app, dict)] if isinstance(apps, list) else []

    def upload(
        self,
        session_id: str,
        files: Iterable[File],
        progress: Progress | None = None,
        stop: threading.Event | None = None,
        key: str | None = None,
    ) -> list[Upload]:
        """Send files, read as they are sent: paths, open binary files, or (name, open file) pairs.

        `progress(sent, total)` in bytes. Raises UnsupportedFile, FileTooLarge, EmptyFile or MissingFile before
        anything is sent, Stopped when `stop` is set meanwhile. Under one `key` the embedded engine takes files once.
        """
        path = f"/api/upload-video/{APP}/me/{segment(session_id)}"
        with opened(files) as parcel:
            seconds = (CONNECT_SECONDS, UPLOAD_SECONDS)
            try:
                answer = self._call("POST", path, timeout=seconds, make=lambda: parcel.request(progress, stop, key))
            except errors.FileTrouble as error:
                error.values.setdefault("name", ", ".join(parcel.names))
                raise
            return self._uploads(answer, parcel.names)

    def upload_urls(self, session_id: str, urls: list[str], key: str | None = None) -> list[Upload]:
        """Let the service fetch media by their addresses. Under one `key` the embedded engine takes them once."""
        path = f"/api/upload-video/{APP}/me/{segment(session_id)}"
        body, headers = {"urls": urls, "source_type": "url"}, {"Idempotency-Key": key} if key else {}
        slow = (CONNECT_SECONDS, UPLOAD_SECONDS)
        return self._uploads(self._call("POST", path, json=body, headers=headers, timeout=slow), urls)

    def _uploads(self, answer: dict[str, Any], names: list[str]) -> list[Upload]:
        """One record a file, in order, with what the service said about each, or why it would not take it."""
        data = answer.get("data")
        told = data if isinstance(data, dict) else {"files": data}
        refused = {str(record.get("name")): record for record in _records(told.get("failed"))}
        taken = iter(_records(told.get("files")))
        uploads = []
        for name in names:
            record = refused.get(name)
            if record is None:
                uploads.append(Upload(name, raw=next(taken, {})))
                continue
            error = failure(whole(record.get("code")) or 4001)
            error.values["name"] = name
            error.told = words_of(record) if self._wire.speaks_to_users else None
            uploads.append(Upload(name, error, record))
        return uploads

    def chat(
        self,
        session_id: str,
        text: str,
        listener: Listener | None = None,
        stop: threading.Event | None = None,
        key: str | None = None,
        defaults: dict[str, Any] | None = None,
    ) -> Answer:
        """Send one message and wait for its end, up to about 15 minutes; turns of one session follow one another.

        The message is sent once. What went wrong is in the answer, with what to offer next. `key` is the caller's own
        name for the message: a backend whose state has the feature `keys` (the embedded engine) carries it out once,
        and answers the same key again from its first word, also to another process, and when the turn is over.
        `defaults`: how a new video shall look and sound where the message does not say, for a backend with the feature
        `defaults`; docs/engine.md names what may stand in it.
        """
        if not text.strip():
            return Answer(error=errors.EmptyMessage())
        with _turn_lock((self.base_url, session_id)):
            try:
                send = partial(self._open_stream, session_id, text, key, defaults)
                return self._turn(session_id, send, listener or Listener(), stop)
            except errors.SessionGone as gone:
                return self._in_new_session(gone)
            except errors.NemoError as error:
                return Answer(error=error)

    def _turn(self, session_id: str, send: Send, listener: Listener, stop: threading.Event | None) -> Answer:
        around = self._surroundings(session_id, self.state(session_id), listener, stop)

        def attempt() -> Answer:
            return Turn(send, partial(self._replay, session_id), around).run()

        answer = self._patiently(lambda: self._renewed(attempt), listener, stop)
        if answer.stopped and answer.turn_id:
            self._stop_turn(session_id)
        return answer

    def _surroundings(
        self, session_id: str, before: ProjectState, listener: Listener, stop: threading.Event | None
    ) -> Surroundings:
        return Surroundings(
            before=before,
            read_state=lambda: self.state(session_id),
            listener=listener,
            clock=self.clock,
            timing=self.timing,
            language=self.language,
            stop=stop,
            foreign_pages=not self._wire.speaks_to_users,
            error_of=lambda error: of_stream(error, self.registration_link()),
        )

    def _open_stream(
        self, session_id: str, text: str, key: str | None, defaults: dict[str, Any] | None
    ) -> requests.Response:
        message = {"parts": [{"text": text}]}
        body = {"app_name": APP, "user_id": "me", "session_id": session_id, "new_message": message}
        body |= {"defaults": defaults} if defaults else {}
        return self._stream("POST", "/run_sse", json=body, headers={"Idempotency-Key": key} if key else {})

    def _replay(self, session_id: str, turn_id: str) -> requests.Response:
        return self._stream("GET", f"/api/turns/{APP}/me/{segment(session_id)}/{segment(turn_id)}")

    def _stream(
        self, method: str, path: str, headers: dict[str, str] | None = None, **options: Any
    ) -> requests.Response:
        """An open event stream. Raises NemoError when the answer is anything else."""
        response = self._wire.request(
            method,
            path,
            self._known_token(),
            headers={"Accept": "text/event-stream", **(headers or {})},
            stream=True,
            timeout=(CONNECT_SECONDS, STREAM_SECONDS),
            **options,
        )
        trouble = refusal(response, self.registration_link())
        if trouble is not None:
            response.close()
            raise trouble
        return response

    def _stop_turn(self, session_id: str) -> None:
        """Let the embedded engine end its work too; it drops what is not finished."""
        with contextlib.suppress(errors.NemoError):
            self._call("POST", f"/api/turns/{APP}/me/{segment(session_id)}/stop")

    def _in_new_session(self, gone: errors.NemoError) -> Answer:
        try:
            return Answer(error=errors.SessionRenewed(), session=self.new_session())
        except errors.NemoError:
            return Answer(error=gone)


def _records(value: Any) -> list[dict[str, Any]]:
    return [record for record in value if isinstance(record, dict)] if isinstance(value, list) else []


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _turn_lock(key: tuple[str, str]) -> Any:
    """The lock of a session, shared by all clients of this process: sends within a session never overlap."""
    with _TURNS_LOCK:
        return _TURNS.setdefault(key, threading.Lock())
