import pytest

from equity_blocks import Assessment, respondents, share
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.markdown import as_markdown
from equity_blocks.reports.respondents import describe_respondents, reading

PEOPLE = [
    {"id": "chair", "role": "board", "organization": "acme"},
    {"id": "analyst", "role": "data"},
    {"id": "council", "role": "members"},
]
RATINGS = {
    "vision": {
        "answers": {"chair": {"level": "yes", "note": "It hangs in the hall."}, "analyst": "some", "council": "no"},
        "note": "Ask again.",
    },
    "training": {"answers": {"chair": "some", "analyst": "some"}},
    "council": {
        "answers": {"chair": "yes", "council": {"level": "no", "note": "We never met."}},
        "agreed": {"level": 1, "by": "the board", "why": "It met once."},
    },
    "pay": {"answers": {"chair": {"not_applicable": "we pay nobody"}, "analyst": "no"}},
}


@pytest.fixture
def view(framework):
    """Give a view: two contested practices, one on which all agree, one of which somebody says that it is not ours."""
    return respondents(framework, _assessment(RATINGS))


def _assessment(ratings, **more):
    home = {"id": "acme", "name": "Acme Health (fictional)"}
    return Assessment(framework="mini", organization=home, respondents=PEOPLE, ratings=ratings, **more)


def _paragraphs(document):
    return [part.text for part in document.parts if isinstance(part, Paragraph)]


def _headings(document):
    return [part.text for part in document.parts if isinstance(part, Heading)]


def test_a_view_in_the_terminal(view, framework, drawn, golden):
    """Contested first with both sides and their words, the rest, agreement, groups."""
    assert drawn(describe_respondents(view, framework)) == golden("respondents.txt")


def test_a_view_as_markdown(view, framework, golden):
    """The same in another form."""
    assert as_markdown(describe_respondents(view, framework)) == golden("respondents.md")


def test_contested_practices_stand_first_with_both_sides(view):
    """Who says the lowest, who the highest, what counts now."""
    table = describe_respondents(view).tables[0]
    assert [row[:3] for row in table.rows] == [
        ("Member Council\ncounts as some (agreed)", "no\ncouncil", "yes\nchair"),
        ("Vision\ncounts as some", "no\ncouncil", "yes\nchair"),
    ]


def test_notes_and_reasons_are_read_beside_them(view):
    """From the lowest level up, who stands there and what they wrote; then what was agreed, and why."""
    first, second, *_ = [part.items for part in describe_respondents(view).parts if isinstance(part, Bullets)]
    assert first == (
        "no, council (members): We never met.",
        "yes: chair (board)",
        "agreed on some by the board: It met once.",
    )
    assert second == (
        "no: council (members)",
        "some: analyst (data)",
        "yes, chair (board): It hangs in the hall.",
        "noted: Ask again.",
    )


def test_the_opening_names_what_is_contested_and_what_is_not_settled(view, framework):
    """A reader who stops after two sentences knows what the meeting is about."""
    said = "2 practices are contested: Member Council and Vision. Not settled yet: Vision."
    assert _paragraphs(describe_respondents(view))[1] == said
    alone = respondents(framework, _assessment({"council": RATINGS["council"]}))
    assert "1 practice is contested: Member Council. The group has agreed on a level for it." in _paragraphs(
        describe_respondents(alone)
    )
    unsettled = respondents(framework, _assessment({"vision": RATINGS["vision"]}))
    assert "No level has been agreed on yet." in _paragraphs(describe_respondents(unsettled))[1]


def test_who_is_missing_is_told(framework):
    """Listed people without any answer, and members or community partners above all."""
    asked = framework.replace(roles={**framework.roles, "data": "Data", "members": "Members"})
    view = respondents(asked, _assessment({"training": RATINGS["training"]}))
    assert _paragraphs(describe_respondents(view, asked))[1:3] == [
        "Nobody who answered speaks for members or community partners, whom these practices are for.",
        "No answer yet from council.",
    ]


def test_a_shared_view_names_nobody(view, framework):
    """Practices with raters and spread where there are enough, and nothing about who."""
    document = describe_respondents(share(view, "client", min_respondents=3), framework)
    text = as_markdown(document)
    assert "Nobody is named here." in text
    assert not any(who["id"] in text for who in PEOPLE[:2])
    assert document.tables[0].rows == (("Vision\ncounts as some", "3", "0.67"),)
    assert document.tables[1].rows[0] == ("Member Council\ncounts as some (agreed)", NO_VALUE, NO_VALUE)
    few = describe_respondents(share(view, "client"), framework)
    assert _paragraphs(few)[0].startswith("Number of respondents suppressed. 4 of 5 practices have answers.")


def test_doubt_whether_it_applies_is_told(view):
    """One says that it does not apply, another rates it: that is no level apart, but worth a talk."""
    lists = [part.items for part in describe_respondents(view).parts if isinstance(part, Bullets)]
    assert lists[-1] == ("Pay for Results: 1 says that it does not apply (chair: we pay nobody), 1 rated it",)


def test_without_answers_it_says_how_to_get_them(framework):
    """An assessment of single ratings has nothing to compare."""
    document = describe_respondents(respondents(framework, Assessment(framework="mini", ratings={"vision": "yes"})))
    assert _paragraphs(document) == [
        "No practice has answers of respondents yet. Write them under `answers`, or merge files with `merge`."
    ]
    assert document.tables == ()


def test_without_contest_the_practices_have_a_plain_heading(framework):
    """Nothing is to be talked about first."""
    document = describe_respondents(respondents(framework, _assessment({"training": RATINGS["training"]})))
    assert _headings(document)[0] == "Practices"
    assert not any("contested" in text for text in _paragraphs(document)[:-1])


def test_a_promise_of_confidence_is_repeated(framework):
    """Whoever reads names is told what those were promised."""
    told = describe_respondents(respondents(framework, _assessment(RATINGS, respondents_told="confidential")))
    assert "confidential: do not pass this on" in _paragraphs(told)[2]


@pytest.mark.parametrize(
    ("alpha", "word"),
    [(1.0, "good"), (0.8, "good"), (0.79, "tentative"), (0.667, "tentative"), (0.66, "low"), (-0.2, "low")],
)
def test_alpha_is_read_by_the_usual_thresholds(alpha, word):
    """Krippendorff's own; without a value there is no reading."""
    assert reading(alpha) == word
    assert reading(None) == "undefined"


def test_what_is_undefined_is_a_dash(framework):
    """It is not called an agreement of 0."""
    document = describe_respondents(respondents(framework, _assessment({"vision": {"answers": {"chair": "yes"}}})))
    agreement = document.tables[1]
    assert agreement.rows[-1] == ("Overall", "0", NO_VALUE, NO_VALUE, NO_VALUE, "undefined")


def test_one_practice_says_nothing_about_agreement(view):
    """Alpha within one practice is 0 whatever its raters say, so nothing is read into it."""
    agreement = describe_respondents(view).tables[2]
    assert agreement.rows[1] == ("Power", "1", "0.00", NO_VALUE, "1.00", "too few")
