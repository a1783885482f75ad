"""Collecting answers: what is asked of whom, and one assessment of what came back."""
