"""Pages of every kind, served over HTTP, say what they say: nothing more, with the origin of each field."""

from __future__ import annotations

import http.server
import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import PageError
from engine.media.article import letters
from engine.media.markup import Markup, decoded, plain, words_of
from engine.media.money import amounts_in, read_money
from engine.media.page import Page
from engine.media.pages import parse, read_page, read_text
from engine.media.sentences import tidy
from engine.media.web import Guard

PAGES = Path(__file__).resolve().parents[1] / "data" / "pages"
HERE = Guard(allowed=lambda address: address.is_loopback)
STORIES = ["news", "divs", "blog", "news_zh", "article_es", "bare", "broken"]
SHOPS = ["shop", "shop_microdata", "shop_opengraph", "shop_zh", "shop_plain", "shop_lies", "shop_variants"]


def huge() -> bytes:
    """A story of five megabytes, most of it scripts, styles and comments, as some sites send it."""
    noise = "".join(f"<script>var a{number} = '{'x' * 900}';</script>\n" for number in range(4000))
    line = "<p>Paragraph {0} tells of the {0}th stone of the wall, and of its mason.</p>"
    rows = "".join(line.format(number) for number in range(3000))
    head = f"<html lang=en><head><title>The long wall</title>{noise}</head>"
    return f"{head}<body><article>{rows}</article><!-- {'y' * 1_200_000} --></body></html>".encode()


