"""Nouns to other tools and back: JSON Schema for editors."""
