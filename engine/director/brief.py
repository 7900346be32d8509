"""What a create request asks for. Only what the user gave is in it; everything else stays empty."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["affiliate", "link", "wedding", "plain"]


class Function(BaseModel):
    """One function of a wedding: the ceremony, the dinner, a tea ceremony."""

    name: str = ""
    date: str = ""  # as typed
    time: str = ""
    venue: str = ""
    address: str = ""


class Passage(BaseModel):
    """A sentence of a page or of a pasted text, with where it comes from."""

    text: str
    url: str = ""
    picture: str = ""  # id of an asset that belongs to it
    credit: str = ""


class Brief(BaseModel):
    """A request for a video."""

    model_config = ConfigDict(extra="ignore")

    kind: Kind = "plain"
    language: str = "en"
    length_ms: int | None = Field(None, ge=3000, le=600_000)
    aspect: str | None = None
    platform: str | None = None
    look: str | None = None
    tone: str = ""
    audience: str = ""
    voice: bool | None = None
    voice_name: str | None = None
    captions: bool | None = None
    caption_style: str | None = None
    music: str | None = None  # a mood, "none", or empty for the look's own
    title: str = ""
    subject: str = ""  # what a plain video is about, in the user's words
    texts: list[str] = Field(default_factory=list)  # to be shown letter for letter
    script: str = ""  # to be spoken word for word
    product: str = ""
    price: str = ""
    offer: str = ""  # a discount as the user put it: "20% off"
    code: str = ""
    link: str = ""
    benefits: list[str] = Field(default_factory=list)
    rating: str = ""
    cta: str = ""
    wants_cta: bool | None = None
    disclosure: bool | None = None
    disclosure_text: str = ""
    names: list[str] = Field(default_factory=list)
    functions: list[Function] = Field(default_factory=list)
    dress_code: str = ""
    rsvp: str = ""
    message: str = ""
    closing: str = ""
    url: str = ""
    site: str = ""
    published: str = ""
    author: str = ""
    story: list[Passage] = Field(default_factory=list)
    pictures: list[str] = Field(default_factory=list)  # ids of assets; empty: all that were uploaded
    qr: bool | None = None
    colours: list[str] = Field(default_factory=list)  # of the brand: the first leads, the second is the cards' ground
    font: str = ""  # a family for titles, texts and the call
    logo: str = ""  # the name of an upload
    map: bool | None = None  # a code which opens a map on the last card; empty: where a place is known
    zone: str = ""  # IANA name of the time zone of the functions

    def facts(self) -> dict:
        """The brief as it is kept with the draft: what was given, nothing else."""
        return self.model_dump(exclude_defaults=True, exclude_none=True)
