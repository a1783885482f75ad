"""Exit codes of commands beside 0."""

FINDINGS = 1
"""It worked, and there is something to look at: validate, lint, diff; portfolio, where a file was left out."""

BAD = 2
"""It did not work: wrong usage, data that cannot be used, or a result that could not be written."""

INTERRUPTED = 130
"""A person stopped it, by Control-C. What the system stops ends with 128 and the number of its signal, as in shells."""
