from equity_blocks import plan
from equity_blocks.reports.plan_table import action_table


def test_the_table_of_actions_is_unrounded(framework, draft):
    """Each action is a row; lists are divided by spaces, alternatives by `or`."""
    made = plan(framework, draft)
    table = action_table(made)
    columns = [column.title for column in table.columns]
    rows = [dict(zip(columns, row, strict=True)) for row in table.rows]
    assert [row["practice"] for row in rows] == [action.practice for action in made.actions]
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    pay = next(row for row in rows if row["practice"] == "pay")
    assert (pay["from"], pay["to"], pay["owner"], pay["effort_basis"]) == ("some", "yes", "Finance", "organization")
    assert (pay["effort_days"], pay["goals"], pay["waits_for"]) == ("20.0", "visits", "data-basis@yes")
    basis = next(row for row in rows if row["practice"] == "data-basis")
    assert (basis["from"], basis["unlocks"]) == ("", "pay")


def test_what_other_frameworks_offer_is_named(framework, draft):
    """By framework and practice, so that a spreadsheet can look it up."""
    made = plan(framework, draft)
    activity = {"framework": "rise", "practice": "stories", "title": "Stories", "kind": "activity"}
    helping = {"framework": "ahe", "id": "train", "title": "Train", "kind": "facilitator"}
    told = made.actions[0].replace(activities=(activity,), helps=(helping,))
    table = action_table(made.replace(actions=(told, *made.actions[1:])))
    row = dict(zip([column.title for column in table.columns], table.rows[0], strict=True))
    assert (row["activities"], row["helps"]) == ("rise:stories", "ahe:train")
