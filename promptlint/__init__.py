"""promptlint reads system prompts and constitutions as a compiler reads code."""

__version__ = "0.1.0"
