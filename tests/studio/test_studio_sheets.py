"""Tables as people really save them, and what is wrong with a row told before anything is made."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.orders import Order, Understood, addresses, parts, understood
from studio.sheets import MOST_ROWS, Sheet, SheetError, read
from studio.slots import Slot
from studio.words import catalogue

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)
CELLS = TEXT.map(str.strip).filter(lambda cell: not cell.lower().startswith("sep="))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@settings(max_examples=25, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), min_size=1, max_size=5))
def test_whatever_is_written_is_read_again(encoding: str, delimiter: str, rows: list[list[str]]) -> None:
    into = io.StringIO()
    csv.writer(into, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["name", "link", "note"], *rows])
    sheet = read(into.getvalue().encode(encoding))
    assert (sheet.columns, sheet.rows, sheet.count) == (["name", "link", "note"], rows, len(rows))


@settings(max_examples=150, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), TEXT.map(str.encode)))
def test_any_bytes_are_a_table_or_a_sentence(content: bytes) -> None:
    try:
        sheet = read(content)
    except SheetError as error:
        assert error.key in catalogue("en") and error.key in catalogue("zh")
    else:
        assert all(len(row) == len(sheet.columns) for row in sheet.rows)
        assert len(understood(sheet).orders) == len(sheet.rows)


def test_quoted_line_breaks_ragged_rows_and_empty_lines() -> None:
    sheet = read(b'Product,Benefits,Price\r\n"Aero ""best"" mug","warm\nlight"\r\n,,\r\n\r\nKettle,a,b,too much\r\n')
    assert sheet.rows == [['Aero "best" mug', "warm\nlight", ""], ["Kettle", "a", "b"]]


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("产品,价格\n保温杯,¥99\n".encode("gb18030"), [["保温杯", "¥99"]]),
        ("Produkt;Preis\nKöche;9 €\n".encode("cp1252"), [["Köche", "9 €"]]),
        (b"sep=;\nname;price\na, b;5\n", [["a, b", "5"]]),
        (b"name,price\n" + b"x,1\n" * (MOST_ROWS + 7), [["x", "1"]] * MOST_ROWS),
    ],
)
def test_tables_of_excel(content: bytes, rows: list[list[str]]) -> None:
    assert read(content).rows == rows


def test_more_rows_than_are_taken_are_counted() -> None:
    assert read(b"name\n" + b"x\n" * 350).count == 350


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "batch.no_rows"),
        (b"product,link\n", "batch.no_rows"),
        (b"PK\x03\x04 an xlsx", "batch.not_csv"),
        (b"a,b\n\x00\x01,c", "batch.not_csv"),
        (b"x" * 200_000 + b"\ny", "batch.not_csv"),
        (b"a," * 3_000_000, "batch.too_large"),
    ],
)
def test_a_file_which_is_no_table_says_what_to_do(content: bytes, key: str) -> None:
    with pytest.raises(SheetError) as trouble:
        read(content)
    assert trouble.value.key == key


def one(header: str, row: str, slots: list[Slot] | None = None) -> Order:
    return understood(Sheet(header.split("|"), [row.split("|")], 1), slots).orders[0]


def problems(order: Order) -> dict[str, bool]:
    return {problem.key.removeprefix("batch."): problem.fatal for problem in order.problems}


@pytest.mark.parametrize(
    "header",
    [
        "Product|URL|Price|Benefits|Coupon code|Image URL|CTA|Platform|Length (s)|Tone|Disclosure",
        "产品|链接|价格|卖点|优惠码|图片|行动号召|平台|时长|语气|广告",
        " title* | LINK|price:|selling-points|Discount_Code|photos|call to action|Channel|seconds|style|mark as ad",
    ],
)
def test_columns_are_known_by_many_names(header: str) -> None:
    row = "Mug|https://a.example/x|$9|warm; light|W10|https://a.example/1.jpg|Buy|TikTok|20 s|bold|no"
    order = one(header, row)
    assert order.good and not order.problems
    assert order.values == {
        "product": "Mug",
        "link": "https://a.example/x",
        "price": "$9",
        "benefits": "warm\nlight",
        "code": "W10",
        "cta": "Buy",
        "platform": "TikTok",
        "length": 20,
        "tone": "bold",
        "disclosure": False,
    }
    assert order.files == [("", "https://a.example/1.jpg")]


def test_unknown_columns_are_named_and_left_alone() -> None:
    found: Understood = understood(Sheet(["SKU", "Name", ""], [["7", "Mug", "x"]], 1))
    assert found.ignored == ["SKU"] and found.columns == {"Name": "product"} and found.orders[0].name == "Mug"


@pytest.mark.parametrize(
    ("header", "row", "found"),
    [
        ("price", "$9", {"missing": True, "no_pictures": False}),
        ("name|link", "Mug|www.shop.example", {"bad_link": True}),
        ("name|link", "Mug|javascript:alert(1)", {"bad_link": True}),
        ("link", "https://[", {"bad_link": True}),
        ("name|image", "Mug|cat.jpg", {"bad_picture": True}),
        ("name|image|length", "Mug|https://a.example/1|12 minutes", {"bad_length": True}),
        ("name|image|length", "Mug|https://a.example/1|2", {"bad_length": True}),
        ("name|image|price", "Mug|https://a.example/1|24.90", {"no_currency": False}),
        ("name|image|price", "Mug|https://a.example/1|24 USD", {}),
        ("name|image|ad", "Mug|https://a.example/1|perhaps", {"bad_disclosure": False}),
        ("name|image", "Mug|" + " ".join(f"https://a.example/{n}" for n in range(25)), {"many_pictures": False}),
        ("name", "Mug", {"no_pictures": False}),
    ],
)
def test_every_problem_of_a_row_is_told_and_only_some_stop_it(header: str, row: str, found: dict[str, bool]) -> None:
    order = one(header, row)
    assert problems(order) == found and order.good == (not any(found.values()))
    assert all(problem.key in catalogue("en") for problem in order.problems)
    assert len(order.files) <= 20


def test_cells_hold_several_addresses_and_several_benefits() -> None:
    assert addresses("https://a/1.jpg https://a/2.jpg|https://a/3,4.jpg,https://a/5.jpg\nhttps://a/6.jpg") == [
        *(f"https://a/{n}.jpg" for n in (1, 2)),
        "https://a/3,4.jpg",
        *(f"https://a/{n}.jpg" for n in (5, 6)),
    ]
    assert parts("- warm\n• light, small\n") == ["warm", "light, small"]
    assert parts("warm, light，小, 1,5 l") == ["warm", "light", "小", "1,5 l"]


def test_pictures_beside_the_table_are_called_by_their_names() -> None:
    sheet = Sheet(["name", "image"], [["Mug", "My Mug.JPG, b.png|https://a/c.jpg"], ["Pot", "other.jpg"]], 2)
    mug, pot = understood(sheet, here=["my mug.jpg", "b.png"]).orders
    assert mug.good and [one for _, one in mug.files] == ["my mug.jpg", "b.png", "https://a/c.jpg"]
    assert problems(pot) == {"bad_picture": True}


SLOTS = [
    Slot("product", "word", "product", "Mug"),
    Slot("t1", "line", "My headline", "Meet the mug", ["t1"]),
    Slot("x1", "line", "benefit 1", "Warm", ["x1"]),
    Slot("x2", "line", "benefit 2", "Light", ["x2"]),
    Slot("file-s1", "photo", "photo 1", "", ["s1"]),
    Slot("file-s2", "photo", "photo 2", "", ["s2"]),
]


def test_a_template_is_filled_by_the_names_of_its_places_and_by_usual_names() -> None:
    order = one("Title|my_headline|Benefits|Photo 2|image", "Tea|Hello|a; b|https://a/2|https://a/1", SLOTS)
    assert order.good and order.name == "Tea"
    assert order.values == {"product": "Tea", "t1": "Hello", "x1": "a", "x2": "b"}
    assert sorted(order.files) == [("file-s1", "https://a/1"), ("file-s2", "https://a/2")]
    assert one("benefit 2|price", "-|$5", SLOTS).values == {"x2": ""}, "a dash takes a line away"
    assert problems(one("sku", "7", SLOTS)) == {"nothing": True}
    assert problems(one("my headline", "x" * 501, SLOTS)) == {"too_long": True}
    assert problems(one("photo 1", "cat.jpg", SLOTS)) == {"bad_picture": True}
