"""A film's private page over real HTTP: closed, opened, watched, withdrawn; and what goes out with it."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from icalendar import Calendar
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from studio import erase, facts, projects, renders, shares, tables
from studio.identity import COOKIE, BrowserIdentity, owner_of
from studio.posts import PLACES
from studio.routes import routes
from studio.tables import Export, Project, Share
from tests.studio.standin import Cloud, wait_for

HTML = {"Accept": "text/html"}
NASTY = "<script>alert(1)</script> & \"Mei\" 'Ben'"
OWNER = "o" * 64
OCCASION = {"card": "t2", "when": "2027-05-08, 15:30", "start": "2027-05-08T15:30", "venue": "Rose Hall"}


def draft(title: str = "Anna & Ben\nare getting married", **meta: object) -> dict[str, object]:
    """An invitation of 4 s."""
    names = [{"d": 2000, "m": {"id": "t1", "text": title, "start": 0}}]
    call = [{"d": 2000, "m": {"id": "a1", "text": "See you there\nRSVP: anna@example.com", "start": 2000}}]
    brief = {"names": ["Anna", "Ben"], "rsvp": "anna@example.com"}
    return {
        "d": 4000,
        "m": {"kind": "wedding", "language": "en", "brief": brief, "occasions": [OCCASION], **meta},
        "t": [
            {"tt": 0, "m": {"role": "main"}, "sg": [{"d": 4000, "m": {"id": "s1", "kind": "card"}}]},
            {"tt": 7, "m": {"role": "title"}, "sg": names},
            {"tt": 7, "m": {"role": "cta"}, "sg": call},
        ],
    }


@pytest.fixture
def guest(cloud: Cloud) -> Iterator[TestClient]:
    """Somebody without a cookie."""
    with TestClient(Starlette(routes=routes, middleware=[Middleware(BrowserIdentity)])) as client:
        yield client


@pytest.fixture
def project(guest: TestClient) -> Project:
    return made_of(draft())


def made_of(wire: dict[str, object]) -> Project:
    made = projects.create(OWNER)
    projects.change(made.id, draft=wire, version=3, session_id="s1", name="Our day")
    return projects.get(OWNER, made.id) or made


def exported(project: Project, output: dict[str, object] | None = None) -> Export:
    made = renders.export(project, {"format": "mp4"} | (output or {}))
    wait_for(lambda: (renders.get(made.id) or made).state == "completed")
    return renders.get(made.id) or made


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def meta(self) -> dict[str, str]:
        named = [attributes for tag, attributes in self.tags if tag == "meta"]
        return {str(one.get("name") or one.get("property")): str(one.get("content")) for one in named}

    def links(self) -> list[str]:
        return [str(attributes["href"]) for tag, attributes in self.tags if tag == "a"]


def test_a_film_has_no_page_until_its_maker_opens_one(guest: TestClient, project: Project) -> None:
    film = exported(project)
    assert shares.of(film.id) is None
    for key in (film.id, "", "x", "A" * 32, "../" + film.id):
        assert guest.get(f"/s/{key}", headers=HTML).status_code in (404, 410)


def test_an_open_page_shows_the_film_and_nothing_else_of_the_project(guest: TestClient, project: Project) -> None:
    film, other = exported(project), exported(project)
    address = shares.path(shares.begin(film.id))
    answer = guest.get(address, headers=HTML)
    page = Tags(answer.text)
    assert answer.status_code == 200 and "set-cookie" not in answer.headers
    assert page.text.count("Anna & Ben are getting married") == 2, "in the title and on the page"
    (video,) = [attributes for tag, attributes in page.tags if tag == "video"]
    part = guest.get(str(video["src"]), headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content, part.headers["content-type"]) == (206, b"ftyp", "video/mp4")
    assert guest.get(str(video["poster"])).content.startswith(b"\xff\xd8\xff")
    assert page.links() == ["mailto:anna@example.com", f"{address}/calendar.ics"]
    assert project.id not in answer.text and film.id not in answer.text and other.id not in answer.text
    for closed in (f"/app/static/film/{film.id}/a.mp4", f"/app/static/calendar/{film.id}.ics"):
        assert guest.get(closed).status_code in (403, 404), "without a cookie only the page's own addresses open"
    assert guest.get(f"{address}/../{other.id}").status_code in (404, 410)


def test_browsers_and_robots_are_told_to_keep_it_private(guest: TestClient, project: Project) -> None:
    address = shares.path(shares.begin(exported(project).id))
    answer = guest.get(address, headers=HTML)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "script" not in policy and "unsafe" not in policy
    assert answer.headers["referrer-policy"] == "no-referrer" and answer.headers["cache-control"] == "no-store"
    assert "noindex" in answer.headers["x-robots-tag"] and "noindex" in Tags(answer.text).meta()["robots"]
    assert not [
        tag for tag, attributes in Tags(answer.text).tags if tag in ("script", "style") or "style" in attributes
    ]
    assert guest.get(f"{address}/poster.jpg").headers["cache-control"] == "no-store"


def test_a_chat_shows_title_picture_and_film_by_absolute_addresses(guest: TestClient, project: Project) -> None:
    address = shares.path(shares.begin(exported(project).id))
    meta = Tags(guest.get(address, headers=HTML).text).meta()
    assert meta["og:title"] == "Anna & Ben are getting married" and meta["og:description"] == OCCASION["when"]
    assert meta["og:url"] == f"http://testserver{address}" and meta["og:type"] == "video.other"
    assert meta["og:image"] == meta["twitter:image"] == f"http://testserver{address}/poster.jpg"
    assert meta["og:video"].startswith(f"http://testserver{address}/film/")
    for name in ("og:image", "og:video"):
        assert guest.get(meta[name].removeprefix("http://testserver")).status_code == 200


def test_what_people_typed_is_never_markup(guest: TestClient) -> None:
    place = OCCASION | {"name": NASTY, "venue": NASTY, "address": NASTY, "when": NASTY, "map": "javascript:alert(1)"}
    brief = {"names": [NASTY, "Ben"], "rsvp": f"https://a.example/{NASTY}"}
    film = exported(made_of(draft(f"{NASTY} https://a.example/{NASTY}", brief=brief, occasions=[place])))
    answer = guest.get(shares.path(shares.begin(film.id)), headers=HTML)
    page = Tags(answer.text)
    assert not {tag for tag, _ in page.tags} & {"script", "b", "style", "iframe"} and ">alert" not in answer.text
    assert page.text.count(NASTY) >= 5, "letter for letter as text"
    assert all(re.match(r"(https|mailto|tel):|/s/", link) for link in page.links())


def test_a_withdrawn_page_is_gone_and_the_next_one_has_another_link(guest: TestClient, project: Project) -> None:
    film = exported(project)
    first = shares.begin(film.id)
    assert shares.begin(film.id, 90).key == first.key, "more days, the same link"
    shares.end(film.id)
    answer = guest.get(shares.path(first), headers=HTML | {"Accept-Language": "zh-CN,zh;q=0.9"})
    assert answer.status_code == 410 and "页面已关闭" in answer.text and "Anna" not in answer.text
    for part in ("/poster.jpg", "/calendar.ics", "/film/a.mp4"):
        assert guest.get(shares.path(first) + part).status_code == 410
    with tables.session() as db:
        db.add(Share(key="k" * 32, export=film.id, until=time.time() + 60, ended=None))
    second = shares.begin(film.id)
    assert second.key == "k" * 32, "one which is open, whoever opened it, is the page"
    with tables.session() as db:
        db.add(Share(key="l" * 32, export=film.id, until=time.time() + 60, ended=None))
    shares.end(film.id)
    assert {guest.get(f"/s/{letter * 32}").status_code for letter in "kl"} == {410}, "two pressed at once close at once"
    second = shares.begin(film.id)
    assert second.key != first.key and guest.get(shares.path(second)).status_code == 200
    assert guest.get(shares.path(first)).status_code == 410


def test_a_page_is_open_for_the_chosen_days_and_not_a_second_longer(guest: TestClient, project: Project) -> None:
    film = exported(project)
    for days in shares.DAYS:
        share = shares.begin(film.id, days)
        assert abs(share.until - time.time() - days * 24 * 3600) < 60 and shares.days_of(share) == days
    with pytest.raises(ValueError, match="days"):
        shares.begin(film.id, 3650)
    with tables.session() as db:
        db.get_one(Share, share.key).until = time.time() - 1
    assert guest.get(shares.path(share)).status_code == 410 and shares.of(film.id) is None


def test_a_page_ends_with_its_export_and_its_project(guest: TestClient, project: Project) -> None:
    first, second = exported(project), exported(project)
    pages = [shares.path(shares.begin(film.id)) for film in (first, second)]
    renders.forget(first.id)
    assert [guest.get(page).status_code for page in pages] == [410, 200]
    projects.delete(project.id)
    assert guest.get(pages[1]).status_code == 410, "put away"
    projects.restore(project.id)
    assert guest.get(pages[1]).status_code == 200
    projects.delete(project.id)
    erase.erase(OWNER, project.id)
    assert guest.get(pages[1]).status_code == 410
    with tables.session() as db:
        assert not db.query(Share).count() and not db.query(tables.Sent).count(), "no trace is left"


def test_links_are_too_long_to_be_guessed(guest: TestClient, project: Project) -> None:
    films = [exported(project) for _ in range(2)]
    keys = [shares.begin(film.id).key for film in films]
    assert keys[0] != keys[1] and all(len(key) == 32 for key in keys)


def test_a_page_tells_what_was_exported_and_not_what_was_changed_later(guest: TestClient, project: Project) -> None:
    film = exported(project)
    projects.change(project.id, draft=draft("Other names", occasions=[]), version=4)
    page = guest.get(shares.path(shares.begin(film.id)), headers=HTML).text
    assert "Anna &amp; Ben" in page and "Other names" not in page and "calendar.ics" in page


def test_the_page_of_a_chinese_film_is_chinese(guest: TestClient) -> None:
    made = made_of(draft("李雷 & 韩梅梅", language="zh", brief={"names": ["李雷", "韩梅梅"]}))
    answer = guest.get(shares.path(shares.begin(exported(made).id)), headers=HTML)
    assert '<html lang="zh">' in answer.text and "加入日历" in answer.text and "时间以当地为准" in answer.text


@pytest.mark.parametrize(
    ("rsvp", "opens"),
    [
        ("by 1 May to anna@example.com", "mailto:anna@example.com"),
        ("+44 20 7946 0958", "tel:+442079460958"),
        ("138 0000 0000", "tel:13800000000"),
        ("https://example.com/rsvp?a=1.", "https://example.com/rsvp?a=1"),
        ("Aunt Mei", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_reply_opens_mail_phone_or_page(rsvp: str, opens: str) -> None:
    assert facts.reply_link(rsvp) == opens


def test_pictures_and_sounds_have_pages_too(guest: TestClient, project: Project) -> None:
    film = exported(project, {"format": "mp3"})
    page = Tags(guest.get(shares.path(shares.begin(film.id)), headers=HTML).text)
    assert "audio" in [tag for tag, _ in page.tags] and "og:image" not in page.meta()
    assert guest.get(f"{shares.path(shares.begin(film.id))}/poster.jpg").status_code == 404


def test_the_maker_saves_the_calendar_and_a_cover_for_each_place_and_nobody_else_does(guest: TestClient) -> None:
    guest.cookies.set(COOKIE, "c" * 43)
    owner = owner_of(guest.cookies) or ""
    mine = projects.create(owner)
    projects.change(mine.id, draft=draft(), version=1, session_id="s1")
    film = exported(projects.get(owner, mine.id) or mine)
    addresses = [f"/app/static/calendar/{film.id}.ics", *(f"/app/static/cover/{film.id}/{p.key}.jpg" for p in PLACES)]
    for address, place in zip(addresses, [None, *PLACES], strict=True):
        answer = guest.get(address)
        assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
        if place:
            assert Image.open(io.BytesIO(answer.content)).size == place.cover
    assert guest.get(f"/app/static/cover/{film.id}/nowhere.jpg").status_code == 404
    guest.cookies.set(COOKIE, "d" * 43)
    assert {guest.get(address).status_code for address in addresses} == {404}


def test_the_calendar_of_the_page_is_that_of_the_export(guest: TestClient, project: Project) -> None:
    film = exported(project)
    answer = guest.get(f"{shares.path(shares.begin(film.id))}/calendar.ics")
    assert (
        answer.headers["content-type"].startswith("text/calendar")
        and "attachment" in answer.headers["content-disposition"]
    )
    (entry,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert entry["SUMMARY"] == "Anna & Ben are getting married" and entry["SEQUENCE"] == 3
