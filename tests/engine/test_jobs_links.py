"""The three jobs as an API caller does them: a product link, an article, an invitation; on a real engine, with pages of
every kind on loopback. The lines are those a user was promised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from engine.media.markup import Markup
from engine.media.sentences import tidy
from nemo.draft import Draft
from tests.engine.core import ROOT, Serving, text_of
from tests.engine.paging import PAGES, serving

QUIET = "no voice"  # what is spoken is tested elsewhere; here it would only take time


class Nearby(Serving):
    """An engine which may open this machine's own pages."""

    def start(self) -> None:
        self.env["PYTHONPATH"] = f"{ROOT / 'tests' / 'loopback'}:{ROOT}"
        super().start()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with Nearby(tmp_path_factory.mktemp("jobs") / "data") as running:
        yield running


def asked(engine: Serving, message: str) -> tuple[Draft, str]:
    """The draft a message of a new project leads to, and what was answered."""
    session = engine.session()
    said = text_of(engine.chat(session, message))
    return Draft.read(engine.state(session)["state"].get("draft")), said


def shown(draft: Draft) -> str:
    return " ".join(s.meta.text or "" for role in ("title", "text", "cta") for s in draft.segments(role))


def on_page(name: str) -> str:
    raw = (PAGES / f"{name}.html").read_text("utf-8")
    return tidy(Markup.read(raw.encode(), "http://x.test/").words) + raw


@pytest.mark.parametrize("name", ["shop", "shop_microdata", "shop_opengraph", "shop_plain", "shop_zh"])
def test_a_product_link_becomes_a_promo_in_which_nothing_is_invented(engine: Serving, site: str, name: str) -> None:
    draft, said = asked(engine, f"make a 20 second promo for this product {site}/{name} {QUIET}")
    assert draft.meta.kind == "affiliate" and draft.duration >= 19_000, said
    brief: dict[str, Any] = draft.meta.brief or {}
    assert brief["product"] in on_page(name)
    known = on_page(name)
    for number in re.findall(r"\d+", shown(draft)):
        assert number in known, f"{number} stands nowhere on the page"


def test_a_shop_that_is_closed_to_programs_is_told_and_the_words_may_be_pasted(engine: Serving, site: str) -> None:
    draft, said = asked(engine, f"make a promo for this product {site}/bot_wall")
    assert "aste" in said or "form" in said
    assert not re.search(r"\d+ ?%|€\s?\d|\$\s?\d", shown(draft)), "no price came from a page that was not read"


@pytest.mark.parametrize("name", ["news", "blog", "bare", "broken", "article_es", "news_zh", "divs"])
def test_an_article_becomes_scenes_that_keep_their_sentence_and_their_link(
    engine: Serving, site: str, name: str
) -> None:
    draft, said = asked(engine, f"make a video from {site}/{name} {QUIET}")
    scenes = draft.segments("main")
    assert 4 <= len(scenes) <= 12, said
    told = [s for role in ("text", "main") for s in draft.segments(role) if s.meta.source and s.meta.source.sentence]
    known = on_page(name)
    assert len(told) >= 2
    for scene in told:
        assert scene.meta.source and scene.meta.source.sentence in known and scene.meta.source.url.startswith(site)
    for number in re.findall(r"\d+", " ".join(s.meta.text or "" for s in draft.segments("text"))):
        assert number in known


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("paywall", "subscri"),
        ("404", "exist|found|check the link"),
        ("file.pdf", "PDF"),
        ("catalogue", "article|story"),
        ("app", "article|story"),
        ("archive", "file"),
        ("inside", "private network"),
    ],
)
def test_what_is_no_story_is_told_in_one_sentence_and_nothing_is_made(
    engine: Serving, site: str, path: str, words: str
) -> None:
    draft, said = asked(engine, f"make a video from {site}/{path}")
    assert draft.duration == 0 and re.search(words, said, re.IGNORECASE), said


