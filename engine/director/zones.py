"""Time zones as people name them."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

WORD = re.compile(r"time ?zone|时区|zeitzone|zona horaria|fuseau|fuso", re.IGNORECASE)
_CHINESE = {
    "北京": "Asia/Shanghai",
    "中国": "Asia/Shanghai",
    "上海": "Asia/Shanghai",
    "香港": "Asia/Hong_Kong",
    "澳门": "Asia/Macau",
    "台北": "Asia/Taipei",
    "新加坡": "Asia/Singapore",
    "东京": "Asia/Tokyo",
    "首尔": "Asia/Seoul",
    "伦敦": "Europe/London",
    "巴黎": "Europe/Paris",
    "柏林": "Europe/Berlin",
    "纽约": "America/New_York",
    "洛杉矶": "America/Los_Angeles",
    "多伦多": "America/Toronto",
    "温哥华": "America/Vancouver",
    "悉尼": "Australia/Sydney",
    "墨尔本": "Australia/Melbourne",
}
_ENGLISH = {"beijing": "Asia/Shanghai", "china": "Asia/Shanghai", "uk": "Europe/London", "india": "Asia/Kolkata"}


def zone_in(text: str) -> str:
    """The IANA zone that a text names: "Europe/Berlin" anywhere, "Berlin" or "北京" where it speaks of a time zone."""
    named = re.findall(r"[A-Za-z]+/[A-Za-z_+-]+(?:/[A-Za-z_+-]+)?", text)
    known = next((found for name in named if (found := _zones().get(name.casefold()))), "")
    about = WORD.search(text)
    if known or not about:
        return known
    rest = text[about.end() :].split("\n")[0]
    wide = next((zone for name, zone in _CHINESE.items() if name in rest), "")
    words = re.findall(r"[A-Za-z]+", rest)[:4]
    runs = [" ".join(words[at : at + size]).casefold() for size in (3, 2, 1) for at in range(len(words) - size + 1)]
    cities = _cities() | _ENGLISH
    return wide or next((cities[run] for run in runs if run in cities), "")


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}


@cache
def _cities() -> dict[str, str]:
    """Cities by name, where one zone alone has them."""
    areas = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    whole = [name for name in sorted(_zones().values()) if name.split("/")[0] in areas]
    return {name.rpartition("/")[2].replace("_", " ").casefold(): name for name in reversed(whole)}
