"""Sharing: nouns without what must not leave the owner's hands."""
