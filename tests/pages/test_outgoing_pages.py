"""What one presses to send a film out: its page on and off, texts for posts, what apps cover."""

from collections.abc import Callable

from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from studio import backend, shares
from studio.tables import Export, session
from tests.pages.test_pages import button, said, text
from tests.studio.standin import Cloud, wait_for

Studio = Callable[[], AppTest]
TIKTOK = {"key": "tiktok", "name": "TikTok", "margins": [0.06, 0.07, 0.115, 0.195], "hidden": []}


def exported(page: AppTest) -> tuple[AppTest, str]:
    """The exports page with one finished film, and its id."""
    page = button(said(page, "make a promo").switch_page("../pages/exports.py").run(), "export")
    project = page.session_state["project"]
    wait_for(lambda: [one.state for one in exports(project)] == ["completed"])
    return page.run(), exports(project)[0].id


def exports(project: str) -> list[Export]:
    with session() as db:
        return list(db.scalars(select(Export).where(Export.project == project, Export.purpose == "export")))


def test_a_page_is_closed_until_it_is_switched_on_and_closed_again_by_the_same_switch(studio: Studio) -> None:
    page, film = exported(studio())
    assert shares.of(film) is None and not page.toggle(key=f"share-{film}").value
    page = page.toggle(key=f"share-{film}").set_value(True).run()
    share = shares.of(film)
    assert share is not None and shares.days_of(share) == shares.USUAL_DAYS and not page.exception
    assert any(code.value.endswith(shares.path(share)) for code in page.code)
    page = page.toggle(key=f"share-{film}").set_value(False).run()
    assert shares.of(film) is None and not any("/s/" in code.value for code in page.code)


def test_post_texts_open_in_a_dialog_with_the_films_own_words(studio: Studio) -> None:
    page, film = exported(studio())
    page = button(page, f"posts-{film}")
    assert not page.exception and "Wake up to better coffee" in page.code[0].value
    assert "of 2200 characters" in text(page)


def test_what_apps_cover_is_offered_only_where_the_backend_knows(studio: Studio, cloud: Cloud) -> None:
    backend._features.clear()
    page = said(studio(), "make a promo").switch_page("../pages/timeline.py").run()
    assert not page.exception and "covers" not in [one.key for one in page.toggle]
    cloud.features = ["covers"]
    cloud.covers = [
        TIKTOK | {"hidden": [{"text": "*Hi*", "start": 61_000}]},
        {"key": "shorts", "name": "YouTube Shorts", "margins": [0.06, 0.115, 0.125, 0.205], "hidden": []},
    ]
    backend._features.clear()
    page = page.run().toggle(key="covers").set_value(True).run()
    assert not page.exception and r"\*Hi\* (at 1:01)" in text(page)
    assert any("polygon(evenodd" in one.proto.body and "6.00% 7.00%" in one.proto.body for one in page.get("html"))
    page = button(page, "covers-clear")
    wait_for(lambda: cloud.messages[-1] == "make it for TikTok")
