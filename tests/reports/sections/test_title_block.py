import pytest

from canaries import nouns_in
from equity_blocks import (
    Plan,
    ScoreCard,
    load_assessment,
    load_framework,
    plan,
    respondents,
    review_evidence,
    score,
    share,
)
from equity_blocks.engine.sharing.share import marks
from equity_blocks.model.comparison import Comparison
from equity_blocks.model.evidence_review import EvidenceReview
from equity_blocks.model.respondents import Respondents
from equity_blocks.model.stability import Stability
from equity_blocks.model.translation import Translation
from equity_blocks.model.trend import Trend
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.title_block import _OTHER, _kind, one_page, section


def _said(given):
    return [part.text for part in section(given)]


def test_a_draft_says_so_and_what_it_rests_on(framework, draft):
    """Scope and coverage; the owner is told of nothing left out."""
    given = given_of(framework, draft, [score(framework, draft)])
    stamp, scope, doubt = _said(given)
    assert stamp.startswith("DRAFT")
    assert scope.startswith("Scope: 5 practices: 3 rated, 1 unanswered, 1 not applicable. Answered: ")
    assert scope.endswith(" by weight.")
    assert doubt.startswith("Power rests on 1 of 3 practices")
    assert tuple(one_page(given)) == tuple(section(given))


def test_what_is_final_has_no_stamp(framework, draft):
    """What it rests on is told all the same."""
    final = draft.replace(final=True)
    assert _said(given_of(framework, final, [])) == []
    assert _said(given_of(framework, final, [score(framework, final)]))[0].startswith("Scope: ")


@pytest.mark.parametrize(("audience", "reader"), [("steering", "a board"), ("client", "a client"), ("cohort", "other")])
def test_what_was_left_out_is_told(framework, draft, audience, reader):
    """For whom, and what kinds of things."""
    card = share(score(framework, draft), audience=audience, secret="s" * 32, framework=framework)
    given = given_of(framework, draft, [card])
    said = _said(given)[-1]
    assert said.startswith(f"Made for {reader}")
    assert ("Nothing had to be left out of the results." in said) != ("Left out for them: " in said)
    assert [part.text for part in one_page(given)][-1] == said


def test_what_was_left_out_is_told_in_words(framework, draft):
    """No names of fields: the kinds of things that sharing knows, each once."""
    made = [plan(framework, draft), respondents(framework, draft)]
    shared = [share(result, audience="client", framework=framework) for result in made]
    said = _said(given_of(framework, draft, shared))[-1]
    assert said.startswith("Made for a client. Left out for them: ")
    for words in ("owners of work", "goals and initiatives of the organization's own", "the name of the organization"):
        assert said.count(words) == 1
    assert said.endswith(" The organization's own headline and words about its results stay with it.")
    assert "_" not in said


def test_every_field_that_may_be_left_out_has_words():
    """Whatever a result holds that not everybody may read."""
    found = {
        name
        for result in (Comparison, EvidenceReview, Plan, Respondents, ScoreCard, Stability, Translation, Trend)
        for noun in nouns_in(result).values()
        for name, mark in marks(noun).items()
        if mark and mark.audience != "cohort"
    }
    # These stand inside something that has its word already, or are told with where they stand.
    inside = {
        "by", "file", "id", "kind", "listed", "name", "of", "period", "place", "profile", "said", "source", "state",
        "text", "title", "unit",
    }  # fmt: skip
    assert {name for name in found if _kind(name) == _OTHER} <= inside


def test_nothing_of_a_sample_is_other():
    """The sample with the most to leave out."""
    assessment, framework = load_assessment("assessments/riverbend-2026.yaml"), load_framework("hcplan-apm")
    for make in (score, plan, review_evidence, respondents):
        for audience in ("steering", "client", "cohort"):
            shared = share(make(framework, assessment), audience, secret="s" * 32, framework=framework)
            assert [path for path in shared.withheld if _kind(path) == _OTHER] == []
