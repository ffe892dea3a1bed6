"""Front ends: bytes of one format to prompts. One module a format; none of them ever raises on input."""
