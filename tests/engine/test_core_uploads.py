"""Uploads as they arrive: streamed to disk, refused with a sentence, never a path of the sender's choosing."""

import asyncio
import contextlib
import itertools
import os
import threading
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from engine.errors import BadRequest
from engine.media import files
from engine.uploads import Received, receive
from tests.engine.core import asking, bearer, engine_here, forget_caches, new_session, new_token

MEGABYTE = 1024 * 1024


def request(chunks: Iterator[bytes], boundary: str = "frontier") -> Request:
    """A multipart request whose body comes in these chunks."""

    async def receive_next() -> dict[str, object]:
        chunk = next(chunks, None)
        return {"type": "http.request", "body": chunk or b"", "more_body": chunk is not None}

    headers = [(b"content-type", f"multipart/form-data; boundary={boundary}".encode())]
    return Request({"type": "http", "method": "POST", "headers": headers}, receive_next)


def part(name: str, filename: str | None, content: bytes) -> bytes:
    named = f'; filename="{filename}"' if filename is not None else ""
    head = f'--frontier\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def taken(chunks: Iterator[bytes], folder: Path, limit: int = MEGABYTE) -> list[Received]:
    return asyncio.run(receive(request(chunks), folder, limit))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(1, 97))
def test_any_cut_of_the_same_bytes_gives_the_same_files(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes], size: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    body = b"".join(part("files", f"{n}.jpg", content) for n, content in enumerate(contents)) + b"--frontier--\r\n"
    found = taken((body[at : at + size] for at in range(0, len(body), size)), folder)
    assert [file.path.read_bytes() for file in found] == contents
    assert [(file.name, file.size) for file in found] == [(f"{n}.jpg", len(c)) for n, c in enumerate(contents)]


def test_both_field_names_are_read_and_other_fields_are_not(tmp_path: Path) -> None:
    body = (
        part("files", "a.jpg", b"1")
        + part("note", None, b"x")
        + part("file", "b.jpg", b"2")
        + part("other", "c.jpg", b"3")
    )
    found = taken(iter([body + b"--frontier--\r\n"]), tmp_path)
    assert [(file.name, file.path.read_bytes()) for file in found] == [("a.jpg", b"1"), ("b.jpg", b"2")]


def test_a_file_name_is_words_and_never_a_path(tmp_path: Path) -> None:
    names = ["../../etc/passwd", "C:\\x\\y.jpg", "$(rm -rf).png", "照片 ’1’.jpg", "a" * 4000 + ".jpg"]
    body = b"".join(part("files", name.replace("\\", "\\\\"), b"x") for name in names) + b"--frontier--\r\n"
    (tmp_path / "room").mkdir()
    found = taken(iter([body]), tmp_path / "room")
    assert sorted(file.path.name for file in found) == [f"{n}.upload" for n in range(5)]
    assert [file.name for file in (tmp_path).iterdir()] == ["room"]
    assert found[3].name == "照片 ’1’.jpg" and len(found[4].name) == 200


def test_a_file_over_the_limit_is_refused_and_the_others_are_kept(tmp_path: Path) -> None:
    body = part("files", "big.mp4", b"x" * 2000) + part("files", "small.jpg", b"y" * 500) + b"--frontier--\r\n"
    big, small = taken((body[at : at + 100] for at in range(0, len(body), 100)), tmp_path, limit=1000)
    assert big.too_large and big.path.stat().st_size == 0
    assert not small.too_large and small.path.read_bytes() == b"y" * 500