@pytest.mark.parametrize(
    "address", ["http://10.1.2.3/x", "http://169.254.169.254/latest/meta-data", "http://0.0.0.0:22/"]
)
def test_an_address_inside_a_network_is_never_opened(engine: Serving, address: str) -> None:
    draft, said = asked(engine, f"make a video from this article {address}")
    assert draft.duration == 0 and re.search("[Pp]aste|another link", said), said


def test_a_chain_of_redirects_names_the_page_it_ends_at(engine: Serving, site: str) -> None:
    draft, said = asked(engine, f"make a video from {site}/hop/3 {QUIET}")
    source = next(s.meta.source for s in draft.segments("text") if s.meta.source)
    assert draft.duration > 10_000 and source and source.url.endswith("/2026/02/03/news"), said


def test_pasted_text_becomes_the_same_kind_of_film(engine: Serving) -> None:
    story = (
        "The mill turns again\n\nThe wheel of the old mill had not turned since 1961. It was mended by neighbours "
        "in two summers.\n\n“We missed its sound,” said the miller's daughter Ann Holm.\n\n"
        "It now makes power for 12 lamps."
    )
    draft, said = asked(engine, f"make a video from this text, {QUIET}:\n\n{story}")
    words = shown(draft)
    assert "1961" in words and "We missed its sound" in words, said
    for number in re.findall(r"\d+", words):
        assert number in story


INVITATION = """做一个婚礼邀请视频，不要配音
姓名：陈伟 & Olivia O'Neill
日期：2027年6月12日 星期六
时间：下午4点
地点：玫瑰园酒店 Rose Garden Hotel
着装要求：花园正装 Garden formal
流程：敬茶 2027年6月12日 上午10点 新娘家；晚宴 Dinner 2027年6月12日 晚上7点 玫瑰园酒店
回复：olivia@example.com"""


def test_each_function_of_an_invitation_has_a_card_and_languages_may_mix(engine: Serving) -> None:
    draft, said = asked(engine, INVITATION)
    cards = [s.meta.text or "" for s in draft.segments("title")]
    tea = next(card for card in cards if "敬茶" in card)
    dinner = next(card for card in cards if "晚宴" in card)
    assert "上午10点" in tea and "新娘家" in tea and "玫瑰园" not in tea, said
    assert "晚上7点" in dinner and "玫瑰园酒店" in dinner
    words = shown(draft)
    for given in ("陈伟", "Olivia O'Neill", "花园正装 Garden formal", "olivia@example.com"):
        assert given in words, f"{given} stands letter for letter"
    assert "星期" not in said or "请核对" not in said, "12 June 2027 is a Saturday"


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("做婚礼邀请，不要配音，王强和李娜，2027年6月12日星期五下午4点，锦江饭店", "星期六.*星期五"),
        ("wedding invitation, no voice, Ana & Luis, Friday 12 June 2027, 4 pm, at Old Mill", "Saturday.*Friday"),
        (
            "hochzeitseinladung ohne stimme für Anna und Max, Freitag 12. Juni 2027, Schloss Benrath",
            "Samstag.*Freitag",
        ),
        (
            "invitación de boda sin voz para Lucía y Mateo, viernes 12 de junio de 2027, 17:00",
            "sábado.*viernes",
        ),
        ("wedding invitation, no voice, Ana & Luis, 12 June 2020, 4 pm, at Old Mill", "past"),
        ("做婚礼邀请，不要配音，王强和李娜，2020年6月12日下午4点，锦江饭店", "过去|已经过"),
    ],
)
def test_a_day_that_cannot_be_right_is_a_warning_and_stays_as_typed(engine: Serving, message: str, words: str) -> None:
    draft, said = asked(engine, message)
    assert re.search(words, said), said
    given = re.search(
        r"(?:viernes |Freitag |Friday )?12\.? (?:de )?\w+ (?:de )?20\d\d|20\d\d年6月12日(?:星期五)?", message
    )
    assert given and given.group() in shown(draft)
