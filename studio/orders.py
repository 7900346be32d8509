"""What the rows of a table ask for: columns recognised by their names, and what is wrong with each row, told before
anything is made."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from studio.sheets import Sheet
from studio.slots import Slot

NAMES = {
    "product": "product name title item 产品 产品名 产品名称 商品 商品名称 名称 标题 品名 produkt producto produit",
    "link": "link url product_link affiliate_link product_url 链接 网址 商品链接 产品链接 推广链接 enlace lien",
    "price": "price 价格 售价 价钱 preis precio prix",
    "benefits": "benefits benefit features selling_points advantages 卖点 优点 特点 亮点 vorteile ventajas avantages",
    "code": "code coupon coupon_code discount_code promo_code 优惠码 折扣码 优惠券 rabattcode cupón código",
    "image": "image images image_url photo photos picture pictures 图片 照片 主图 图片链接 bild bilder imagen foto",
    "cta": "cta call_to_action button botón bouton 行动号召 引导语 按钮",
    "platform": "platform channel 平台 渠道 plattform plataforma plateforme",
    "length": "length seconds duration length_in_seconds 时长 秒数 长度 länge duración durée",
    "tone": "tone style 语气 风格 ton tono",
    "disclosure": "disclosure ad ad_label mark_as_ad 广告 广告标注 anzeige publicidad publicité",
}
YES = ("yes", "y", "true", "1", "on", "x", "ja", "sí", "si", "oui", "是", "有", "要", "开")
NO = ("no", "n", "false", "0", "off", "nein", "non", "否", "无", "不", "不要", "关")
SHORTEST_S, LONGEST_S = 3, 600  # what the director makes
MOST_PICTURES = 20  # what a backend fetches at once
CURRENCY = re.compile(r"[^\d\s.,'’-]")
_ADDRESS = re.compile(r"https?://[^\s/?#]+[^\s]*", re.IGNORECASE)


@dataclass(frozen=True)
class Problem:
    """`key` names a sentence, `values` fill it; a fatal one keeps its row from being made."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    fatal: bool = True


@dataclass(frozen=True)
class Order:
    """One row: `values` by field of the form or key of a slot, `files` as (key of a slot or "", address)."""

    number: int
    name: str
    values: dict[str, Any] = field(default_factory=dict)
    files: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether it can be made."""
        return not any(one.fatal for one in self.problems)


@dataclass(frozen=True)
class Understood:
    """What was read of a table: the meaning of each column, those without one, and the rows."""

    columns: dict[str, str]
    ignored: list[str]
    orders: list[Order]


def understood(sheet: Sheet, slots: list[Slot] | None = None, here: Collection[str] = ()) -> Understood:
    """The rows as orders: for the product form, or for a template's slots. `here` are the names of pictures which were
    put beside the table: a cell may name them in place of an address.
    """
    known = {name.casefold(): name for name in here}
    meanings = [_meaning(name, slots) for name in sheet.columns]
    orders = []
    for number, cells in enumerate(sheet.rows, 1):
        told = [(meaning, cell) for meaning, cell in zip(meanings, cells, strict=True) if meaning and cell]
        orders.append(_for_slots(number, told, slots, known) if slots is not None else _for_form(number, told, known))
    named = {name: meaning for name, meaning in zip(sheet.columns, meanings, strict=True) if meaning}
    ignored = [name for name, meaning in zip(sheet.columns, meanings, strict=True) if not meaning and name]
    return Understood(named, ignored, orders)


def plain(name: str) -> str:
    """A column's name without what people write differently: capitals, spaces, dashes, marks, an explanation."""
    return re.sub(r"[\s_\-*:：]+", "_", re.sub(r"[(（\[].*", "", name.casefold())).strip("_")


def _meaning(name: str, slots: list[Slot] | None) -> str:
    wanted = plain(name)
    for slot in slots or []:
        if wanted in (plain(slot.name), plain(slot.key)):
            return slot.key
    field_ = next((one for one, names in NAMES.items() if wanted in names.split()), "")
    if slots is None:
        return field_
    named = {slot.key for slot in slots}
    plural = {"benefits": "line", "image": "photo"}.get(field_)
    if plural and any(slot.kind == plural for slot in slots):
        return f"*{field_}"
    return field_ if field_ in named else ""


def _for_form(number: int, told: list[tuple[str, str]], known: dict[str, str]) -> Order:
    values: dict[str, Any] = {"disclosure": True}
    problems: list[Problem] = []
    files: list[str] = []
    for field_, cell in told:
        if field_ == "image":
            files += addresses(cell, known)
        elif field_ == "benefits":
            values[field_] = "\n".join(filter(None, [values.get(field_, ""), *parts(cell)]))
        elif field_ == "length":
            problems += _length(cell, values)
        elif field_ == "disclosure":
            problems += _yes_or_no(cell, values)
        else:
            values.setdefault(field_, cell)
    problems += _missing(values, files) + _files(files, known)
    name = values.get("product") or _host(values.get("link", "")) or str(number)
    return Order(number, name[:80], values, [("", one) for one in files[:MOST_PICTURES]], problems)


