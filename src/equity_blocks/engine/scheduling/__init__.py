"""Steps over periods with capacity: a kernel that knows nothing of frameworks."""
