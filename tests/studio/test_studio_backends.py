"""Who makes the videos: chosen by each browser, kept by each project, and no way into somebody else's network."""

import stat
from collections.abc import Callable

import pytest

from studio import backend, backends, projects, tables, vault
from studio.settings import CLOUD_URL, settings
from studio.tables import Account
from tests.studio import standin
from tests.studio.standin import Cloud

HERE = {"Host": "localhost:8501"}


def told(env: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELWRIGHT_BACKENDS", env)
    settings.cache_clear()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://video.example/nemo/", "https://video.example/nemo"),
        (" http://127.0.0.1:8600 ", "http://127.0.0.1:8600"),
        ("http://192.168.1.20:8600", "http://192.168.1.20:8600"),
        ("http://studio.local:8600/nemo", "http://studio.local:8600/nemo"),
    ],
)
def test_an_address_is_kept_as_it_will_be_called(typed: str, kept: str) -> None:
    assert backends.address(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "settings.bad_address"),
        ("video.example", "settings.bad_address"),
        ("file:///etc/passwd", "settings.bad_address"),
        ("https://user:secret@video.example", "settings.bad_address"),
        ("https://video.example/?token=x", "settings.bad_address"),
        ("https://video.example:port", "settings.bad_address"),
        ("http://[::1", "settings.bad_address"),
        ("https://a b.example", "settings.bad_address"),
        ("http://video.example", "settings.unsafe_address"),
        ("http://127.0.0.1.video.example", "settings.unsafe_address"),
    ],
)
def test_what_is_no_address_or_not_safe_is_refused_with_a_reason(typed: str, why: str) -> None:
    with pytest.raises(backends.AddressError) as refused:
        backends.address(typed)
    assert refused.value.key == why


def test_only_who_sits_at_this_machine_may_name_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEMO_API_URL", raising=False)
    told("", monkeypatch)
    assert backends.may_choose(None, HERE) == ("here", "cloud", "own")
    assert backends.may_choose("127.0.0.1", {"host": "127.0.0.1:8501"}) == ("here", "cloud", "own")
    assert backends.may_choose(None, HERE | {"Origin": "http://localhost:8501"}) == ("here", "cloud", "own")
    for ip, headers in [
        ("203.0.113.9", HERE),
        (None, {"Host": "video.example"}),
        (None, {"Host": "127.0.0.1.video.example"}),
        (None, HERE | {"Origin": "https://video.example"}),
        ("127.0.0.1", HERE | {"X-Forwarded-For": "203.0.113.9"}),
        (None, {}),
    ]:
        assert backends.may_choose(ip, headers) == ("here", "cloud")
    told("any", monkeypatch)
    assert backends.may_choose("203.0.113.9", {}) == ("here", "cloud", "own")
    told("fixed", monkeypatch)
    assert backends.may_choose(None, HERE) == ("here",)
    with pytest.raises(SystemExit, match="REELWRIGHT_BACKENDS"):
        told("everything", monkeypatch)
        settings()


def test_a_browser_chooses_for_its_new_projects_and_old_ones_stay_where_they_are(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = "owner" * 10, "other" * 10
    first = backend.connected(projects.create(mine).id)
    with standin.running() as server:
        backends.choose(mine, server.url)
        second = backend.connected(projects.create(mine).id)
        assert (backends.of(first), backends.of(second)) == (cloud.url, server.url)
        assert (cloud.tokens, server.tokens) == (1, 1)
        assert backend.connected(projects.create(other).id).api_url == cloud.url
        told("known", monkeypatch)
        assert backends.chosen(mine) == cloud.url, "what the operator took back is not used any more"


def test_a_service_is_tried_before_it_is_kept(cloud: Cloud) -> None:
    project = projects.create("owner" * 10)
    with standin.running() as server:
        assert backend.tried(server.url, project, "my-own-token") == (90, 2, 100)
        assert (server.tokens, server.bearers) == (0, ["Bearer my-own-token"])
    assert backends.chosen(project.owner) == cloud.url


def test_a_token_of_ones_own_goes_to_its_service_alone(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = "owner" * 10
    monkeypatch.setenv("NEMO_TOKEN", "token-of-the-environment")
    settings.cache_clear()
    with standin.running() as server:
        vault.keep(owner, vault.token_of(server.url), "my-own-token")
        here = projects.create(owner)
        backends.choose(owner, server.url)
        there = backend.connected(projects.create(owner).id)
        backend.at(cloud.url, here).credits()
        assert set(cloud.bearers) == {"Bearer token-of-the-environment"}
        assert set(server.bearers) == {"Bearer my-own-token"}
        vault.drop(owner, vault.token_of(server.url))
        assert vault.read(owner, vault.token_of(server.url)) == ""
        backend.credits(there)
        assert server.bearers[-1] == "Bearer nmv_usr_secret1" and cloud.tokens == 0


def test_projects_of_before_find_the_engine_of_this_process(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    project = projects.create("owner" * 10)
    projects.change(project.id, session_id="s1", api_url="http://127.0.0.1:8777/nemo")
    kept = projects.get(project.owner, project.id)
    assert kept and backends.of(kept) == backends.HERE
    assert backends.url(backends.HERE) == f"http://127.0.0.1:{settings().port}/nemo"
    assert CLOUD_URL.startswith("https://") and backends.kind(CLOUD_URL) == "cloud"


def test_nobody_else_on_the_machine_reads_the_studios_records(cloud: Cloud, studio_rows: Callable[[], int]) -> None:
    assert studio_rows() == 0
    assert stat.S_IMODE((settings().data / "studio").stat().st_mode) == 0o700


@pytest.fixture
def studio_rows() -> Callable[[], int]:
    """How many accounts are kept."""

    def count() -> int:
        with tables.session() as db:
            return db.query(Account).count()

    return count
