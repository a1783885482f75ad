"""What all tests share: Hypothesis profiles, and doctests that find the sample files."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# The same examples in every run, so that no change is blamed for what it did not do. EQUITY_BLOCKS_EXAMPLES=5000 makes
# every property a long run, and that one looks elsewhere each time; 10 makes it a short one.
_EXAMPLES = int(os.environ.get("EQUITY_BLOCKS_EXAMPLES") or 100)
settings.register_profile(
    "default",
    max_examples=_EXAMPLES,
    derandomize=_EXAMPLES <= 100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test from the project's root, as the README's commands are."""
    monkeypatch.chdir(ROOT)
