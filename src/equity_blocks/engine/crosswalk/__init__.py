"""One assessment read in another framework, as intervals."""
