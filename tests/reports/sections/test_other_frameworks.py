import pytest

from equity_blocks import Assessment, Crosswalk, Framework, translate
from equity_blocks.reports.document import Bullets, Heading, Paragraph, Table
from equity_blocks.reports.given import given_of
from equity_blocks.reports.sections.other_frameworks import section

OLD = Framework(
    id="old",
    title="Old Framework",
    scale=["no", "some", "yes"],
    blocks=[{"id": "b", "title": "B", "practices": [{"id": f"p{i}", "title": f"Old {i}"} for i in range(10)]}],
)
NEW = Framework(
    id="new",
    title="New Framework",
    edition="2026",
    scale=["no", "some", "yes"],
    scoring={"min_coverage": 0.0},
    blocks=[{"id": "x", "title": "X", "practices": [{"id": f"q{i}", "title": f"New {i}"} for i in range(12)]}],
)
PART = {"relation": "part-of", "share": 0.5, "why": "one of two things asked."}


@pytest.fixture
def told():
    """Give a function that tells what ratings of the old framework say in the new one."""

    def telling(ratings, *mappings, evidence=None, target=NEW, known=(), **direct):
        said = Assessment(framework="old", ratings=ratings, evidence=evidence or {})
        ends = {"from": {"framework": "old"}, "to": {"framework": target.id}}
        way = Crosswalk.model_validate({"id": f"old--{target.id}", "title": "T", **ends, "mappings": mappings})
        own = Assessment(framework=target.id, ratings=direct) if direct else None
        return list(section(given_of(OLD, said, [translate(OLD, said, way, target, direct=own)], known=known)))

    return telling


def _table(parts, caption):
    return next(part for part in parts if isinstance(part, Table) and part.caption == caption)


def _text(parts):
    return " ".join(part.text for part in parts if isinstance(part, Paragraph))


def test_what_can_be_reused_stands_with_its_evidence(told):
    """What speaks for most comes first."""
    evidence = {"charter": {"title": "Charter"}}
    ratings = {"p0": "some", "p1": {"level": "yes", "evidence": ["charter"]}}
    parts = told(ratings, {"from": "p0", "to": "q0", **PART}, {"from": "p1", "to": "q0", **PART},
                 {"from": "p1", "to": "q1", **PART}, evidence=evidence)  # fmt: skip
    assert parts[:2] == [
        Heading("What the same answers say in other frameworks"), Heading("Read in new 2026 revision 1", 3)
    ]  # fmt: skip
    assert _table(parts, "Answers that can be reused").rows == (
        ("Old 1\nEvidence: Charter", "yes", "2", "New 0 and New 1"),
        ("Old 0", "some", "1", "New 0"),
    )
    assert "2 answers and 1 piece of evidence listed with them can be reused." in _text(parts)


def test_only_the_first_are_listed_and_the_rest_counted(told):
    """Answers as well as questions."""
    mappings = [{"from": f"p{i}", "to": f"q{i}", **PART} for i in range(10)]
    parts = told({f"p{i}": "some" for i in range(10)}, *mappings)
    assert len(_table(parts, "Answers that can be reused").rows) == 8
    assert "2 more can be reused" in _text(parts)
    questions = _table(parts, "What to ask next, most telling first")
    assert len(questions.rows) == 5
    assert "7 more are open." in _text(parts)
    assert [cell.path for cell in questions.rows[0][1:]] == ["/ask/0/low", "/ask/0/high", "/ask/0/width"]
    assert questions.rows[0][1].of == "translation/new"


def test_a_total_is_told_only_where_it_says_something(told):
    """Under 30 points wide."""
    one = NEW.replace(blocks=[{"id": "x", "title": "X", "practices": [{"id": "q0", "title": "New 0"}]}])
    same = {"from": "p0", "to": "q0", "relation": "equal", "why": "the same."}
    assert "The score lies at 50%. Your answers cover 100% of it." in _text(told({"p0": "some"}, same, target=one))
    assert "The score lies" not in _text(told({"p0": "some"}, same))


def test_contradictions_are_a_warning(told):
    """With both sides."""
    same = {"from": "p0", "to": "q0", "relation": "equal", "why": "the same."}
    parts = told({"p0": "yes"}, same, q0="no")
    assert any(isinstance(part, Paragraph) and part.tone == "warning" for part in parts)
    assert next(part.items for part in parts if isinstance(part, Bullets)) == (
        "New 0: rated directly at 0%, but 100% is carried over. The direct rating stands.",
    )


def test_where_nothing_is_left_to_ask_that_is_said(told):
    """And where nothing can be reused there is no table."""
    one = NEW.replace(blocks=[{"id": "x", "title": "X", "practices": [{"id": "q0", "title": "New 0"}]}])
    same = {"from": "p0", "to": "q0", "relation": "equal", "why": "the same."}
    parts = told({}, same, target=one, q0="no")
    assert "Nothing is left to ask." in _text(parts)
    assert not any(isinstance(part, Table) for part in parts)


def test_without_translations_nothing_is_said():
    """There is nothing to show."""
    assert list(section(given_of(OLD, Assessment(framework="old"), []))) == []


def test_a_framework_that_is_at_hand_gives_its_title(told):
    """With its edition."""
    parts = told({"p0": "some"}, {"from": "p0", "to": "q0", **PART}, known=[NEW])
    assert parts[1] == Heading("Read in New Framework (2026)", 3)
