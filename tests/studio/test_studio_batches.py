"""Batches: a film or a sentence for every row, nothing twice, whatever becomes of the process."""

import csv
import io
import threading
import zipfile
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from nemo.draft import Draft
from studio import (
    batch_routes,
    batch_rows,
    batches,
    erase,
    films,
    projects,
    renders,
    templates,
    turns,
    uploads,
    zips,
)
from studio.identity import BrowserIdentity, owner_of
from studio.orders import Order, Problem
from studio.slots import found
from studio.tables import Batch, BatchRow, session
from studio.words import words
from tests.studio.standin import Cloud, wait_for

OUTPUT = {"format": "mp4", "quality": "draft"}


def order(number: int, name: str, *pictures: str, fatal: bool = False) -> Order:
    problems = [Problem("batch.missing")] if fatal else []
    return Order(number, name, {"product": name, "disclosure": True}, [("", one) for one in pictures], problems)


def state(batch: Batch) -> str:
    now = batches.get("owner", batch.id)
    return now.state if now else "gone"


def rows(batch: Batch) -> list[tuple[str, str]]:
    return [(row.name, row.state) for row in batches.rows(batch.id)]


def test_every_good_row_becomes_a_file_with_a_speaking_name(cloud: Cloud) -> None:
    orders = [order(1, "Aero mug", "https://a/1.jpg"), order(2, "", fatal=True), order(3, "保温杯")]
    batch = batches.create("owner", "Spring", orders, OUTPUT, "en")
    wait_for(lambda: state(batch) == "done")
    assert rows(batch) == [("Aero mug", "done"), ("保温杯", "done")]
    assert [message.splitlines()[-1] for message in cloud.messages] == ["Product: Aero mug", "产品:保温杯"]
    assert cloud.files == ["https://a/1.jpg"]
    assert batches.file_names(batches.rows(batch.id), batches.finished(batch.id)) == {
        1: "1-aero-mug.mp4",
        3: "3-保温杯.mp4",
    }
    asked = {name for name, one in cloud.renders.items() if one["output"].get("purpose") != "preview"}
    assert asked == {row.export for row in batches.rows(batch.id)}, "an export has the same name after a restart"
    packed = io.BytesIO(b"".join(zips.written(batches.entries(batch.id))))
    with zipfile.ZipFile(packed) as archive:
        assert archive.testzip() is None and archive.namelist() == ["1-aero-mug.mp4", "3-保温杯.mp4"]
    assert [one.name for one in projects.mine("owner")] == ["保温杯", "Aero mug"], "each is a video like any other"
    assert batches.get("stranger", batch.id) is None


def test_a_row_which_fails_says_why_and_is_made_again_alone(cloud: Cloud) -> None:
    batch = batches.create("owner", "", [order(1, "Mug", "https://a/missing.jpg"), order(2, "Pot")], OUTPUT, "en")
    wait_for(lambda: state(batch) == "done")
    bad, good = batches.rows(batch.id)
    assert (bad.state, good.state) == ("failed", "done") and bad.error
    assert len(cloud.messages) == 1, "nothing was asked for without its picture"
    table = list(csv.reader(io.StringIO(batches.report(batch).decode("utf-8-sig"))))
    assert table[0] == ["Row", "Name", "State", "File", "What happened"]
    assert table[1][:4] == ["1", "Mug", "failed", ""] and table[1][4] == bad.error
    assert table[2] == ["2", "Pot", "finished", "2-pot.mp4", ""]
    with session() as db:
        kept = db.get_one(BatchRow, (batch.id, 1))
        kept.asked = {**kept.asked, "files": [["", "https://a/found.jpg"]]}
    batches.retry(batch.id, 1)
    wait_for(lambda: state(batch) == "done")
    assert rows(batch) == [("Mug", "done"), ("Pot", "done")] and len(cloud.messages) == 2
    assert len(projects.mine("owner")) == 2, "the project which was there is used"


def test_one_lost_picture_of_several_is_told_and_the_film_made(cloud: Cloud) -> None:
    batch = batches.create("owner", "", [order(1, "Mug", "https://a/missing.jpg", "https://a/2.jpg")], OUTPUT, "en")
    wait_for(lambda: state(batch) == "done")
    (row,) = batches.rows(batch.id)
    assert row.state == "done" and "missing.jpg" in row.notes[0]


