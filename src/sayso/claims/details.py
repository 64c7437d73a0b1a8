"""Values on which tellings of one claim may differ: sums of money, counts with a unit, and what they say of dates.

First version: amounts with their currency and scale, and counts of people or things, each with its exact words. A value is
normalised for comparison (`USD 2600000000`); the words are what is shown.
"""

from __future__ import annotations

import re
from decimal import Decimal

from sayso.model import Detail, Span

__all__ = ["details_in"]

_SCALE = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "k": Decimal(1000),
    "lakh": Decimal(10) ** 5,
    "million": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "m": Decimal(10) ** 6,
    "crore": Decimal(10) ** 7,
    "billion": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "b": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
}
_CURRENCY = {
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "dollars": "USD",
    "dollar": "USD",
    "€": "EUR",
    "eur": "EUR",
    "euros": "EUR",
    "euro": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pounds": "GBP",
    "rs": "rupees",
    "rs.": "rupees",
    "rupees": "rupees",
    "yuan": "CNY",
    "yen": "JPY",
    "roubles": "RUB",
    "rubles": "RUB",
}
_NUMBER = r"\d{1,3}(?:,\d{2,3})+(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?"
_WORDS = "hundred|thousand|lakh|million|crore|billion|trillion|mn|bn"
_AMOUNT = re.compile(
    rf"(?P<before>US\$|\$|€|£|\bUSD|\bEUR|\bGBP|\bRs\.?)\s?(?P<number>{_NUMBER})(?:[\s-]?(?P<scale>{_WORDS}|[kmb])\b)?"
    rf"|\b(?P<number2>{_NUMBER})[\s-]?(?P<scale2>{_WORDS})?[\s-](?P<after>dollars?|euros?|pounds|rupees|yuan|yen|roubles|rubles)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"\b(?P<number>{_NUMBER})\s(?P<unit>people|workers|soldiers|fighters|girls|men|women|children|tonnes|tons|jobs|acres)\b",
    re.IGNORECASE,
)


def details_in(text: str, span: Span, article_id: str) -> tuple[Detail, ...]:
    """Return the details in one span of an article's text, in the order of the text.

    >>> [detail.value for detail in details_in("a deal of $2.6 billion for 300 workers", Span(0, 38), "a")]
    ['USD 2600000000', '300 workers']
    """
    found = [
        Detail("amount", _amount(match), match.group(), article_id, Span(match.start(), match.end()))
        for match in _AMOUNT.finditer(text, span.start, span.end)
    ]
    found += [
        Detail(
            "count",
            f"{match['number'].replace(',', '')} {match['unit'].lower()}",
            match.group(),
            article_id,
            Span(match.start(), match.end()),
        )
        for match in _COUNT.finditer(text, span.start, span.end)
    ]
    return tuple(sorted(found, key=lambda detail: (detail.span, detail.kind)))


def _amount(match: re.Match[str]) -> str:
    number = Decimal((match["number"] or match["number2"]).replace(",", ""))
    scale = _SCALE.get((match["scale"] or match["scale2"] or "").lower(), Decimal(1))
    currency = _CURRENCY[(match["before"] or match["after"]).lower()]
    return f"{currency} {(number * scale).normalize():f}"
