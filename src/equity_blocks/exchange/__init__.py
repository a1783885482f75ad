"""Nouns for other tools, and back: records, data frames, CSV, JSON Schemas, and results that were kept as JSON."""
