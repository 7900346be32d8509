"""What a browser prefers comes into its videos where the backend knows of it; voices are heard by their owners."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from studio import briefs, preferences, projects, turns, uploads, wearing
from studio.identity import BrowserIdentity, owner_of
from studio.routes import routes
from studio.tables import Project
from studio.words import words
from tests.studio.standin import Cloud, wait_for

PNG = b"\x89PNG\r\n\x1a\n and what follows"
HEART = {"id": "heart", "name": "Heart", "language": "en", "gender": "female", "accent": "American"}


@pytest.fixture
def browser(cloud: Cloud) -> Iterator[TestClient]:
    page = Route("/", lambda request: PlainTextResponse("page"))
    app = Starlette(routes=[page, *routes], middleware=[Middleware(BrowserIdentity)])
    with TestClient(app) as client:
        client.get("/", headers={"Accept": "text/html"})
        yield client


@pytest.fixture
def project(cloud: Cloud) -> Project:
    owner = "owner" * 10
    projects.prefer(owner, looks={"affiliate": "premium", "link": "unknown"}, voices={"en": "june"}, font="Comic Sans")
    projects.prefer(owner, colours=["#0055aa", "red", "#1f2937", "#ffffff"])
    return projects.create(owner)


def said(project: Project, message: str, usual: bool = True) -> None:
    turns.send(project, message, uploads.of(project.id, "waiting"), usual=usual)
    wait_for(lambda: turns.current(project.id) is None)


def test_a_typed_message_takes_the_preferences_along_and_a_forms_request_does_not(
    cloud: Cloud, project: Project
) -> None:
    cloud.features = ["defaults"]
    said(project, "make a promo")
    said(project, "a form's request", usual=False)
    wanted = {"looks": {"affiliate": "premium"}, "voices": {"en": "june"}, "colours": ["#0055aa", "#1f2937"]}
    assert cloud.defaults == [wanted, None], "what makes no sense any more is left out"


def test_a_service_which_does_not_know_of_them_gets_none(cloud: Cloud, project: Project) -> None:
    said(project, "make a promo")
    assert cloud.defaults == [None]


def test_the_logo_goes_with_the_first_video_which_wears_it(cloud: Cloud, project: Project) -> None:
    preferences.keep_logo(project.owner, PNG)
    wearing.attach_logo(project, "make a promo", usual=True)
    assert uploads.of(project.id) == [], "a service which does not know it would show it as a scene"
    wearing.attach_logo(project, "no logo here", usual=False)
    assert uploads.of(project.id) == []
    request = briefs.compose("affiliate", {"product": "Mug", "brand": True, "logo": "brand-logo.png"}, words("en"))
    assert request.endswith("Logo: brand-logo.png")
    for _ in range(2):
        wearing.attach_logo(project, request, usual=False)
    assert [one.name for one in uploads.of(project.id)] == ["brand-logo.png"], "once"
    said(project, request, usual=False)
    assert cloud.files == ["brand-logo.png"]
    kept = projects.get(project.owner, project.id)
    assert kept and kept.version == 1
    assert "Logo" not in briefs.compose("affiliate", {"brand": False, "logo": "brand-logo.png"}, words("en"))


def test_a_voice_is_heard_by_the_owner_of_the_project_alone(cloud: Cloud, browser: TestClient) -> None:
    cloud.voices = [HEART]
    mine = projects.create(owner_of(browser.cookies) or "")
    address = f"/app/static/voice/{mine.id}/heart.wav"
    heard = browser.get(address, params={"text": "Fresh coffee & cake"})
    assert (heard.content, heard.headers["content-type"]) == (b"RIFF heart: Fresh coffee & cake", "audio/wav")
    assert browser.get(f"/app/static/voice/{mine.id}/nobody.wav").status_code == 404
    assert browser.get(f"/app/static/voice/{projects.create('somebody').id}/heart.wav").status_code == 404
    browser.cookies.clear()
    assert browser.get(address).status_code == 403


def test_a_logo_is_shown_to_its_own_browser(browser: TestClient) -> None:
    owner = owner_of(browser.cookies) or ""
    assert browser.get("/app/static/brand/logo").status_code == 404
    assert browser.put("/studio/brand/logo", content=b"<svg onload=alert(1)>").status_code == 415
    assert browser.put("/studio/brand/logo", content=PNG + bytes(preferences.LARGEST_LOGO)).status_code == 413
    assert preferences.of(owner).logo == ""
    assert browser.put("/studio/brand/logo", content=PNG).status_code == 204
    shown = browser.get("/app/static/brand/logo")
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert (
        shown.headers["x-content-type-options"] == "nosniff" and "sandbox" in shown.headers["content-security-policy"]
    )
    browser.cookies.clear()
    assert browser.get("/app/static/brand/logo").status_code == 403
    assert browser.put("/studio/brand/logo", content=PNG).status_code == 403


def test_choices_made_at_one_moment_are_all_kept(cloud: Cloud) -> None:
    chosen = {f"choice{number}": number for number in range(24)}
    with ThreadPoolExecutor(8) as clicks:
        list(clicks.map(lambda one: projects.prefer("owner", **{one[0]: one[1]}), chosen.items()))
    assert projects.browser("owner").preferences == chosen
