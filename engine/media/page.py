"""What a page (or a pasted text) says, each field with the place it was read from. Nothing is guessed or invented."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, Field

from engine.media import sentences as words

Origin = Literal["json-ld", "microdata", "opengraph", "meta", "page", "address", "pasted", "video page"]
PageKind = Literal["article", "product", "video", "text"]


class Sentence(BaseModel):
    """One sentence exactly as the page has it."""

    text: str
    quote: bool = False
    """Mostly somebody's own words in quotation marks, or from a block quotation."""
    heading: str = ""
    """The heading it stands under."""
    paragraph: int = 0
    start_ms: int | None = None
    """When it is said, for a video's subtitles."""


class Picture(BaseModel):
    """A picture of the page."""

    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    """Who made it, as the page says; "" when it does not."""
    width: int = 0
    height: int = 0
    origin: Origin = "page"


class Product(BaseModel):
    """What a shop says about a thing it sells; amounts are decimal text ("29.90"), never floats."""

    name: str = ""
    brand: str = ""
    price: str = ""
    price_to: str = ""
    """The highest price where there are several; `price` is the lowest then."""
    was_price: str = ""
    currency: str = ""
    """ISO 4217, e.g. "USD"; "" when the page does not tell which dollar or yen."""
    symbol: str = ""
    """The sign as shown, e.g. "$"."""
    price_text: str = ""
    """The price letter for letter as the page shows it ("29,90 €", "199元"); where it shows none, "29.90 EUR"."""
    availability: str = ""
    """in stock, out of stock, preorder, … as declared."""
    rating: str = ""
    rating_best: str = ""
    reviews: int = 0
    description: str = ""
    benefits: list[str] = Field(default_factory=list)
    origin: dict[str, Origin] = Field(default_factory=dict)
    """Field name → where it was read."""


class Chapter(BaseModel):
    """A part of a video."""

    title: str
    start_ms: int
    end_ms: int


class Page(BaseModel):
    """Everything a video can be made of; survives `model_dump_json` and `model_validate_json` unchanged."""

    url: str = ""
    """The address at the end of all redirects; "" for pasted text."""
    kind: PageKind = "article"
    title: str = ""
    site: str = ""
    date: str = ""
    """Day of publication, ISO 8601 (2026-11-21)."""
    author: str = ""
    language: str = ""
    description: str = ""
    sentences: list[Sentence] = Field(default_factory=list)
    pictures: list[Picture] = Field(default_factory=list)
    product: Product | None = None
    chapters: list[Chapter] = Field(default_factory=list)
    duration_ms: int = 0
    origin: dict[str, Origin] = Field(default_factory=dict)
    """Field name → where it was read."""
    notes: list[str] = Field(default_factory=list)
    """What looks doubtful and should be checked, a sentence each."""

    @property
    def text(self) -> str:
        """The sentences as running text, a paragraph a line."""
        lines: dict[int, list[str]] = {}
        for sentence in self.sentences:
            lines.setdefault(sentence.paragraph, []).append(sentence.text)
        return "\n".join(" ".join(line) for line in lines.values())

    @property
    def host(self) -> str:
        """The site's name in the address, without "www."."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def cut(paragraph: str, heading: str, number: int, quoted: bool = False) -> list[Sentence]:
    """The sentences of one paragraph with their marks."""
    return [
        Sentence(text=text, quote=quoted or words.is_quote(text), heading=heading, paragraph=number)
        for text in words.split(paragraph)
    ]
