"""Copies and templates: projects of their own, made once, with what was asked for in their open places."""

from dataclasses import replace

import pytest

from nemo import errors
from nemo.draft import Draft
from studio import copies, projects, renders, slots, templates, turns, uploads
from studio.slots import found, operations, swapped, unfilled
from studio.tables import Project
from studio.words import words
from tests.studio.standin import Cloud, wait_for

EN = words("en")


def segment(name: str, start: int, length: int, **meta: object) -> dict[str, object]:
    return {"d": length, "m": {"id": name, "start": start, **meta}}


def promo() -> Draft:
    """A promo as the director makes it: facts in texts, in sentences and on the last card."""
    scenes = [
        segment(f"s{n + 1}", n * 2000, 2000, kind="photo", asset=f"a_{n % 2}", file=f"{n % 2}.jpg") for n in range(4)
    ]
    titles = [segment("t1", 0, 2000, text="Meet the Aero mug")]
    texts = [segment("x1", 2000, 2000, text="Keeps warm"), segment("x2", 4000, 2000, text="$24.90")]
    facts = {"price": "$24.90", "code": "WARM10"}
    cta = [segment("a1", 6000, 2000, text="Use code WARM10", cta=facts)]
    said = ("Meet the Aero mug, and look.", "It keeps warm.", "It costs $24.90.", "Now use the code WARM10.")
    voice = [segment(f"v{n + 1}", n * 2000 + 200, 1500, text=text) for n, text in enumerate(said)]
    roles = {"main": scenes, "title": titles, "text": texts, "cta": cta, "voice": voice}
    brief = {"product": "Aero mug", "price": "$24.90", "code": "WARM10"}
    tracks = [{"tt": 0, "m": {"role": role}, "sg": content} for role, content in roles.items()]
    return Draft.read({"d": 8000, "m": {"kind": "affiliate", "brief": brief}, "t": tracks})


def texts(edits: list[dict[str, object]]) -> dict[str, object]:
    return {one["segments"][0]: one["text"] for one in edits if "text" in one}  # type: ignore[index]


def test_a_promo_offers_its_facts_lines_and_pictures_by_sensible_names() -> None:
    names = {slot.name: (slot.kind, slot.text) for slot in found(promo(), EN) if slot.on}
    assert names == {
        "Product": ("word", "Aero mug"),
        "Price": ("word", "$24.90"),
        "Code": ("word", "WARM10"),
        "Headline": ("line", "Meet the Aero mug"),
        "Benefit 1": ("line", "Keeps warm"),
        "Call to action": ("line", "Use code WARM10"),
        "Photo 1": ("photo", "0.jpg"),
        "Photo 2": ("photo", "1.jpg"),
    }
    assert [slot.name for slot in found(promo(), EN) if not slot.on] == [f"Sentence {n}" for n in (1, 2, 3, 4)]


def test_a_fact_changes_wherever_it_is_shown_or_spoken() -> None:
    edits = operations(promo(), found(promo(), EN), {"product": "Leaf kettle", "price": "€59", "code": "WARM10"})
    assert {"op": "set_cta", "price": "€59", "code": "WARM10"} in edits
    assert texts(edits) == {
        "t1": "Meet the Leaf kettle",
        "x2": "€59",
        "v1": "Meet the Leaf kettle, and look.",
        "v3": "It costs €59.",
    }
    assert {one["op"] for one in edits} == {"set_cta", "set_text", "set_voice_line"}


def test_the_voice_follows_a_filled_line_unless_it_was_filled_itself() -> None:
    places = found(promo(), EN)
    edits = operations(promo(), places, {"t1": "Say hello", "x1": "Boils in a minute"})
    assert texts(edits) == {
        "t1": "Say hello",
        "v1": "Say hello, and look.",
        "x1": "Boils in a minute",
        "v2": "Boils in a minute.",
    }
    own = operations(promo(), places, {"x1": "一分钟烧开", "v2": "Only this is said"})
    assert texts(own) == {"x1": "一分钟烧开", "v2": "Only this is said"}
    assert texts(operations(promo(), places, {"x1": "一分钟烧开"}))["v2"] == "一分钟烧开。"


def test_untouched_places_stay_and_an_emptied_line_goes_with_its_sentence() -> None:
    places = found(promo(), EN)
    assert operations(promo(), places, {}) == []
    assert operations(promo(), places, {slot.key: slot.text for slot in places if not slot.picture}) == []
    assert operations(promo(), places, {"x1": " "}) == [
        {"op": "remove_texts", "segments": ["x1"]},
        {"op": "remove_voice", "segments": ["v2"]},
    ]


