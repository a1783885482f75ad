"""The program of a framework: what compiles, what is refused by name, where bands begin."""

from pathlib import Path

import pytest

from equity_blocks.engine.portfolio.program import band_edges, column, compiled, program_of, what_compiles
from equity_blocks.engine.scoring.outcomes import band_of
from equity_blocks.errors import UnsuitableError
from equity_blocks.model import Framework
from equity_blocks.model.scoring import Scoring

BANDS = [{"id": "low", "title": "Low", "from": 0}, {"id": "high", "title": "High", "from": 65}]


def _circle(count):
    names = [f"p{i}" for i in range(count)]
    practices = [
        {"id": name, "title": name, "requires": [{"any_of": [{"practice": other}, {"practice": "free"}], "why": "w"}]}
        for name, other in zip(names, [*names[1:], names[0]], strict=True)
    ]
    block = {"id": "b", "title": "B", "practices": [*practices, {"id": "free", "title": "Free"}]}
    return Framework.model_validate({"id": "f", "title": "F", "scale": ["no", "yes"], "blocks": [block]})


def test_a_framework_is_compiled_once():
    """And kept with it."""
    framework = _circle(3)
    assert compiled(framework) is compiled(framework)


def test_too_many_levels_in_a_circle_are_refused_by_name():
    """With the practices."""
    assert program_of(_circle(24)).figures[0].name == "score"
    with pytest.raises(UnsuitableError, match="25 levels wait for one another in circles") as found:
        program_of(_circle(25))
    assert found.value.code == "not_compiled"


def test_weights_too_far_apart_are_refused_by_name():
    """With the block, and both weights."""
    practices = [{"id": "p", "title": "P", "weight": 1e-310}, {"id": "q", "title": "Q"}]
    blocks = [{"id": "b", "title": "Basics", "practices": practices}]
    framework = Framework.model_validate({"id": "f", "title": "F", "scale": ["no", "yes"], "blocks": blocks})
    with pytest.raises(UnsuitableError, match="'Basics' run from 1e-310 to 1"):
        program_of(framework)


@pytest.mark.parametrize("mode", ["nearest", "half_up", "truncate"])
@pytest.mark.parametrize("edge", ["upper", "lower"])
def test_bands_begin_where_score_says_to_the_last_bit(mode, edge):
    """Whatever rounding and edges decide."""
    policy = Scoring.model_validate(
        {
            "output": {"low": 0, "high": 100},
            "rounding": {"mode": mode},
            "bands_in": "output",
            "band_edge": edge,
            "bands": BANDS,
        }
    )
    (_, (least, name)) = band_edges(policy)
    assert (name, band_of(policy, least), band_of(policy, least - 1e-15)) == ("high", "high", "low")


def test_columns_of_blocks_have_their_ids_before_them():
    """With a colon, which no id holds."""
    assert (column("band"), column("band", "data")) == ("band", "data:band")


def test_the_documentation_shows_what_compiles():
    """The table there is the one that the program gives."""
    page = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "score-many.md"
    assert what_compiles() in page.read_text(encoding="utf-8")
