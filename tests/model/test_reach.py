import pytest
from pydantic import ValidationError

from equity_blocks import Assessment, Framework, Reach, reach

FRAMEWORK = Framework(
    id="f",
    title="F",
    scale=["no", "yes"],
    scoring={"bands": [{"id": "far", "title": "Far", "from": 0.5}]},
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}],
)


def test_json_leads_back_to_the_same_way():
    """Levels stand under `from` and `to`, and the band with its edge."""
    found = reach(FRAMEWORK, Assessment(framework="f", ratings={"p": "no"}), "far")
    assert Reach.model_validate_json(found.model_dump_json()) == found
    data = found.model_dump(mode="json")
    assert data["schema"] == "equity-blocks/reach/1"
    assert (data["raises"][0]["from"], data["raises"][0]["to"], data["band"]["from"]) == ("no", "yes", 0.5)


def test_a_status_is_one_of_three():
    """A program can branch on it."""
    with pytest.raises(ValidationError, match="Input should be 'reached', 'reachable' or 'out_of_reach'"):
        reach(FRAMEWORK, Assessment(framework="f"), "far").replace(status="unknown")
