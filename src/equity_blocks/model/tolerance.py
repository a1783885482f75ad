"""How far two figures may lie apart and still be the same: computers round, and rounding must not decide anything."""

EDGE = 1e-9
"""At an edge that people set, such as a band or a least coverage: a sum of tenths that is 0.8 on paper is not below it.
Sums of thousands of figures in [0, 1] are out by far less, and no scale, weight or threshold is that fine."""

ROUNDING = 1e-12
"""Between two figures in [0, 1] that should be equal, such as parts and their whole, or a value and its level's."""
