"""The version of the library, which every result and every adopted plan names."""

VERSION = "0.3.0"
"""Written here alone: the build reads it from this line, so that nothing has to look up the installed package."""
