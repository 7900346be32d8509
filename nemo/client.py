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

import threading
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from weakref import WeakValueDictionary

import requests

from nemo import errors
from nemo.answer import Answer, Listener, ProjectState, Session, Upload
from nemo.exports import Exports
from nemo.failures import of_stream, refusal
from nemo.fields import data_of, segment, text_of
from nemo.turn import Turn
from nemo.uploads import File, Progress, opened
from nemo.wire import CONNECT_SECONDS

APP = "nemo_agent"
STREAM_SECONDS = 900.0  # a turn takes up to 15 minutes
UPLOAD_SECONDS = 600.0  # the service may read a large file for a while before it answers
ANONYMOUS_TOKEN = "nmv_usr_"


_TURNS: WeakValueDictionary[tuple[str, str], Any] = WeakValueDictionary()
_TURNS_LOCK = threading.Lock()


class NemoClient(Exports):
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
        return ProjectState(
            raw_draft=draft if isinstance(draft, dict) else None,
            version=version if isinstance(version, int) else None,
            video_infos=state.get("video_infos"),
            generated_media=state.get("generated_media"),
            canvas_config=state.get("canvas_config"),
            user_id=text_of(data.get("user_id") or state.get("user_id")),
        )

    def upload(
        self,
        session_id: str,
        files: Iterable[File],
        progress: Progress | None = None,
        stop: threading.Event | None = None,
    ) -> list[Upload]:
        """Send files, read as they are sent: paths, open binary files, or (name, open file) pairs.

        `progress(sent, total)` in bytes. Raises UnsupportedFile, FileTooLarge, EmptyFile or MissingFile before
        anything is sent, Stopped when `stop` is set meanwhile.
        """
        path = f"/api/upload-video/{APP}/me/{segment(session_id)}"
        with opened(files) as parcel:
            answer = self._call(
                "POST",
                path,
                timeout=(CONNECT_SECONDS, UPLOAD_SECONDS),
                make=lambda: parcel.request(progress, stop),
            )
            return _uploads(answer, parcel.names)

    def upload_urls(self, session_id: str, urls: list[str]) -> list[Upload]:
        """Let the service fetch media or pages by their addresses."""
        path = f"/api/upload-video/{APP}/me/{segment(session_id)}"
        body = {"urls": urls, "source_type": "url"}
        return _uploads(self._call("POST", path, json=body, timeout=(CONNECT_SECONDS, UPLOAD_SECONDS)), urls)

    def chat(
        self,
        session_id: str,
        text: str,
        listener: Listener | None = None,
        stop: threading.Event | None = None,
    ) -> Answer:
        """Send one message and wait for its end, up to about 15 minutes; turns of one session follow one another.

        The message is sent once. What went wrong is in the answer, with what to offer next.
        """
        if not text.strip():
            return Answer(error=errors.EmptyMessage())
        with _turn_lock((self.base_url, session_id)):
            try:
                return self._turn(session_id, text, listener or Listener(), stop)
            except errors.SessionGone as gone:
                return self._in_new_session(gone)
            except errors.NemoError as error:
                return Answer(error=error)

    def _turn(self, session_id: str, text: str, listener: Listener, stop: threading.Event | None) -> Answer:
        before = self.state(session_id)

        def attempt() -> Answer:
            return Turn(
                lambda: self._open_stream(session_id, text),
                lambda: self.state(session_id),
                before,
                listener=listener,
                clock=self.clock,
                timing=self.timing,
                language=self.language,
                stop=stop,
                resolve=lambda error: of_stream(error, self.registration_link()),
            ).run()

        return self._patiently(lambda: self._renewed(attempt), listener)

    def _open_stream(self, session_id: str, text: str) -> requests.Response:
        body = {
            "app_name": APP,
            "user_id": "me",
            "session_id": session_id,
            "new_message": {"parts": [{"text": text}]},
        }
        response = self._wire.request(
            "POST",
            "/run_sse",
            self._known_token(),
            json=body,
            headers={"Accept": "text/event-stream"},
            stream=True,
            timeout=(CONNECT_SECONDS, STREAM_SECONDS),
        )
        trouble = refusal(response, self.registration_link())
        if trouble is not None:
            response.close()
            raise trouble
        return response

    def _in_new_session(self, gone: errors.NemoError) -> Answer:
        try:
            return Answer(error=errors.SessionRenewed(), session=self.new_session())
        except errors.NemoError:
            return Answer(error=gone)


def _uploads(answer: dict[str, Any], names: list[str]) -> list[Upload]:
    """One record a file; what the service said about each where it answered with a list of the same length."""
    data = answer.get("data")
    files = data.get("files", data.get("uploads")) if isinstance(data, dict) else data
    told = files if isinstance(files, list) and len(files) == len(names) else [data] * len(names)
    return [Upload(name, raw if isinstance(raw, dict) else {}) for name, raw in zip(names, told, strict=True)]


def _turn_lock(key: tuple[str, str]) -> Any:
    """The lock of a session, shared by all clients of this process: sends within a session never overlap."""
    with _TURNS_LOCK:
        return _TURNS.setdefault(key, threading.Lock())
