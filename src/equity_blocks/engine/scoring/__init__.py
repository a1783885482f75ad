"""From ratings to a score: values up the tree, lenses, why, and what other rules would say."""