def test_a_picture_is_replaced_in_every_scene_which_shows_it() -> None:
    photo = next(slot for slot in found(promo(), EN) if slot.name == "Photo 1")
    edits = operations(promo(), [photo], {photo.key: "a_new"})
    assert edits == [{"op": "replace_media", "segments": [one], "asset": "a_new"} for one in ("s1", "s3")]
    after = promo()
    after.segments("main")[0].meta.asset = "a_new"
    assert unfilled(promo(), after, [photo], {photo.key: "a_new"}) == ["Photo 1"], "one scene was forgotten"
    after.segments("main")[2].meta.asset = "a_new"
    assert unfilled(promo(), after, [photo], {photo.key: "a_new"}) == []


@pytest.mark.parametrize(
    ("text", "swaps", "shown"),
    [
        ("mug, MUG, smuggle, mugs", {"mug": "cup"}, "cup, cup, smuggle, mugs"),
        ("这就是保温杯！", {"保温杯": "茶壶"}, "这就是茶壶！"),
        ("a for b, b for a", {"a": "b", "b": "a"}, "b for a, a for b"),
        ("$5 and $50", {"$5": "€6"}, "€6 and $50"),
        ("1+1 (x)", {"1+1": r"\1 \g<0>"}, r"\1 \g<0> (x)"),
    ],
)
def test_words_are_swapped_as_wholes_and_all_at_once(text: str, swaps: dict[str, str], shown: str) -> None:
    assert swapped(text, swaps) == shown


@pytest.fixture
def project(cloud: Cloud) -> Project:
    made = projects.create("owner")
    projects.change(made.id, name="Coffee")
    turns.send(made, "make a promo")
    wait_for(lambda: turns.current(made.id) is None)
    film = renders.preview(projects.read(made.id))
    assert film
    wait_for(lambda: renders.get(film.id).state == "completed")  # type: ignore[union-attr]
    return projects.read(made.id)


def test_a_duplicate_has_its_own_session_draft_forms_and_waiting_files(cloud: Cloud, project: Project) -> None:
    projects.keep_form(project.id, "affiliate", {"product": "Mug"})
    uploads.keep(project.id, "next.jpg", b"\xff\xd8\xff")
    made = copies.duplicate(projects.read(project.id), "en")
    kept = projects.read(made.id)
    assert (kept.name, kept.session_id, kept.forms) == ("Coffee copy", "c1", {"affiliate": {"product": "Mug"}})
    assert kept.draft["d"] == 6000 and project.session_id == "s1"
    (file,) = uploads.of(made.id, "waiting")
    assert uploads.path(file).read_bytes() == b"\xff\xd8\xff" and len(uploads.of(project.id, "waiting")) == 1
    assert "copy of “Coffee”" in projects.entries(made.id)[0].text
    film = renders.preview(kept)
    assert film and film.id.startswith(f"preview_{made.id}"), "the films of a copy are its own"


def test_a_backend_which_cannot_copy_says_so_and_leaves_nothing(cloud: Cloud, project: Project) -> None:
    cloud.can_copy = False
    with pytest.raises(errors.CannotCopy) as trouble:
        copies.duplicate(project, "en")
    assert "cannot copy" in trouble.value.sentence("en") and "不能复制" in trouble.value.sentence("zh")
    assert [one.id for one in projects.mine("owner")] == [project.id]
    with pytest.raises(errors.CannotCopy):
        templates.save(project, "x", [])
    assert templates.of("owner") == []


def test_a_template_is_filled_into_a_new_project_and_outlives_its_own(cloud: Cloud, project: Project) -> None:
    places = found(copies.draft_of(project), EN)
    headline, photo = (next(slot for slot in places if slot.name.startswith(name)) for name in ("Headline", "Photo"))
    kept = templates.save(project, "Mine", [replace(headline, name="slogan")])
    assert templates.get("stranger", kept.id) is None and templates.picture(kept.id)[:2] == b"\xff\xd8"  # type: ignore[index]
    projects.delete(project.id)
    cloud.version = 1
    made, left = templates.use(kept, "Tea", {headline.key: "Better tea"}, {}, "en")
    assert left == [] and (made.name, made.version) == ("Tea", 2)
    assert made.session_id == cloud.copies[made.id] != kept.session_id
    assert Draft.read(made.draft).segments("title")[0].meta.text == "Better tea"
    assert photo.kind == "photo" and slots.read(kept.slots)[0].name == "slogan"
    again, _ = templates.fill(made, kept, {headline.key: "Better tea"}, "en", f"{made.id}-fill")
    assert again.version == 2 and len(cloud.edits) == 1, "what is filled is not filled again"
    templates.rename(kept.id, "Yours")
    assert [one.name for one in templates.of("owner")] == ["Yours"]
    templates.delete("stranger", kept.id)
    templates.delete("owner", kept.id)
    assert templates.of("owner") == [] and cloud.deleted == [kept.task_id] and templates.picture(kept.id) is None
