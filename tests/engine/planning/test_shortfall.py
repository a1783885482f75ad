from equity_blocks import Assessment, Framework, plan

FRAMEWORK = Framework(
    id="mini",
    title="Mini",
    scale=["no", "yes"],
    blocks=[
        {
            "id": "b",
            "title": "B",
            "practices": [
                {"id": "p", "title": "P", "effort": "M", "requires": [{"practice": "q", "why": "q first"}]},
                {"id": "q", "title": "Q", "effort": "M"},
            ],
        }
    ],
)


def _left(ratings, **options):
    made = plan(FRAMEWORK, Assessment(framework="mini", ratings=ratings), everything=True, **options)
    return {left.practice: [reason.code for reason in left.reasons] for left in made.unscheduled}


def test_what_runs_out_first_is_named():
    """Days, or money."""
    assert _left({"p": "no", "q": "no"}, periods=1, capacity=30) == {"p": ["no_room"]}
    assert _left({"p": {"level": "no", "cost": 10}, "q": "no"}, periods=4, budget=5) == {"p": ["over_budget"]}


def test_money_may_run_out_for_what_is_needed():
    """Then it is money that stands in the way of both."""
    assert _left({"p": "no", "q": {"level": "no", "cost": 10}}, periods=4, budget=5) == {
        "p": ["over_budget"],
        "q": ["over_budget"],
    }


def test_what_is_required_says_so_here_too():
    """Whoever left it out should know."""
    required = {"level": "no", "required_by": [{"title": "Contract"}]}
    assert _left({"p": required, "q": "yes"}, periods=1, capacity=1) == {"p": ["no_room", "required_by"]}


def test_what_is_blocked_is_not_a_matter_of_room():
    """Nor of a calendar."""
    ratings = {"p": "no", "q": {"level": "no", "not_pursued": "not ours"}}
    assert _left(ratings) == _left(ratings, periods=1, capacity=1) == {"p": ["blocked"]}