def test_pictures_of_the_visitors_disk_go_with_their_row_and_leave_nothing_behind(cloud: Cloud) -> None:
    rows_ = [order(1, "Mug", "mug.jpg", "https://a/2.jpg"), order(2, "Pot", "text.jpg")]
    pictures = {"mug.jpg": b"\xff\xd8\xff", "text.jpg": b"text, not a picture", "unused.jpg": b"\xff\xd8"}
    batch = batches.create("owner", "", rows_, OUTPUT, "en", pictures=pictures)
    wait_for(lambda: state(batch) == "done")
    mug, pot = batches.rows(batch.id)
    assert (mug.state, mug.notes, pot.state) == ("done", [], "failed") and "text.jpg" in pot.error
    assert cloud.files == ["mug.jpg", "https://a/2.jpg"]
    assert uploads.of(mug.project) == [] and len(uploads.of(pot.project)) == 1, "what was not taken can be looked at"


def test_a_question_instead_of_a_video_is_told(cloud: Cloud) -> None:
    cloud.says = "Which photo shall come first?"
    batch = batches.create("owner", "", [order(1, "nothing")], OUTPUT, "en")
    wait_for(lambda: state(batch) == "done")
    (row,) = batches.rows(batch.id)
    assert row.state == "failed" and "Which photo shall come first?" in row.error


def test_cancel_stops_the_row_in_work_and_all_after_it_and_both_can_be_made_later(cloud: Cloud) -> None:
    cloud.hold.clear()
    batch = batches.create("owner", "", [order(n, f"Mug {n}") for n in (1, 2)], OUTPUT, "en")
    wait_for(lambda: cloud.messages)
    batches.cancel(batch.id)
    wait_for(lambda: rows(batch) == [("Mug 1", "cancelled"), ("Mug 2", "cancelled")])
    cloud.hold.set()
    wait_for(lambda: not batches._running)
    assert state(batch) == "cancelled"
    batches.retry(batch.id)
    wait_for(lambda: state(batch) == "done")
    assert rows(batch) == [("Mug 1", "done"), ("Mug 2", "done")]


def test_a_row_whose_process_was_killed_between_its_cancelling_and_its_end_is_cancelled(cloud: Cloud) -> None:
    batch = Batch(id="b1", owner="owner", name="", language="en", output=OUTPUT, state="cancelled")
    row = BatchRow(batch="b1", number=1, name="Mug", asked={"values": {}, "files": []}, state="working", step="video")
    with session() as db:
        db.add_all([batch, row])
    batches.take_up()
    wait_for(lambda: rows(batch) == [("Mug", "cancelled")])
    assert state(batch) == "cancelled" and not cloud.messages


