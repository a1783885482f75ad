"""Instruments and cases, and how their answers are scored."""

import json
from functools import cache
from pathlib import Path

from equity_blocks import Assessment, load_framework, score

HERE = Path(__file__).parent


def case(name):
    """Read a file of cases."""
    return json.loads((HERE.parent / "cases" / f"{name}.json").read_text(encoding="utf-8"))


@cache
def instrument(name):
    """Load an instrument."""
    return load_framework(HERE / f"{name}.yaml")


def rated(name, ratings, **more):
    """Score an instrument; give the card, and every node's reading by its id, the whole's by `None`."""
    framework = instrument(name)
    card = score(framework, Assessment(framework=framework.id, ratings=ratings, **more))
    nodes = {None: card.score}

    def collect(blocks):
        for block in blocks:
            nodes[block.id] = block
            collect(block.blocks)

    collect(card.blocks)
    return card, nodes


SAMM = case("samm_v15_acme_brick")
C2M2 = case("c2m2")
CISO = case("ciso_assistant")
SCORECARD = case("scorecard")
ASEM = case("coinr_asem")
PUBLISHED = {one["id"]: one for one in case("published")["cases"]}
