"""What a command says by its exit code beside 0."""

FINDINGS = 1
"""It worked, and there is something to look at: validate, lint, diff."""

BAD = 2
"""It did not work: wrong usage, or data that cannot be used."""
