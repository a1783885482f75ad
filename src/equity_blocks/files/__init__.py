"""Text to nouns and back: YAML with positions, loaders, writers, and the catalogue of shipped frameworks."""
