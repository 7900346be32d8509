"""Many films of one draft: planned, made once each, stopped, tried again, taken up after a restart, zipped."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from nemo import errors
from nemo.draft import Draft
from studio import backend, erase, facts, films, projects, renders, variants, variants_work, zips
from studio.filenames import distinct, slug
from studio.guests import guests
from studio.identity import BrowserIdentity, owner_of
from studio.routes import routes
from studio.tables import Project, VariantSet, session
from studio.variants import TooLongError, TooManyError, Wish
from tests.studio.standin import Cloud, draft, wait_for

TWO = Wish(("Wake up", "Sleep\nlater"), (), (), ("9:16", "1:1"))


@pytest.fixture
def cloud(cloud: Cloud) -> Cloud:
    cloud.features = ["derive"]
    cloud.draft, cloud.version = draft(), 1
    return cloud


@pytest.fixture
def project(cloud: Cloud) -> Project:
    return drafted(projects.create("owner"))


def drafted(project: Project) -> Project:
    """The project with a session and a draft, as a turn leaves it."""
    return backend.refreshed(backend.connected(project.id))[0]


def states(made: VariantSet) -> list[str]:
    return [one.export.state for one in variants.films_of(made.id)]


def done(made: VariantSet) -> list[variants.Film]:
    wait_for(lambda: not set(states(made)) & set(renders.ACTIVE))
    return variants.films_of(made.id)


def shown(cloud: Cloud) -> list[tuple[str, int]]:
    """What every render was asked to show: its opening and its width."""
    titles = [Draft.read(one).segments("title")[0].meta.text or "" for one in cloud.drafts.values()]
    return sorted(zip(titles, (one["output"]["width"] for one in cloud.renders.values()), strict=True))


def test_every_opening_is_made_in_every_shape_with_a_name_that_says_so(cloud: Cloud, project: Project) -> None:
    made = done(variants.make(project, TWO))
    assert [one.export.name for one in made] == [
        "video-hook1-9x16.mp4",
        "video-hook2-9x16.mp4",
        "video-hook1-1x1.mp4",
        "video-hook2-1x1.mp4",
    ]
    assert shown(cloud) == [("Sleep\nlater", 1080)] * 2 + [("Wake up", 1080)] * 2
    assert [one["output"]["height"] for one in cloud.renders.values()] == [1920, 1920, 1080, 1080]
    assert len(cloud.derived) == 2, "the shapes share what was derived"
    assert all(one.place.read_bytes()[4:8] == b"ftyp" for one in made)
    assert projects.get("owner", project.id).version == 1, "the project itself stays as it is"  # type: ignore[union-attr]


def test_the_same_wish_for_the_same_draft_is_made_once(cloud: Cloud, project: Project) -> None:
    first = variants.make(project, TWO)
    assert variants.make(project, TWO).id == first.id
    done(first)
    assert variants.make(project, TWO).id == first.id and len(cloud.renders) == 4
    assert [one.id for one in variants.sets(project)] == [first.id]
    other = variants.make(project, replace(TWO, hooks=("Wake up",)))
    done(other)
    assert [one.id for one in variants.sets(project)] == [other.id, first.id]


def test_what_failed_says_why_and_is_made_when_asked_again(cloud: Cloud, project: Project) -> None:
    made = variants.make(project, Wish(("Wake up", "refuse me")))
    good, bad = done(made)
    assert (good.export.state, bad.export.state) == ("completed", "failed") and bad.export.error
    assert "cannot be said" in bad.export.error
    with session() as db:
        db.get_one(type(bad.variant), bad.variant.id).operations = [{"op": "set_hook", "text": "better"}]
    variants.retry(bad.export.id)
    assert [one.export.state for one in done(made)] == ["completed", "completed"]
    assert {("better", 1080), ("Wake up", 1080)} == set(shown(cloud))


def test_stopping_ends_what_is_not_finished_and_keeps_the_rest(cloud: Cloud, project: Project) -> None:
    cloud.finish_renders = False
    made = variants.make(project, replace(TWO, shapes=("9:16", "1:1", "16:9")))
    wait_for(lambda: len(cloud.renders) == variants_work.AHEAD)
    variants.cancel(project, made.id)
    assert set(states(made)) == {"cancelled"}
    wait_for(lambda: {one["status"] for one in cloud.renders.values()} == {"cancelled"})
    assert len(cloud.renders) == variants_work.AHEAD, "what was waiting was never asked for"
    cloud.finish_renders = True
    variants.retry_failed(made.id)
    assert {one.export.state for one in done(made)} == {"completed"}


def test_a_set_which_was_removed_before_its_end_is_made_anew(cloud: Cloud, project: Project) -> None:
    cloud.finish_renders = False
    made = variants.make(project, TWO)
    wait_for(lambda: len(cloud.renders) == variants_work.AHEAD)
    variants.remove(project, made.id)
    wait_for(lambda: {one["status"] for one in cloud.renders.values()} == {"cancelled"})
    wait_for(lambda: made.id not in variants_work._running)
    cloud.finish_renders = True
    assert {one.export.state for one in done(variants.make(project, TWO))} == {"completed"}


def test_after_a_restart_it_goes_on_and_asks_for_nothing_twice(
    cloud: Cloud, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(variants_work, "start", lambda set_id: None)
        made = variants.make(project, TWO)
        first, second, *_ = variants_work.rows(made.id)
        cloud.finish_renders = False
        maker = variants_work.Maker(made)
        maker.step(project, *first)
        maker.step(project, *second)
        stopped.setattr(variants_work, "note", lambda *_, **__: True)  # killed before it could write this down
        maker.step(project, *variants_work.rows(made.id)[2])
    assert len(cloud.renders) == 3
    cloud.finish_renders = True
    variants_work.take_up()
    assert {one.export.state for one in done(made)} == {"completed"} and len(cloud.renders) == 4


def test_a_backend_which_rests_for_a_moment_is_waited_for(
    cloud: Cloud, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    real = backend.submit_draft

    def once_away(*told: object) -> str:
        calls.append("asked")
        if len(calls) == 1:
            raise errors.AppNotRunning(host="here")
        return real(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(variants_work, "PAUSE_S", 0.05)
    monkeypatch.setattr(backend, "submit_draft", once_away)
    assert [one.export.state for one in done(variants.make(project, Wish(shapes=("1:1",))))] == ["completed"]
    monkeypatch.setattr(variants_work, "PATIENCE", 2)
    monkeypatch.setattr(backend, "submit_draft", lambda *_: (_ for _ in ()).throw(errors.AppNotRunning(host="here")))
    (given_up,) = done(variants.make(project, Wish(shapes=("4:5",))))
    assert given_up.export.state == "failed" and given_up.export.error


def test_a_backend_without_the_call_is_told_plainly_and_still_makes_the_shapes(cloud: Cloud, project: Project) -> None:
    cloud.features = []
    (refused,) = done(variants.make(project, Wish(("Wake up",))))
    assert refused.export.error == errors.NotOffered().sentence("en")
    assert [one.export.state for one in done(variants.make(project, Wish(shapes=("9:16", "4:5"))))] == ["completed"] * 2


def test_too_much_is_told_before_anything_is_made(cloud: Cloud, project: Project) -> None:
    with pytest.raises(TooManyError):
        variants.make(project, variants.with_guests(Wish(), "\n".join(f"Guest {n}" for n in range(201))))
    with pytest.raises(TooLongError, match="too long"):
        variants.make(project, Wish(("x" * 201,)))
    with pytest.raises(TooLongError):
        variants.make(project, variants.with_guests(Wish(), f"Mei\n{'x' * 199}"))  # "Dear x…," has more letters
    with pytest.raises(errors.NothingToExport):
        variants.make(projects.create("owner"), TWO)
    assert not variants.sets(project) and not cloud.renders


NAMES = ["Zoë O’Neill", "美玲阿姨", "Łukasz", "Aunt Mei", "aunt mei!", "???"]


def test_every_guest_has_a_card_letter_for_letter_and_a_file_of_their_own(cloud: Cloud, project: Project) -> None:
    cloud.draft = draft() | {"m": {"width": 1080, "height": 1920, "version": 2, "kind": "wedding", "language": "en"}}
    cloud.version = 2
    project = drafted(project)
    made = done(variants.make(project, variants.with_guests(Wish(), "\n".join([*NAMES, "", "Dear all,", "Łukasz"]))))
    cards = ["Dear Zoë O’Neill,", "Dear 美玲阿姨,", "Dear Łukasz,", "Dear Aunt Mei,", "Dear aunt mei!,", "Dear ???,"]
    assert [one.variant.label["greeting"] for one in made] == [*cards, "Dear all,"]
    assert {title for title, _ in shown(cloud)} == {*cards, "Dear all,"}
    assert [one.export.name for one in made] == [
        "invitation-zoë-oneill.mp4",
        "invitation-美玲阿姨.mp4",
        "invitation-łukasz.mp4",
        "invitation-aunt-mei.mp4",
        "invitation-aunt-mei-2.mp4",
        "invitation-guest6.mp4",
        "invitation-all.mp4",
    ]
    assert facts.of(made[0].export).title == cards[0], "their own private page greets them"
    assert {one.variant.operations[0]["longest"] for one in made} == {max(cards, key=len)}


@pytest.mark.parametrize(
    ("line", "language", "greeting", "name"),
    [
        ("Aunt Mei", "en", "Dear Aunt Mei,", "Aunt Mei"),
        ("Dear Aunt Mei,", "en", "Dear Aunt Mei,", "Aunt Mei"),
        ("Dearborn family", "en", "Dear Dearborn family,", "Dearborn family"),
        ("Cara Smith", "en", "Dear Cara Smith,", "Cara Smith"),
        ("美玲阿姨", "zh", "亲爱的美玲阿姨：", "美玲阿姨"),
        ("亲爱的美玲阿姨", "zh", "亲爱的美玲阿姨", "美玲阿姨"),
        ("Liebe Oma!", "de", "Liebe Oma!", "Oma"),
        ("Oma", "de", "Für Oma", "Oma"),
        ("Chère Zoë,", "fr", "Chère Zoë,", "Zoë"),
        ("<b>Bob</b> & co", "en", "Dear <b>Bob</b> & co,", "<b>Bob</b> & co"),
    ],
)
def test_a_line_is_a_name_or_a_greeting(line: str, language: str, greeting: str, name: str) -> None:
    (made,) = guests(f"  {line}  ", language)
    assert (made.greeting, made.name) == (greeting, name)


def test_names_of_files_are_safe_and_never_the_same() -> None:
    nasty = ["../../etc/passwd", "a\\b:c*?", "CON", "", "İstanbul", "ﬁn", "fin", "FIN", "e\u0301", "é", "x" * 300]
    made = [slug(one) for one in nasty]
    assert all(not set(one) & set('\\/:*?"<>|. \0') and len(one) <= 60 for one in made)
    names = distinct(f"invitation-{one}" for one in made)
    assert len({one.casefold() for one in names}) == len(nasty)


@pytest.fixture
def browser(cloud: Cloud) -> Iterator[TestClient]:
    page = Route("/", lambda request: PlainTextResponse("page"))
    with TestClient(Starlette(routes=[page, *routes], middleware=[Middleware(BrowserIdentity)])) as client:
        client.get("/", headers={"Accept": "text/html"})
        yield client


def test_the_zip_holds_every_finished_film_and_is_for_its_owner_alone(cloud: Cloud, browser: TestClient) -> None:
    project = drafted(projects.create(owner_of(browser.cookies) or ""))
    made = variants.make(project, variants.with_guests(Wish(("Hi | there",)), "美玲阿姨\nrefuse me"))
    done(made)
    address = f"/app/static/zip/{made.id}/invitations.zip"
    answer = browser.get(address)
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert (
        answer.headers["content-disposition"].startswith("attachment") and answer.headers["cache-control"] == "no-store"
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        assert found.testzip() is None
        assert [one.filename for one in found.infolist()] == ["video-美玲阿姨.mp4", "video-refuse-me.mp4"]
        assert {one.compress_type for one in found.infolist()} == {zipfile.ZIP_STORED}
        assert found.read("video-美玲阿姨.mp4")[4:8] == b"ftyp"
    browser.cookies.clear()
    assert browser.get(address).status_code == 403
    browser.get("/", headers={"Accept": "text/html"})
    assert browser.get(address).status_code == 404


class Hole(io.RawIOBase):
    """A file of nothing, of any length."""

    BLOCK = bytes(zips.CHUNK)

    def read(self, size: int = -1) -> bytes:
        return self.BLOCK if size == len(self.BLOCK) else bytes(size)


class HugePath(type(Path())):  # type: ignore[misc]
    """The place of such a file."""

    def open(self, *_: object, **__: object) -> Hole:  # type: ignore[override]
        return Hole()


def test_a_zip_beyond_four_gigabytes_says_where_everything_is(tmp_path: Path) -> None:
    """Read by Python's own reader, which trusts the directory alone; the films are holes in the file."""
    (end := tmp_path / "end").write_bytes(b"the last one")
    entries = [zips.Entry(f"{n}.mp4", HugePath("huge"), 1 << 30, 0, 0.0) for n in range(5)]
    entries.append(zips.Entry("end.mp4", end, 12, variants_work.checksum(end), 2e9))
    place = tmp_path / "all.zip"
    with place.open("wb") as out:
        for block in zips.written(entries):
            if block is Hole.BLOCK:
                out.seek(len(block), io.SEEK_CUR)
            else:
                out.write(block)
    assert place.stat().st_size == zips.length(entries) > 1 << 32
    with zipfile.ZipFile(place) as found:
        assert found.read("end.mp4") == b"the last one" and len(found.namelist()) == 6


