"""From sentences to directives."""
