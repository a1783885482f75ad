"""How firm an order is when weights vary: a kernel that knows nothing of frameworks."""
