"""Conditions and what follows from them."""
