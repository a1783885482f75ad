import pytest

from equity_blocks import Assessment, explain, plan, score, stability
from equity_blocks.model.applied_tailoring import Tailored, TailoringChange
from equity_blocks.model.result import FrameworkRef, Note
from equity_blocks.model.scorecard import Alternatives
from equity_blocks.reports.explanation import describe_explanation
from equity_blocks.reports.framing import (
    alternatives,
    change_in_words,
    grounds,
    lacking,
    noted,
    profile_in_words,
    revision_in_words,
    scope_in_words,
    starting_figure,
    subtitle,
    superseded,
    tailoring_parts,
)
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.plan import describe_plan


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "DRAFT · Unnamed organization · Mini Framework (2026) · no date given"),
        ({"final": True}, "Unnamed organization · Mini Framework (2026) · no date given"),
        ({"organization": {"id": "acme"}}, "DRAFT · acme · Mini Framework (2026) · no date given"),
        (
            {"organization": {"id": "acme", "name": "Acme Health"}, "as_of": "2026-06-30", "final": True},
            "Acme Health · Mini Framework (2026) · as of 2026-06-30",
        ),
    ],
)
def test_the_line_says_whose_it_is_and_of_when(rated, framework, fields, expected):
    """A draft says so until it is final; what is missing is told as missing."""
    assert subtitle(rated({"vision": "some"}, **fields), framework) == expected


def test_without_the_framework_its_id_stands_for_it(rated):
    """A result alone knows no titles."""
    assert subtitle(rated({}), None) == "DRAFT · Unnamed organization · mini (2026) · no date given"


def test_a_plan_has_the_same_line(planned, framework):
    """Whoever reads either knows what it was made from."""
    line = subtitle(planned({"vision": "some"}, as_of="2026-06-30"), framework)
    assert line == "DRAFT · Unnamed organization · Mini Framework (2026) · as of 2026-06-30"


def test_a_revision_that_was_not_read_by_its_own_is_told(framework):
    """In the first lines of every result, with what to do; where it was, nothing is said."""
    said = Assessment(framework="mini", revision=7, ratings={"vision": "some"})
    for made in (score(framework, said), plan(framework, said), explain(framework, said)):
        assert made.named_revision == 7
        assert subtitle(made, framework).endswith(
            " · names revision 7, read by revision 1: upgrade equity-blocks, or open the file of that revision"
        )
    for revision in (None, 1):
        assert score(framework, said.replace(revision=revision)).named_revision is None


def test_an_earlier_revision_is_told_with_its_framework_where_there_are_two():
    """A translation is of one, and read in another."""
    used = FrameworkRef(id="mini", edition="", revision=1)
    text = "by revision 1; revision 3 is current: `migrate` carries the answers over"
    assert (superseded("mini", used, 3), superseded("other", used, 3)) == (text, f"mini {text}")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "title", "practice": "p", "title": "P", "after": "Ours"}, "P: called “Ours” here."),
        (
            {"kind": "term", "title": "practice", "before": "Step", "after": "Act"},
            "Step is called Act here.",
        ),
        ({"kind": "question", "practice": "p", "title": "P"}, "P: asked in other words."),
        ({"kind": "weight", "block": "b", "title": "B", "before": "1", "after": "0.5"}, "B: weight 0.5 instead of 1."),
        ({"kind": "effort", "practice": "p", "title": "P", "after": "L"}, "P: effort L (none was given)."),
        ({"kind": "effort_days", "title": "L", "before": "90", "after": "75"}, "Size L: 75 person-days instead of 90."),
        ({"kind": "target", "title": "long", "after": "in-place"}, "Long-term target: in place."),
        ({"kind": "target", "practice": "p", "title": "P", "after": "in-place"}, "P: target in place."),
        ({"kind": "out", "practice": "p", "title": "P", "why": "Not ours."}, "P: taken out. Not ours."),
        (
            {"kind": "waived", "practice": "p", "title": "P", "before": "Q (yes)", "level": "yes", "why": "Hurry."},
            "P: need not wait for Q (yes), before yes (waived). Hurry.",
        ),
        (
            {"kind": "dropped", "practice": "p", "title": "P", "before": "Q (yes)", "level": "yes"},
            "P: need not wait for Q (yes), before yes, because that was taken out.",
        ),
        (
            {"kind": "added", "practice": "p", "title": "P", "after": "Q (yes)", "level": "yes", "why": "Q first."},
            "P: waits for Q (yes), before yes. Q first.",
        ),
    ],
)
def test_every_kind_of_change_has_a_sentence(change, said):
    """With what it was, where that can be said in a word, and the reason."""
    assert change_in_words(TailoringChange(**change)) == said


def test_a_result_says_by_whom_and_for_which_revision():
    """An older tailoring is named as such."""
    tailored = Tailored(
        title="Our group", revision=1, changes=[TailoringChange(kind="question", practice="p", title="P")]
    )
    ref = FrameworkRef(id="mini", edition="", revision=2, tailored=tailored)
    heading, paragraph, bullets = tailoring_parts(ref)
    assert heading.text == "Tailored"
    assert paragraph.text.startswith(
        "The framework was changed by Our group. It was made for revision 1, but this is revision 2."
    )
    assert len(bullets.items) == 1


