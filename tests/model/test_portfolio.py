import pytest
from pydantic import ValidationError

from equity_blocks import FrameworkRef, read_result
from equity_blocks.model.portfolio import QUANTILES, CohortGroup, Distribution, Portfolio, Standing

REF = FrameworkRef(id="f", edition="1", revision=1)


def test_json_leads_back_to_the_same_portfolio():
    """Also where it was kept for years; it ends with the notice."""
    group = CohortGroup(organizations=7, score=Distribution(organizations=7, bands={"low": 7}))
    made = Portfolio(framework=REF, groups=[group], standing=[Standing(peers=6, low=0.4, high=0.5)])
    data = made.model_dump(mode="json")
    assert (data["schema"], data["notice"][:13]) == ("equity-blocks/portfolio/1", "Self-reported")
    assert read_result(made.model_dump_json(), Portfolio) == Portfolio.model_validate(data) == made


def test_quantiles_are_fields_of_a_distribution():
    """In rising order."""
    assert set(QUANTILES) <= set(Distribution.model_fields)
    assert list(QUANTILES.values()) == sorted(QUANTILES.values())


def test_what_is_not_told_is_null():
    """It is never 0; an audience is one of four."""
    assert (Standing(peers=3).rank, Distribution(organizations=3).q50) == (None, None)
    assert CohortGroup.model_fields["complete"].default is None
    with pytest.raises(ValidationError, match="audience"):
        Portfolio(framework=REF, audience="press")
