"""Numbers with their units, as conditions and limits write them."""

from __future__ import annotations

from promptlint import regex

NUMBER = regex.compile(r"([$€£])?\s*([-+]?\d[\d,]*(?:\.\d+)?)\s*(k\b|%)?\s*([A-Za-z/]*)")
# What a unit is of, and how many of the first unit of its kind it is.
KINDS: dict[str, dict[str, float]] = {
    "time": {
        "second": 1,
        "minute": 60,
        "hour": 3600,
        "day": 86400,
        "week": 604800,
        "month": 2629746,
        "year": 31556952,
        "millisecond": 0.001,
    },
    "dollars": {"$": 1, "cent": 0.01},
    "euros": {"€": 1},
    "pounds": {"£": 1},
    "length": {
        "metre": 1,
        "kilometre": 1000,
        "centimetre": 0.01,
        "millimetre": 0.001,
        "mile": 1609.344,
        "foot": 0.3048,
    },
    "weight": {"gram": 1, "kilogram": 1000, "milligram": 0.001, "pound-weight": 453.59237, "ounce": 28.349523125},
    "data": {"byte": 1, "kilobyte": 1000, "megabyte": 1e6, "gigabyte": 1e9},
    "percent": {"%": 1},
}
SAME = {"s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour", "ms": "millisecond", "usd": "$"}
SAME |= {"dollar": "$", "eur": "€", "euro": "€", "gbp": "£", "m": "metre", "meter": "metre", "km": "kilometre"}
SAME |= {"kilometer": "kilometre", "cm": "centimetre", "mm": "millimetre", "feet": "foot", "ft": "foot", "g": "gram"}
SAME |= {"kg": "kilogram", "mg": "milligram", "lb": "pound-weight", "oz": "ounce", "b": "byte", "kb": "kilobyte"}
SAME |= {"mb": "megabyte", "gb": "gigabyte", "percent": "%"}
UNITS = {unit: (kind, size) for kind, units in KINDS.items() for unit, size in units.items()}
CURRENCIES = frozenset("$€£")


def number(text: str) -> tuple[float, str] | None:
    """The number and its unit ("" for none), or None for other words."""
    m = NUMBER.fullmatch(text.strip())
    if m is None:
        return None
    return float(m[2].replace(",", "")) * (1000 if m[3] == "k" else 1), m[1] or ("%" if m[3] == "%" else unit(m[4]))


def unit(word: str) -> str:
    """The one name of a unit."""
    lower = word.lower()
    if lower in SAME or lower in UNITS:
        return SAME.get(lower, lower)
    single = lower[:-1] if lower.endswith("s") and len(lower) > 2 and not lower.endswith("ss") else lower
    return SAME.get(single, single)


def kind(unit: str) -> str:
    """What a unit measures; the unit itself where it counts things."""
    return UNITS[unit][0] if unit in UNITS else unit


def scaled(value: float, unit: str, base: str) -> float | None:
    """A number in the unit ``base``; None where the two measure different things. No unit is the same as any."""
    if unit == base or not unit or not base:
        return value
    if unit in UNITS and base in UNITS and kind(unit) == kind(base):
        return value * UNITS[unit][1] / UNITS[base][1]
    return None


def amount(value: str, unit: str) -> str:
    """A number with its unit in words: ``$5``, ``2 hours``, ``3 %``."""
    if unit in CURRENCIES:
        return f"{unit}{value}"
    many = unit and unit != "%" and value != "1" and not unit.endswith("s")
    return f"{value} {unit}{'s' if many else ''}".rstrip()