def test_removing_a_set_or_a_project_leaves_nothing_of_it(cloud: Cloud, project: Project) -> None:
    made = variants.make(project, TWO)
    places = [one.place for one in done(made)]
    variants.remove(project, made.id)
    assert not any(place.exists() for place in places) and not variants.sets(project)
    again = done(variants.make(project, TWO))
    projects.delete(project.id)
    erase.erase("owner", project.id)
    assert not any(one.place.exists() for one in again) and not variants.films_of(made.id)
    assert variants.owned("owner", made.id) is None and films.owned("owner", again[0].export.id) is None


def test_the_time_and_the_list_are_told_before() -> None:
    film = Draft.read(draft() | {"d": 30_000})
    one, more = variants.estimate_s(film, Wish()), variants.estimate_s(film, Wish(("a", "b"), ("c", "d")))
    assert one == pytest.approx(16.5) and one < more < 2 * one
    assert variants.estimate_s(film, variants.with_guests(Wish(), "a\nb\nc")) < more
    assert variants.lines(" one | two \n\n three\none|two") == ("one\ntwo", "three")
    assert variants.one_line("Anna & Ben\nare getting married") == "Anna & Ben | are getting married"
    assert variants.own_shape(Draft.read({"m": {"width": 1920, "height": 1080}})) == "16:9"
