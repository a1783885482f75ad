"""Nouns to nouns: pure functions that score, graph and plan."""