@pytest.mark.parametrize("step", ["pictures", "video", "export"])
def test_a_batch_of_a_killed_process_goes_on_and_does_nothing_twice(
    cloud: Cloud, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    reached, forever = threading.Event(), threading.Event()
    keep = batch_rows.note

    def killed(row: BatchRow, **fields: Any) -> None:
        """A thread which never comes back from the first note after a step began stands for a killed process."""
        if row.step == step and threading.current_thread().name.startswith("batch-") and not reached.is_set():
            reached.set()
            forever.wait()
        keep(row, **fields)

    cloud.features = ["keys"]
    with monkeypatch.context() as patch:
        patch.setattr(batch_rows, "note", killed)
        batch = batches.create("owner", "", [order(1, "Mug", "https://a/1.jpg"), order(2, "Pot")], OUTPUT, "en")
        wait_for(reached.is_set)
    batches._running.clear()
    batches.take_up()
    wait_for(lambda: state(batch) == "done")
    assert rows(batch) == [("Mug", "done"), ("Pot", "done")]
    assert len(cloud.messages) == 2 and cloud.files == ["https://a/1.jpg"]
    assert len(projects.mine("owner")) == 2
    exports = [one for one in cloud.renders.values() if one["output"].get("purpose") != "preview"]
    assert len(exports) == 2


def test_a_row_killed_before_its_message_left_sends_it(cloud: Cloud) -> None:
    project = projects.create("owner")
    projects.say(project.id, "user", "Create a promo")  # written, and killed before the line of its answer was
    output = {"format": "mp4", "quality": "draft"}
    with session() as db:
        db.add(Batch(id="b", owner="owner", name="", output=output))
        asked = {"values": {"product": "Mug"}, "files": []}
        row = BatchRow(batch="b", number=1, name="Mug", asked=asked, state="working", project=project.id, messages=1)
        db.add(row)
    batches.take_up()
    wait_for(lambda: [one.state for one in batches.rows("b")] == ["done"])
    assert len(cloud.messages) == 1


def test_rows_of_a_template_fill_copies_of_it(cloud: Cloud) -> None:
    made = projects.create("owner")
    turns.send(made, "make a promo")
    wait_for(lambda: turns.current(made.id) is None)
    places = found(Draft.read(projects.read(made.id).draft), words("en"))
    headline, photo = (next(one for one in places if one.kind == kind) for kind in ("line", "photo"))
    kept = templates.save(projects.read(made.id), "Mine", [headline, photo])
    cloud.version = 1
    values, files = {headline.key: "Better tea"}, [(photo.key, "https://a/tea.jpg")]
    batch = batches.create("owner", "", [Order(1, "Tea", values, files)], OUTPUT, "en", kept.id)
    wait_for(lambda: state(batch) == "done")
    (row,) = batches.rows(batch.id)
    assert (row.state, row.error, row.notes) == ("done", "", [])
    draft = Draft.read(projects.read(row.project).draft)
    assert draft.segments("title")[0].meta.text == "Better tea"
    assert draft.segments("main")[0].meta.asset == "a_https://a/tea.jpg" and len(cloud.messages) == 1
    templates.delete("owner", kept.id)
    again = batches.create("owner", "", [Order(1, "Tea", values, files)], OUTPUT, "en", kept.id)
    wait_for(lambda: state(again) == "done")
    assert "template was deleted" in batches.rows(again.id)[0].error


def test_what_a_user_deletes_is_gone_from_the_batch_too(cloud: Cloud) -> None:
    batch = batches.create("owner", "", [order(1, "Mug"), order(2, "Pot")], OUTPUT, "en")
    wait_for(lambda: state(batch) == "done")
    first, second = batches.rows(batch.id)
    renders.forget(first.export)
    assert list(batches.finished(batch.id)) == [2] and not films.path(first.export).exists()
    projects.delete(second.project)
    erase.erase("owner", second.project)
    assert [row.number for row in batches.rows(batch.id)] == [1]
    batches.remove("stranger", batch.id)
    assert batches.get("owner", batch.id)
    batches.remove("owner", batch.id)
    assert batches.of("owner") == [] and len(projects.mine("owner")) == 1


def test_no_cell_of_the_report_is_a_formula(cloud: Cloud) -> None:
    assert [batches.harmless(cell) for cell in ("=1+1", "@x", "-5 %", "Mug")] == ["'=1+1", "'@x", "'-5 %", "Mug"]


def test_the_zip_is_for_the_browser_whose_batch_it_is(cloud: Cloud) -> None:
    page = Route("/", lambda request: PlainTextResponse("page"))
    app = Starlette(routes=[page, *batch_routes.routes], middleware=[Middleware(BrowserIdentity)])
    with TestClient(app) as browser:
        assert browser.get("/app/static/batch/x/all.zip").status_code == 403
        browser.get("/", headers={"Accept": "text/html"})
        owner = owner_of(browser.cookies) or ""
        batch = batches.create(owner, "", [order(1, "Mug")], OUTPUT, "en")
        wait_for(lambda: batches.get(owner, batch.id).state == "done")  # type: ignore[union-attr]
        answer = browser.get(f"/app/static/batch/{batch.id}/产品.zip")
        assert (
            answer.headers["content-type"] == "application/zip"
            and "attachment" in answer.headers["content-disposition"]
        )
        assert int(answer.headers["content-length"]) == len(answer.content)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.namelist() == ["1-mug.mp4"]
        browser.cookies.clear()
        browser.get("/", headers={"Accept": "text/html"})
        assert browser.get(f"/app/static/batch/{batch.id}/all.zip").status_code == 404
