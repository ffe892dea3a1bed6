"""Numbers with their units, as conditions and limits write them."""

from __future__ import annotations

from promptlint import regex

NUMBER = regex.compile(r"[$€£]?\s*([-+]?\d[\d,]*(?:\.\d+)?)\s*(k\b|%)?\s*([A-Za-z/]*)")
SECONDS = {"second": 1.0, "minute": 60.0, "hour": 3600.0, "day": 86400.0, "week": 604800.0}


def number(text: str) -> tuple[float, str] | None:
    """The number and its unit ("" for none), or None for other words."""
    m = NUMBER.fullmatch(text.strip())
    if m is None:
        return None
    unit = m[3].lower()
    unit = unit[:-1] if unit.endswith("s") and unit[:-1] in SECONDS else unit
    return float(m[1].replace(",", "")) * (1000 if m[2] == "k" else 1), unit


def scaled(value: float, unit: str, base: str) -> float:
    """A length of time in the unit ``base``; other numbers as they are."""
    if unit in SECONDS and base in SECONDS:
        return value * SECONDS[unit] / SECONDS[base]
    return value
