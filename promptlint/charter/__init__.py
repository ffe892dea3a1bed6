"""The Charter language: from a `.charter` file to its statements, and from these to prose."""
