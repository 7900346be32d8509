"""Prices as pages write them: "$1,299.00", "1.299,00 €", "¥199", "199元", "US $29". Amounts stay exact decimal text."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A sign alone names its currency only where one country uses it; "$" and "¥" do not.
SIGNS = {
    "€": "EUR",
    "£": "GBP",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "฿": "THB",
    "₫": "VND",
    "₺": "TRY",
    "zł": "PLN",
    "US$": "USD",
    "US $": "USD",
    "R$": "BRL",
    "HK$": "HKD",
    "NT$": "TWD",
    "C$": "CAD",
    "CA$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "S$": "SGD",
    "USD": "USD",
    "EUR": "EUR",
    "GBP": "GBP",
    "CHF": "CHF",
    "CNY": "CNY",
    "RMB": "CNY",
    "JPY": "JPY",
    "元": "CNY",
    "人民币": "CNY",
    "円": "JPY",
    "kr": "",
    "$": "",
    "¥": "",
    "￥": "",
}
_SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?!\d)"
_AMOUNT = re.compile(rf"(?:(?P<before>{_SIGN})\s?(?P<first>{_NUMBER}))|(?:(?P<second>{_NUMBER})\s?(?P<after>{_SIGN}))")


@dataclass(frozen=True)
class Money:
    """An amount: `text` is plain decimal ("1299.00"), `currency` ISO 4217 or "" when it is not told."""

    text: str
    currency: str = ""
    symbol: str = ""
    shown: str = ""
    """Letter for letter as found in a text."""

    @property
    def value(self) -> float:
        """For comparing only."""
        return float(self.text)


def read_money(raw: str, currency: str = "") -> Money | None:
    """A declared price ("29.9", "1,299.00", "$5") with its declared currency; None when it is no positive amount."""
    found = amounts_in(raw)
    if found:
        money = found[0]
    else:
        number = re.search(_NUMBER, raw)
        money = Money(_decimal(number.group(0))) if number else Money("0")
    code = currency.strip().upper()
    code = code if re.fullmatch(r"[A-Z]{3}", code) else SIGNS.get(currency.strip(), "") or money.currency
    return Money(money.text, code, money.symbol, money.shown) if money.value > 0 else None


def amounts_in(text: str) -> list[Money]:
    """Every amount with a currency sign in `text`, in order."""
    found = []
    for match in _AMOUNT.finditer(text):
        sign = match["before"] or match["after"]
        found.append(Money(_decimal(match["first"] or match["second"]), SIGNS[sign], sign, match[0].strip()))
    return [money for money in found if money.value > 0]


def _decimal(raw: str) -> str:
    """The last point or comma with one or two digits behind it parts the cents; all others part thousands."""
    cents = re.search(r"[.,](\d{1,2})$", raw)
    whole = re.sub(r"\D", "", raw[: cents.start()] if cents else raw)
    return f"{int(whole or 0)}.{cents.group(1):0<2}" if cents else str(int(whole or 0))
