"""From a draft to a file: submit a render, follow it, download it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
import urllib3.exceptions

from nemo import errors
from nemo.access import Access
from nemo.answer import Render
from nemo.draft import Draft
from nemo.fields import number, segment, text_of, whole
from nemo.uploads import Progress
from nemo.wire import checked, words_of

RENDERS = "/api/render/proxy"
CHUNK_BYTES = 1 << 18
DOWNLOAD_ATTEMPTS = 4
USUAL_HERE = "standard"  # "high" takes this machine several times as long
USUAL_THERE = "high"  # what the cloud's documentation asks for
SUFFIXES = {"otio": "zip"}  # of a format whose file is called otherwise
AMBIGUOUS = (errors.ServiceTrouble, errors.ConnectionTrouble, errors.RenderFailed)


class Exports(Access):
    """The exporting half of the client."""

    def submit_render(
        self,
        session_id: str,
        draft: dict[str, Any] | None,
        format: str = "mp4",
        quality: str | None = None,
        render_id: str | None = None,
        **output: Any,
    ) -> Render:
        """Ask for a file of this draft, which is sent back as it came. Further `output` options go along untouched.
        Without a `quality` it is the usual one: `standard` of this machine, `high` of the cloud.

        A submit which fails is tried once more under a new id: renders cost nothing. `render_id` is the caller's own
        name for it: the embedded engine takes the same name for the same render. Raises NothingToExport.
        """
        if not Draft.read(draft).ready_for_export:
            raise errors.NothingToExport
        usual = USUAL_HERE if self.local else USUAL_THERE
        wanted = {"format": format, "quality": quality or usual, **output}
        body = {"sessionId": session_id, "draft": draft, "output": wanted}
        try:
            return self._submit(body, render_id)
        except AMBIGUOUS as error:
            if isinstance(error, errors.AppNotRunning | errors.Untrusted | errors.UnknownHost):
                raise
            return self._submit(body, render_id if self.local else None)

    def render_status(self, render_id: str) -> Render:
        """How far an export is."""
        return _render(render_id, self._call("GET", f"{RENDERS}/lambda/{segment(render_id)}"))

    def cancel_render(self, render_id: str) -> None:
        """Stop an export. Raises NotFound where the service cannot stop one; the draft is untouched either way."""
        self._call("DELETE", f"{RENDERS}/lambda/{segment(render_id)}")

    def export(
        self,
        session_id: str,
        format: str = "mp4",
        quality: str | None = None,
        on_progress: Callable[[Render], None] | None = None,
        stop: threading.Event | None = None,
        **output: Any,
    ) -> Render:
        """Render the current draft of a session and wait until it is done. Raises RenderFailed, RenderSlow, Stopped."""
        draft = self.state(session_id).raw_draft  # type: ignore[attr-defined]
        render = self.submit_render(session_id, draft, format, quality, **output)
        return self.follow(render, on_progress, stop)

    def follow(
        self,
        render: Render,
        on_progress: Callable[[Render], None] | None = None,
        stop: threading.Event | None = None,
    ) -> Render:
        """Wait for the end of an export."""
        end = self.clock.now() + self.timing.render_limit
        while not render.done:
            if on_progress:
                on_progress(render)
            self.clock.sleep(self.timing.render_poll, stop)
            if stop is not None and stop.is_set():
                raise errors.Stopped
            if self.clock.now() > end:
                raise errors.RenderSlow
            render = self.render_status(render.id)
        if on_progress:
            on_progress(render)
        if render.status == "failed":
            raise self._failed(render)
        if render.status == "cancelled":
            raise errors.Stopped
        return render

    def _failed(self, render: Render) -> errors.RenderFailed:
        error = errors.RenderFailed()
        error.told = words_of(render.raw) if self._wire.speaks_to_users else None
        return error

    def download_url(self, render: Render) -> str:
        """The address of the finished file; the service's own route when it named none."""
        fallback = f"{self.base_url}{RENDERS}/{segment(render.id)}/download"
        if not render.url:
            return fallback
        if render.url.startswith("/api/"):
            return self.base_url + render.url
        url = urljoin(f"{self.base_url}/", render.url)
        return url if urlsplit(url).scheme in ("http", "https") else fallback

    def download(
        self,
        render: Render,
        target: Path,
        progress: Progress | None = None,
        stop: threading.Event | None = None,
    ) -> Path:
        """Fetch the finished file. It gets its name when it is whole; a broken download goes on where it broke."""
        part = target.with_name(target.name + ".part")
        part.unlink(missing_ok=True)
        own = f"{self.base_url}{RENDERS}/{segment(render.id)}/download"
        trouble: errors.NemoError = errors.DownloadBroken()
        try:
            for url in dict.fromkeys([self.download_url(render), own]):
                try:
                    self._fetch_patiently(url, part, progress, stop)
                    return part.replace(target)
                except errors.Stopped:
                    raise
                except errors.NemoError as error:
                    trouble = error
            raise trouble
        finally:
            part.unlink(missing_ok=True)

    def _submit(self, body: dict[str, Any], render_id: str | None) -> Render:
        render_id = render_id or f"render_{time.time_ns()}"
        render = _render(render_id, self._call("POST", f"{RENDERS}/lambda", json={"id": render_id, **body}))
        if render.status == "failed":
            raise errors.RenderFailed
        return render

    def _fetch_patiently(self, url: str, part: Path, progress: Progress | None, stop: threading.Event | None) -> None:
        """Fetch in as many attempts as it takes, up to a limit; what is refused is not tried again."""
        for attempt in range(1, DOWNLOAD_ATTEMPTS + 1):
            try:
                self._fetch(url, part, progress, stop)
                return
            except (errors.ConnectionTrouble, errors.ServiceTrouble, errors.DownloadBroken):
                if attempt == DOWNLOAD_ATTEMPTS:
                    raise
                self.clock.sleep(0.5 * 2 ** (attempt - 1), stop)

    def _fetch(self, url: str, part: Path, progress: Progress | None, stop: threading.Event | None) -> None:
        """Append to `part` what is missing of the file."""
        have = part.stat().st_size if part.exists() else 0
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
        response = self._wire.request("GET", url, self._known_token(), headers=headers, stream=True)
        with response:
            if not response.ok:
                checked(response)
            resumed = response.status_code == requests.codes.partial
            total = (have if resumed else 0) + int(response.headers.get("Content-Length") or 0)
            with part.open("ab" if resumed else "wb") as file:
                self._copy(response, file, total, progress, stop)

    def _copy(
        self,
        response: requests.Response,
        file: Any,
        total: int,
        progress: Progress | None,
        stop: threading.Event | None,
    ) -> None:
        try:
            while chunk := response.raw.read1(CHUNK_BYTES):
                if stop is not None and stop.is_set():
                    raise errors.Stopped
                file.write(chunk)
                if progress:
                    progress(file.tell(), total)
        except urllib3.exceptions.HTTPError:
            raise errors.DownloadBroken from None


def _render(render_id: str, answer: dict[str, Any]) -> Render:
    """The render of an answer, whose fields stand at the top or, with some services, inside `data`."""
    inner = answer.get("data")
    record = {**inner, **answer} if isinstance(inner, dict) else answer
    output = record.get("output")
    output = output if isinstance(output, dict) else {}
    progress, notes = record.get("progress", output.get("progress")), record.get("notes")
    return Render(
        id=text_of(record.get("id")) or render_id,
        status=str(record.get("status") or "pending").lower(),
        progress=None if progress is None else min(1.0, max(0.0, float(number(progress)))),
        url=text_of(output.get("url")),
        size=whole(output.get("size")),
        notes=tuple(note for note in notes if isinstance(note, str)) if isinstance(notes, list) else (),
        raw=record,
    )
