"""The studio's routes over real HTTP: whose cookie it is decides what they give."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import Message

from studio import films, projects, renders, turns, uploads
from studio.identity import COOKIE, BrowserIdentity, owner_of
from studio.routes import PIECE_LIMIT, _body, routes
from studio.tables import Project
from tests.studio.standin import Cloud, wait_for

HTML = {"Accept": "text/html"}


@pytest.fixture
def browser(cloud: Cloud) -> Iterator[TestClient]:
    page = Route("/", lambda request: PlainTextResponse("page"))
    app = Starlette(routes=[page, *routes], middleware=[Middleware(BrowserIdentity)])
    with TestClient(app) as client:
        client.get("/", headers=HTML)
        yield client


@pytest.fixture
def project(browser: TestClient) -> Project:
    return projects.create(owner_of(browser.cookies) or "")


def test_a_page_gives_a_cookie_that_scripts_cannot_read_and_an_api_call_none(browser: TestClient) -> None:
    assert "set-cookie" not in browser.get("/", headers={"Accept": "application/json"}).headers
    cookie = browser.get("/", headers=HTML).headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}={browser.cookies[COOKIE]};")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"))


def test_the_server_keeps_a_hash_and_never_the_cookie(browser: TestClient, project: Project) -> None:
    assert browser.cookies[COOKIE] not in project.owner and len(project.owner) == 64


def test_a_file_comes_in_pieces_and_goes_on_after_a_break(browser: TestClient, project: Project) -> None:
    made = browser.post(f"/studio/uploads/{project.id}", json={"name": "a/../../clip.mp4", "size": 6}).json()
    piece = f"/studio/upload/{made['id']}"
    assert browser.put(f"{piece}?offset=0", content=b"abc").json() == {"received": 3}
    again = browser.put(f"{piece}?offset=0", content=b"abc")
    assert (again.status_code, again.json()) == (409, {"received": 3})
    assert browser.put(f"{piece}?offset=3", content=b"def").json() == {"received": 6}
    (kept,) = uploads.of(project.id, "waiting")
    assert kept.name == "clip.mp4" and uploads.path(kept).read_bytes() == b"abcdef"


def test_the_same_file_chosen_again_goes_on_where_it_stopped(browser: TestClient, project: Project) -> None:
    about, at = {"name": "clip.mp4", "size": 6, "mark": "a1"}, f"/studio/uploads/{project.id}"
    made = browser.post(at, json=about).json()
    browser.put(f"/studio/upload/{made['id']}?offset=0", content=b"abcd")
    assert browser.post(at, json=about).json() == {"id": made["id"], "received": 4}
    for other in ({"mark": "b2"}, {"size": 7}, {"name": "other.mp4"}):
        assert browser.post(at, json=about | other).json()["id"] != made["id"]
    assert browser.put(f"/studio/upload/{made['id']}?offset=4", content=b"ef").json() == {"received": 6}
    assert browser.post(at, json=about).json()["received"] == 0, "a whole one is not begun again: this is another"
    assert [one.id for one in uploads.of(project.id, "waiting")] == [made["id"]]


def test_a_last_piece_whose_answer_was_lost_is_not_asked_for_again(browser: TestClient, project: Project) -> None:
    made = uploads.announce(project.id, "clip.mp4", 3)
    uploads.append(made, 0, b"abc")
    again = browser.put(f"/studio/upload/{made.id}?offset=0", content=b"abc")
    assert again.json() == {"received": 3}
    assert [one.id for one in uploads.of(project.id, "waiting")] == [made.id]


def test_two_tabs_which_send_the_same_piece_leave_one(project: Project) -> None:
    made = uploads.announce(project.id, "clip.mp4", 4_000_000)
    piece = bytes(2_000_000)

    def send(_: int) -> int:
        try:
            return uploads.append(made, 0, piece)
        except uploads.OutOfStepError as gap:
            return -gap.received

    with ThreadPoolExecutor(8) as tabs:
        assert sorted(tabs.map(send, range(8))) == [-2_000_000] * 7 + [2_000_000]
    assert uploads.received(made) == 2_000_000


def test_files_go_to_the_backend_in_the_order_chosen_for_them(
    browser: TestClient, project: Project, cloud: Cloud
) -> None:
    made = [uploads.keep(project.id, f"{n}.jpg", b"\xff\xd8\xff good") for n in range(4)]
    chosen = [made[n].id for n in (3, 0, 2, 1)]
    stranger = uploads.keep(projects.create("somebody").id, "x.jpg", b"x")
    answer = browser.put(f"/studio/uploads/{project.id}/order", json={"ids": [*chosen, stranger.id, "none"]})
    assert answer.status_code == 204
    late = uploads.keep(project.id, "late.jpg", b"\xff\xd8\xff good")
    assert [one.id for one in uploads.of(project.id, "waiting")] == [*chosen, late.id]
    turns.send(project, "make a promo", uploads.of(project.id, "waiting"))
    wait_for(lambda: turns.current(project.id) is None)
    assert cloud.files == ["3.jpg", "0.jpg", "2.jpg", "1.jpg", "late.jpg"]


def test_a_waiting_picture_is_shown_to_its_own_browser_alone(browser: TestClient, project: Project) -> None:
    photo = uploads.keep(project.id, "shoe.JPEG", b"\xff\xd8\xff good")
    shown = browser.get(f"/studio/upload/{photo.id}/file")
    assert (shown.content, shown.headers["content-type"]) == (b"\xff\xd8\xff good", "image/jpeg")
    assert shown.headers["x-content-type-options"] == "nosniff"
    page = uploads.keep(project.id, "page.html", b"<script>")
    assert browser.get(f"/studio/upload/{page.id}/file").status_code == 404
    browser.cookies.clear()
    browser.get("/", headers=HTML)
    assert browser.get(f"/studio/upload/{photo.id}/file").status_code == 404


def test_more_than_was_announced_or_allowed_is_refused(browser: TestClient, project: Project) -> None:
    made = browser.post(f"/studio/uploads/{project.id}", json={"name": "x.jpg", "size": 3}).json()
    assert browser.put(f"/studio/upload/{made['id']}?offset=0", content=b"four").status_code == 413
    huge = {"name": "x.mp4", "size": 501 * 1024 * 1024}
    assert browser.post(f"/studio/uploads/{project.id}", json=huge).status_code == 413


def test_a_piece_without_end_is_read_no_further_than_its_limit() -> None:
    read = []

    async def receive() -> Message:
        read.append(1)
        return {"type": "http.request", "body": bytes(1 << 20), "more_body": True}

    with pytest.raises(HTTPException) as refused, ThreadPoolExecutor(1) as pool:  # a loop of its own, in no other one
        pool.submit(lambda: asyncio.run(_body(Request({"type": "http"}, receive), PIECE_LIMIT))).result()
    assert refused.value.status_code == 413 and len(read) == 17


def test_a_file_can_be_taken_back(browser: TestClient, project: Project) -> None:
    made = browser.post(f"/studio/uploads/{project.id}", json={"name": "x.jpg", "size": 3}).json()
    assert browser.delete(f"/studio/upload/{made['id']}").status_code == 204
    assert not uploads.of(project.id)


def test_another_browser_sees_and_changes_nothing(browser: TestClient, project: Project) -> None:
    made = browser.post(f"/studio/uploads/{project.id}", json={"name": "x.jpg", "size": 3}).json()
    browser.cookies.clear()
    assert browser.put(f"/studio/upload/{made['id']}?offset=0", content=b"abc").status_code == 403
    browser.get("/", headers=HTML)
    assert browser.put(f"/studio/upload/{made['id']}?offset=0", content=b"abc").status_code == 404
    assert browser.post(f"/studio/uploads/{project.id}", json={"name": "x.jpg", "size": 3}).status_code == 404


def test_a_finished_film_is_served_in_ranges_looked_into_and_heard(browser: TestClient, project: Project) -> None:
    turns.send(project, "make a promo")
    wait_for(lambda: turns.current(project.id) is None)
    film = renders.preview(projects.get(project.owner, project.id) or project)
    assert film
    wait_for(lambda: renders.get(film.id).state == "completed")
    address = f"/app/static/film/{film.id}/preview.mp4"
    part = browser.get(address, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content, part.headers["content-type"]) == (206, b"ftyp", "video/mp4")
    assert "attachment" in browser.get(f"{address}?download=1").headers["content-disposition"]
    assert browser.get(f"/app/static/frame/{film.id}/500.jpg").content.startswith(b"\xff\xd8\xff")
    peaks = films.peaks(film.id)
    assert len(peaks) == films.PEAKS and max(peaks) == 1
    browser.cookies.clear()
    browser.get("/", headers=HTML)
    assert browser.get(address).status_code == 404
    assert browser.get(f"/app/static/frame/{film.id}/500.jpg").status_code == 404


def test_subtitles_are_saved_under_the_projects_name_by_its_owner(
    cloud: Cloud, browser: TestClient, project: Project
) -> None:
    address = f"/app/static/subtitles/{project.id}"
    assert browser.get(f"{address}.srt").status_code == 404, "there is no video yet"
    turns.send(project, "make a promo")
    wait_for(lambda: turns.current(project.id) is None)
    projects.change(project.id, name="Zoë / 李明")
    answer = browser.get(f"{address}.vtt")
    assert answer.text == "the words as vtt" and answer.headers["content-type"].startswith("text/vtt")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Zo%C3%AB-%E6%9D%8E%E6%98%8E.vtt"
    assert browser.get(f"{address}.exe").status_code == 404
    browser.cookies.clear()
    browser.get("/", headers=HTML)
    assert browser.get(f"{address}.srt").status_code == 404


def test_an_export_cannot_name_a_path() -> None:
    with pytest.raises(ValueError, match="letters"):
        films.path("../../etc/passwd")
