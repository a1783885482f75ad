import datetime as dt
import json

import pytest

import equity_blocks as eb
from equity_blocks.exchange.records import record_columns, to_records
from equity_blocks.exchange.tables import kinds, tables_of

SAMPLE = "assessments/riverbend-2026.yaml"
KINDS = {"text": str, "number": float | int, "integer": int, "flag": bool, "date": dt.date}


@pytest.fixture(scope="module")
def framework():
    """Give a framework that is shipped."""
    return eb.load_framework("hcplan-apm")


@pytest.fixture(scope="module")
def assessment():
    """Give an assessment with most of what one can say."""
    return eb.load_assessment(SAMPLE)


@pytest.fixture(scope="module")
def results(framework, assessment):
    """Give one result of every kind that has tables."""
    earlier = eb.load_assessment("assessments/riverbend-2025.yaml")
    plan = eb.plan(framework, assessment, periods=4, capacity=60)
    nouns = (
        framework, assessment, plan, eb.score(framework, assessment), eb.compare(framework, earlier, assessment),
        eb.coverage([framework], [assessment], eb.crosswalks()), eb.diff(framework, framework.replace(title="New")),
        eb.review_evidence(framework, assessment), eb.explain(framework, assessment),
        eb.migrate(framework, assessment, framework), eb.rank_acceptability([[0.9, 0.2], [0.4, 0.6]], [2, 1], draws=9),
        eb.reach(framework, assessment, "established"), eb.respondents(framework, assessment),
        eb.solve(eb.ScheduleProblem(T=2, cap=(3, 3), gain=(1,), effort=(2,))), eb.stability(framework, assessment),
        eb.translate(framework, assessment, eb.crosswalks(), eb.load_framework("rise-to-health-payers")),
        eb.trend(framework, [earlier, assessment]), eb.what_if(framework, assessment, {"vision-setting": "in-place"}),
        eb.sensitivity(framework, assessment, 64),
        eb.portfolio(framework, [assessment], organization=assessment.organization.id, earlier=[earlier]),
    )  # fmt: skip
    return {type(noun).__name__: noun for noun in nouns}


def _tables():
    return [(kind, of) for kind in kinds() for of in tables_of(getattr(eb, kind))]


@pytest.mark.parametrize(("kind", "of"), _tables())
def test_every_record_has_the_promised_columns(results, kind, of):
    """The same keys in the same order, values of their kinds, and nothing that is not flat."""
    columns = record_columns(getattr(eb, kind), of=of)
    names = [column.name for column in columns]
    assert len(set(names)) == len(names)
    for record in to_records(results[kind], of=of):
        assert list(record) == names
        for column in columns:
            value = record[column.name]
            assert value is None or isinstance(value, KINDS[column.kind])
            assert column.kind == "flag" or not isinstance(value, bool)


def test_the_first_table_is_the_default(results):
    """It is what CSV holds."""
    assert to_records(results["Plan"]) == to_records(results["Plan"], of="actions")
    assert {kind: next(iter(tables_of(getattr(eb, kind)))) for kind in ("ScoreCard", "Comparison", "Difference")} == {
        "ScoreCard": "practices", "Comparison": "changes", "Difference": "changes",
    }  # fmt: skip


def test_a_practice_stands_in_its_block(results, framework):
    """With the block's id and title; a block in its own table has its id as `block`."""
    card = results["ScoreCard"]
    rows = to_records(card)
    assert [row["practice"] for row in rows] == list(framework.practices)
    assert (rows[0]["block"], rows[0]["block_title"]) == ("organizational-commitment", "Organizational Commitment")
    assert rows[0]["contribution"] == card.practices["vision-setting"].contribution
    blocks = to_records(card, of="blocks")
    assert [(row["block"], row["title"], row["value"]) for row in blocks] == [
        (b.id, b.title, b.value) for b in card.blocks
    ]
    assert (blocks[0]["band"], blocks[0]["raters_low"]) == (card.blocks[0].band.value, card.blocks[0].raters[0])


def test_a_framework_gives_titles_to_blocks(results, framework):
    """Where a result has only their ids; without it, there is no title."""
    blocks = {block.id: block.title for block in framework.blocks}
    for kind in ("Plan", "Explanation", "Reach", "Respondents"):
        assert {row["block_title"] for row in to_records(results[kind])} <= {None}
        rows = to_records(results[kind], framework=framework)
        assert [row["block_title"] for row in rows] == [blocks[row["block"]] for row in rows]


