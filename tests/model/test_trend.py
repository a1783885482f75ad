import pytest

from equity_blocks import Assessment, Framework, FrameworkRef, Round, RoundBlock, Trend, read_result, trend

FRAMEWORK = Framework(
    id="f", title="F", scale=["no", "yes"], blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P"}]}]
)
REF = FrameworkRef(id="f", edition="1", revision=1)


def test_json_leads_back_to_the_same_trend():
    """Also where it was kept for years."""
    made = trend(FRAMEWORK, [Assessment(framework="f", ratings={"p": level}) for level in ("no", "yes")])
    assert made.model_dump(mode="json")["schema"] == "equity-blocks/trend/1"
    assert Trend.model_validate_json(made.model_dump_json()) == read_result(made.model_dump_json()) == made


@pytest.mark.parametrize(("reread", "expected"), [(None, 0.4), (0.0, 0.0), (0.5, 0.5)])
def test_what_can_be_compared_is_read_again_where_it_can_be(reread, expected):
    """Zero is a figure, too."""
    block = RoundBlock(id="b", title="B", value=0.4, reread=reread)
    one = Round(number=1, framework=REF, value=0.4, reread=reread, blocks=[block])
    assert (one.comparable, block.comparable) == (expected, expected)
    assert Trend(framework=REF, rounds=[one]).is_reread is (reread is not None)


def test_a_framework_without_a_total_is_read_again_by_its_blocks():
    """The score is null both times."""
    one = Round(number=1, framework=REF, blocks=[RoundBlock(id="b", title="B", value=0.4, reread=0.5)])
    assert Trend(framework=REF, rounds=[one]).is_reread