def test_a_framework_as_published_has_nothing_to_say():
    """No heading over nothing."""
    assert tailoring_parts(FrameworkRef(id="mini", edition="", revision=2)) == ()


@pytest.mark.parametrize(
    ("named_by", "said"),
    [
        ("assessment", "They stand in t.yaml, which the assessment names."),
        ("options", "They stand in t.yaml, which the options name."),
    ],
)
def test_the_file_of_a_tailoring_is_told_with_who_named_it(named_by, said):
    """Where it came from one."""
    change = TailoringChange(kind="weight", practice="p", title="P", before="1", after="2")

    def paragraph(**of):
        return tailoring_parts(
            FrameworkRef(id="f", edition="1", revision=1, tailored=Tailored(changes=[change], **of))
        )[1].text

    assert paragraph(file="t.yaml", named_by=named_by).endswith(f"not the publisher's. {said}")
    assert paragraph().endswith("not the publisher's.")


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


@pytest.mark.parametrize(
    ("note", "line"),
    [
        ({"kind": "rating"}, "noted: words"),
        ({"kind": "answer", "by": "cmo", "level": "in-place"}, "cmo, in place: words"),
        ({"kind": "answer", "by": "cmo"}, "cmo: words"),
        ({"kind": "agreed", "by": "board", "level": "partial"}, "agreed on partial by board: words"),
        ({"kind": "agreed", "by": "board"}, "agreed by board: words"),
        ({"kind": "not_applicable"}, "does not apply: words"),
        ({"kind": "not_applicable", "by": "cmo"}, "cmo, does not apply: words"),
        ({"kind": "not_pursued"}, "not pursued: words"),
        ({"kind": "evidence", "of": "Charter"}, "of the evidence Charter: words"),
        ({"kind": "progress"}, "of the work: words"),
        ({"kind": "goal", "of": "Visits"}, "of the goal Visits: words"),
        ({"kind": "initiative", "of": "School"}, "of the initiative School: words"),
    ],
)
def test_a_note_is_told_with_whose_it_is_or_what_it_is_about(note, line):
    """In the words of whoever wrote it."""
    assert noted([Note(**note, text="words")]) == (line,)


@pytest.fixture
def written(draft):
    """Give the draft with a note in every place that has one."""
    evidence = {"plan": {"title": "Plan", "note": "page 4"}}
    ratings = {**draft.ratings, "training": {"level": "some", "note": "all staff", "evidence": ["plan"]}}
    goal, school = (item.replace(note=f"of {item.id}") for item in (draft.goals[0], draft.initiatives[0]))
    return draft.replace(note="a round", evidence=evidence, ratings=ratings, goals=[goal], initiatives=[school])


def test_an_explanation_tells_what_was_written(framework, written):
    """Of a practice all of it, of a block by practice, of the whole what was written of the whole."""
    pages = {node: as_markdown(describe_explanation(explain(framework, written, node), framework))
             for node in (None, "people", "training")}  # fmt: skip
    assert "## What people wrote\n\n- a round\n" in pages[None]
    assert "- Training, noted: all staff\n- Training, of the evidence Plan: page 4\n" in pages["people"]
    lines = ("noted: all staff", "of the evidence Plan: page 4", "of the initiative School: of school")
    assert all(f"- {line}" in pages["training"].replace("Equity school", "School") for line in lines)


def test_a_plan_tells_what_was_written_among_its_details(framework, written):
    """Of each action beside it; of goals and initiatives, which several may share, once."""
    made = plan(framework, written, everything=True)
    page = as_markdown(describe_plan(made, framework, details=True))
    assert "Written: noted: all staff; of the evidence Plan: page 4." in page
    assert "## Written of goals and initiatives\n\n- Postpartum visits (Members after birth): of visits\n" in page
    assert page.count("of school") == page.count("of visits") == 1
    assert "Written" not in as_markdown(describe_plan(made, framework))


def test_where_nobody_wrote_anything_nothing_is_said(framework, draft):
    """No heading without words under it."""
    blank = draft.replace(ratings={"vision": "some"}, goals=[], initiatives=[])
    assert "wrote" not in as_markdown(describe_explanation(explain(framework, blank, "vision"), framework))
    made = plan(framework, blank, everything=True)
    assert "Written" not in as_markdown(describe_plan(made, framework, details=True))


def test_a_profile_is_told_in_words(framework):
    """With the framework's titles; by ids where nobody knows them."""
    about = [{"id": "payment", "title": "Payment", "choices": [{"id": "fees", "title": "Fees"}]}]
    framework = framework.replace(about=about)
    assert profile_in_words({"payment": "fees"}, framework) == "Payment: Fees"
    assert profile_in_words({"payment": "fees", "odd": "x"}) == "payment: fees; odd: x"
    assert profile_in_words({"odd": "x"}, framework) == "odd: x"
    assert profile_in_words({}, framework) == ""


@pytest.mark.parametrize(("edition", "words"), [("2026", "mini 2026 revision 1"), ("", "mini revision 1")])
def test_a_revision_is_named_with_its_framework_and_edition(edition, words):
    """As far as there is one."""
    assert revision_in_words(FrameworkRef(id="mini", edition=edition, revision=1)) == words
