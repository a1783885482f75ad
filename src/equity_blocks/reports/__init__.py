"""Nouns for people: one neutral document, drawn for the terminal, as Markdown and as CSV."""
