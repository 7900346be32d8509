"""The pages of templates and batches, as Streamlit runs them."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from nemo.draft import Draft
from studio import batches, projects, templates, turns
from studio.words import words
from tests.studio.standin import Cloud, wait_for

Studio = Callable[[], AppTest]
TABLE = b"Product,Price,Link,SKU\nAero mug,24,,7\n,$9,,8\nKettle,59,shop.example,9\n"


def at(page: AppTest, name: str) -> AppTest:
    return page.switch_page(f"../pages/{name}.py").run()


def button(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


def text(page: AppTest) -> str:
    return "\n".join(one.value for kind in ("title", "subheader", "markdown", "caption", "error", "warning", "info")
                     for one in page.get(kind))  # fmt: skip


def promo(page: AppTest) -> AppTest:
    page.chat_input[0].set_value("make a promo").run()
    wait_for(lambda: turns.current(page.session_state["project"]) is None)
    return page.run()


@pytest.fixture
def template(studio: Studio) -> AppTest:
    """The page of templates after one was saved of a promo, with its headline called “slogan”."""
    page = at(promo(studio()), "templates")
    page = button(page, "save-this")
    assert page.title[0].value == "What may change"
    next(one for one in page.text_input if one.value == "Headline").set_value("slogan").run()
    page = button(page, "save-template")
    assert not page.exception
    return page


def owner(page: AppTest) -> str:
    return str(page.session_state["owner"])


def test_a_table_is_explained_row_by_row_before_anything_is_made(studio: Studio, cloud: Cloud) -> None:
    page = at(studio(), "batch")
    page.file_uploader[0].upload("spring.csv", TABLE, "text/csv").run()
    assert not page.exception
    shown = text(page).replace("\\", "")
    assert "Row 2: Neither a product name nor a link" in shown
    assert "“shop.example” is no web address" in shown and "“24” has no currency" in shown
    assert "Columns which are not used: SKU" in shown and "Rows left out until they are mended: 2" in shown
    assert page.button(key="make-batch").label == "Make 1 video"
    assert batches.of(owner(page)) == [] and cloud.messages == []
    page = button(page, "make-batch")
    (batch,) = batches.of(owner(page))
    assert batch.name == "spring" and batch.output == {"format": "mp4", "quality": "standard"}
    wait_for(lambda: batches.get(owner(page), batch.id).state == "done")  # type: ignore[union-attr]
    page.run()
    assert "1 of 1 finished" in [one.proto.text for one in page.get("progress")]
    assert page.dataframe[-1].value["State"].tolist() == ["finished"]
    assert [one.proto.label for one in page.get("link_button")] == ["Download all (zip)"]


def test_a_failed_row_shows_its_sentence_and_can_be_tried_again(studio: Studio, cloud: Cloud) -> None:
    cloud.says = "Which one <b>shall</b> it be?"
    page = at(studio(), "batch")
    page.file_uploader[0].upload("x.csv", b"Product\nnothing\n", "text/csv").run()
    page = button(page, "make-batch")
    (batch,) = batches.of(owner(page))
    wait_for(lambda: batches.get(owner(page), batch.id).state == "done")  # type: ignore[union-attr]
    page.run()
    assert "\\<b\\>" in page.error[0].value and "Which one" in page.error[0].value
    page = button(page, f"again-{batch.id}-1")
    wait_for(lambda: batches.get(owner(page), batch.id).state == "done")  # type: ignore[union-attr]
    assert len(cloud.messages) == 2
    page = button(page.run(), f"forget-{batch.id}")
    assert batches.of(owner(page)) == [] and "Your batches" not in text(page)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"PK\x03\x04", "not a CSV table"), (b"a,b\n1,2\n", "None of the columns"), (b"", "no rows")],
)
def test_what_is_no_table_of_products_is_said(studio: Studio, content: bytes, sentence: str) -> None:
    page = at(studio(), "batch")
    page.file_uploader[0].upload("x.csv", content, "text/csv").run()
    assert sentence in page.error[0].value and not page.exception


def test_a_template_is_a_form_which_makes_another_video(template: AppTest, cloud: Cloud) -> None:
    (kept,) = templates.of(owner(template))
    cloud.version = 1
    page = button(template, f"use-{kept.id}")
    field = next(one for one in page.text_input if one.label == "slogan")
    assert field.value == "Wake up to better coffee"
    field.set_value("Wake up to better tea").run()
    page.text_input(key=f"made-{kept.id}").set_value("Tea").run()
    page = button(page, "use-template")
    assert not page.exception
    made = projects.get(owner(page), page.session_state["project"])
    assert made and made.name == "Tea" and "Made from the template" in text(page)
    assert Draft.read(projects.read(made.id).draft).segments("title")[0].meta.text == "Wake up to better tea"


def test_a_table_fills_a_template_by_the_names_of_its_places(template: AppTest, cloud: Cloud) -> None:
    (kept,) = templates.of(owner(template))
    cloud.version = 1
    page = at(button(template, f"table-{kept.id}"), "batch")
    page.selectbox(key="batch-template").set_value(kept.id).run()
    page.file_uploader[0].upload("tea.csv", b"Slogan;photo 1\nBetter tea;https://a/tea.jpg\n", "text/csv").run()
    assert not page.exception and not page.error
    page = button(page, "make-batch")
    (batch,) = batches.of(owner(page))
    wait_for(lambda: batches.get(owner(page), batch.id).state == "done")  # type: ignore[union-attr]
    (row,) = batches.rows(batch.id)
    assert row.state == "done" and cloud.files == ["https://a/tea.jpg"]
    edit = next(iter(cloud.edits.values()))
    assert {"op": "set_text", "segments": ["t0"], "text": "Better tea"} in edit


def test_a_template_is_renamed_and_deleted(template: AppTest, cloud: Cloud) -> None:
    (kept,) = templates.of(owner(template))
    template.text_input(key=f"template-name-{kept.id}").set_value("Mine").run()
    assert templates.of(owner(template))[0].name == "Mine"
    page = button(template, f"drop-{kept.id}")
    assert templates.of(owner(page)) == [] and cloud.deleted and "No templates yet" in text(page)


def test_two_places_of_one_name_are_not_kept(studio: Studio) -> None:
    page = button(at(promo(studio()), "templates"), "save-this")
    next(one for one in page.text_input if one.value == "Photo 2").set_value("Photo 1").run()
    assert "same name" in page.warning[0].value and page.button(key="save-template").disabled


@pytest.mark.parametrize("language", ["en", "zh", "de", "es", "fr"])
def test_the_sample_table_is_understood_in_every_language(language: str) -> None:
    from components.batch_new import sample
    from studio import sheets
    from studio.orders import understood

    read = understood(sheets.read(sample(None, language, words(language))))
    assert read.ignored == [] and len(read.columns) == 11
    assert [(one.good, one.values["length"]) for one in read.orders] == [(True, 15)]


def test_the_name_of_a_template_is_shown_letter_for_letter(template: AppTest) -> None:
    (kept,) = templates.of(owner(template))
    templates.rename(kept.id, "*Spring* ![x](https://a/b.png) $5 or $6")
    page = button(template.run(), f"use-{kept.id}")
    assert page.title[0].value == "\\*Spring\\* \\!\\[x\\]\\(https\\://a/b\\.png\\) \\$5 or \\$6"
    page = button(button(page, "use-back"), f"drop-{kept.id}")
    (told,) = page.toast
    assert "\\![x]" in told.value and "\\$5 or \\$6" in told.value
