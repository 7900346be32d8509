"""What the studio knows of what apps cover: only from backends which tell, and once a version."""

from __future__ import annotations

import pytest

from studio import backend, covers, projects
from studio.tables import Project
from tests.studio.standin import Cloud

TIKTOK = {"key": "tiktok", "name": "TikTok", "margins": [0.06, 0.07, 0.115, 0.195], "hidden": []}


@pytest.fixture
def project(cloud: Cloud) -> Project:
    backend._features.clear()
    made = projects.create("o" * 64)
    projects.change(made.id, session_id="s1", version=1)
    return projects.get(made.owner, made.id) or made


def test_a_backend_which_does_not_know_is_not_asked(cloud: Cloud, project: Project) -> None:
    assert covers.apps(project) == () and cloud.asked_covers == 0


def test_each_version_is_asked_about_once(cloud: Cloud, project: Project) -> None:
    cloud.features = ["covers"]
    hidden = [{"text": "Hello", "start": 1200}, "nonsense"]
    cloud.covers = [TIKTOK | {"hidden": hidden}, {"key": "x", "margins": ["a"] * 4}, "nonsense"]
    (app,) = covers.apps(project)
    assert app.margins == (0.06, 0.07, 0.115, 0.195) and app.hidden == (covers.Hidden("Hello", 1200),)
    covers.apps(project)
    assert cloud.asked_covers == 1
    project.version = 2
    covers.apps(project)
    assert cloud.asked_covers == 2


def test_a_backend_which_has_none_after_all_shows_nothing(cloud: Cloud, project: Project) -> None:
    cloud.features = ["covers"]
    assert backend.offers(project, "covers")
    cloud.features = []
    assert covers.apps(project) == ()
