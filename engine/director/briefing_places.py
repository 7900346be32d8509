"""The places of an invitation where no "at" or "在" announces them: a part of the sentence that can be nothing else."""

from __future__ import annotations

import re

from engine.director.brief import Function
from engine.director.dates import DATE, TIME

_WIDE_PLACE = (
    r"(?:酒店|饭店|酒楼|宾馆|酒家|庄园|花园|教堂|礼堂|会所|餐厅|大厦|公馆|别墅|度假村|草坪|中心|宴会厅|山庄|农庄|民宿|海边|沙滩|广场"
    r"|公园|[娘郎方]家|家里|老家|家中)"
)
_STREET = re.compile(
    r"(?i)^\d+[a-z]?,?\s+\S.*|.*\b(?:street|st\.|road|rd\.|lane|avenue|ave\.?|drive|square|straße|strasse|allee|platz|rue|avenida"
    r"|calle|rua)\b.*|.*[\u3400-\u9fff]+(?:路|街|大道|巷|弄|号)(?:\d*号?)?$"
)
_NAMED = re.compile(
    r"^(?:(?:at|in|@)\s+)?(?:the\s+)?[A-ZÀ-Þ][\w'’&.\-]*(?:\s+(?:[A-ZÀ-Þ][\w'’&.\-]*|of|the|de|la|el|los|las|du|des|da|do|von|zu|am|im"
    r"|and|&|at)){0,5}$"
)
_REQUEST = re.compile(
    r"(?i)\b(?:create|make|made?|wedding|invit\w+|save the date|video|music|voice|rsvp|dress|photos?|boda|mariage"
    r"|hochzeit\w*|casamento|crea|haz|fais|mache|erstelle|faça|please|with|sec|min)\b|(?:&|\+|\band\b|\bund\b|\by\b|\bet\b|\be\b)"
)
_HOME = re.compile(
    r"(?i)\b(?:at|in|@)\s+((?:the |our |my |her |his |their )?(?:[\w'’]+ ){0,2}?"
    r"(?:home|house|place|garden|parents|flat|apartment|beach|church|town hall|city hall|park|backyard))\b"
    r"|\b(?:bei|chez|en casa de|na casa d[aeo]s?) ([\w'’ ]{2,30})$"
)


def spoken_place(text: str, label: str) -> str:
    """The place in a line about one function: "（新娘家）", "at the bride's home", or all that is left beside day, hour
    and name in a line like "敬茶：6月12日 上午10点 新娘家"."""
    bare = TIME.sub(" ", DATE.sub(" ", text)).replace(label, " ", 1)
    home = _HOME.search(bare)
    if home:
        return next(group for group in home.groups() if group).strip()
    inside = re.search(r"[（(]\s*([^（()）]{2,40}?)\s*[）)]", bare)
    same_script = inside and bool(re.search(r"[\u3400-\u9fff]", label)) == bool(
        re.search(r"[\u3400-\u9fff]", inside[1])
    )
    if inside and same_script:  # in another script it is the name once more: "Tea ceremony (敬茶)"
        return inside.group(1)
    wide = re.search(r"(?:在|于)\s*([\u3400-\u9fffA-Za-z0-9·]{2,24}?)(?:举行|举办|$|[，。,；;\s])", bare)
    if wide:
        return wide.group(1)
    rest = re.sub(r"^[\s:：,，\-–—|/]+|[\s:：,，。.\-–—|/]+$", "", bare)
    return rest if place_in(rest) or _STREET.match(rest) else ""


def _wide(text: str) -> bool:
    return bool(re.search(r"[\u3400-\u9fff]", text))


def place_in(chunk: str) -> bool:
    """Whether a part of a sentence is a place and nothing else."""
    chunk = chunk.strip()
    if not 2 <= len(chunk) <= 60 or DATE.search(chunk) or TIME.search(chunk):
        return False
    if re.search(r"[\u3400-\u9fff]", chunk):
        return bool(
            re.fullmatch(rf"[\u3400-\u9fffA-Za-z0-9·]{{0,20}}{_WIDE_PLACE}(?:[\u3400-\u9fff]{{0,6}}厅)?", chunk)
        ) and not re.match(r"(?:我|我们|请|在|用|做|帮|配|邀请)", chunk)
    return bool(_NAMED.match(chunk)) and not _REQUEST.search(chunk)


def filled(functions: list[Function], lines: list[str], raw: str) -> list[Function]:
    """The functions with the places that stand alone behind them; a street after a place is its address."""
    found = [function.model_copy() for function in functions]
    current = 0
    own = [line.strip() for line in lines]
    raw = re.sub(r"(?<=[\u3400-\u9fff])[ \t]+(?=[\u3400-\u9fff])", "，", raw)
    masked = DATE.sub(lambda day: day.group().replace(",", "\x00"), raw)
    for part in re.split(r"[\n;；，,。]|(?<=\w{3})\.(?=\s|$)", masked):
        chunk = part.replace("\x00", ",").strip()
        at = next((n for n, line in enumerate(own) if chunk and chunk in line), None)
        if at is not None:
            current = len(found) - len(own) + at
        function = found[current]
        if not function.venue and place_in(chunk):
            function.venue = re.sub(r"^(?:at|in|@)\s+", "", chunk)
        elif function.venue and not function.address and chunk not in function.venue and _STREET.match(chunk):
            function.address = chunk if not (DATE.search(chunk) or TIME.search(chunk)) else ""
    return found
