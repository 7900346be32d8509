"""A link or a pasted text → a `Page`. A page that cannot be used gives one sentence which says what to do instead."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from engine.errors import PageError
from engine.media import sentences as words
from engine.media.article import read_article
from engine.media.markup import Markup, decoded
from engine.media.page import Page, cut
from engine.media.product import find_product, read_product
from engine.media.videos import is_video_page, read_video
from engine.media.web import PAGE_BYTES, PAGE_S, Fetched, Guard, fetch

HTML = {"text/html", "application/xhtml+xml", "application/xml", "text/xml", ""}
BOT_WALLS = re.compile(
    r"just a moment|attention required|are you (?:a )?(?:human|robot)|"
    r"verify(?:ing)? (?:that )?you(?:'re| are)? (?:a )?human|unusual traffic|captcha|"
    r"enable javascript and cookies|access (?:to this page has been )?denied|"
    r"安全验证|请完成验证|访问验证|滑动验证|人机验证",
    re.IGNORECASE,
)
NOT_FOUND = re.compile(
    r"\b404\b|page (?:was )?not found|page (?:doesn.t|does not) exist|页面不存在|找不到(?:该|您)?.{0,6}页面",
    re.IGNORECASE,
)
SHORT_PAGE = 1200  # letters: a longer page has content, whatever words stand in it
ELSE = "Paste its text here, or fill in the form by hand."


def read_page(url: str, guard: Guard | None = None) -> Page:
    """What the page at `url` says: a product, a story or (through yt-dlp, where installed) a video.

    Raises PageError; its `reason` is one of those listed there. `guard` is for tests alone.
    """
    if is_video_page(url):
        return read_video(url)
    with fetch(url, PAGE_BYTES, PAGE_S, guard) as answer:
        _check_answer(answer)
        body = b"".join(answer.chunks)
        if answer.content_type == "text/plain":
            return _text_page(decoded(body, answer.charset), answer.url)
        return parse(body, answer.url, answer.charset)


def _text_page(text: str, url: str) -> Page:
    page = read_text(text)
    page.url, page.site = url, urlsplit(url).hostname or ""
    page.origin = {**dict.fromkeys(page.origin, "page"), "site": "address"}
    return page


def parse(body: bytes, url: str, charset: str = "") -> Page:
    """The page in the bytes of an HTML answer; raises PageError."""
    if body.lstrip().startswith(b"%PDF"):
        raise _pdf(url)
    markup = Markup.read(body, url, charset)
    short = len(markup.words) < SHORT_PAGE
    if short and BOT_WALLS.search(f"{markup.title} {markup.words}"):
        raise _blocked(url)
    if short and NOT_FOUND.search(markup.title):
        raise _missing(url)
    found = find_product(markup)
    return read_product(markup, found) if found else read_article(markup)


def _check_answer(answer: Fetched) -> None:
    host, kind = urlsplit(answer.url).hostname, answer.content_type
    if answer.status in (404, 410):
        raise _missing(answer.url)
    if answer.status == 402:
        raise PageError(
            "paywall", f"{host} shows this page to subscribers only. If you may use it, paste its text here."
        )
    if answer.status in (401, 403, 407, 429, 451, 503):
        raise _blocked(answer.url)
    if answer.status != 200:
        raise PageError(
            "unreachable", f"{host} answered with an error ({answer.status}); please try again later. {ELSE}"
        )
    if kind == "application/pdf":
        raise _pdf(answer.url)
    if kind.startswith(("image/", "video/", "audio/")):
        raise PageError(
            "not_a_page", f"The link leads to a {kind.split('/')[0]} file, not to a page; add it as an upload."
        )
    if kind not in HTML and kind != "text/plain":
        raise PageError("not_a_page", f"The link leads to a file ({kind}), not to a page. {ELSE}")


def _pdf(url: str) -> PageError:
    return PageError(
        "pdf", f"{urlsplit(url).hostname} sent a PDF, which is not read here; please copy its text and paste it."
    )


def _blocked(url: str) -> PageError:
    return PageError("blocked", f"{urlsplit(url).hostname} does not let programs read this page. {ELSE}")


def _missing(url: str) -> PageError:
    return PageError(
        "missing", f"{urlsplit(url).hostname} says this page does not exist; please check the link. {ELSE}"
    )


LONGEST_TITLE, LONGEST_HEADING = 110, 70
BULLET = re.compile(r"^\s*[-*•·–‣▪]\s+")
MOST_SENTENCES = 2000


def read_text(text: str) -> Page:
    """A pasted text as a page; raises PageError("no_article") when there are no words in it."""
    blocks = words.paragraphs(text)
    if not any(letter.isalnum() for letter in text):
        raise PageError("no_article", "There is no text to make a video from; please paste the story itself.")
    page = Page(kind="text", language=words.language_of(text))
    if len(blocks) > 1 and _is_title(blocks[0]):
        page.title = words.tidy(blocks.pop(0)).lstrip("# ")
        page.origin["title"] = "pasted"
    heading = ""
    for number, block in enumerate(blocks):
        if _is_heading(blocks, number):
            heading = words.tidy(block).lstrip("# ")
        else:
            page.sentences += cut(BULLET.sub("", block), heading, number)
    page.sentences = page.sentences[:MOST_SENTENCES]
    page.origin["sentences"] = "pasted"
    if page.language:
        page.origin["language"] = "pasted"
    return page


def _is_heading(blocks: list[str], number: int) -> bool:
    """A short line without an end that stands alone between sentences; several in a row are a list, not headings."""
    if blocks[number].startswith("#"):
        return True
    around = [_is_title(block) for block in blocks[max(0, number - 1) : number + 2]]
    between = 0 < number < len(blocks) - 1 and around == [False, True, False]
    return len(blocks[number]) < LONGEST_HEADING and (between or (number == 0 and around == [True, False]))


def _is_title(block: str) -> bool:
    block = block.strip()
    return block.startswith("#") or (
        not BULLET.match(block)
        and len(block) <= LONGEST_TITLE
        and not block.endswith(tuple(words.STOPS + words.FULL_STOPS + '":,”；，'))
    )
