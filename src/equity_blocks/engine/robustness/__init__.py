"""Firmness of an order when weights vary: a kernel that knows nothing of frameworks."""
