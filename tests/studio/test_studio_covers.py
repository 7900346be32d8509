"""What the studio knows of what apps cover: only from backends which tell, and once a version."""

from __future__ import annotations

import pytest

from nemo import errors
from nemo.client import NemoClient
from studio import backend, covers, projects
from studio.tables import Project
from tests.studio.standin import Cloud

TIKTOK = {"key": "tiktok", "name": "TikTok", "margins": [0.06, 0.07, 0.115, 0.195], "hidden": []}


@pytest.fixture
def project(cloud: Cloud) -> Project:
    made = projects.create("o" * 64)
    projects.change(made.id, session_id="s1", version=1)
    return projects.get(made.owner, made.id) or made


def test_a_backend_which_does_not_know_is_not_asked(project: Project) -> None:
    assert covers.apps(project) == ()


def test_each_version_is_asked_about_once(cloud: Cloud, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.features = ["covers"]
    backend._features.clear()
    asked = []

    def answer(self: NemoClient, session: str) -> list[dict[str, object]]:
        asked.append(session)
        return [TIKTOK | {"hidden": [{"text": "Hello", "start": 1200}, "nonsense"]}, {"key": "x", "margins": ["a"] * 4}]

    monkeypatch.setattr(NemoClient, "covers", answer)
    (app,) = covers.apps(project)
    assert app.margins == (0.06, 0.07, 0.115, 0.195) and app.hidden == (covers.Hidden("Hello", 1200),)
    covers.apps(project)
    assert len(asked) == 1
    project.version = 2
    covers.apps(project)
    assert len(asked) == 2


def test_a_backend_which_fails_shows_nothing(cloud: Cloud, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    cloud.features = ["covers"]
    backend._features.clear()

    def fail(self: NemoClient, session: str) -> list[dict[str, object]]:
        raise errors.NotThere

    monkeypatch.setattr(NemoClient, "covers", fail)
    assert covers.apps(project) == ()
