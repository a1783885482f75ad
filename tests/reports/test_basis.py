from equity_blocks import score, stability
from equity_blocks.reports.basis import grounds, scope_in_words


def test_scope_coverage_and_policy_are_told(framework, draft):
    """What a score rests on stands beside every result that speaks of it."""
    scope, policy = grounds(stability(framework, draft))
    assert scope.text == "Scope: 5 practices: 3 rated, 1 unanswered, 1 not applicable. Answered: 75% by weight."
    assert policy.text == " ".join(("Policy:", *score(framework, draft).policy_in_words))


def test_without_coverage_no_share_is_told(rated):
    """Nothing applies, so there is nothing of which a share could be answered."""
    assert scope_in_words(rated({}).scope) == "Scope: 5 practices: 5 unanswered."
    assert scope_in_words(rated({}).scope.replace(practices=0, unanswered=0)) == "Scope: 0 practices."