class Site(http.server.BaseHTTPRequestHandler):
    """Serves the pages by name, and a few answers no file can give."""

    def do_GET(self) -> None:
        name = self.path.strip("/").split("/")[-1]
        if self.path.startswith("/hop/"):
            self.reply(301, b"", Location="/2026/02/03/news" if name == "0" else f"/hop/{int(name) - 1}")
        elif name.isdigit():
            self.reply(int(name), b"<title>Sorry</title>")
        elif name == "huge":
            self.reply(200, huge())
        elif name == "file.pdf":
            self.reply(200, b"%PDF-1.7 ...", "application/pdf")
        elif name == "download":
            self.reply(200, b"%PDF-1.7 ...", "text/html")
        elif name == "photo":
            self.reply(200, b"\xff\xd8\xff", "image/jpeg")
        elif name == "archive":
            self.reply(200, b"PK\x03\x04", "application/zip")
        elif name == "note":
            self.reply(200, b"A note\n\nThe mill turns again. It took a year.", "text/plain; charset=utf-8")
        elif name == "empty":
            self.reply(200, b"")
        else:
            text = (PAGES / f"{name}.html").read_text("utf-8")
            # The Chinese shop says gb2312 and is sent so, like many of its time.
            self.reply(200, text.encode("gb18030" if "charset=gb2312" in text else "utf-8"))

    def reply(self, status: int, body: bytes, kind: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        for key, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def source(name: str) -> str:
    """All a visitor of the page could read, and what it declares: the only place words may come from."""
    raw = (PAGES / f"{name}.html").read_text("utf-8")
    return tidy(Markup.read(raw.encode(), "http://x.test/").words) + tidy(
        raw.replace("&nbsp;", " ").replace("&amp;", "&")
    )


@pytest.mark.parametrize("name", STORIES + SHOPS)
def test_nothing_on_a_page_is_invented(site: str, name: str) -> None:
    page, known = read_page(f"{site}/{name}", HERE), source(name)
    said = [sentence.text for sentence in page.sentences]
    said += [sentence.heading for sentence in page.sentences if sentence.heading]
    said += [page.title, page.description, *page.author.split(", ")]
    said += [text for picture in page.pictures for text in (picture.alt, picture.caption, picture.credit)]
    if page.product:
        said += [page.product.name, page.product.brand, page.product.rating, *page.product.benefits]
    for text in filter(None, said):
        assert text in known or text.replace('"', "&quot;") in known, text
    for number in re.findall(r"\d+", page.text):
        assert number in known


@pytest.mark.parametrize("name", STORIES + SHOPS)
def test_every_field_that_says_something_names_its_origin(site: str, name: str) -> None:
    page = read_page(f"{site}/{name}", HERE)
    fields = ("title", "site", "date", "author", "language", "description")
    assert {field for field in fields if getattr(page, field)} == set(page.origin) - {"sentences"}
    if page.product:
        told = ("name", "brand", "price", "was_price", "currency", "availability", "rating", "description", "benefits")
        assert {field for field in told if getattr(page.product, field)} == set(page.product.origin)
    assert Page.model_validate_json(page.model_dump_json()) == page


def test_a_shop_page_is_read_from_what_it_declares_and_shows(site: str) -> None:
    page = read_page(f"{site}/shop", HERE)
    product = page.product
    assert product and page.kind == "product"
    assert (product.name, product.brand) == ("Ridge 40 Trail Backpack", "Northpine Outdoor")
    assert (product.price, product.currency, product.was_price) == ("129.90", "EUR", "159.90")
    assert (product.price_text, product.symbol) == ("€129.90", "€"), "as the visitor sees it"
    assert (product.rating, product.rating_best, product.reviews) == ("4.7", "5", 1284)
    assert product.availability == "in stock"
    assert len(product.benefits) == 4 and product.benefits[3] == "Five-year guarantee"
    assert product.description == "A 40 litre backpack for two-day hikes. It weighs 980 g & carries up to 12 kg."
    assert product.origin["price"] == "json-ld" and product.origin["was_price"] == "page"
    assert page.notes == []


def test_the_pictures_of_a_shop_are_those_of_the_product(site: str) -> None:
    pictures = read_page(f"{site}/shop", HERE).pictures
    front, back, detail = pictures
    assert front.url == f"{site}/img/ridge-front.jpg" and front.alt == "Backpack from the front"
    assert back.url == "https://cdn.northpine.test/ridge-back.jpg" and back.credit == "Lena Ott"
    assert detail.origin == "page" and "sprite" not in " ".join(picture.url for picture in pictures)


def test_microdata_and_meta_tags_serve_where_there_is_no_json(site: str) -> None:
    mug = read_page(f"{site}/shop_microdata", HERE).product
    assert mug and (mug.price, mug.currency, mug.availability) == ("24.00", "GBP", "out of stock")
    assert (mug.brand, mug.rating, mug.reviews, mug.origin["price"]) == ("Clay & Kiln", "4.9", 37, "microdata")
    pot = read_page(f"{site}/shop_opengraph", HERE)
    assert pot.product and (pot.product.price, pot.product.currency) == ("1249.50", "EUR")
    assert pot.product.price_text == "1.249,50 €"
    assert (pot.product.origin["price"], pot.language, pot.site) == ("opengraph", "de", "Kaffeehaus Brandt")


def test_a_chinese_shop_in_its_old_encoding(site: str) -> None:
    page = read_page(f"{site}/shop_zh", HERE)
    assert page.product and page.product.name == "便携式手冲咖啡壶"
    assert (page.product.price, page.product.currency, page.language) == ("199.00", "CNY", "zh")
    assert page.product.benefits == ["食品级304不锈钢", "手柄防烫设计", "容量600毫升"]
    assert [sentence.text for sentence in page.sentences][:2] == ["不锈钢壶身，一壶四杯。", "出门露营也能喝到好咖啡！"]
    assert page.pictures[0].url == "http://img.shanye.test/hu.jpg"


def test_a_shop_without_any_metadata_is_read_as_shown(site: str) -> None:
    page = read_page(f"{site}/shop_plain", HERE)
    assert page.product and set(page.product.origin.values()) == {"page"}
    assert (page.product.name, page.product.price, page.product.symbol) == ("Beeswax candle", "18", "$")
    assert page.product.price_text == "$18"
    assert page.product.currency == "" and "which currency" in page.notes[0], "a dollar of which country?"


def test_a_page_that_contradicts_itself_is_reported(site: str) -> None:
    page = read_page(f"{site}/shop_lies", HERE)
    assert page.notes[0] == "The page's data say 9.99 USD, but it shows $49.99: please check the price."
    assert "without the number of reviews" in page.notes[1]


def test_variants_give_a_range(site: str) -> None:
    product = read_page(f"{site}/shop_variants", HERE).product
    assert product and (product.price, product.price_to, product.currency) == ("59", "69", "USD")


def declared(facts: object) -> Page:
    """A page with these JSON-LD facts."""
    script = f'<script type="application/ld+json">{json.dumps(facts)}</script>'
    return parse(f"<html><head><title>Kettle</title>{script}</head><h1>Kettle</h1></html>".encode(), "http://x.test/")


def test_the_data_of_common_shop_systems_is_understood() -> None:
    spec = {"@type": "UnitPriceSpecification", "price": "45.00", "priceCurrency": "GBP"}
    kettle = {"@type": "Product", "name": "Kettle"}
    nested = declared({"@graph": [{**kettle, "offers": [{"@type": "Offer", "priceSpecification": [spec]}]}]}).product
    assert nested and (nested.price, nested.currency) == ("45.00", "GBP")
    stock = [{"price": 29.0, "availability": f"http://schema.org/{state}"} for state in ("OutOfStock", "InStock")]
    variants = declared({**kettle, "offers": stock}).product
    assert variants and (variants.price, variants.availability) == ("29.00", "in stock")
    span = {"@type": "AggregateOffer", "lowPrice": "12.00", "highPrice": "34.50", "priceCurrency": "USD"}
    rated = {"ratingValue": "9,2", "bestRating": 10, "ratingCount": 12}
    ranged = declared({**kettle, "offers": span, "aggregateRating": rated}).product
    assert ranged and (ranged.price, ranged.price_to, ranged.price_text) == ("12.00", "34.50", "12.00 USD")
    assert (ranged.rating, ranged.rating_best, ranged.reviews) == ("9.2", "10", 12)


def test_a_page_that_only_shows_its_price_and_the_old_one() -> None:
    page = parse(
        b"""<html><head><title>Kettle, 1.7 L</title></head><body><h1>Kettle, 1.7 L</h1>
        <span class="a-price"><span>$34.99</span></span>
        <span class="basisPrice"><span class="a-price" data-a-strike="true"><span>$44.99</span></span></span>
        <div id="feature-bullets"><h2>About this item</h2><ul><li>Boils a litre in three minutes</li>
        <li>Auto shut-off and boil-dry protection</li></ul></div><button>Add to Cart</button></body></html>""",
        "http://x.test/",
    )
    assert page.product and (page.product.price, page.product.was_price) == ("34.99", "44.99")
    assert len(page.product.benefits) == 2


@pytest.mark.parametrize(
    ("price", "text"),
    [
        ("$<span>34</span><sup>99</sup>", "34.99"),
        ('$<span>34<span>.</span></span><span class="fraction">99</span> each', "34.99"),
        ("<b>$1,2</b>99.00 <i>now</i>", "1299.00"),
        ("<em>from</em> 29 € <small>incl. VAT</small>", "29"),
    ],
)
def test_a_price_in_pieces_is_put_together(price: str, text: str) -> None:
    body = f"<html><title>Kettle</title><h1>Kettle</h1><p class='price'>{price}</p><button>Buy now</button></html>"
    product = parse(body.encode(), "http://x.test/").product
    assert product and product.price == text
    offer = {"@type": "Product", "name": "Kettle", "offers": {"price": text, "priceCurrency": "USD"}}
    script = f"<script type='application/ld+json'>{json.dumps(offer)}</script>"
    assert parse(body.replace("<title>", script + "<title>").encode(), "http://x.test/").notes == []


def test_line_breaks_part_words_and_bold_letters_do_not() -> None:
    tree = Markup.read(b"<p>Fresh<br>bread, w<b>arm</b></p>", "http://x.test/").tree
    assert words_of(tree) == "Fresh bread, warm"
    assert plain("Soft.<br/>Warm &amp; light.<p>New</p>line") == "Soft. Warm & light. New line"


def test_a_story_has_its_frame_and_its_sentences(site: str) -> None:
    page = read_page(f"{site}/2026/02/03/news", HERE)
    assert page.title == "Harbour city opens its first floating school"
    assert (page.site, page.date, page.author) == ("The Tidewater Post", "2026-03-14", "Ines Moreau, Tom O’Hara")
    texts = [sentence.text for sentence in page.sentences]
    assert texts[0] == "A school for 120 children opened on the water of the old harbour on Monday."
    assert not any("Tram line" in text or "rights reserved" in text or text.startswith("By ") for text in texts)
    assert page.sentences[5].heading == "How it floats"


def test_quotes_stay_quotes(site: str) -> None:
    quotes = [sentence.text for sentence in read_page(f"{site}/news", HERE).sentences if sentence.quote]
    assert quotes == [
        "“We had no land left, so we used the water. The children love it,” said Dr. Maria Keller, the head teacher.",
        "It moves a little in a storm, but nobody has been seasick yet.",
        "“If this one works, the next ones will be cheaper,” the mayor said.",
    ]
    chinese = [sentence.text for sentence in read_page(f"{site}/news_zh", HERE).sentences if sentence.quote]
    assert chinese == ["“很多人下班以后才有时间看书。我们想给他们一个安静的地方。”馆长李文说。"]


def test_pictures_come_with_the_credit_the_page_gives(site: str) -> None:
    school, pump = read_page(f"{site}/news", HERE).pictures
    assert (school.credit, school.caption) == ("Aiko Tan", "Children arrive by boat. Photo: Aiko Tan")
    assert (pump.credit, pump.url) == ("Harbour Authority", f"{site}/img/pump.jpg")
    assert read_page(f"{site}/news_zh", HERE).pictures[0].credit == "王强"


@pytest.mark.parametrize(("name", "language"), [("news", "en"), ("news_zh", "zh"), ("article_es", "es")])
def test_the_language_is_that_of_the_words(site: str, name: str, language: str) -> None:
    assert read_page(f"{site}/{name}", HERE).language == language


def test_a_date_is_only_taken_where_one_is_given(site: str) -> None:
    assert read_page(f"{site}/bare", HERE).date == ""
    dated = read_page(f"{site}/2025/06/07/bare", HERE)
    assert (dated.date, dated.origin["date"]) == ("2025-06-07", "address")
    assert read_page(f"{site}/2025/13/45/bare", HERE).date == ""


def test_a_broken_page_is_read_like_a_browser_would(site: str) -> None:
    page = read_page(f"{site}/broken", HERE)
    assert (page.title, page.author) == ("Why swifts never land", 'Jo "Birdy" Ek')
    assert "Their legs are short and made for clinging to walls, not for walking." in page.text
    assert "not text" not in page.text


def test_a_page_of_five_megabytes_is_read_in_good_time(site: str) -> None:
    assert len(huge()) > 5_000_000
    start = time.monotonic()
    page = read_page(f"{site}/huge", HERE)
    assert time.monotonic() - start < 15
    assert page.sentences[0].text == "Paragraph 0 tells of the 0th stone of the wall, and of its mason."
    assert len(page.sentences) == 2000


def test_a_chain_of_redirects_ends_at_the_final_address(site: str) -> None:
    page = read_page(f"{site}/hop/4", HERE)
    assert page.url == f"{site}/2026/02/03/news"


@pytest.mark.parametrize(
    ("path", "reason", "advice"),
    [
        ("404", "missing", "check the link"),
        ("410", "missing", "check the link"),
        ("missing", "missing", "check the link"),
        ("403", "blocked", "by hand"),
        ("401", "blocked", "by hand"),
        ("429", "blocked", "by hand"),
        ("503", "blocked", "by hand"),
        ("bot_wall", "blocked", "by hand"),
        ("500", "unreachable", "again later"),
        ("402", "paywall", "paste its text"),
        ("paywall", "paywall", "paste its text"),
        ("paywall_soft", "paywall", "paste its text"),
        ("file.pdf", "pdf", "copy its text"),
        ("download", "pdf", "copy its text"),
        ("photo", "not_a_page", "as an upload"),
        ("archive", "not_a_page", "Paste its text"),
        ("front_page", "no_article", "Paste its text"),
        ("catalogue", "no_article", "Paste its text"),
        ("app", "no_article", "Paste its text"),
        ("empty", "no_article", "Paste its text"),
    ],
)
def test_what_cannot_be_used_says_why_and_what_to_do(site: str, path: str, reason: str, advice: str) -> None:
    with pytest.raises(PageError, match=advice) as caught:
        read_page(f"{site}/{path}", HERE)
    assert caught.value.reason == reason
    assert re.fullmatch(r"[^\n]{30,260}\.", str(caught.value))


def test_a_chinese_reader_is_told_in_chinese() -> None:
    listed = re.findall(r"[a-z_]+", (PageError.__doc__ or "").split("one of:")[1])
    assert len(listed) == 12
    for reason in listed:
        error = PageError(reason, "It is so.")
        assert error.told("en") == error.told("de") == "It is so."
        assert re.search(r"请|https", error.told("zh-CN")) and "It is so" not in error.told("zh")


def test_pasted_text_works_like_a_page() -> None:
    page = read_text(
        "The mill turns again\n\nThe wheel had not turned since 1961. “We missed its sound,” said Ann.\n\n"
        "What comes next\n\nIt now makes power for 12 lamps.\nA second wheel is planned."
    )
    assert (page.kind, page.title, page.url, page.language) == ("text", "The mill turns again", "", "en")
    assert set(page.origin.values()) == {"pasted"}
    assert [(sentence.text, sentence.heading, sentence.quote) for sentence in page.sentences] == [
        ("The wheel had not turned since 1961.", "", False),
        ("“We missed its sound,” said Ann.", "", True),
        ("It now makes power for 12 lamps.", "What comes next", False),
        ("A second wheel is planned.", "What comes next", False),
    ]


def test_hard_wrapped_and_chinese_text_can_be_pasted() -> None:
    wrapped = read_text(
        "It was late in the evening when the last boat came in, and nobody\nwaited for it but a dog. It barked."
    )
    assert len(wrapped.sentences) == 2
    chinese = read_text("夜间图书馆开放\n\n首日有1240人入馆。“很安静。”馆长说。")
    assert (chinese.title, chinese.language) == ("夜间图书馆开放", "zh")
    assert [sentence.text for sentence in chinese.sentences] == ["首日有1240人入馆。", "“很安静。”馆长说。"]


def test_a_pasted_list_is_content_and_not_headings() -> None:
    page = read_text("Ridge 40\n\n- Keeps you dry\n- Weighs 980 g\n\nWaterproof cover\nFive pockets\nMade in Porto")
    assert page.title == "Ridge 40"
    assert [(sentence.text, sentence.heading) for sentence in page.sentences] == [
        ("Keeps you dry", ""),
        ("Weighs 980 g", ""),
        ("Waterproof cover", ""),
        ("Five pockets", ""),
        ("Made in Porto", ""),
    ]


@pytest.mark.parametrize("text", ["", "  \n\n ", "!!! ...", "🎉🎉"])
def test_a_text_without_words_is_no_story(text: str) -> None:
    with pytest.raises(PageError) as caught:
        read_text(text)
    assert caught.value.reason == "no_article"


def test_a_text_file_on_the_web_is_a_text(site: str) -> None:
    page = read_page(f"{site}/note", HERE)
    assert (page.kind, page.title, page.url) == ("text", "A note", f"{site}/note")
    assert set(page.origin.values()) <= {"page", "address"}


@pytest.mark.parametrize(
    ("raw", "currency", "expected"),
    [
        ("29.9", "USD", ("29.90", "USD")),
        ("1,299.00", "USD", ("1299.00", "USD")),
        ("1.299,00", "EUR", ("1299.00", "EUR")),
        ("1 299,50", "SEK", ("1299.50", "SEK")),
        ("12'500.00", "CHF", ("12500.00", "CHF")),
        ("$5", "", ("5", "")),
        ("US$5", "", ("5", "USD")),
        ("£12.50", "", ("12.50", "GBP")),
        ("199", "cny", ("199", "CNY")),
        ("3999元", "", ("3999", "CNY")),
        ("0.5", "USD", ("0.50", "USD")),
    ],
)
def test_prices_are_read_as_people_write_them(raw: str, currency: str, expected: tuple[str, str]) -> None:
    money = read_money(raw, currency)
    assert money and (money.text, money.currency) == expected


@pytest.mark.parametrize("raw", ["", "0", "0.00", "free", "call us"])
def test_no_price_is_no_price(raw: str) -> None:
    assert read_money(raw, "USD") is None


def test_amounts_are_found_inside_words() -> None:
    found = [(money.text, money.symbol) for money in amounts_in("was $1,099.00, now 899 € or ¥7,000 (save 20 %)")]
    assert found == [("1099.00", "$"), ("899", "€"), ("7000", "¥")]


def test_bytes_become_text_by_what_is_declared_or_fits() -> None:
    assert decoded("价格".encode("gbk"), "gb2312") == "价格"
    assert decoded("<meta charset=big5>價格".encode("big5")).endswith("價格")
    assert decoded("prix €".encode()) == "prix €"
    assert decoded("naïve “x”".encode("cp1252"), "iso-8859-1") == "naïve “x”"
    assert decoded("日本".encode("utf-16")) == "日本"
    assert decoded(b"ok \xff\xfe\xfd", "no-such-charset").startswith("ok")


@pytest.mark.parametrize("deep", [200, 5000])
def test_absurdly_nested_pages_do_no_harm(deep: int) -> None:
    body = b"<div>" * deep + b"<p>x</p>" + b"[" * deep
    jsonld = b'<script type="application/ld+json">' + b'{"a":' * deep + b"1" + b"}" * deep + b"</script>"
    with pytest.raises(PageError):
        parse(b"<html>" + jsonld + body, "http://x.test/")


def test_length_counts_chinese_signs_for_more() -> None:
    assert letters("字" * 80) == letters("x" * 200) == 200