def _for_slots(number: int, told: list[tuple[str, str]], slots: list[Slot], known: dict[str, str]) -> Order:
    texts: dict[str, str] = {}
    files: list[tuple[str, str]] = []
    by_key = {slot.key: slot for slot in slots}
    for key, cell in told:
        if key == "*benefits":
            lines = [slot.key for slot in slots if slot.kind == "line" and slot.name[-1:].isdigit()]
            texts = dict(zip(lines, parts(cell), strict=False)) | texts
        elif key == "*image":
            photos = [slot.key for slot in slots if slot.kind == "photo"]
            files += zip(photos, addresses(cell, known), strict=False)
        elif by_key[key].picture:
            files += [(key, one) for one in addresses(cell, known)[:1]]
        else:
            texts[key] = "" if cell == "-" and by_key[key].kind == "line" else cell
    problems = _files([one for _, one in files], known)
    for key, text in texts.items():
        if len(text) > by_key[key].limit:
            problems.append(Problem("batch.too_long", {"name": by_key[key].name, "limit": by_key[key].limit}))
    if not texts and not files:
        problems.append(Problem("batch.nothing"))
    name = texts.get("product") or next((text for text in texts.values() if text), str(number))
    return Order(number, " ".join(name.split())[:80], texts, list(dict(files).items()), problems)


def addresses(cell: str, known: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """The addresses of a cell, which spaces, bars or line breaks divide; a comma only where another one begins.

    `known` has the names of pictures at hand by their small letters; they may hold spaces, so bars, semicolons, commas
    and line breaks divide them.
    """
    found: list[str] = []
    for piece in (one.strip() for one in re.split(r"[|\n]+", cell)):
        parts = [one.strip() for one in re.split(r"[,;，；、]", piece)]
        if all(one.casefold() in known for one in parts if one):
            found += [known[one.casefold()] for one in parts if one]
        else:
            found += [known.get(one.casefold(), one) for one in re.split(r"\s+|[,;，；](?=https?://)", piece) if one]
    return found


def parts(cell: str) -> list[str]:
    """The entries of a cell: one a line, divided by bars or semicolons, or by commas where there are none of these."""
    marks = r"[\n|;；、]+" if re.search(r"[\n|;；、]", cell) else r",\s+|，"
    return [one.strip(" -•·\t") for one in re.split(marks, cell) if one.strip(" -•·\t")]


def _length(cell: str, values: dict[str, Any]) -> list[Problem]:
    number = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*(?:s|sec|secs|seconds?|sek|秒钟?)?\.?", cell.casefold())
    if not number or not SHORTEST_S <= int(number[1]) <= LONGEST_S:
        return [Problem("batch.bad_length", {"text": cell[:40], "least": SHORTEST_S, "most": LONGEST_S})]
    values["length"] = int(number[1])
    return []


def _yes_or_no(cell: str, values: dict[str, Any]) -> list[Problem]:
    if cell.casefold() not in (*YES, *NO):
        return [Problem("batch.bad_disclosure", {"text": cell[:40]}, fatal=False)]
    values["disclosure"] = cell.casefold() in YES
    return []


def _missing(values: dict[str, Any], files: list[str]) -> list[Problem]:
    found = []
    link = values.get("link", "")
    if not values.get("product") and not link:
        found.append(Problem("batch.missing"))
    if link and not is_address(link):
        found.append(Problem("batch.bad_link", {"text": link[:80]}))
    if not files and not link:
        found.append(Problem("batch.no_pictures", fatal=False))
    if values.get("price") and not CURRENCY.search(values["price"]):
        found.append(Problem("batch.no_currency", {"text": values["price"][:40]}, fatal=False))
    return found


def _files(files: list[str], known: Mapping[str, str]) -> list[Problem]:
    bad = [one for one in files if not is_address(one) and one.casefold() not in known]
    found = [Problem("batch.bad_picture", {"text": one[:80]}) for one in bad]
    if len(files) > MOST_PICTURES:
        found.append(Problem("batch.many_pictures", {"count": len(files), "most": MOST_PICTURES}, fatal=False))
    return found


def is_address(text: str) -> bool:
    """Whether a browser could open it; whether we may is for the backend to say."""
    return bool(_ADDRESS.fullmatch(text) and _host(text))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # brackets which hold no address
        return ""
