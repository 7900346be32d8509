"""Text pasted instead of a link, and the bytes of pages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.errors import PageError
from engine.media.article import letters
from engine.media.markup import decoded
from engine.media.pages import read_text
from tests.engine.paging import serving


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving() as address:
        yield address


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


def test_bytes_become_text_by_what_is_declared_or_fits() -> None:
    assert decoded("价格".encode("gbk"), "gb2312") == "价格"
    assert decoded("<meta charset=big5>價格".encode("big5")).endswith("價格")
    assert decoded("prix €".encode()) == "prix €"
    assert decoded("naïve “x”".encode("cp1252"), "iso-8859-1") == "naïve “x”"
    assert decoded("日本".encode("utf-16")) == "日本"
    assert decoded(b"ok \xff\xfe\xfd", "no-such-charset").startswith("ok")


def test_length_counts_chinese_signs_for_more() -> None:
    assert letters("字" * 80) == letters("x" * 200) == 200
