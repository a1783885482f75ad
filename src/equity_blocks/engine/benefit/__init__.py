"""Benefit: what steps are worth and what they take, alone, in packages and in sets, from where things stand."""