def test_memory_stays_flat_whatever_the_size(tmp_path: Path) -> None:
    block = os.urandom(65536)
    head, tail = part("files", "film.mp4", b"")[:-2], b"\r\n--frontier--\r\n"

    def body() -> Iterator[bytes]:
        yield head
        for _ in range(1600):  # 100 MB
            yield block
        yield tail

    tracemalloc.start()
    (film,) = taken(body(), tmp_path, limit=500 * MEGABYTE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert film.size == film.path.stat().st_size == 1600 * 65536
    assert peak < 3 * MEGABYTE


@pytest.mark.parametrize(
    "body", [b"", b"no boundary at all", b"--frontier\r\nbroken", part("files", "a.jpg", b"x")[:-9]]
)
def test_a_broken_upload_is_a_sentence_or_no_file(tmp_path: Path, body: bytes) -> None:
    try:
        assert all(file.size < 9 for file in taken(iter([body]), tmp_path))
    except BadRequest as error:
        assert "nothing was kept" in str(error)


def test_a_client_which_leaves_in_the_middle_leaves_nothing(tmp_path: Path) -> None:
    async def gone() -> AsyncIterator[dict[str, object]]:
        yield {"type": "http.request", "body": part("files", "a.jpg", b"x" * 100)[:80], "more_body": True}
        yield {"type": "http.disconnect"}

    messages = gone()
    headers = [(b"content-type", b"multipart/form-data; boundary=frontier")]
    asked = Request({"type": "http", "method": "POST", "headers": headers}, lambda: anext(messages))
    with pytest.raises(BadRequest, match="broke off"):
        asyncio.run(receive(asked, tmp_path, MEGABYTE))


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch, MAX_UPLOAD_MB="1")
    yield asking()
    forget_caches()


def test_empty_and_oversized_uploads_are_refused_by_code(api: TestClient, tmp_path: Path) -> None:
    token = new_token(api)
    path = f"/api/upload-video/nemo_agent/me/{new_session(api, token)}"
    for content, code, words in ((b"", 4001, "empty"), (b"x" * (2 * MEGABYTE), 4002, "larger than 1 MB")):
        answer = api.post(path, headers=bearer(token), files={"files": ("film.mp4", content)})
        assert (
            answer.json()["code"] == code
            and words in answer.json()["message"]
            and "film.mp4" in answer.json()["message"]
        )
    for answer in (
        api.post(path, headers=bearer(token), data={"note": "no file"}),
        api.post(path, headers=bearer(token), json={"urls": []}),
        api.post(path, headers=bearer(token), json={"urls": ["https://x"] * 21}),
    ):
        assert answer.json()["code"] == 422
    assert not [file for file in (tmp_path / "media").rglob("*") if file.is_file()], "nothing is left behind"


@pytest.mark.parametrize("key", ["", "../x", "/etc/passwd", "a/../../b", "a b", "ключ", ".hidden", "a\n"])
def test_a_media_key_is_ours_or_none(api: TestClient, key: str) -> None:
    with pytest.raises(ValueError, match="media key"):
        files.local(key)


def test_a_stored_file_is_whole_for_every_reader(api: TestClient) -> None:
    sizes: set[int] = set()
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            sizes.add(files.local("films/one").stat().st_size)

    def write(letter: bytes) -> None:
        made = files.scratch() / "made"
        made.write_bytes(letter * MEGABYTE)
        files.put(made, "films/one")

    write(b"a")
    reader = threading.Thread(target=read)
    reader.start()
    for letter in (b"b", b"c", b"d"):
        write(letter)
    done.set()
    reader.join()
    assert sizes == {MEGABYTE}


def test_a_folder_goes_though_files_come_and_go_in_it_meanwhile(api: TestClient, tmp_path: Path) -> None:
    made, over = tmp_path / "made", threading.Event()

    def busy(writer: int) -> None:
        for number in itertools.count():
            if over.is_set():
                return
            made.with_name(f"{writer}").write_bytes(b"x")
            with contextlib.suppress(OSError):  # its folder went in this very moment
                files.put(made.with_name(f"{writer}"), f"uploads/s1/{writer}-{number % 40}")
            files.delete(f"uploads/s1/{writer}-{(number + 20) % 40}")

    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(busy, number) for number in range(3)]
        try:
            for _ in range(400):
                files.delete("uploads/s1")
        finally:
            over.set()
        for one in writers:
            one.result()
    files.delete("uploads/s1")
    with pytest.raises(FileNotFoundError):
        files.local("uploads/s1/0-1")


def test_the_media_folder_may_be_another_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine_here(tmp_path, monkeypatch, MEDIA_URL="memory://reelwright")
    made = files.scratch() / "made"
    made.write_bytes(b"film")
    files.put(made, "renders/s/one.mp4")
    assert files.exists("renders/s/one.mp4") and not made.exists()
    assert files.local("renders/s/one.mp4").read_bytes() == b"film"
    files.delete("renders/s")
    assert not files.exists("renders/s/one.mp4")
    with pytest.raises(FileNotFoundError):
        files.local("renders/s/one.mp4")
    forget_caches()
