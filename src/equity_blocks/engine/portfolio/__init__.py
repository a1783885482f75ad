"""Portfolios: many assessments at once, column by column, on whatever data frame holds them."""
