import pytest

from equity_blocks import (
    Assessment,
    compare,
    load_framework,
    plan,
    respondents,
    review_evidence,
    score,
    share,
    stability,
)
from equity_blocks.errors import UnsuitableError
from equity_blocks.model.branding import Branding
from equity_blocks.reports.given import given_of


def test_results_are_sorted_by_kind(framework, draft):
    """In whatever order they come."""
    card, planned = score(framework, draft), plan(framework, draft)
    views = [respondents(framework, draft), review_evidence(framework, draft), stability(framework, draft)]
    change = compare(framework, draft, draft)
    given = given_of(framework, draft, [*views, change, planned, card])
    assert (given.card, given.plan, given.comparison) == (card, planned, change)
    assert (given.respondents, given.evidence, given.stability) == tuple(views)
    assert given.results == (card, planned, change, *views)
    assert given.audience == "owner"


def test_without_results_the_head_is_that_of_the_assessment(framework, draft):
    """Whose it is, of when, draft or final."""
    head = given_of(framework, draft, []).head
    assert (head.organization.id, head.as_of, head.final) == ("acme", draft.as_of, False)


@pytest.mark.parametrize("audience", ["steering", "client", "cohort"])
def test_all_are_for_one_audience(framework, draft, audience):
    """What is shared for one goes with what is shared for the same, and with nothing else."""
    card, planned = score(framework, draft), plan(framework, draft)
    shared = [share(result, audience=audience, secret="s" * 32) for result in (card, planned)]
    assert given_of(framework, draft, shared).audience == audience
    with pytest.raises(UnsuitableError) as caught:
        given_of(framework, draft, [shared[0], planned])
    assert caught.value.code == "mixed_audiences"
    assert caught.value.data["found"] == (audience, "owner")


def test_what_does_not_belong_is_refused(framework, draft):
    """Another assessment, another framework, two of a kind, what is no result."""
    card = score(framework, draft.replace(id="mine"))
    cases = {
        "other_assessment": [score(framework, draft.replace(id="yours"))],
        "given_twice": [card, card],
        "wrong_kind": [framework],
    }
    for code, results in cases.items():
        with pytest.raises(UnsuitableError) as caught:
            given_of(framework, draft.replace(id="mine"), results)
        assert caught.value.code == code
    with pytest.raises(UnsuitableError, match="of another framework than the report: mini, not other"):
        given_of(framework.replace(id="other"), draft, [card])


def test_what_is_no_branding_and_no_framework_is_refused(framework, draft):
    """By the name of the argument."""
    for argument, given in (("branding", {"branding": {"name": "Acme"}}), ("known", {"known": ["ahe-roadmap"]})):
        with pytest.raises(UnsuitableError, match=f"^{argument} must be a ") as caught:
            given_of(framework, draft, [], **given)
        assert caught.value.code == "wrong_kind"
    assert given_of(framework, draft, [], branding=Branding(name="Acme"), known=[framework]).known == (framework,)


def test_results_of_another_organization_or_revision_are_refused():
    """Also where no assessment has an id by which they could be told apart."""
    framework = load_framework("hcplan-apm")
    ours, theirs = (Assessment(framework="hcplan-apm", organization={"id": name}) for name in ("ours", "theirs"))

    with pytest.raises(UnsuitableError, match="another organization") as refused:
        given_of(framework, ours, [score(framework, theirs)])
    assert refused.value.code == "other_assessment"
    with pytest.raises(UnsuitableError, match="made by revision 99") as refused:
        given_of(framework, ours, [score(framework.replace(revision=99), ours)])
    assert refused.value.code == "wrong_revision"


@pytest.mark.parametrize("audience", ["client", "cohort"])
def test_own_words_do_not_reach_others_even_where_the_assessment_was_not_shared(audience):
    """Whoever forgets to share it beside its results gives nothing away."""
    framework = load_framework("hcplan-apm")
    said = Assessment(framework="hcplan-apm", narrative={"headline": "CANARY"})

    given = given_of(framework, said, [share(score(framework, said), audience, secret="a long key")])

    assert given.assessment.narrative is None
