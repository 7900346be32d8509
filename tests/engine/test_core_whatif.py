"""What a draft would be after some operations is told by a worker, and leaves nothing behind."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from nemo.draft import Draft
from tests.engine.core import Serving, photo

BRIEF = (
    "Product: HydroFlow bottle\nBenefits: keeps drinks cold; never leaks\nPrice: $24.99\n"
    "Create a 12-second promo with voiceover and call-to-action for my affiliate product"
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Serving(tmp_path_factory.mktemp("whatif") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def promo(engine: Serving) -> str:
    """A project with a promo of two photos."""
    session = engine.session()
    engine.upload(session, ("a.jpg", photo()), ("b.jpg", photo("#1d4ed8")))
    engine.chat(session, BRIEF)
    return session


def derive(engine: Serving, session: str, *operations: dict[str, str], **more: object) -> requests.Response:
    path = f"/api/operations/nemo_agent/me/{session}"
    return engine.call("POST", path, json={"operations": list(operations), "keep": False, **more})


def test_a_derived_draft_is_answered_and_not_kept(engine: Serving, promo: str) -> None:
    before = engine.state(promo)
    answer = derive(engine, promo, {"op": "set_hook", "text": "Cold until tomorrow"}).json()["data"]
    made, was = Draft.read(answer["draft"]), Draft.read(before["state"]["draft"])
    assert made.segments("title")[0].meta.text == "Cold until tomorrow"
    assert made.segments("voice")[0].meta.text == "Cold until tomorrow."
    assert "Cold until tomorrow" in answer["summary"] and answer["version"] == before["version"] == 1
    assert [one.wire() for one in made.segments("main")] == [one.wire() for one in was.segments("main")]
    assert engine.state(promo) == before, "the project stays as it is, and no turn is in work"


def test_it_starts_from_the_version_which_is_named(engine: Serving) -> None:
    session = engine.session()
    engine.upload(session, ("a.jpg", photo()))
    engine.chat(session, "Create an 8-second video with the title “One” and no voiceover")
    engine.chat(session, "change the title to “Two”")
    named = derive(engine, session, {"op": "set_call", "text": "Book now"}, version=1).json()["data"]
    newest = derive(engine, session, {"op": "set_call", "text": "Book now"}).json()["data"]
    shown = [Draft.read(one["draft"]).segments("title")[0].meta.text for one in (named, newest)]
    assert shown == ["One", "Two"] and (named["version"], newest["version"]) == (1, 2)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"operations": [{"op": "paint_it_red"}]}, "not known here"),
        ({"operations": [{"op": "set_text", "segments": ["t99"], "text": "x"}]}, "t99"),
        ({"operations": []}, "at least one operation"),
        ({"operations": [{"op": "set_hook", "text": "x"}], "version": 77}, "no such version"),
        ({"operations": [{"op": "set_hook", "text": "x"}], "version": "one"}, "number of a version"),
    ],
)
def test_what_cannot_be_derived_says_why(engine: Serving, promo: str, body: dict[str, object], said: str) -> None:
    answer = engine.call("POST", f"/api/operations/nemo_agent/me/{promo}", json={**body, "keep": False})
    assert answer.status_code == 422 and said in answer.json()["message"]
    assert engine.state(promo)["version"] == 1


def test_ideas_are_made_of_what_the_brief_says(engine: Serving, promo: str) -> None:
    found = engine.call("GET", f"/api/ideas/nemo_agent/me/{promo}").json()["data"]
    title = Draft.read(engine.state(promo)["state"]["draft"]).segments("title")[0].meta.text
    assert found["opening"] == title and len(found["hooks"]) == 3 and title not in found["hooks"]
    assert any("cold" in one or "leaks" in one for one in found["hooks"]) and found["calls"]
    facts = "hydroflow bottle keeps drinks cold never leaks $24.99"
    figures = [word for one in found["hooks"] for word in one.split() if any(sign.isdigit() for sign in word)]
    assert all(word in facts for word in figures), "no figure which nobody gave"


def test_anothers_project_is_not_derived_from(engine: Serving, promo: str) -> None:
    with_own_token = Serving.__new__(Serving)
    with_own_token.url, with_own_token.token = engine.url, ""
    assert derive(with_own_token, promo, {"op": "set_hook", "text": "x"}).json()["code"] == 1002


def test_nothing_of_it_stays_in_the_records_of_the_jobs(engine: Serving, promo: str) -> None:
    derive(engine, promo, {"op": "set_call", "text": "Nobody shall find this"})
    kept = list(Path(engine.data).rglob("*.sqlite"))
    counted = []
    for path in kept:
        with sqlite3.connect(path) as db:
            if db.execute("select 1 from sqlite_master where name = 'workflow_status'").fetchone():
                (found,) = db.execute("select count(*) from workflow_status where workflow_uuid like 'derive_%'")
                counted.append(found[0])
    assert counted == [0], kept
