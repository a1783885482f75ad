from equity_blocks import Assessment, respondents, share
from equity_blocks.reports.document import Bullets, Heading, Table
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.disagreement import section

PEOPLE = [{"id": "chair", "role": "board"}, {"id": "analyst", "role": "data"}]
RATINGS = {
    "vision": {"answers": {"chair": {"level": "yes", "note": "It hangs in the hall."}, "analyst": "no"}},
    "training": {"answers": {"chair": "some", "analyst": "some"}},
    "council": {
        "answers": {"chair": "yes", "analyst": "no"},
        "agreed": {"level": "some", "by": "the board", "why": "It met once."},
    },
}


def _told(framework, ratings=RATINGS, people=PEOPLE, audience="owner", **more):
    said = Assessment(framework="mini", respondents=people, ratings=ratings)
    view = respondents(framework, said)
    if audience != "owner":
        view = share(view, audience=audience, secret="s" * 32, **more)
    return list(section(given_of(framework, said, [view])))


def _table(parts, caption):
    return next(part for part in parts if isinstance(part, Table) and part.caption == caption)


def test_both_sides_of_what_is_contested_come_first(framework):
    """With who says so, and what counts now."""
    parts = _told(framework)
    assert parts[0] == Heading("Where those who answered disagree")
    table = _table(parts, "Contested practices, with both sides")
    assert table.rows == (
        ("Vision", "no", "no\nanalyst", "yes\nchair", "2"),
        ("Member Council", "some (agreed)", "no\nanalyst", "yes\nchair", "2"),
    )
    assert [row[-1].path for row in table.rows] == ["/practices/0/raters", "/practices/1/raters"]


def test_what_people_wrote_and_settled_stands_below(framework):
    """Each with the practice that it is about."""
    lines = next(part.items for part in _told(framework) if isinstance(part, Bullets))
    assert lines == (
        "Vision, yes, chair (Board of directors): It hangs in the hall.",
        "Member Council, agreed on some by the board: It met once.",
    )


def test_agreement_is_told_in_a_word(framework):
    """By block and over everything."""
    table = _table(_told(framework), "Agreement by block")
    assert [row[0] for row in table.rows] == ["People", "Power", "Overall"]
    assert [row[-1] for row in table.rows] == ["low", "too few", "low"]


def test_a_role_is_held_against_all_together(framework):
    """In points, each with how many it rated."""
    table = _table(_told(framework), "How each role sees it")
    assert {row[0]: row[2].unit for row in table.rows} == {"Board of directors": "points", "Data team": "points"}


def test_what_an_audience_must_not_know_is_not_there(framework):
    """Two people are too few to be told of; with enough, nobody is named and nothing quoted."""
    assert _told(framework, audience="steering") == []
    people = [{"id": f"r{i}", "role": "board"} for i in range(12)]
    answers = {who["id"]: {"level": "yes" if i % 2 else "no", "note": "quoted"} for i, who in enumerate(people)}
    parts = _told(framework, {"vision": {"answers": answers}}, people, audience="client")
    told = str(parts)
    assert "Vision" in told
    assert not any(word in told for word in ("quoted", "r1,", "said by"))


def test_where_one_answered_nothing_is_said(framework):
    """Nor where nobody was asked."""
    alone = {"vision": {"answers": {"chair": "yes"}}}
    assert _told(framework, alone) == []
    assert list(section(given_of(framework, Assessment(framework="mini"), []))) == []


def test_where_nothing_is_contested_one_line_says_so(framework):
    """There is nothing to talk about first, and no table."""
    level = {"answers": {"chair": "some", "analyst": "some"}}
    parts = _told(framework, {"training": level, "vision": {"answers": {"chair": "yes", "analyst": "yes"}}})
    heading, line = parts
    assert heading == Heading("Where those who answered disagree")
    assert line.text.startswith("2 respondents answered 2 of 5 practices.")
    assert "the middle answer (of two, the lower one) counts." in line.text
    assert line.text.endswith("On no practice do the answers lie so far apart that it has to be talked about.")
