"""How firm an order is when what it rests on varies."""
