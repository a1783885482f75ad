import pytest

from equity_blocks import Assessment, Framework, explain
from equity_blocks.model.figures import NO_VALUE
from equity_blocks.reports.document import Bullets, Heading, Paragraph
from equity_blocks.reports.explanation import describe_explanation
from equity_blocks.reports.markdown import as_markdown


@pytest.fixture
def explained(framework, draft):
    """Give a function that explains a node of the draft, with other ratings where they are given."""

    def explaining(node=None, ratings=None, **policy):
        said = draft if ratings is None else draft.replace(ratings=ratings)
        scoring = framework.scoring.replace(**policy) if policy else framework.scoring
        return explain(framework.replace(scoring=scoring), said, node)

    return explaining


def _paragraphs(document):
    return [part.text for part in document.parts if isinstance(part, Paragraph)]


def _headings(document):
    return [part.text for part in document.parts if isinstance(part, Heading)]


def test_an_explanation_in_the_terminal(explained, framework, drawn, golden):
    """The value, its policy, its parts, every practice, and what rests on unmet prerequisites."""
    assert drawn(describe_explanation(explained(), framework)) == golden("explanation.txt")


def test_an_explanation_as_markdown(explained, framework, golden):
    """The same in another form."""
    assert as_markdown(describe_explanation(explained(), framework)) == golden("explanation.md")


def test_a_practice_shows_what_it_adds_above(explained, framework):
    """Its block and the whole, with the points of one level more."""
    document = describe_explanation(explained("training"), framework)
    assert "What it adds above" in _headings(document)
    assert [row[0] for row in document.tables[0].rows] == ["People", "Mini Framework"]
    at_the_bottom = describe_explanation(explained("vision"), framework)
    assert "One level more is yes: +50.0 points." in _paragraphs(at_the_bottom)


def test_what_does_not_add_up_has_no_points(explained):
    """A dash, and a sentence that says why."""
    document = describe_explanation(explained(aggregate="minimum"))
    parts, practices = document.tables[:2]
    assert {row[-1] for row in parts.rows} == {NO_VALUE}
    assert {row[2] for row in practices.rows} == {NO_VALUE}
    assert any("An aggregate on the way does not add up" in text for text in _paragraphs(document))


@pytest.mark.parametrize(
    ("ratings", "words"),
    [
        ({}, "No value: nothing is rated. It would lie between 0% and 100%."),
        ({"training": "yes"}, "No value: too little is rated to show one. It would lie between 17% and 100%."),
    ],
)
def test_a_value_that_is_withheld_says_why(explained, ratings, words):
    """The range stays, points and gains go."""
    document = describe_explanation(explained(ratings=ratings))
    assert _paragraphs(document)[0] == words
    assert {row[-1] for row in document.tables[1].rows} == {NO_VALUE}


def test_nothing_that_counts_has_no_range(framework):
    """A block of which nothing applies."""
    out = {name: {"not_applicable": "no"} for name in ("vision", "training")}
    document = describe_explanation(explain(framework, Assessment(framework="mini", ratings=out), "people"))
    assert _paragraphs(document)[0] == "No value: nothing in it counts."


def test_titles_are_ids_without_the_framework(explained):
    """A result can be shown alone."""
    items = [
        item for part in describe_explanation(explained()).parts if isinstance(part, Bullets) for item in part.items
    ]
    assert any("treat as some: vision is not yet yes" in item for item in items)


def test_what_counts_by_its_practices_is_told(explained, framework):
    """The block itself makes no part of the whole then."""
    document = describe_explanation(explained("people", top={"over": "practices"}), framework)
    assert "In Mini Framework, what stands in it counts directly, instead of it." in _paragraphs(document)
    assert not any("counts directly" in text for text in _paragraphs(describe_explanation(explained("people"))))


def test_a_published_figure_is_told(explained):
    """Beside the share."""
    document = describe_explanation(explained(output={"low": 0, "high": 10}))
    assert ", published as " in _paragraphs(document)[0]


def test_a_practice_says_what_it_rests_on():
    """Who answered what and when, from where it was read, what was agreed, and whether the evidence counts."""
    said = explain(FRAMEWORK, GROUNDED, "p")
    bullets = [part for part in describe_explanation(said).parts if isinstance(part, Bullets)]
    assert bullets[-1].items == (
        "cmo (board, acme), 2026-09-01: yes, read from form.xlsx A1.",
        "ann: unknown.",
        "bo: front desk no; nurses yes.",
        "Agreed by the group, 2026-09-20: yes.",
        "Charter: dated 2026-01-31, checked by Bo on 2026-02-01, counts as current.",
        "Old: without a date, not checked, does not count.",
    )
    assert "What it rests on" not in [part.text for part in describe_explanation(explain(FRAMEWORK, GROUNDED)).parts
                                      if isinstance(part, Heading)]  # fmt: skip


FRAMEWORK = Framework(
    id="mini", title="Mini", scale=["no", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": "p", "title": "P", "criteria": [
        {"id": "front-desk", "title": "Front desk"}, {"id": "nurses", "title": "Nurses"}]}]}],
)  # fmt: skip
GROUNDED = Assessment(
    framework="mini",
    as_of="2026-09-30",
    respondents=[{"id": "cmo", "role": "board", "organization": "acme"}, {"id": "ann"}, {"id": "bo"}],
    evidence={
        "charter": {"title": "Charter", "date": "2026-01-31", "checked": {"by": "Bo", "date": "2026-02-01"}},
        "old": {"title": "Old"},
    },
    ratings={
        "p": {
            "answers": {
                "cmo": {"level": "yes", "date": "2026-09-01", "imported": {"from": "form.xlsx", "place": "A1"}},
                "ann": "unknown",
                "bo": {"criteria": {"front-desk": "no", "nurses": "yes"}},
            },
            "agreed": {"level": "yes", "by": "the group", "date": "2026-09-20"},
            "evidence": ["charter", "old"],
        }
    },
)


def test_a_contract_that_a_rating_lists_is_told_by_its_kind():
    """In the words of the framework."""
    choices = [{"id": "fees", "title": "Fees for services"}]
    framework = FRAMEWORK.replace(about=[{"id": "payment", "title": "Payment", "choices": choices}])
    said = Assessment(
        framework="mini", evidence={"c": {"title": "Contract", "profile": {"payment": "fees"}}},
        ratings={"p": {"level": "yes", "evidence": ["c"]}},
    )  # fmt: skip
    explanation = explain(framework, said, "p")
    bullets = [part for part in describe_explanation(explanation, framework).parts if isinstance(part, Bullets)]
    assert bullets[-1].items[-1].startswith("Contract (Payment: Fees for services): ")
