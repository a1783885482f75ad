"""Benefit and effort of steps, alone, in packages and in sets, from where an organization stands."""
