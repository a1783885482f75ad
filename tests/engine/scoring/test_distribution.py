"""How many practices hold each level."""

from hypothesis import given
from hypothesis import strategies as st

from equity_blocks.engine.scoring.claims import claims
from equity_blocks.engine.scoring.distribution import distributions
from equity_blocks.model.assessment import Assessment
from equity_blocks.model.framework import Framework
from equity_blocks.model.tree import TOP
from strategies import assessments, fewer, frameworks


def test_levels_of_different_scales_stand_side_by_side():
    """Those that are called alike are counted together."""
    own = {"id": "own", "levels": [{"id": "no", "value": 0}, {"id": "tried", "value": 1}]}
    practices = [{"id": "p", "title": "P"}, {"id": "q", "title": "Q", "scale": own}]
    framework = Framework(
        id="f", title="F", scale=["no", "half", "yes"], blocks=[{"id": "b", "title": "B", "practices": practices}]
    )
    said = claims(framework, Assessment(framework="f", ratings={"p": "no", "q": "no"}))
    assert distributions(framework, said)["b"] == {"no": 2, "half": 0, "yes": 0, "tried": 0}


@fewer
@given(st.data())
def test_every_rated_practice_is_counted_once_in_each_node_around_it(data):
    """By the level that it holds; nothing else is counted."""
    framework = data.draw(frameworks())
    said = claims(framework, data.draw(assessments(framework)))
    found = distributions(framework, said)
    for node, counts in found.items():
        inside = [n for n, chain in framework.chains.items() if node in (TOP, *(block.id for block in chain))]
        rated = [framework.scale_of(n).ids[said[n].position] for n in inside if said[n].status == "rated"]
        assert {level: many for level, many in counts.items() if many} == {level: rated.count(level) for level in rated}
        assert set(counts) == {level for n in inside for level in framework.scale_of(n).ids}