def test_nested_blocks_are_all_listed(framework, assessment):
    """A block inside another has rows of its own, and so have its practices."""
    first, second, *rest = framework.blocks
    nested = framework.replace(blocks=(first.replace(blocks=(second,)), *rest))
    card = eb.score(nested, assessment)
    assert len(to_records(card)) == len(framework.practices)
    assert [row["block"] for row in to_records(card, of="blocks")] == [block.id for block in framework.blocks]


def test_lists_become_one_text(results):
    """Ids are divided by spaces, alternatives by `or`, prerequisites by `and`, and sentences by semicolons."""
    plan = results["Plan"]
    rows = {row["practice"]: row for row in to_records(plan)}
    for action in plan.actions:
        row = rows[action.practice]
        assert row["roles"] == " ".join(action.roles)
        assert row["evidence"] == "; ".join(action.evidence)
        waits = " and ".join(" or ".join(f"{n.practice}@{n.level}" for n in rule.any_of) for rule in action.waits_for)
        assert row["waits_for"] == waits
    activity = eb.Activity(framework="rise", practice="stories", title="Stories", uses=1)
    helping = eb.Help(framework="ahe", id="train", title="Train", kind="facilitator")
    offered = plan.replace(actions=(plan.actions[0].replace(activities=(activity,), helps=(helping,)),))
    assert [to_records(offered)[0][name] for name in ("activities", "helps")] == ["rise:stories", "ahe:train"]


def test_fields_are_called_as_in_json(results):
    """`from` is `from`, and a noun in a field is spread with its name in front."""
    row = to_records(results["Plan"])[0]
    action = json.loads(results["Plan"].actions[0].model_dump_json())
    assert row["from"] == action["from"]
    assert row["effort_likely"] == action["effort"]["likely"]
    change = to_records(results["Comparison"])[0]
    assert {"status_from", "status_to", "level_from", "level_to"} <= set(change)


def test_what_is_gone_stands_in_no_block(framework):
    """It comes last."""
    rated = {"vision-setting": "partial", "progress-monitoring": "partial"}
    earlier = eb.Assessment(framework=framework.id, ratings=rated)
    first, *rest = framework.blocks
    kept = tuple(practice for practice in first.practices if practice.id != "progress-monitoring")
    newer = framework.replace(revision=2, blocks=(first.replace(practices=kept), *rest))
    made = eb.compare(newer, earlier, earlier.replace(ratings={"vision-setting": "partial"}, revision=2), framework)
    last = to_records(made)[-1]
    assert (last["block"], last["block_title"], last["practice"]) == (None, None, "progress-monitoring")


def test_an_assessment_has_rows_under_its_keys(assessment):
    """Ratings by their practices, answers by practice and respondent, evidence by its ids."""
    assert [row["practice"] for row in to_records(assessment)] == list(assessment.ratings)
    assert [row["evidence"] for row in to_records(assessment, of="evidence")] == list(assessment.evidence)
    pairs = [(name, who) for name, rating in assessment.ratings.items() for who in rating.answers]
    assert [(row["practice"], row["respondent"]) for row in to_records(assessment, of="answers")] == pairs


def test_what_if_has_every_figure(results):
    """Scores, blocks and actions, unrounded, before and after."""
    seen = results["WhatIf"]
    rows = {(row["kind"], row["item"]): (row["before"], row["after"]) for row in to_records(seen)}
    assert rows["score", "value"] == (str(seen.before.value), str(seen.after.value))
    assert {"score", "block", "action_to", "action_start", "action_finish"} <= {kind for kind, _ in rows}


def test_what_has_no_table_is_refused():
    """With the nearest name, or with all of them."""
    with pytest.raises(eb.UnsuitableError, match=r"ScoreCard has no table 'practises' .did you mean 'practices'"):
        record_columns(eb.ScoreCard, of="practises")
    with pytest.raises(eb.UnsuitableError, match=r"Reach has no table 'x' .there are raises"):
        record_columns(eb.Reach, of="x")
    with pytest.raises(eb.UnsuitableError, match="Level has no tables"):
        to_records(eb.Level(id="yes", value=1))
