from equity_blocks import Framework
from equity_blocks.model.applied_tailoring import Tailored, TailoringChange
from equity_blocks.model.translation import Coverage, FrameworkCoverage, Route
from equity_blocks.reports.coverage import describe_coverage
from equity_blocks.reports.document import Bullets, Heading, Paragraph

ROWS = (
    FrameworkCoverage(id="a", title="A", practices=2, spoken_for=2, share=1.0, routes=[Route(start="a", practices=2)]),
    FrameworkCoverage(
        id="b", title="Framework B", practices=3, spoken_for=1, share=0.125, not_covered=["q", "r"],
        routes=[Route(start="a", crosswalks=["a--c", "c--b"], practices=1)] * 2,
    ),
    FrameworkCoverage(id="c", title="C", practices=1, spoken_for=0, share=0.0, not_covered=["s"]),
)  # fmt: skip
FOUND = Coverage(frameworks=ROWS)
B = Framework(
    id="b",
    title="Framework B",
    scale=["no", "yes"],
    blocks=[
        {"id": "x", "title": "X", "practices": [{"id": "p", "title": "P"}, {"id": "q", "title": "Q"}]},
        {"id": "y", "title": "Y", "practices": [{"id": "r", "title": "R"}]},
    ],
)


def test_a_row_for_each_framework():
    """How many practices, which share, and over which crosswalks; a way is named once."""
    assert describe_coverage(FOUND).tables[0].rows == (
        ("A\nrated itself", "2 of 2", "100%"),
        ("Framework B\nvia a--c and c--b", "1 of 3", "13%"),
        ("C\n\N{EN DASH}", "0 of 1", "0%"),
    )


def test_what_is_not_covered_is_named_by_block():
    """For the framework that was asked about."""
    parts = describe_coverage(FOUND, B).parts
    assert Heading("Not covered: 2 practices of Framework B") in parts
    assert [part.items for part in parts if isinstance(part, Bullets)] == [("Q",), ("R",)]


def test_full_coverage_is_said():
    """No list is better than an empty one."""
    full = Framework(id="a", title="A", scale=["no", "yes"], blocks=[])
    assert describe_coverage(FOUND, full).parts[-1] == Paragraph("Every practice of A is covered, wholly or in part.")


def test_several_organizations_are_told_apart():
    """One sentence; none where there is one of them."""
    several = describe_coverage(FOUND.replace(organizations=["acme", "other"])).parts[-1]
    assert several.text.startswith(
        "The assessments are of 2 organizations: acme and other. What any one of them speaks for"
    )
    assert describe_coverage(FOUND.replace(organizations=["acme"])) == describe_coverage(FOUND)


def test_a_tailored_framework_says_so_in_its_row():
    """In the words of other results' heads."""
    tailored = Tailored(changes=[TailoringChange(kind="out", practice=name, title="P") for name in "pq"])
    rows = describe_coverage(Coverage(frameworks=[ROWS[0].replace(tailored=tailored)])).tables[0].rows
    assert rows == (("A, tailored: 2 changes\nrated itself", "2 of 2", "100%"),)
