"""What stands on the pages, and what pressing does: nothing of it needs a browser."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from studio import projects, turns
from tests.pages.conftest import MAIN
from tests.studio import standin
from tests.studio.standin import WORDS, Cloud, wait_for

Studio = Callable[[], AppTest]


def button(page: AppTest, key: str) -> AppTest:
    """Press the button of this key."""
    return page.button(key=key).click().run()


def said(page: AppTest, message: str) -> AppTest:
    """Send a message and see the page after its answer."""
    page.chat_input[0].set_value(message).run()
    project = page.session_state["project"]
    wait_for(lambda: turns.current(project) is None)
    return page.run()


def text(page: AppTest) -> str:
    """All that the page says."""
    return "\n".join(one.value for kind in ("title", "subheader", "markdown", "caption", "error", "warning", "info")
                     for one in page.get(kind))  # fmt: skip


def test_the_first_screen_says_what_it_does_and_offers_three_jobs(studio: Studio) -> None:
    page = studio()
    assert not page.exception
    assert page.title[0].value == "Say what you want. Get a finished video."
    for job in ("affiliate", "link", "wedding"):
        assert page.button(key=f"start-{job}")
    assert page.button(key="sample").label == "Try it with sample photos"


def test_a_message_is_answered_with_changes_and_an_undo(studio: Studio, cloud: Cloud) -> None:
    page = said(studio(), "make a promo")
    assert not page.exception
    assert WORDS in text(page) and "Wake up to better coffee" in text(page)
    undone = next(one for one in page.button if one.label == "Undo").click().run()
    wait_for(lambda: turns.current(page.session_state["project"]) is None)
    assert not undone.exception
    assert cloud.messages == ["make a promo", "undo"]


def test_a_long_talk_begins_with_its_newest_lines(studio: Studio) -> None:
    page = said(studio(), "make a promo")
    project = page.session_state["project"]
    for number in range(80):
        projects.say(project, "user" if number % 2 else "assistant", f"Line number {number:02} here")
    page = page.run()
    assert "Line number 79 here" in text(page) and "Line number 50 here" in text(page)
    assert "Line number 49 here" not in text(page)
    page = button(page, "earlier-lines")
    assert "Line number 20 here" in text(page) and "Line number 19 here" not in text(page)
    page = button(page, "earlier-lines")
    assert WORDS in text(page) and "earlier-lines" not in [one.key for one in page.button]


def test_next_steps_and_answers_are_buttons_that_send(studio: Studio, cloud: Cloud) -> None:
    cloud.extras = {"suggestions": ["Add captions"], "options": ["The first photo"]}
    page = said(studio(), "make a promo")
    labels = [one.label for one in page.button]
    assert "Add captions" in labels and "The first photo" in labels
    page.button[labels.index("Add captions")].click().run()
    assert cloud.messages[-1] == "Add captions" or turns.current(page.session_state["project"])


def test_text_of_users_and_backends_is_never_markup(studio: Studio, cloud: Cloud) -> None:
    cloud.says = "Done ![x](http://evil.example/p.png) <script>alert(1)</script> $a$ :material/delete:"
    page = said(studio(), "<img src=x> **bold** [link](javascript:alert(1))")
    shown = text(page)
    assert "![x](" not in shown.replace("\\![x](", "") and "<script>" not in shown.replace("\\<script>", "")
    assert "\\<img src\\=x\\>" in shown and "\\*\\*bold\\*\\*" in shown


def test_a_form_composes_a_request_and_is_kept_as_it_is_typed(studio: Studio, cloud: Cloud) -> None:
    page = button(studio(), "start-affiliate")
    assert page.button(key="form-send").disabled
    field = next(one for one in page.text_input if one.label == "Product")
    field.set_value("Aero mug").run()
    assert "Product: Aero mug" in page.text_area(key="request").value
    page = button(button(page, "form-back"), "start-affiliate")
    assert next(one for one in page.text_input if one.label == "Product").value == "Aero mug"
    page.text_area(key="request").set_value("Make a promo for my Aero mug, please").run()
    button(page, "form-send")
    wait_for(lambda: turns.current(page.session_state["project"]) is None)
    assert cloud.messages == ["Make a promo for my Aero mug, please"]


def test_an_open_form_is_open_again_after_a_reload(studio: Studio) -> None:
    assert "wedding" in button(studio(), "start-wedding").query_params["job"]
    again = AppTest.from_file(str(MAIN), default_timeout=30)
    again.query_params["job"] = "wedding"
    assert again.run().button(key="form-back")
    left = button(again, "form-back")
    assert "job" not in left.query_params and left.button(key="start-wedding")


def test_a_wrong_link_and_a_past_day_are_told_while_typing(studio: Studio) -> None:
    page = button(studio(), "start-link")
    page.text_input[0].set_value("example").run()
    assert "A link starts with https://" in text(page)


def test_empty_pages_lead_on(studio: Studio) -> None:
    for name in ("timeline", "exports"):
        page = studio().switch_page(f"../pages/{name}.py").run()
        assert not page.exception
        assert page.title[0].value == "No video yet"
        assert page.button(key="go-create").label == "Go to Create"


def test_the_timeline_lists_every_track(studio: Studio) -> None:
    page = said(studio(), "make a promo").switch_page("../pages/timeline.py").run()
    assert not page.exception
    frame = page.dataframe[0].value
    assert list(frame["Track"]) == ["Pictures"] * 3 + ["Title", "Music"]
    assert list(frame["To"]) == [2, 4, 6, 2, 6]
    assert frame["Text"][3] == "Wake up to better coffee" and frame["Volume"][4] == 35


def test_a_turn_that_ends_while_its_page_is_drawn_is_seen_in_full(
    studio: Studio, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = studio()
    project, asked = page.session_state["project"], turns.current
    cloud.hold.clear()
    turns.send(projects.get(page.session_state["owner"], project), "make a promo")  # type: ignore[arg-type]

    def ends_now(*given: Any) -> turns.Turn | None:
        cloud.hold.set()
        wait_for(lambda: asked(project) is None)
        return asked(*given)

    monkeypatch.setattr(turns, "current", ends_now)
    page = page.switch_page("../pages/timeline.py").run()
    assert not page.exception and "Version **1**" in text(page)
    assert list(page.dataframe[0].value["Track"]) == ["Pictures"] * 3 + ["Title", "Music"]
    page = page.switch_page("../pages/create.py").run()
    assert text(page).count(WORDS) == 1 and not page.chat_input[0].disabled


def test_an_answer_which_is_kept_but_not_yet_over_stands_on_the_page_once(
    studio: Studio, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = said(studio(), "make a promo")
    project = page.session_state["project"]
    late = turns.Turn(project, projects.entries(project)[-1].id, "en", text=WORDS)
    with monkeypatch.context() as moment:
        moment.setattr(turns, "current", lambda *_: late)
        page = page.run()
        assert text(page).count(WORDS) == 1
    assert text(page.run()).count(WORDS) == 1


def test_an_export_is_asked_for_and_ends_in_a_download(studio: Studio, cloud: Cloud) -> None:
    page = said(studio(), "make a promo").switch_page("../pages/exports.py").run()
    button(page, "export")
    asked = lambda: [one for one in cloud.renders.values() if one["output"].get("purpose") != "preview"]  # noqa: E731
    wait_for(lambda: asked() and asked()[0]["status"] == "completed")
    assert asked()[0]["output"] | {"url": ""} == {
        "format": "mp4", "quality": "standard", "width": 1080, "height": 1920, "url": "",
    }  # fmt: skip


def test_one_press_asks_for_every_shape(studio: Studio, cloud: Cloud) -> None:
    page = said(studio(), "make a promo").switch_page("../pages/exports.py").run()
    button(page, "shapes")
    sizes = lambda: {  # noqa: E731
        (one["output"]["width"], one["output"]["height"]) for one in cloud.renders.values() if "width" in one["output"]
    }
    wait_for(lambda: sizes() == {(1080, 1920), (1080, 1080), (1920, 1080)})


def test_subtitles_are_offered_where_there_are_captions_and_a_backend_which_has_them(
    studio: Studio, cloud: Cloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    labels = lambda page: [one.proto.label for one in page.get("link_button")]  # noqa: E731
    page = said(studio(), "make a promo").switch_page("../pages/exports.py").run()
    assert "SRT" not in labels(page)
    words = [{"d": 1000, "m": {"id": "c0", "text": "Hello", "start": 0}}]
    plain = standin.draft

    def captioned(*given: Any) -> dict[str, Any]:
        made = plain(*given)
        return made | {"t": [*made["t"], {"tt": 7, "m": {"role": "caption"}, "sg": words}]}

    monkeypatch.setattr(standin, "draft", captioned)
    cloud.features = ["subtitles"]
    page = said(page.switch_page("../pages/create.py").run(), "add captions").switch_page("../pages/exports.py").run()
    assert not page.exception
    assert [one for one in labels(page) if one in ("SRT", "VTT")] == ["SRT", "VTT"]


def test_a_project_is_renamed_deleted_and_brought_back(studio: Studio) -> None:
    page = said(studio(), "make a promo").switch_page("../pages/projects.py").run()
    project = page.session_state["project"]
    page.text_input(key=f"name-{project}").set_value("Coffee").run()
    assert projects.get(page.session_state["owner"], project).name == "Coffee"  # type: ignore[union-attr]
    page = button(page, f"delete-{project}")
    assert projects.get(page.session_state["owner"], project) is None
    page = button(page, f"back-{project}")
    assert projects.get(page.session_state["owner"], project) is not None


def test_settings_say_who_works_and_whether_it_answers(studio: Studio) -> None:
    page = button(studio().switch_page("../pages/settings.py").run(), "test-backend")
    assert not page.exception
    assert page.success[0].value == "It answers." and "90 credits left" in text(page)
    assert "nmv_usr_" not in str(page.main)


def test_a_project_is_duplicated_and_its_copy_opened(studio: Studio, cloud: Cloud) -> None:
    page = said(studio(), "make a promo").switch_page("../pages/projects.py").run()
    project = page.session_state["project"]
    page = button(page, f"copy-{project}")
    assert not page.exception
    copy = projects.get(page.session_state["owner"], page.session_state["project"])
    assert copy and copy.id != project and copy.name == "make a promo copy"
    assert "This is a copy of" in text(page)
    cloud.can_copy = False
    page = button(page.switch_page("../pages/projects.py").run(), f"copy-{project}")
    assert "cannot copy a project" in page.error[0].value and page.session_state["project"] == copy.id
