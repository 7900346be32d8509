"""Product pages: what they declare, what they show, and prices as people write them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from engine.media.markup import Markup, plain, words_of
from engine.media.money import amounts_in, read_money
from engine.media.page import Page
from engine.media.pages import parse, read_page
from tests.engine.paging import HERE, serving


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as address:
        yield address


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
