"""Reaching a band of the score with the least effort."""
