"""An attestation that pays a point only for a whole domain: five elements of one are missing, and one of the other."""

from pathlib import Path

import equity_blocks as eb
from equity_blocks.engine.benefit.standing import standing_of

HERE = Path(__file__).parent / "cases" / "attest"


def attest(file="assessment"):
    """Read one of its assessments for planning."""
    return standing_of(eb.load_framework(HERE / "framework.yaml"), eb.load_assessment(HERE / f"{file}.yaml"))
