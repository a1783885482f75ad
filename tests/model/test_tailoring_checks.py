from equity_blocks.model.framework import Framework
from equity_blocks.model.tailoring import Tailoring
from equity_blocks.model.tailoring_checks import tailoring_misfits, taken_out

FRAMEWORK = Framework.model_validate(
    {
        "id": "mini",
        "title": "Mini",
        "edition": "1",
        "scale": ["no", "yes"],
        "blocks": [
            {"id": "a", "title": "A", "practices": [{"id": "p", "title": "P", "was": ["old"]}]},
            {
                "id": "b",
                "title": "B",
                "blocks": [{"id": "c", "title": "C", "practices": [{"id": "q", "title": "Q"}]}],
            },
        ],
    }
)


def _misfits(**said):
    return [str(problem) for problem in tailoring_misfits(FRAMEWORK, Tailoring(framework="mini", **said))]


def test_what_fits_has_no_problems():
    """The empty tailoring, and changes of what is there."""
    assert _misfits() == _misfits(edition="1", practices={"p": {"target": "yes"}}, blocks={"b": {"out": "no"}}) == []


def test_every_problem_is_found_at_once():
    """In blocks, practices, levels, waivers and targets."""
    found = _misfits(
        blocks={"aa": {"weight": 1}},
        practices={"old": {"weight": 1}, "p": {"target": "maybe", "waive": {"q": "no"}}},
        targets={"blocks": {"cc": "yes"}},
    )
    assert [problem.partition(":")[0] for problem in found] == [
        "blocks.aa",
        "practices.old",
        "practices.p.target",
        "practices.p.waive.q",
        "targets.blocks.cc",
    ]
    assert "write 'p'" in found[1]
    assert "'p' does not need 'q' (it needs nothing)" in found[3]


def test_something_must_be_left():
    """A framework without practices measures nothing."""
    (problem,) = _misfits(blocks={"a": {"out": "no"}, "b": {"out": "no"}})
    assert problem == "blocks: every practice is taken out, so nothing is left to rate"


def test_a_block_takes_its_practices_with_it():
    """However deep they stand."""
    assert taken_out(FRAMEWORK, Tailoring(framework="mini", blocks={"b": {"out": "no"}})) == {"q"}
