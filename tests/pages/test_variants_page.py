"""The page of variants: what it offers, what it says before, and what one click makes."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from studio import projects, renders, turns, variants
from tests.pages.test_pages import button, said, text
from tests.studio.standin import Cloud, draft, wait_for

Studio = Callable[[], AppTest]


@pytest.fixture
def able(cloud: Cloud) -> Cloud:
    cloud.features = ["derive"]
    return cloud


def opened(studio: Studio, **meta: str) -> AppTest:
    """The page, over a project with a draft of this kind."""
    page = said(studio(), "make a promo")
    project = page.session_state["project"]
    wait_for(lambda: turns.current(project) is None)
    shape = {"width": 1080, "height": 1920, "version": 1, "language": "en"}
    projects.change(project, draft=draft() | {"m": shape | meta})
    return page.switch_page("../pages/variants.py").run()


def finished(page: AppTest) -> AppTest:
    """The page after the newest set has ended."""
    project = page.session_state["project"]

    def over() -> bool:
        found = variants.sets(projects.Project(id=project))
        return bool(found) and all(one.export.state not in renders.ACTIVE for one in variants.films_of(found[0].id))

    wait_for(over)
    return page.run()


def test_a_product_is_offered_openings_of_its_own_and_told_what_they_make(studio: Studio, able: Cloud) -> None:
    page = opened(studio, kind="affiliate")
    assert not page.exception and page.title[0].value == "Variants"
    hooks, calls = page.text_area[0], page.text_area[1]
    assert hooks.value == "Wake up\nSleep later\nCoffee first" and calls.value == ""
    assert "Films: 3 · about 8 s on this computer" in text(page)
    assert not [one for one in page.get("button_group") if one.label == "What to make"], "guests are for invitations"
    page = button(page, "suggest-calls")
    assert page.text_area[1].value == "Tap the link"
    hooks.set_value("One\nTwo | and a half").run()
    assert "Films: 2" in text(page)


def test_one_click_makes_them_all_and_they_stand_side_by_side(studio: Studio, able: Cloud) -> None:
    page = opened(studio, kind="affiliate")
    page.text_area[0].set_value("One\nTwo | and a half").run()
    page = finished(button(page, "make-all"))
    assert not page.exception and "2 of 2 ready" in text(page)
    assert "Opening: **One**" in text(page) and "Opening: **Two \\| and a half**" in text(page)
    labels = [one.label for one in page.get("link_button")]
    assert labels.count("Download") == 2 and "Download all (ZIP)" in labels
    assert able.derived == [["One"], ["Two\nand a half"]]
    page = button(button(page, "make-all"), "make-all")
    assert len(able.renders) == 2 + 1, "asked again for the same, nothing but the preview was made beside the two"


def test_what_did_not_work_says_why_and_can_be_tried_again(studio: Studio, able: Cloud) -> None:
    page = opened(studio, kind="affiliate")
    page.text_area[0].set_value("refuse me").run()
    page = finished(button(page, "make-all"))
    assert "0 of 1 ready" in text(page) and "This one could not be made. That cannot be said here" in text(page)
    retry = next(one for one in page.button if one.key and one.key.startswith("again-"))
    page = finished(retry.click().run())
    assert len(able.derived) == 2
    removing = next(one for one in page.button if one.key and one.key.startswith("remove-"))
    assert "ready" not in text(removing.click().run())


def test_one_on_its_way_can_be_cancelled_while_the_others_go_on(studio: Studio, able: Cloud) -> None:
    page = opened(studio, kind="affiliate")
    able.finish_renders = False
    page.text_area[0].set_value("One\nTwo").run()
    page = button(page, "make-all")
    wait_for(lambda: len(able.derived) == 2)
    page = page.run()
    cancelling = [one for one in page.button if one.key and one.key.startswith("cancel-variant_")]
    page = cancelling[1].click().run()
    able.finish_renders = True
    assert "1 of 2 ready" in text(finished(page)) and "Cancelled" in text(page)


def test_an_invitation_is_offered_to_every_guest(studio: Studio, able: Cloud) -> None:
    page = opened(studio, kind="wedding")
    assert "Add at least one guest." in text(page)
    page.text_area[0].set_value("Zoë O’Neill\n美玲阿姨\nDear Łukasz!\na *star*\nfive").run()
    shown = text(page)
    assert (
        "Dear Zoë O’Neill,  \nDear 美玲阿姨,  \nDear Łukasz\\!  \nDear a \\*star\\*," in shown
        and "… and 1 more" in shown
    )
    page = finished(button(page, "make-all"))
    assert "5 of 5 ready" in text(page) and "Dear Zoë O’Neill," in text(page)
    assert ["Dear Łukasz!"] in able.derived and ["Dear a *star*,"] in able.derived


def test_too_many_guests_are_told_and_nothing_is_made(studio: Studio, able: Cloud) -> None:
    page = opened(studio, kind="wedding")
    page.text_area[0].set_value("\n".join(f"Guest {n}" for n in range(201))).run()
    assert "201 films, and one set has at most 200" in text(page)
    page = button(page, "make-all")
    assert not able.derived and "ready" not in text(page)


def test_with_a_service_that_cannot_change_words_there_are_shapes(studio: Studio, cloud: Cloud) -> None:
    page = opened(studio, kind="affiliate")
    assert not page.text_area and any("only shapes can be made" in one.value for one in page.info)
    page = finished(button(page, "make-all"))
    assert "1 of 1 ready" in text(page)


def test_exports_lead_there(studio: Studio, able: Cloud) -> None:
    page = opened(studio, kind="wedding").switch_page("../pages/exports.py").run()
    assert page.button(key="go-variants").label == "One for every guest"
    assert not page.exception


def test_without_a_video_the_page_says_what_to_do(studio: Studio) -> None:
    page = studio().switch_page("../pages/variants.py").run()
    assert not page.exception and "There is nothing to vary yet" in text(page)
