from equity_blocks.model.applied_tailoring import Tailored
from equity_blocks.model.coverage import Coverage, FrameworkCoverage, Route


def test_json_names_the_schema_and_the_way():
    """A route says where it begins under the name that people use."""
    route = Route(start="a", crosswalks=["a--b"], practices=2)
    row = FrameworkCoverage(id="b", title="B", practices=3, spoken_for=2, share=0.4, routes=[route])
    data = Coverage(frameworks=[row]).model_dump(mode="json")
    assert data["schema"] == "equity-blocks/coverage/1"
    assert data["notice"].startswith("Self-reported")
    assert data["frameworks"][0]["routes"] == [
        {"assessment": None, "from": "a", "crosswalks": ["a--b"], "practices": 2}
    ]


def test_what_was_tailored_comes_back_from_json():
    """Null where nothing was."""
    row = FrameworkCoverage(id="b", title="B", practices=3, spoken_for=2, share=0.4)
    assert row.model_dump(mode="json")["tailored"] is None
    ours = row.replace(tailored=Tailored(id="ours", changes=[]))
    assert ours.model_dump(mode="json")["tailored"]["id"] == "ours"
    assert FrameworkCoverage.model_validate_json(ours.model_dump_json()) == ours
