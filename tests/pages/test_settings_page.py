"""The settings: kept at once, tried before a service is used, and a token which no page ever shows again."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from studio import backend, backends, look_films, preferences, projects, renders, turns, vault
from studio.words import words
from tests.pages.conftest import MAIN
from tests.studio import standin
from tests.studio.standin import Cloud, wait_for

Studio = Callable[[], AppTest]
TOKEN = "nmv_usr_typed-by-a-user"
PAGES = sorted(file.stem for file in MAIN.parent.glob("*.py") if file != MAIN and file.stem != "settings")


@pytest.fixture(autouse=True)
def at_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REELWRIGHT_BACKENDS", "any")


def opened(page: AppTest) -> AppTest:
    return page.switch_page("../pages/settings.py").run()


def typed(page: AppTest, name: str, secret: str) -> None:
    """Type into the present one of the fields which are drawn anew each time."""
    next(one for one in page.text_input if str(one.key).startswith(name)).set_value(secret)


def everything(page: AppTest) -> str:
    """All that goes to the browser: what each element holds, its labels, values, options and help."""
    return "\n".join(str(getattr(one, "proto", "")) + str(getattr(one, "value", "")) for one in _elements(page._tree))


def _elements(block: Any) -> Any:
    for child in getattr(block, "children", {}).values():
        yield child
        yield from _elements(child)


def test_a_service_is_tried_kept_and_its_token_never_shown_on_any_page(studio: Studio, cloud: Cloud) -> None:
    page = opened(studio())
    owner, before = page.session_state["owner"], backends.chosen(page.session_state["owner"])
    with standin.running() as server:
        page.radio(key="backend-kind").set_value("own").run()
        page.text_input(key="backend-address").set_value(server.url)
        typed(page, "backend-token", TOKEN)
        page = page.button(key="backend-use").click().run()
        assert not page.exception
        assert (backends.chosen(owner), before) == (server.url, cloud.url)
        assert server.bearers[-1] == f"Bearer {TOKEN}" and server.tokens == 0
        assert page.toast[0].value == "Saved"
        page.switch_page("../pages/create.py").run()
        page.button(key="new").click().run().chat_input[0].set_value("make a promo").run()
        project = page.session_state["project"]
        wait_for(lambda: turns.current(project) is None)
        assert server.messages == ["make a promo"] and cloud.messages == []
        for name in [*PAGES, "settings"]:
            page = page.switch_page(f"../pages/{name}.py").run()
            assert not page.exception
            shown = everything(page)
            assert "Reelwright" in shown and TOKEN not in shown, f"the token stands on {name}"
            assert "nmv_usr_" not in shown, f"a token stands on {name}"
        kept = repr(page.session_state)
        assert "backend-token" in kept and TOKEN not in kept, "nor is it kept with the tab"
        page = page.button(key="remove-token").click().run()
        assert vault.read(owner, vault.token_of(server.url)) == ""
        assert "remove-token" not in [one.key for one in page.button]


def test_what_does_not_answer_or_is_no_address_is_not_kept(studio: Studio, cloud: Cloud) -> None:
    page = opened(studio())
    owner = page.session_state["owner"]
    page.radio(key="backend-kind").set_value("own").run()
    for typed, told in [
        ("ftp://video.example", "This is not the address of a server."),
        ("http://video.example", "must begin with https://"),
        ("http://127.0.0.1:9", "127.0.0.1:9"),
    ]:
        page.text_input(key="backend-address").set_value(typed)
        page = page.button(key="backend-use").click().run()
        assert told in page.error[0].value
        assert page.text_input(key="backend-address").value == typed, "what was typed can be corrected"
        assert backends.chosen(owner) == cloud.url


def test_where_it_is_fixed_nothing_is_offered(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    page = studio()
    monkeypatch.setenv("REELWRIGHT_BACKENDS", "fixed")
    from studio.settings import settings

    settings.cache_clear()
    page = opened(page)
    assert not page.exception and "backend-use" not in [one.key for one in page.button]


def test_language_colours_and_letters_are_kept_as_they_are_chosen(studio: Studio) -> None:
    page = opened(studio())
    owner = page.session_state["owner"]
    page.toggle(key="brand-colours").set_value(True).run()
    page.color_picker(key="brand-colour-0").set_value("#0055aa").run()
    page = page.selectbox(key="brand-font").select("Playfair Display").run()
    kept = preferences.of(owner)
    assert (kept.colours, kept.font) == (("#0055aa", "#1f2937"), "Playfair Display")
    page = page.selectbox(key="settings-language-en").select("zh").run()
    assert page.title[0].value == words("zh")("nav.settings")
    assert page.selectbox(key="language").value == "zh"
    assert projects.browser(owner).preferences["language"] == "zh"


def test_a_logo_is_looked_at_by_its_first_bytes_and_can_be_taken_away(studio: Studio) -> None:
    owner = studio().session_state["owner"]
    with pytest.raises(preferences.LogoError) as refused:
        preferences.keep_logo(owner, b"<svg onload=alert(1)>")
    assert refused.value.key == "settings.logo_type"
    with pytest.raises(preferences.LogoError) as refused:
        preferences.keep_logo(owner, b"\x89PNG\r\n\x1a\n" + bytes(preferences.LARGEST_LOGO))
    assert refused.value.key == "settings.logo_large"
    preferences.keep_logo(owner, b"\x89PNG\r\n\x1a\n rest")
    assert preferences.of(owner).defaults() == {"logo": "brand-logo.png"}
    preferences.drop_logo(owner)
    assert preferences.of(owner).defaults() == {}


def test_a_service_is_asked_for_its_voices_once_in_a_while(studio: Studio, cloud: Cloud) -> None:
    page = studio()
    cloud.voices = [{"id": "heart", "name": "Heart", "language": "en", "gender": "female", "accent": "American"}]
    project = projects.get(page.session_state["owner"], page.session_state["project"])
    assert project
    assert [one.name for one in backend.voices(project)] == ["Heart"]
    cloud.voices = []
    assert [one.name for one in backend.voices(project)] == ["Heart"]
    assert not opened(page).exception


def test_a_video_is_seen_in_three_looks_and_one_is_picked_by_a_message(studio: Studio, cloud: Cloud) -> None:
    page = studio()
    cloud.features = ["derive"]
    page.chat_input[0].set_value("make a promo").run()
    project = page.session_state["project"]
    wait_for(lambda: turns.current(project) is None and renders.latest_preview(project) is not None)
    page = page.run()
    page = page.button(key="three-looks-button").click().run()
    assert not page.exception
    kept = projects.get(page.session_state["owner"], project)
    assert kept
    wait_for(lambda: all(one.film.state == "completed" for one in look_films.films(kept)))
    page = page.run()
    assert len(page.get("video")) >= 3
    page.button(key="use-premium").click().run()
    wait_for(lambda: turns.current(project) is None)
    assert cloud.messages[-1] == "use the Premium look"
    assert "use-premium" not in [one.key for one in page.run().button], "the row is closed"


def test_a_language_model_is_tried_kept_and_its_key_never_shown(studio: Studio, cloud: Cloud) -> None:
    page = opened(studio())
    for name, kept in [("silent", False), ("small", True)]:
        page.text_input(key="llm-address").set_value("http://127.0.0.1:11434/v1")
        page.text_input(key="llm-name").set_value(name)
        typed(page, "llm-key", TOKEN)
        page = page.button(key="llm-use").click().run()
        assert not page.exception
        assert bool(cloud.model) is kept and bool(page.error) is not kept
    assert cloud.model == {"url": "http://127.0.0.1:11434/v1", "model": "small", "key": TOKEN}
    shown = everything(page)
    assert "small" in shown and TOKEN not in shown and TOKEN not in repr(page.session_state)
    page = page.button(key="llm-remove").click().run()
    assert cloud.model == {} and "The built-in rules" in everything(page)
