"""What apps cover of an upright film: the same margins the words are kept out of, and the words which are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from engine import accounts, turns
from engine.director.events import Edited, Say
from engine.director.turn import Turn, take_turn
from engine.looks import looks
from engine.render.covered import APPS, covered
from engine.render.safe import VERTICAL
from nemo.draft import Draft
from tests.engine.core import asking, bearer, engine_here, forget_caches, new_session, new_token
from tests.engine.directing import SHOP_ASSETS, TODAY, even_voice

PROMO = (
    "Create a 30-second promo video with voiceover. Product: AeroBrew. Price: $49. Code: BREW20. Benefits: fast, small"
)
INVITATION = (
    "Create a 40-second wedding invitation video with voiceover.\nNames: Anna & Ben\nDate: 2027-05-01\nTime: 15:30\n"
    "Venue: Rose Hall\nRSVP: anna@example.com"
)


def said(message: str, draft: Draft | None = None) -> tuple[Draft, str]:
    turn = Turn(message=message, draft=draft, version=1, assets=SHOP_ASSETS, today=TODAY, speak=even_voice)
    events = list(take_turn(turn))
    made = [event.draft for event in events if isinstance(event, Edited)]
    return (made[0] if made else draft or Draft.read({})), "".join(e.text for e in events if isinstance(e, Say))


@pytest.mark.parametrize("look", [one.name for one in looks("affiliate")])
def test_no_app_covers_a_word_of_a_promo_in_any_of_its_looks(look: str) -> None:
    draft, _ = said(PROMO)
    draft.meta.look = look
    assert {app.key: app.hidden for app in covered(draft)} == {key: [] for key in APPS}


def test_the_margins_are_those_which_the_words_are_kept_out_of() -> None:
    draft, _ = said(PROMO)
    assert [(app.key, app.margins) for app in covered(draft)] == [(key, VERTICAL[key]) for key in APPS]


def test_a_text_at_the_edge_is_told_with_its_time_and_the_apps_it_is_lost_in() -> None:
    draft, _ = said(PROMO)
    draft.meta.platform = "message"  # type: ignore[attr-defined]
    draft.segments("text")[0].meta.position = "bottom"
    draft.tracks = [track for track in draft.tracks if track.meta.role not in ("caption", "cta")]
    edge = draft.segments("text")[0]
    apps = {app.key: [told["id"] for told in app.hidden] for app in covered(draft)}
    assert all(edge.meta.id in hidden for hidden in apps.values())
    (told,) = [told for told in covered(draft)[0].hidden if told["id"] == edge.meta.id]
    assert (told["role"], told["start"], told["text"]) == ("text", edge.start, edge.meta.text)


def test_an_invitation_for_an_app_moves_its_words_out_of_the_way_once() -> None:
    draft, _ = said(INVITATION)
    assert any(app.hidden for app in covered(draft)), "sent from person to person, it uses the whole frame"
    moved, answer = said("make it for YouTube Shorts", draft)
    assert "keep clear of what YouTube Shorts covers" in answer
    assert not any(app.hidden for app in covered(moved)), "Shorts covers the most"
    assert Draft.read(moved.wire()).wire() == moved.wire()
    again, answer = said("make it for YouTube Shorts", moved)
    assert again is moved and "already" in answer


def test_other_shapes_are_not_covered() -> None:
    draft, _ = said("make it 16:9", said(PROMO)[0])
    assert covered(draft) == []


@pytest.fixture
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    engine_here(tmp_path, monkeypatch)
    yield asking()
    forget_caches()


def test_the_api_tells_it_of_the_newest_draft_to_its_owner_alone(api: TestClient) -> None:
    token = new_token(api)
    session = new_session(api, token)
    address = f"/api/covers/nemo_agent/me/{session}"
    turn, _ = turns.create(accounts.caller(token).id, session, "go", "en")
    turns.finish(turn, "completed", turns.Outcome(said(INVITATION)[0].wire(), "made"))
    apps = api.get(address, headers=bearer(token)).json()["data"]["apps"]
    assert [app["key"] for app in apps] == list(APPS) and apps[0]["margins"] == list(VERTICAL["tiktok"])
    assert {"id", "role", "text", "start"} == apps[0]["hidden"][0].keys()
    assert api.get(address, headers=bearer(new_token(api))).status_code == 404
    assert api.get(address).status_code == 401
    state = api.get(f"/api/state/nemo_agent/me/{session}/latest", headers=bearer(token)).json()
    assert "covers" in state["data"]["engine"]["features"]
