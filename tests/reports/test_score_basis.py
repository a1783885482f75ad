from equity_blocks import score, stability
from equity_blocks.model.scorecard import Alternatives
from equity_blocks.reports.score_basis import alternatives, grounds, lacking, scope_in_words, starting_figure


def test_scope_coverage_and_policy_are_told(framework, draft):
    """What a score rests on stands beside every result that speaks of it."""
    scope, policy = grounds(stability(framework, draft))
    assert scope.text == "Scope: 5 practices: 3 rated, 1 unanswered, 1 not applicable. Answered: 75% by weight."
    assert policy.text == " ".join(("Policy:", *score(framework, draft).policy_in_words))


def test_without_coverage_no_share_is_told(rated):
    """Nothing applies, so there is nothing of which a share could be answered."""
    assert scope_in_words(rated({}).scope) == "Scope: 5 practices: 5 unanswered."
    assert scope_in_words(rated({}).scope.replace(practices=0, unanswered=0)) == "Scope: 0 practices."


def test_what_is_lacking_is_named_with_its_level(framework):
    """One of several would do, so none of them is there."""
    council, data = ({"practice": name, "level": "some"} for name in ("council", "data-basis"))
    both = Alternatives.model_validate({"any_of": [council, data]})
    assert lacking(both, framework) == "Member Council is not yet some, nor Data Basis some"
    assert lacking(both.replace(any_of=both.any_of[:1])) == "council is not yet some"
    assert alternatives(both, framework) == "Member Council at some or Data Basis at some"


def test_two_figures_for_one_score_are_explained():
    """Both are named where they read differently, and one where they do not."""
    assert starting_figure(0.36, 0.4, 5) == "36%, not 40%: the 5 unanswered practices count as zero here."
    assert starting_figure(0.36, 0.4, 1) == "36%, not 40%: the 1 unanswered practice counts as zero here."
    assert starting_figure(0.361, 0.362, 1) == "36.1%, not 36.2%: the 1 unanswered practice counts as zero here."
    for card, unrated in ((0.36, 5), (None, 5), (0.4, 0)):
        assert starting_figure(0.36, card, unrated) == "The score is 36%."
